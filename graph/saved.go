package graph

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"github.com/dokon-shop/dokon/server/accept"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/store"
)

// memory keeps finished answers that many callers share. It is bounded in bytes; what is asked for least goes first.
type memory struct {
	answers *otter.Cache[savedKey, *saved]
	flights singleflight.Group // one execution for all who ask the same at once
}

// savedKey is the hash of all that an answer depends on.
type savedKey [sha256.Size]byte

// saved is one answer in the forms in which it is sent.
type saved struct {
	plain     []byte
	zipped    []byte // nil where it does not help
	etag      string
	media     []string // values of headers, made once
	length    []string
	operation string // the name that the caller who was first gave it
	field     string // of the contract; see rootOf
	until     time.Time
	told      *told
}

// zipAbove is the size in bytes below which a compressed copy saves less than a packet.
const zipAbove = 1024

// entryCost is what an entry takes besides its bytes, roughly.
const entryCost = 512

// newMemory keeps so many bytes; nil, which keeps nothing, for none.
func newMemory(size int64) *memory {
	if size <= 0 {
		return nil
	}
	return &memory{answers: otter.Must(&otter.Options[savedKey, *saved]{
		MaximumWeight: uint64(size),
		Weigher:       func(_ savedKey, k *saved) uint32 { return uint32(len(k.plain) + len(k.zipped) + entryCost) },
	})}
}

// savedKeyOf is the key of a request in an edition of a store. The edition is asked for before anything is read, so an answer
// that is made of older rows is kept under the older edition, and never found again after a change.
func savedKeyOf(s *store.Store, edition string, l lang.Lang, media, audience string, text []byte) savedKey {
	var space [2048]byte // most requests are smaller
	all := binary.BigEndian.AppendUint64(space[:0], uint64(s.ID))
	for _, part := range [...]string{edition, string(l), media, audience} {
		all = append(append(all, part...), 0)
	}
	return sha256.Sum256(append(all, text...))
}

// find gives an answer that still holds; nil when there is none.
func (m *memory) find(key savedKey, now time.Time) *saved {
	k, ok := m.answers.GetIfPresent(key)
	if !ok || !now.Before(k.until) {
		return nil
	}
	return k
}

func (m *memory) add(key savedKey, k *saved) { m.answers.Set(key, k) }

// newSaved makes the forms of an answer.
func newSaved(media, operation string, plain []byte, until time.Time) *saved {
	sum := sha256.Sum256(plain)
	k := &saved{
		plain: plain, operation: operation, until: until,
		media: []string{media + "; charset=utf-8"}, length: []string{strconv.Itoa(len(plain))},
	}
	// Weak: the same for the plain and the compressed form.
	k.etag = `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	if len(plain) < zipAbove {
		return k
	}
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, 6) // the level is valid
	_, _ = z.Write(plain)                // into memory
	_ = z.Close()
	if out.Len() < len(plain) {
		k.zipped = bytes.Clone(out.Bytes())
	}
	return k
}

// send answers with what is kept. By GET the caller may hold a copy, and asks each time whether it is still good.
func (k *saved) send(w http.ResponseWriter, r *http.Request, cacheStatus []string) {
	h := w.Header()
	h["Cache-Status"], h["Cache-Control"] = cacheStatus, neverStore
	if r.Method == http.MethodGet {
		h.Set("Cache-Control", "no-cache")
		h.Set("ETag", k.etag)
		if matches(r.Header.Values("If-None-Match"), k.etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body, length := k.plain, k.length
	if k.zipped != nil {
		if now := h["Vary"]; len(now) == 1 && now[0] == vary[0] {
			h["Vary"] = varyZip
		} else {
			h.Add("Vary", "Accept-Encoding")
		}
		if accept.Coding(r, "gzip") {
			body, length = k.zipped, []string{strconv.Itoa(len(k.zipped))}
			h.Set("Content-Encoding", "gzip")
		}
	}
	h["Content-Type"], h["Content-Length"] = k.media, length
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body)
}

// matches tells whether a header If-None-Match names the tag, by weak comparison.
func matches(header []string, etag string) bool {
	for _, value := range header {
		for tag := range strings.SplitSeq(value, ",") {
			if tag = strings.TrimSpace(tag); tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(etag, "W/") {
				return true
			}
		}
	}
	return false
}
