package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

// playground serves the GraphQL explorer: a page on our own files, since a page that loads scripts from elsewhere would
// hand them every token that is typed into it.
func (p *pages) playground(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/playground"), "/")
	if name != "" && name != "index.html" {
		if !p.playAssets.serve(w, r, name) {
			http.NotFound(w, r)
		}
		return
	}
	index, ok := p.playAssets["index.html"]
	if !ok {
		p.message(w, http.StatusServiceUnavailable, notBuilt)
		return
	}
	shops, err := p.app.demoShops(r.Context())
	if err != nil {
		p.failed(w, r, err)
		return
	}
	slugs := []string{}
	for _, s := range shops {
		slugs = append(slugs, s.Slug)
	}
	boot, err := json.Marshal(map[string]any{"stores": slugs})
	if err != nil {
		panic(err) // strings always encode
	}
	w.Header().Set("Content-Security-Policy", p.policy()+"; font-src 'self' data:") // GraphiQL's fonts are in its styles
	sendHTML(w, http.StatusOK, bytes.Replace(index.plain.all(), []byte(bootHole), boot, 1))
}
