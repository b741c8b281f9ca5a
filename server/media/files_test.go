package media

import (
	"bytes"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	xwebp "golang.org/x/image/webp"

	"github.com/dokon-shop/dokon/server/secret"
)

func kept(t *testing.T, width, height int) (Files, *Picture) {
	t.Helper()
	disk, err := OpenDisk(filepath.Join(t.TempDir(), "media"), secret.NewKey("k1"))
	if err != nil {
		t.Fatal(err)
	}
	files := Open(disk)
	p, err := Read(encoded(t, half(width, height), "png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := files.PutMaster(t.Context(), 7, p); err != nil {
		t.Fatal(err)
	}
	return files, p
}

func TestRenditionsAreDrawnOnceAndKept(t *testing.T) {
	files, p := kept(t, 640, 320)
	var wait sync.WaitGroup
	for range 8 { // many ask at once
		wait.Go(func() {
			data, err := files.Rendition(t.Context(), 7, p.Hash, 320, WebP)
			if err != nil {
				t.Error(err)
				return
			}
			if c, err := xwebp.DecodeConfig(bytes.NewReader(data)); err != nil || c.Width != 320 || c.Height != 160 {
				t.Errorf("rendition %+v, %v", c, err)
			}
		})
	}
	wait.Wait()
	again, err := files.Rendition(t.Context(), 7, p.Hash, 320, WebP)
	if err != nil {
		t.Fatal(err)
	}
	onDisk, err := files.Read(t.Context(), objectKey(7, p.Hash, "320.webp"), maxKept)
	if err != nil || !bytes.Equal(again, onDisk) {
		t.Errorf("the rendition was not kept: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(files.Storage.(*Disk).path("7"), p.Hash, "new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("unfinished files are left: %v %v", left, err)
	}

	wide, err := files.Rendition(t.Context(), 7, p.Hash, 800, WebP)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := xwebp.DecodeConfig(bytes.NewReader(wide)); err != nil || c.Width != 640 {
		t.Errorf("a narrow picture was blown up to %d, %v", c.Width, err)
	}
	if _, err := files.Rendition(t.Context(), 8, p.Hash, 320, WebP); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("another store's picture: %v, want ErrNotExist", err)
	}
}

func TestHandler(t *testing.T) {
	files, p := kept(t, 400, 300)
	handler := files.Handler(slog.New(slog.DiscardHandler))
	get := func(method, path, etag string, accept ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, nil)
		if etag != "" {
			r.Header.Set("If-None-Match", etag)
		}
		r.Header["Accept"] = accept
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	path := "/media/7/" + p.Hash + "/160.webp"
	w := get("GET", path, "")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/webp" || w.Body.Len() == 0 ||
		w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if again := get("GET", path, w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("same again: %d", again.Code)
	}
	if head := get("HEAD", path, ""); head.Code != http.StatusOK || head.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", head.Code, head.Body.Len())
	}
	negotiated := strings.TrimSuffix(path, ".webp")
	for accept, want := range map[string]string{
		"image/avif,image/webp,image/apng,*/*;q=0.8": "image/webp",
		"image/png,image/*;q=0.8,*/*;q=0.5":          "image/jpeg",
		"image/webp;q=0, image/*":                    "image/jpeg",
		"*/*":                                        "image/jpeg",
	} {
		w := get("GET", negotiated, "", accept)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != want || w.Header().Get("Vary") != "Accept" ||
			http.DetectContentType(w.Body.Bytes()) != want {
			t.Errorf("%s: %d %v", accept, w.Code, w.Header())
		}
	}
	if w := get("GET", negotiated+".jpg", "", "image/webp"); w.Header().Get("Content-Type") != "image/jpeg" || w.Header().Get("Vary") != "" {
		t.Errorf("JPEG by its name: %v", w.Header())
	}
	for name, path := range map[string]string{
		"a width that is not served": "/media/7/" + p.Hash + "/161.webp",
		"the master":                 "/media/7/" + p.Hash + "/master.webp",
		"another store":              "/media/8/" + p.Hash + "/160.webp",
		"no hash":                    "/media/7/..%2f..%2fsecret/160.webp",
		"another hash":               "/media/7/00000000000000000000000000000000/160.webp",
		"no store":                   "/media/-7/" + p.Hash + "/160.webp",
		"another suffix":             "/media/7/" + p.Hash + "/160.png",
		"a dot alone":                "/media/7/" + p.Hash + "/160.",
	} {
		if w := get("GET", path, ""); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "" {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
	}
	if w := get("POST", path, ""); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
