package graph_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dokon-shop/dokon/graph"
)

func viewSchema(t *testing.T, view graph.View) *ast.Schema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: string(view), Input: view.SDL()})
	if err != nil {
		t.Fatalf("%s: %v", view, err)
	}
	return schema
}

// A view has what its callers may call, and nothing that nobody reaches from there.
func TestWholeSchemaViews(t *testing.T) {
	t.Parallel()
	shows := func(view graph.View, field string) bool {
		typeName, name, _ := strings.Cut(field, ".")
		d := viewSchema(t, view).Types[typeName]
		return d != nil && (name == "" || d.Fields.ForName(name) != nil)
	}
	for field, want := range map[string]string{
		"Query.products": "storefront account admin", "Mutation.cartSet": "storefront account admin", "Query.me": "account",
		"Mutation.orderPlace": "account", "Mutation.orderCancel": "account admin", "Subscription.orderUpdated": "account admin",
		"Query.orders": "admin", "Product.translations": "admin", "Product.name": "storefront account admin",
		"Query.botCredentials": "", "Mutation.storeCreate": "", "BotCredentials": "", "Webhook": "admin", "Customer.note": "admin",
		"GenericError": "storefront account admin", "PriceChangedError": "storefront account admin", "Permission": "storefront account admin",
	} {
		for _, view := range graph.Views {
			if got := shows(view, field); got != slices.Contains(strings.Fields(want), string(view)) {
				t.Errorf("%s in %s: %v", field, view, got)
			}
		}
	}
	for _, view := range graph.Views {
		schema := viewSchema(t, view)
		used := map[string]bool{"Query": true, "Mutation": true, "Subscription": true}
		for _, d := range schema.Types {
			for _, f := range d.Fields {
				used[f.Type.Name()] = true
				for _, argument := range f.Arguments {
					used[argument.Type.Name()] = true
				}
			}
		}
		for _, d := range schema.Directives {
			for _, argument := range d.Arguments {
				used[argument.Type.Name()] = true
			}
		}
		for _, d := range schema.Types {
			if !d.BuiltIn && !used[d.Name] && !slices.ContainsFunc(d.Interfaces, func(name string) bool { return used[name] && name != "Node" }) {
				t.Errorf("%s has %s, which nothing leads to", view, d.Name)
			}
		}
	}
}

// What graphql-js makes of the contract and its views.
func TestViewsAreValid(t *testing.T) {
	t.Parallel()
	texts := []string{graph.SDL()}
	for _, view := range graph.Views {
		texts = append(texts, view.SDL())
	}
	arguments := []string{"tools/schema-check.mjs"}
	for i, text := range texts {
		file := filepath.Join(t.TempDir(), string(rune('a'+i))+".graphql")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	run := exec.CommandContext(t.Context(), "node", arguments...)
	run.Dir = "../webapp"
	var faults bytes.Buffer
	run.Stderr = &faults
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v: needs Node and its packages, `npm ci --prefix webapp`\n%s", err, &faults)
	}
	type facts struct {
		Operations, Objects int
		Undescribed         []string
	}
	var found []facts
	for line := range bytes.Lines(out) {
		var f facts
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatal(err)
		}
		found = append(found, f)
		for _, name := range f.Undescribed {
			if !slices.Contains(found[0].Undescribed, name) {
				t.Errorf("number %d has lost the description of %s", len(found), name)
			}
		}
	}
	if len(found) != 4 || found[0].Operations != len(rootFields()) {
		t.Fatalf("%+v, want %d operations in the whole", found, len(rootFields()))
	}
	whole, storefront, account, admin := found[0], found[1], found[2], found[3]
	if storefront.Operations >= account.Operations || account.Operations >= admin.Operations || admin.Operations >= whole.Operations || storefront.Objects >= admin.Objects {
		t.Errorf("views do not grow: %+v", found)
	}
}

// Our own clients find all they ask for in their view.
func TestClientsLiveInTheirViews(t *testing.T) {
	t.Parallel()
	for folder, view := range map[string]graph.View{
		"miniapp/src": graph.ViewAccount, "packages/client/src": graph.ViewAccount, "admin/src": graph.ViewAdmin,
	} {
		var all strings.Builder
		err := filepath.WalkDir(filepath.Join("../webapp", folder), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".graphql" {
				return err
			}
			text, err := os.ReadFile(path)
			all.Write(text)
			all.WriteByte('\n')
			return err
		})
		if err != nil || all.Len() == 0 {
			t.Fatalf("documents of %s: %d bytes, %v", folder, all.Len(), err)
		}
		if _, errs := gqlparser.LoadQueryWithRules(viewSchema(t, view), all.String(), nil); len(errs) > 0 {
			t.Errorf("%s in the view %s: %v", folder, view, errs)
		}
	}
}
