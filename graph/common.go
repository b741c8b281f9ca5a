package graph

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dokon-shop/dokon/server/auth"
)

// isCommon tells whether an operation only reads what everybody is shown, for somebody who changes nothing of it: root fields that
// say @cacheControl, asked by shoppers. A replica may answer it. Staff and programs read what they have just written, and so does a
// shopper in a cart.
func isCommon(a *auth.Actor, op *graphql.OperationContext) bool {
	switch {
	case op.Operation.Operation != ast.Query || a.IsRelayed:
		return false
	case a.Kind != auth.Anonymous && a.Kind != auth.CartHolder && a.Kind != auth.Shopper:
		return false
	}
	for _, f := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"}) {
		if f.Definition == nil || f.Definition.Directives.ForName("cacheControl") == nil {
			return false
		}
	}
	return true
}
