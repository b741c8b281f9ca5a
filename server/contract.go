package main

import (
	"net/http"
	"sync"

	"github.com/dokon-shop/dokon/graph"
)

// contracts are the schema and its views as files. They are served to everybody, whoever may introspect: they stand in the
// repository, and what a caller may do does not hang on what they know.
// They are written when somebody first asks for one.
var contracts = sync.OnceValue(func() assets {
	file := func(name, text string) *asset { return newAsset(name, inMemory([]byte(text)), content{}, content{}) }
	all := assets{"schema.graphql": file("schema.graphql", graph.SDL())}
	for _, view := range graph.Views {
		name := "schema/" + string(view) + ".graphql"
		all[name] = file(name, view.SDL())
	}
	return all
})

func contract(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*") // for tools in browsers
	if !contracts().serve(w, r, r.URL.Path[1:]) {
		http.NotFound(w, r)
	}
}
