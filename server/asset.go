package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/dokon-shop/dokon/server/accept"
)

// asset is a built file in the forms in which it can be sent.
type asset struct {
	media string
	etag  string
	plain []byte
	br    []byte                // nil when the build made none
	gz    func() ([]byte, bool) // made at the first request when the build made none; false where it does not help
}

// assets are the files of one built app by their path in it.
type assets map[string]*asset

// media types that the system's table may not know or may know otherwise.
var mediaTypes = map[string]string{
	".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8",
	".svg": "image/svg+xml", ".json": "application/json", ".woff2": "font/woff2", ".webp": "image/webp", ".png": "image/png",
	".graphql": "text/plain; charset=utf-8", // browsers show it
	".ico":     "image/x-icon", ".map": "application/json", ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm",
}

// loadAssets reads a built app. An app that was not built has no files.
func loadAssets(app fs.FS) (assets, error) {
	all := assets{}
	files := map[string][]byte{}
	err := fs.WalkDir(app, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && name != ".": // .vite
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		data, err := fs.ReadFile(app, name)
		files[name] = data
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read built pages: %w", err)
	}
	for name, data := range files {
		if ext := path.Ext(name); ext == ".br" || ext == ".gz" {
			continue
		}
		all[name] = newAsset(name, data, files[name+".br"], files[name+".gz"])
	}
	return all, nil
}

// newAsset is a file with the compressed forms that the build made; nil for those that it did not.
func newAsset(name string, data, br, gz []byte) *asset {
	sum := sha256.Sum256(data)
	a := &asset{media: mediaTypes[path.Ext(name)], etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, plain: data, br: br}
	if a.media == "" {
		a.media = mime.TypeByExtension(path.Ext(name))
	}
	if gz != nil {
		a.gz = func() ([]byte, bool) { return gz, true }
	} else {
		a.gz = sync.OnceValues(func() ([]byte, bool) { return zipped(a) })
	}
	return a
}

func zipped(a *asset) ([]byte, bool) {
	isText := strings.HasPrefix(a.media, "text/") || a.media == "image/svg+xml" || a.media == "application/json" || a.media == "application/wasm"
	if !isText || len(a.plain) < compressAbove {
		return nil, false
	}
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	_, _ = z.Write(a.plain)                                 // into memory
	_ = z.Close()
	return out.Bytes(), true
}

// serve sends a file, in the smallest form that the caller takes. Files below assets/ carry a hash in their names, so they
// may be kept for ever; the others are asked for anew, by their ETag.
func (all assets) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	a, ok := all[name]
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", a.media)
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", a.etag)
	if r.Header.Get("If-None-Match") == a.etag {
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	body := a.plain
	if gz, ok := a.gz(); ok && accept.Coding(r, "gzip") {
		body = gz
		h.Set("Content-Encoding", "gzip")
	}
	if a.br != nil && accept.Coding(r, "br") {
		body = a.br
		h.Set("Content-Encoding", "br")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
	return true
}
