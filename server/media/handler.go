package media

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var hashForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

// Handler serves GET and HEAD /media/{store}/{hash}/{width}, with .webp or .jpg behind the width for one format in any case
// and without a suffix for the one that Accept asks for. The hash names the bytes, so an answer may be kept for ever;
// pictures are public, as those of any shop window are. Whatever is not a picture is one and the same 404.
func (f Files) Handler(log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /media/{store}/{hash}/{file}", func(w http.ResponseWriter, r *http.Request) { f.serve(w, r, log) })
	return mux
}

func (f Files) serve(w http.ResponseWriter, r *http.Request, log *slog.Logger) {
	storeID, err := strconv.ParseInt(r.PathValue("store"), 10, 64)
	name, hash := r.PathValue("file"), r.PathValue("hash")
	suffix := path.Ext(name)
	width, errWidth := strconv.Atoi(strings.TrimSuffix(name, suffix))
	format := Auto
	for _, known := range []Format{WebP, JPEG} {
		if suffix == known.suffix() {
			format = known
		}
	}
	if err != nil || errWidth != nil || suffix != format.suffix() || storeID < 1 || !hashForm.MatchString(hash) || !slices.Contains(Widths, width) {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	if format == Auto {
		h.Set("Vary", "Accept")
		format = negotiated(r)
	}
	data, err := f.Rendition(r.Context(), storeID, hash, width, format)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		http.NotFound(w, r)
		return
	case errors.Is(err, context.Canceled): // nobody waits for an answer any more
		return
	case err != nil:
		log.ErrorContext(r.Context(), "picture cannot be served", "path", r.URL.Path, "error", err)
		http.Error(w, "the picture cannot be read", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", mimeOf[format])
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", `"`+hash+"-"+strconv.Itoa(width)+format.suffix()+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // storefronts on other hosts show them
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
