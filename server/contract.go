package main

import (
	"net/http"

	"github.com/dokon-shop/dokon/graph"
)

// contracts are the schema and its views as files. They are served to everybody, whoever may introspect: they stand in the
// repository, and what a caller may do does not hang on what they know.
func contracts() assets {
	all := assets{"schema.graphql": newAsset("schema.graphql", []byte(graph.SDL()), nil, nil)}
	for _, view := range graph.Views {
		name := "schema/" + string(view) + ".graphql"
		all[name] = newAsset(name, []byte(view.SDL()), nil, nil)
	}
	return all
}

func (all assets) contract(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*") // for tools in browsers
	if !all.serve(w, r, r.URL.Path[1:]) {
		http.NotFound(w, r)
	}
}
