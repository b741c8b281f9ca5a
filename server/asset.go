package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
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
	plain content
	br    content                // zero when the build made none
	gz    func() (content, bool) // made at the first request when the build made none; false where it does not help
}

// content is where bytes are. Those of the built pages stay in the program, which the system brings into memory as far as
// they are asked for: a copy would lie in the memory of every process.
type content struct {
	size int64
	open func() (io.ReadCloser, error) // nil: there is none
}

func inMemory(data []byte) content {
	return content{int64(len(data)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// all reads everything. Contents are ours, so that they can be read.
func (c content) all() []byte {
	from, err := c.open()
	if err != nil {
		panic(err)
	}
	defer func() { _ = from.Close() }()
	data, err := io.ReadAll(from)
	if err != nil {
		panic(err)
	}
	return data
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
	files := map[string]content{}
	err := fs.WalkDir(app, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && name != ".": // .vite
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files[name] = content{info.Size(), func() (io.ReadCloser, error) { return app.Open(name) }}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read built pages: %w", err)
	}
	for name, plain := range files {
		if ext := path.Ext(name); ext == ".br" || ext == ".gz" {
			continue
		}
		all[name] = newAsset(name, plain, files[name+".br"], files[name+".gz"])
	}
	return all, nil
}

// hashed is where the build puts files whose names carry a hash of their content.
const hashed = "assets/"

// newAsset is a file with the compressed forms that the build made.
func newAsset(name string, plain, br, gz content) *asset {
	tag := path.Base(name)
	if !strings.HasPrefix(name, hashed) {
		sum := sha256.Sum256(plain.all())
		tag = base64.RawURLEncoding.EncodeToString(sum[:12])
	}
	a := &asset{media: mediaTypes[path.Ext(name)], etag: strconv.Quote(tag), plain: plain, br: br}
	if a.media == "" {
		a.media = mime.TypeByExtension(path.Ext(name))
	}
	if gz.open != nil {
		a.gz = func() (content, bool) { return gz, true }
	} else {
		a.gz = sync.OnceValues(func() (content, bool) { return zipped(a) })
	}
	return a
}

func zipped(a *asset) (content, bool) {
	isText := strings.HasPrefix(a.media, "text/") || a.media == "image/svg+xml" || a.media == "application/json" || a.media == "application/wasm"
	if !isText || a.plain.size < compressAbove {
		return content{}, false
	}
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	_, _ = z.Write(a.plain.all())                           // into memory
	_ = z.Close()
	return inMemory(bytes.Clone(out.Bytes())), true
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
	if strings.HasPrefix(name, hashed) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", a.etag)
	if r.Header.Get("If-None-Match") == a.etag {
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	body := a.plain
	switch {
	case a.br.open != nil && accept.Coding(r, "br"):
		body = a.br
		h.Set("Content-Encoding", "br")
	case accept.Coding(r, "gzip"):
		if gz, ok := a.gz(); ok {
			body = gz
			h.Set("Content-Encoding", "gzip")
		}
	}
	from, err := body.open()
	if err != nil {
		panic(err) // it is ours; the server answers for it
	}
	defer func() { _ = from.Close() }()
	h.Set("Content-Length", strconv.FormatInt(body.size, 10))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, from)
	}
	return true
}
