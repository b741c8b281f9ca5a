package graph_test

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

const module = "github.com/dokon-shop/dokon"

// mentions are what a function or a variable of a package names: other ones, and codes of faults.
type mentions struct {
	others map[string]bool
	codes  map[string]bool
}

// faultCodes reads the program and tells for every resolver, such as mutation.cartSet in any case, which codes of faults are named in it and
// in whatever it leads to. It may tell of one that cannot come to pass; it misses what is reached through an interface alone.
func faultCodes(t *testing.T) func(resolver string) []string {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{
		Dir:  "..",
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports,
	}, "./graph", "./server/...")
	if err != nil {
		t.Fatal(err)
	}
	graph, roots := map[string]mentions{}, map[string]string{}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			t.Fatalf("%s: %v", p.PkgPath, p.Errors)
		}
		for _, file := range p.Syntax {
			for _, declaration := range file.Decls {
				switch d := declaration.(type) {
				case *ast.FuncDecl:
					f := p.TypesInfo.Defs[d.Name].(*types.Func)
					graph[f.FullName()] = read(p, d)
					if receiver := f.Signature().Recv(); receiver != nil && strings.Contains(receiver.Type().String(), module+"/graph.") {
						roots[strings.ToLower(strings.TrimPrefix(receiver.Type().String(), module+"/graph.")+"."+f.Name())] = f.FullName()
					}
				case *ast.GenDecl:
					for _, spec := range d.Specs {
						values, ok := spec.(*ast.ValueSpec)
						if !ok || d.Tok != token.VAR {
							continue
						}
						for _, name := range values.Names {
							graph[p.PkgPath+"."+name.Name] = read(p, values)
						}
					}
				}
			}
		}
	}
	return func(resolver string) []string {
		root, ok := roots[strings.ToLower(resolver)]
		if !ok {
			t.Errorf("there is no %s", resolver)
		}
		codes, seen := map[string]bool{}, map[string]bool{}
		var visit func(name string)
		visit = func(name string) {
			if seen[name] {
				return
			}
			seen[name] = true
			maps.Copy(codes, graph[name].codes)
			for next := range graph[name].others {
				visit(next)
			}
		}
		visit(root)
		return slices.Sorted(maps.Keys(codes))
	}
}

func read(p *packages.Package, node ast.Node) mentions {
	m := mentions{others: map[string]bool{}, codes: map[string]bool{}}
	ast.Inspect(node, func(n ast.Node) bool {
		name, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch used := p.TypesInfo.Uses[name].(type) {
		case *types.Func:
			m.others[used.Origin().FullName()] = true
		case *types.Var:
			if used.Pkg() != nil && used.Parent() == used.Pkg().Scope() {
				m.others[used.Pkg().Path()+"."+used.Name()] = true
			}
		case *types.Const:
			if used.Type().String() == module+"/server/fault.Code" {
				m.codes[constant.StringVal(used.Val())] = true
			}
		}
		return true
	})
	return m
}
