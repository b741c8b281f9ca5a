package graph

import (
	"context"
	"math"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/fault"
)

// shapeLimit refuses documents that are too deep or too wide, fragments expanded. Each fragment is measured once, so the
// measuring itself costs no more than reading the document, however often fragments are spread.
type shapeLimit struct{ limits Limits }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = shapeLimit{}

// ExtensionName names the extension in errors of the server.
func (shapeLimit) ExtensionName() string { return "ShapeLimit" }

// Validate accepts every schema.
func (shapeLimit) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext measures the operation that is about to run.
func (l shapeLimit) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	m := measure{known: map[string]shape{}}
	s := m.of(op.Operation.SelectionSet)
	for _, check := range []struct {
		name       string
		is, allows int
	}{{"levels of fields", s.depth, l.limits.Depth}, {"fields", s.fields, l.limits.Fields}, {"root fields", s.top, l.limits.RootFields}} {
		if check.is > check.allows {
			err := gqlerror.Errorf("too many %s: %d, at most %d", check.name, check.is, check.allows)
			err.Extensions = map[string]any{"code": string(fault.BadRequest)}
			return err
		}
	}
	return nil
}

type shape struct{ depth, fields, top int }

type measure struct{ known map[string]shape }

func (m measure) of(set ast.SelectionSet) shape {
	var s shape
	for _, selection := range set {
		var part shape
		switch selection := selection.(type) {
		case *ast.Field:
			below := m.of(selection.SelectionSet)
			part = shape{depth: below.depth + 1, fields: add(below.fields, 1), top: 1}
			if isIntrospection(selection.Name) {
				part = shape{depth: 1, fields: 1, top: 1} // gqlparser has limits of its own for these
			}
		case *ast.InlineFragment:
			part = m.of(selection.SelectionSet)
		case *ast.FragmentSpread:
			part = m.fragment(selection)
		}
		s.depth = max(s.depth, part.depth)
		s.fields = add(s.fields, part.fields)
		s.top = add(s.top, part.top)
	}
	return s
}

func (m measure) fragment(spread *ast.FragmentSpread) shape {
	if s, ok := m.known[spread.Name]; ok {
		return s
	}
	m.known[spread.Name] = shape{} // validation refused cycles already; this only makes sure
	s := m.of(spread.Definition.SelectionSet)
	m.known[spread.Name] = s
	return s
}

func isIntrospection(field string) bool { return field == "__schema" || field == "__type" }

// add sums without overflow: a bomb of fragments counts as very many.
func add(a, b int) int {
	if a > math.MaxInt32-b {
		return math.MaxInt32
	}
	return a + b
}
