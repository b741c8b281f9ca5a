package graph

import (
	"strconv"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// keeping is how long the answer to a document may be kept.
type keeping struct {
	maxAge time.Duration
	seen   map[string]bool // fragments
	schema *ast.Schema
}

// saveFor is how long the answer to an operation may be kept and shared; 0 when it may not. That is read off the schema
// alone: each root field and each type on the way must carry @cacheControl, the shortest age counts, and nothing may need a
// permission or depend on who asks. Types that say nothing are not kept, so that a new one is safe until somebody has
// thought of it.
func saveFor(schema *ast.Schema, op *ast.OperationDefinition) time.Duration {
	if op.Operation != ast.Query {
		return 0
	}
	k := keeping{maxAge: time.Hour, seen: map[string]bool{}, schema: schema}
	if !k.may(op.SelectionSet, true) {
		return 0
	}
	return k.maxAge
}

func (k *keeping) may(set ast.SelectionSet, isRoot bool) bool {
	for _, selection := range set {
		ok := true
		switch selection := selection.(type) {
		case *ast.Field:
			ok = k.field(selection, isRoot)
		case *ast.InlineFragment:
			ok = k.may(selection.SelectionSet, isRoot)
		case *ast.FragmentSpread:
			if !k.seen[selection.Name] {
				k.seen[selection.Name] = true
				ok = k.may(selection.Definition.SelectionSet, isRoot)
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

func (k *keeping) field(f *ast.Field, isRoot bool) bool {
	if f.Name == "__typename" {
		return true
	}
	if f.Definition == nil || f.Definition.Directives.ForName("auth") != nil {
		return false
	}
	said := f.Definition.Directives.ForName("cacheControl")
	if isRoot && said == nil {
		return false
	}
	if said != nil && !k.heed(said) {
		return false
	}
	if len(f.SelectionSet) == 0 {
		return true
	}
	ofType := k.schema.Types[f.Definition.Type.Name()].Directives.ForName("cacheControl")
	return ofType != nil && k.heed(ofType) && k.may(f.SelectionSet, false)
}

// heed takes what a directive says into account; false when it forbids keeping.
func (k *keeping) heed(said *ast.Directive) bool {
	if scope := said.Arguments.ForName("scope"); scope != nil && scope.Value.Raw == "PRIVATE" {
		return false
	}
	seconds, err := strconv.Atoi(said.Arguments.ForName("maxAge").Value.Raw)
	if err != nil || seconds <= 0 {
		return false
	}
	k.maxAge = min(k.maxAge, time.Duration(seconds)*time.Second)
	return true
}
