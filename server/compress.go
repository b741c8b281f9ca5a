package main

import (
	"compress/gzip"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dokon-shop/dokon/server/accept"
)

// compressAbove is the size in bytes below which compressing costs more than it saves.
const compressAbove = 1024

// compressible are the kinds of answers that are made anew for each request. Files bring their compressed forms with them.
var compressible = []string{"application/json", "application/graphql-response+json", "text/html", "text/plain"}

var gzips = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, 5) // the level is valid
	return z
}}

// compressed sends answers of the compressible kinds by gzip to whoever takes it.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" || !accept.Coding(r, "gzip") || strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
			next.ServeHTTP(w, r)
			return
		}
		z := &gzipWriter{ResponseWriter: w}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

// gzipWriter decides at the header whether the body is compressed.
type gzipWriter struct {
	http.ResponseWriter
	decided bool
	zip     *gzip.Writer
}

// WriteHeader implements http.ResponseWriter.
func (w *gzipWriter) WriteHeader(status int) {
	if !w.decided && status >= http.StatusOK {
		w.decided = true
		h := w.Header()
		media, _, _ := strings.Cut(h.Get("Content-Type"), ";")
		size, known := h.Get("Content-Length"), h.Get("Content-Length") != ""
		n, _ := strconv.Atoi(size)
		if slices.Contains(compressible, media) && h.Get("Content-Encoding") == "" && (!known || n >= compressAbove) &&
			status != http.StatusNoContent && status != http.StatusNotModified {
			h.Del("Content-Length")
			h.Set("Content-Encoding", "gzip")
			h.Add("Vary", "Accept-Encoding")
			w.zip = gzips.Get().(*gzip.Writer)
			w.zip.Reset(w.ResponseWriter)
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *gzipWriter) Write(p []byte) (int, error) {
	if !w.decided {
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", http.DetectContentType(p))
		}
		w.WriteHeader(http.StatusOK)
	}
	if w.zip != nil {
		return w.zip.Write(p)
	}
	return w.ResponseWriter.Write(p)
}

// Flush implements http.Flusher.
func (w *gzipWriter) Flush() {
	if w.zip != nil {
		_ = w.zip.Flush() // a caller who went away notices at the next write
	}
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach what is below.
func (w *gzipWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *gzipWriter) close() {
	if w.zip == nil {
		return
	}
	_ = w.zip.Close()
	gzips.Put(w.zip)
	w.zip = nil
}
