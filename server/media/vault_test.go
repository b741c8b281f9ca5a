package media_test

import (
	"image/color"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// A private picture is seen at its signed address, for a while, and at no other.
func TestVault(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	s := onDisk(t, w.DB)
	files := media.Open(s)
	vault, err := media.OpenVault(files, secret.NewKey("a"))
	w.Must(err)
	now := shoptest.Now
	handler := vault.Handler(func() time.Time { return now }, slog.New(slog.DiscardHandler))
	see := func(address string) *http.Response {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, address, nil))
		return answer.Result()
	}
	body := drawing(t, color.NRGBA{R: 200, A: 255})
	u := begin(t, w.DB, s, w.Store.ID, len(body))
	if _, err := vault.Keep(t.Context(), w.DB, w.Store.ID, u.NodeID()); codeOf(err) != fault.UploadIncomplete {
		t.Errorf("kept before the bytes came: %v", err)
	}
	if _, err := vault.Keep(t.Context(), w.DB, w.Store.ID, id.Of(id.Upload, id.New())); codeOf(err) != fault.NotFound {
		t.Errorf("kept an unknown upload: %v", err)
	}
	s.put(u.Offer, body)
	picture, err := vault.Keep(t.Context(), w.DB, w.Store.ID, u.NodeID())
	w.Must(err)
	again, err := vault.Keep(t.Context(), w.DB, w.Store.ID, u.NodeID())
	if err != nil || again != picture {
		t.Errorf("a repeat kept %s after %s: %v", again, picture, err)
	}
	address := vault.Address(w.Store.ID, picture, now)
	if r := see(address); r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "image/webp" || r.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
	other, err := media.OpenVault(files, secret.NewKey("a"))
	w.Must(err)
	path, query, _ := strings.Cut(address, "?")
	for what, wrong := range map[string]string{
		"unsigned": path, "another's signature": other.Address(w.Store.ID, picture, now),
		"of another picture": strings.Replace(address, picture.String(), id.New().String(), 1),
		"of another store":   strings.Replace(path, "/private/", "/private/9", 1) + "?" + query,
	} {
		if r := see(wrong); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", what, r.StatusCode)
		}
	}
	public := httptest.NewRecorder()
	files.Handler(slog.New(slog.DiscardHandler)).ServeHTTP(public, httptest.NewRequest(http.MethodGet, path, nil))
	if public.Code != http.StatusNotFound {
		t.Errorf("without a signature, among public pictures: %d", public.Code)
	}
	now = now.Add(media.PrivateLife + time.Second)
	if r := see(address); r.StatusCode != http.StatusNotFound {
		t.Errorf("after its time: %d", r.StatusCode)
	}
}
