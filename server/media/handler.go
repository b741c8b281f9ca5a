package media

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var hashForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Handler serves GET and HEAD /media/{store}/{hash}/{width}.webp. The hash names the bytes, so an answer may be kept for
// ever; pictures are public, as those of any shop window are. Whatever is not a picture is one and the same 404.
func (f Files) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /media/{store}/{hash}/{file}", f.serve)
	return mux
}

func (f Files) serve(w http.ResponseWriter, r *http.Request) {
	storeID, err := strconv.ParseInt(r.PathValue("store"), 10, 64)
	name, isWebP := strings.CutSuffix(r.PathValue("file"), ".webp")
	width, errWidth := strconv.Atoi(name)
	hash := r.PathValue("hash")
	if err != nil || errWidth != nil || !isWebP || storeID < 1 || !hashForm.MatchString(hash) || !slices.Contains(Widths, width) {
		http.NotFound(w, r)
		return
	}
	data, err := f.Rendition(storeID, hash, width)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		http.NotFound(w, r)
		return
	case err != nil:
		http.Error(w, "the picture cannot be read", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "image/webp")
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+hash+"-"+name+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
