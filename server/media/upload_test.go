package media_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/media/bucket"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// storage is a kind of storage with the way in which bytes get to an offered address.
type storage struct {
	media.Storage
	put func(o media.Offer, body string) (status int)
	now time.Time // as the storage takes it
}

func onDisk(t *testing.T, d *db.DB) *storage {
	t.Helper()
	disk, err := media.OpenDisk(t.TempDir(), secret.NewKey("k1"))
	if err != nil {
		t.Fatal(err)
	}
	s := &storage{Storage: disk, now: time.Now()}
	s.put = func(o media.Offer, body string) int {
		address, err := url.Parse(o.URL)
		if err != nil {
			t.Fatal(err)
		}
		err = disk.Accept(address, strings.NewReader(body), s.now, func(key string) error { return media.AwaitsBytes(t.Context(), d, key) })
		switch codeOf(err) {
		case "":
			if err != nil {
				t.Fatal(err)
			}
			return http.StatusOK
		case fault.UploadUsed:
			return http.StatusPreconditionFailed
		case fault.BadRequest:
			return http.StatusBadRequest
		}
		return http.StatusForbidden
	}
	return s
}

// inBucket keeps objects in an S3 server in this process.
func inBucket(t *testing.T) *storage {
	t.Helper()
	server := httptest.NewServer(gofakes3.New(s3mem.New(), gofakes3.WithLogger(gofakes3.DiscardLog())).Server())
	t.Cleanup(server.Close)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL+"/pictures", nil)
	if err != nil {
		t.Fatal(err)
	}
	if made, err := http.DefaultClient.Do(r); err != nil || made.StatusCode != http.StatusOK {
		t.Fatal(made, err)
	}
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := bucket.Config{Endpoint: address, Bucket: "pictures", Region: "us-east-1", AccessKey: "shop", SecretKey: "secret"}
	b, err := bucket.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	c.Bucket = "elsewhere"
	if _, err := bucket.Open(t.Context(), c); err == nil || !strings.Contains(err.Error(), "elsewhere") {
		t.Errorf("a bucket that is not there: %v", err)
	}
	return &storage{Storage: b, put: func(o media.Offer, body string) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, o.URL, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range o.Headers {
			r.Header.Set(h.Name, h.Value)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode
	}}
}

// eachStorage runs a test on every kind of storage.
func eachStorage(t *testing.T, test func(t *testing.T, w *shoptest.World, s *storage)) {
	t.Run("disk", func(t *testing.T) { t.Parallel(); w := shoptest.New(t); test(t, w, onDisk(t, w.DB)) })
	t.Run("bucket", func(t *testing.T) { t.Parallel(); test(t, shoptest.New(t), inBucket(t)) })
}

// drawing is a PNG of a colour.
func drawing(t *testing.T, c color.NRGBA) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 500, 250))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{c.R, c.G, c.B, c.A})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var white = color.NRGBA{255, 255, 255, 255}

func codeOf(err error) fault.Code {
	if faults, ok := fault.As(err); ok {
		return faults[0].Code
	}
	return ""
}

func begin(t *testing.T, d *db.DB, s *storage, storeID int64, size int) *media.Upload {
	t.Helper()
	u, err := media.Begin(t.Context(), d, media.Open(s), storeID, media.UploadCreateInput{ByteSize: size}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func finish(t *testing.T, d *db.DB, s *storage, storeID int64, u *media.Upload) (*media.Media, error) {
	t.Helper()
	return media.Finish(t.Context(), d, media.Open(s), storeID, media.UploadFinishInput{UploadID: u.NodeID(), Alt: &lang.Text{RU: "Платье"}})
}

func TestUpload(t *testing.T) {
	t.Parallel()
	eachStorage(t, func(t *testing.T, w *shoptest.World, s *storage) {
		d := w.DB
		one, two := w.Store.ID, w.Beside("two").Store.ID
		data := drawing(t, white)
		u := begin(t, d, s, one, len(data))
		if _, err := finish(t, d, s, one, u); codeOf(err) != fault.UploadIncomplete {
			t.Errorf("finished before anything has come: %v", err)
		}
		if status := s.put(u.Offer, data); status != http.StatusOK && status != http.StatusNoContent {
			t.Fatalf("put: %d", status)
		}
		if status := s.put(u.Offer, data); status != http.StatusPreconditionFailed {
			t.Errorf("put once more: %d", status)
		}
		if _, err := finish(t, d, s, two, u); codeOf(err) != fault.NotFound {
			t.Errorf("another store finishes it: %v", err)
		}
		m, err := finish(t, d, s, one, u)
		if err != nil {
			t.Fatal(err)
		}
		if m.Width != 500 || m.Height != 250 || m.Color != "#ffffff" || m.Mime != "image/png" || m.Alt.RU != "Платье" || len(m.Widths) != 4 {
			t.Errorf("%+v", m)
		}
		if again, err := finish(t, d, s, one, u); err != nil || again.ID != m.ID {
			t.Errorf("finished again: %+v, %v", again, err)
		}
		staged := fmt.Sprintf("uploads/%d/%s", one, u.ID)
		if there, err := s.Has(t.Context(), staged); err != nil || there {
			t.Errorf("what was put is still there: %v", err)
		}
		got, err := media.Open(s).Rendition(t.Context(), one, m.Hash, 160, media.JPEG)
		if err != nil || http.DetectContentType(got) != "image/jpeg" {
			t.Errorf("rendition: %v", err)
		}
		if _, err := media.Open(s).Rendition(t.Context(), two, m.Hash, 160, media.JPEG); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("another store's rendition: %v", err)
		}

		other := begin(t, d, s, one, len(data))
		s.put(other.Offer, data)
		if same, err := finish(t, d, s, one, other); err != nil || same.ID != m.ID {
			t.Errorf("the same file again is another picture: %v", err)
		}
		bad := begin(t, d, s, one, 4)
		s.put(bad.Offer, "text")
		if _, err := finish(t, d, s, one, bad); codeOf(err) != fault.UnsupportedMedia {
			t.Errorf("no picture: %v", err)
		}
	})
}

func TestUploadIsBounded(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	storeID := open(t, d, "one")
	files := media.Open(onDisk(t, d))
	for size, want := range map[int]fault.Code{0: fault.Invalid, -1: fault.Invalid, media.MaxBytes + 1: fault.TooLarge} {
		if _, err := media.Begin(t.Context(), d, files, storeID, media.UploadCreateInput{ByteSize: size}, time.Now()); codeOf(err) != want {
			t.Errorf("%d bytes: %v, want %s", size, err, want)
		}
	}
}

// The bucket's address is signed for size and single use: both are headers of its signature.
func TestBucketSignsSizeAndSingleUse(t *testing.T) {
	t.Parallel()
	o, err := inBucket(t).Offer(t.Context(), "uploads/1/x", 77, time.Now().Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(o.URL)
	if err != nil {
		t.Fatal(err)
	}
	if got := address.Query().Get("X-Amz-SignedHeaders"); got != "content-length;host;if-none-match" {
		t.Errorf("signed headers: %s", got)
	}
	if path.Base(address.Path) != "x" || address.Query().Get("X-Amz-Signature") == "" {
		t.Errorf("address %s", o.URL)
	}
}

func TestDiskTakesWhatWasSigned(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	storeID := open(t, d, "one")
	s := onDisk(t, d)
	u := begin(t, d, s, storeID, 4)
	change := func(name, value string) media.Offer {
		address, err := url.Parse(u.Offer.URL)
		if err != nil {
			t.Fatal(err)
		}
		q := address.Query()
		q.Set(name, value)
		address.RawQuery = q.Encode()
		return media.Offer{URL: address.String()}
	}
	elsewhere := media.Offer{URL: strings.Replace(u.Offer.URL, u.ID.String(), id.New().String(), 1)}
	for name, o := range map[string]media.Offer{
		"a larger size": change("size", "5"), "a later end": change("until", "99999999999"), "no signature": change("signature", ""),
		"another signature": change("signature", strings.Repeat("A", 43)), "an unknown key": change("key", "k2"),
		"another object": elsewhere, "the way up": {URL: "/media/upload/../../x?" + strings.SplitN(u.Offer.URL, "?", 2)[1]},
	} {
		if status := s.put(o, "text"); status != http.StatusForbidden {
			t.Errorf("%s: %d", name, status)
		}
	}
	for _, body := range []string{"", "tex", "text that is longer"} {
		if status := s.put(u.Offer, body); status != http.StatusBadRequest {
			t.Errorf("%d bytes of 4: %d", len(body), status)
		}
	}
	s.now = u.ExpiresAt.Add(2 * time.Second)
	if status := s.put(u.Offer, "text"); status != http.StatusForbidden {
		t.Errorf("too late: %d", status)
	}
	s.now = time.Now()

	var mu sync.Mutex
	taken := map[int]int{}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			status := s.put(u.Offer, "text")
			mu.Lock()
			defer mu.Unlock()
			taken[status]++
		})
	}
	all.Wait()
	if taken[http.StatusOK] != 1 || taken[http.StatusPreconditionFailed] != 7 {
		t.Errorf("of eight at once: %v", taken)
	}
}

func TestDiskTakesNothingForAFinishedUpload(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	storeID := open(t, d, "one")
	s := onDisk(t, d)
	data := drawing(t, white)
	u := begin(t, d, s, storeID, len(data))
	s.put(u.Offer, data)
	if _, err := finish(t, d, s, storeID, u); err != nil {
		t.Fatal(err)
	}
	if status := s.put(u.Offer, data); status != http.StatusPreconditionFailed {
		t.Errorf("put after the end: %d", status)
	}
}

// Two processes on one storage draw the same rendition at once and neither spoils the other's.
func TestProcessesShareAStorage(t *testing.T) {
	t.Parallel()
	eachStorage(t, func(t *testing.T, w *shoptest.World, s *storage) {
		d, storeID := w.DB, w.Store.ID
		data := drawing(t, white)
		u := begin(t, d, s, storeID, len(data))
		s.put(u.Offer, data)
		m, err := finish(t, d, s, storeID, u)
		if err != nil {
			t.Fatal(err)
		}
		processes := []media.Files{media.Open(s), media.Open(s)}
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				got, err := processes[i%2].Rendition(context.WithoutCancel(t.Context()), storeID, m.Hash, 320, media.WebP)
				if err != nil || http.DetectContentType(got) != "image/webp" {
					t.Errorf("process %d: %v", i%2, err)
				}
			})
		}
		all.Wait()
	})
}
