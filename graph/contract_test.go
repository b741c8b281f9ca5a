package graph

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/fault"
)

func schema() *ast.Schema { return exec.NewExecutableSchema(exec.Config{}).Schema() }

// own are the types that the contract defines, in the order of their names.
func own(s *ast.Schema) []*ast.Definition {
	var all []*ast.Definition
	for _, d := range s.Types {
		if !d.BuiltIn && !strings.HasPrefix(d.Name, "__") {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func isRoot(d *ast.Definition) bool {
	return d.Name == "Query" || d.Name == "Mutation" || d.Name == "Subscription"
}

// Who may call a field stands in a directive, which introspection does not show, and in its description, which it does.
func TestFieldsSayWhoMayCallThem(t *testing.T) {
	t.Parallel()
	for _, d := range own(schema()) {
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			auth, public := f.Directives.ForName("auth"), f.Directives.ForName("public")
			if isRoot(d) && (auth == nil) == (public == nil) {
				t.Errorf("%s.%s needs either @auth or @public", d.Name, f.Name)
			}
			_, said, says := strings.Cut(f.Description, "Permission: ")
			if auth == nil {
				if says && d.Kind == ast.Object {
					t.Errorf("%s.%s speaks of a permission and has no @auth", d.Name, f.Name)
				}
				continue
			}
			var names []string
			for _, value := range auth.Arguments.ForName("requires").Value.Children {
				names = append(names, value.Value.Raw)
			}
			if want := strings.Join(names, " or ") + "."; said != want {
				t.Errorf("%s.%s: its description must end with %q", d.Name, f.Name, "Permission: "+want)
			}
		}
	}
}

// Everything is described where it stands, except for what the description of the schema says once for all places, parts
// of a payload (the mutation says what they are), and inputs of one mutation.
func TestEverythingIsDescribed(t *testing.T) {
	t.Parallel()
	s := schema()
	missing := func(what string) { t.Errorf("%s has no description", what) }
	known := func(name string) bool { return strings.Contains(s.Description, "`"+name+"`") }
	inputs := map[string]bool{}
	for _, f := range s.Mutation.Fields {
		if input := f.Arguments.ForName("input"); input != nil {
			inputs[input.Type.Name()] = true
		}
	}
	for _, d := range own(s) {
		isPayload := strings.HasSuffix(d.Name, "Payload")
		isPage := strings.HasSuffix(d.Name, "Connection") || strings.HasSuffix(d.Name, "Edge")
		if d.Description == "" && !isRoot(d) && !isPayload && !isPage && !inputs[d.Name] {
			missing(d.Name)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			if f.Description == "" && !isPayload && !known(f.Name) {
				missing(d.Name + "." + f.Name)
			}
			for _, a := range f.Arguments {
				if a.Description == "" && !known(a.Name) {
					missing(fmt.Sprintf("%s.%s(%s)", d.Name, f.Name, a.Name))
				}
			}
		}
		for _, v := range d.EnumValues {
			if v.Description == "" && d.Name != "Weekday" {
				missing(d.Name + "." + v.Name)
			}
		}
	}
	for name, d := range s.Directives {
		if d.Description == "" && (name == "auth" || name == "public") {
			missing("@" + name)
		}
	}
}

// ErrorCode has exactly the codes that can stand in userErrors.
func TestErrorCodes(t *testing.T) {
	t.Parallel()
	var told, can []string
	for _, v := range schema().Types["ErrorCode"].EnumValues {
		told = append(told, v.Name)
	}
	for _, code := range fault.Codes() {
		if !fault.New(code, "input").TopLevel() {
			can = append(can, string(code))
		} else if !strings.Contains(schema().Description, string(code)) && !strings.HasPrefix(string(code), "INITDATA_") && code != fault.Conflict {
			t.Errorf("%s is an error of the whole request; the description of the schema does not name it", code)
		}
	}
	for _, code := range can {
		if !slices.Contains(told, code) {
			t.Errorf("%s is not in the enum ErrorCode", code)
		}
	}
	for _, code := range told {
		if !slices.Contains(can, code) {
			t.Errorf("%s of the enum ErrorCode is never said", code)
		}
	}
}

// The documents of our own clients are valid, and no limit stands in their way.
func TestDocumentsOfOurClients(t *testing.T) {
	t.Parallel()
	s, limits := schema(), DefaultLimits()
	for _, app := range [][]string{{"../bot/operations"}, {"../webapp/miniapp/src", "../webapp/packages"}, {"../webapp/admin/src", "../webapp/packages"}} {
		whole := documents(t, app)
		if len(whole.Operations) == 0 {
			t.Fatalf("%v: no operations", app)
		}
		for _, op := range whole.Operations {
			one := &ast.QueryDocument{Operations: ast.OperationList{op}, Fragments: used(whole, op)}
			if errs := validator.ValidateWithRules(s, one, rules.NewDefaultRules()); len(errs) > 0 {
				t.Errorf("%s %s: %v", app[0], op.Name, errs)
				continue
			}
			var text strings.Builder
			formatter.NewFormatter(&text, formatter.WithIndent(" ")).FormatQueryDocument(one)
			if _, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text.String()}, limits.Tokens); err != nil {
				t.Errorf("%s %s: %v", app[0], op.Name, err)
			}
			if text.Len() > longestCached {
				t.Errorf("%s %s: %d bytes are too long to be kept parsed", app[0], op.Name, text.Len())
			}
			m := measure{known: map[string]shape{}, variables: map[string]any{}}
			if is := m.of(op.SelectionSet); is.depth > limits.Depth || is.fields > limits.Fields || is.top > limits.RootFields || is.cost > limits.Cost {
				t.Errorf("%s %s: %+v is beyond %+v", app[0], op.Name, is, limits)
			}
		}
	}
}

func documents(t *testing.T, dirs []string) *ast.QueryDocument {
	t.Helper()
	whole := new(ast.QueryDocument)
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".graphql" {
				if err == nil && entry.IsDir() && entry.Name() == "node_modules" {
					return filepath.SkipDir
				}
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			parsed, err := parser.ParseQuery(&ast.Source{Name: path, Input: string(text)})
			if err != nil {
				return err
			}
			whole.Operations = append(whole.Operations, parsed.Operations...)
			whole.Fragments = append(whole.Fragments, parsed.Fragments...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return whole
}

// used are the fragments that an operation spreads, and those that these spread.
func used(whole *ast.QueryDocument, op *ast.OperationDefinition) ast.FragmentDefinitionList {
	var list ast.FragmentDefinitionList
	var look func(set ast.SelectionSet)
	look = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch selection := selection.(type) {
			case *ast.Field:
				look(selection.SelectionSet)
			case *ast.InlineFragment:
				look(selection.SelectionSet)
			case *ast.FragmentSpread:
				if f := whole.Fragments.ForName(selection.Name); f != nil && list.ForName(f.Name) == nil {
					list = append(list, f)
					look(f.SelectionSet)
				}
			}
		}
	}
	look(op.SelectionSet)
	return list
}
