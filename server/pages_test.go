package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dokon-shop/dokon/server/lang"
)

const builtShell = `<!doctype html>
<html lang="uz"><head><title>__TITLE__</title><!--__HEAD__--></head>
<body><h1>__TITLE__</h1><script type="application/json" id="boot">"__BOOT__"</script></body></html>`

// dist is what a build of the pages leaves, made small.
var dist = fstest.MapFS{
	"miniapp/index.html":             {Data: []byte(builtShell)},
	"miniapp/assets/main-1a2b.js":    {Data: []byte("plain")},
	"miniapp/assets/main-1a2b.js.br": {Data: []byte("br")},
	"miniapp/assets/main-1a2b.js.gz": {Data: []byte("gz")},
	"miniapp/.vite/manifest.json":    {Data: []byte("{}")},
	"admin/index.html":               {Data: []byte("<title>office</title>")},
	"admin/favicon.svg":              {Data: []byte("<svg/>")},
	"admin/assets/large-9z.js":       {Data: []byte(strings.Repeat("export {};\n", 500))},
	"playground/index.html":          {Data: []byte(`<script id="boot">"__BOOT__"</script>`)},
}

func TestShellEscapes(t *testing.T) {
	s, err := newShell([]byte(builtShell))
	if err != nil {
		t.Fatal(err)
	}
	name := "</script><script>alert(1)</script>\u2028\"__BOOT__\"<!--__HEAD__-->&"
	page := string(s.fill(bootData{
		Store: bootStore{Slug: "s", Name: name, Languages: lang.All, Logo: &bootLogo{URL: `/media/"><b>`}},
		lang:  lang.RU, about: `"><script>alert(2)</script>`, picture: `https://x/"><img>`,
	}))
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("%d script elements instead of 1:\n%s", n, page)
	}
	if strings.Contains(jsonOf(t, page), "\u2028") {
		t.Error("U+2028 stands raw in the boot data")
	}
	if !strings.Contains(page, `<html lang="ru">`) {
		t.Error("the language is not set")
	}
	var boot struct{ Store struct{ Name string } }
	if err := json.Unmarshal([]byte(jsonOf(t, page)), &boot); err != nil {
		t.Fatalf("boot data: %v\n%s", err, page)
	}
	if boot.Store.Name != name {
		t.Errorf("name in the boot data: %q instead of %q", boot.Store.Name, name)
	}
	for _, raw := range []string{`<b>`, `<img>`, `alert(2)</script>`} {
		if strings.Contains(page, raw) {
			t.Errorf("%s stands raw in the page:\n%s", raw, page)
		}
	}
}

func jsonOf(t *testing.T, page string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, `id="boot">`)
	text, _, closed := strings.Cut(rest, "</script>")
	if !ok || !closed {
		t.Fatalf("no boot data in\n%s", page)
	}
	return text
}

func TestShellNeedsItsHoles(t *testing.T) {
	for _, hole := range []string{langHole, titleHole, headHole, bootHole} {
		_, err := newShell([]byte(strings.ReplaceAll(builtShell, hole, "")))
		if err == nil || !strings.Contains(err.Error(), hole) {
			t.Errorf("without %s: %v", hole, err)
		}
	}
}

func TestAssets(t *testing.T) {
	sub := func(name string) assets {
		built, err := dist.Sub(name)
		if err != nil {
			t.Fatal(err)
		}
		all, err := loadAssets(built)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	mini, admin := sub("miniapp"), sub("admin")
	get := func(all assets, name string, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		if !all.serve(w, r, name) {
			w.Code = http.StatusNotFound
		}
		return w
	}
	for accept, want := range map[string]string{
		"": "plain", "gzip": "gz", "gzip, deflate, br": "br", "br;q=0, gzip;q=0.5": "gz", "gzip;q=0": "plain", "identity": "plain",
	} {
		if w := get(mini, "assets/main-1a2b.js", "Accept-Encoding", accept); w.Body.String() != want {
			t.Errorf("Accept-Encoding %q gives %q instead of %q", accept, w.Body, want)
		}
	}
	w := get(mini, "assets/main-1a2b.js")
	if c := w.Header().Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("a hashed file has Cache-Control %q", c)
	}
	if m := w.Header().Get("Content-Type"); m != "text/javascript; charset=utf-8" {
		t.Errorf("type of a script: %q", m)
	}
	if again := get(mini, "assets/main-1a2b.js", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("asked again by ETag: %d", again.Code)
	}
	if c := get(admin, "favicon.svg").Header().Get("Cache-Control"); c != "no-cache" {
		t.Errorf("a file without a hash has Cache-Control %q", c)
	}
	if w := get(admin, "assets/large-9z.js", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > 200 {
		t.Errorf("a file that the build did not compress: %v, %d bytes", w.Header(), w.Body.Len())
	}
	for _, hidden := range []string{".vite/manifest.json", "assets/main-1a2b.js.br", "../admin/index.html", ""} {
		if w := get(mini, hidden); w.Code != http.StatusNotFound {
			t.Errorf("%q is served", hidden)
		}
	}
}
