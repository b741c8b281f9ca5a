package graph

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"

	"github.com/dokon-shop/dokon/server/staff"
)

// View is the part of the contract that one kind of client has a use for: what it may call, and the types that are reached
// from there. It is a help for readers and code generators; what a caller may do is decided at each field.
type View string

const (
	ViewStorefront View = "storefront" // callers who have not signed in, holders of anonymous carts among them
	ViewAccount    View = "account"    // shoppers
	ViewAdmin      View = "admin"      // staff and API tokens
)

// Views are all there are, in the order in which they grow.
var Views = []View{ViewStorefront, ViewAccount, ViewAdmin}

// Shows tells whether a field is part of the view.
func (v View) Shows(field *ast.FieldDefinition) bool {
	auth := field.Directives.ForName("auth")
	if auth == nil {
		return true
	}
	for _, value := range auth.Arguments.ForName("requires").Value.Children {
		switch staff.Permission(value.Value.Raw) {
		case staff.Cart:
			if v != ViewAdmin {
				return true
			}
		case staff.Shopper:
			if v == ViewAccount {
				return true
			}
		case staff.BotProcess, staff.Platform:
		default:
			if v == ViewAdmin {
				return true
			}
		}
	}
	return false
}

// SDL is the contract as it is written.
func SDL() string { return contract().Query.Position.Src.Input }

// SDL is the view as a schema of its own, in the contract's order.
func (v View) SDL() string {
	whole := contract()
	r := reached{view: v, schema: whole, types: map[string]*ast.Definition{}}
	document := &ast.SchemaDocument{Schema: ast.SchemaDefinitionList{{Description: whole.Description}}}
	for _, root := range []struct {
		operation ast.Operation
		of        *ast.Definition
	}{{ast.Query, whole.Query}, {ast.Mutation, whole.Mutation}, {ast.Subscription, whole.Subscription}} {
		if !slices.ContainsFunc(root.of.Fields, func(f *ast.FieldDefinition) bool { return !strings.HasPrefix(f.Name, "__") && v.Shows(f) }) {
			continue // visitors listen to nothing
		}
		r.reach(root.of.Name)
		document.Schema[0].OperationTypes = append(document.Schema[0].OperationTypes, &ast.OperationTypeDefinition{Operation: root.operation, Type: root.of.Name})
	}
	for _, d := range whole.Directives {
		if !d.Position.Src.BuiltIn {
			document.Directives = append(document.Directives, d)
			for _, argument := range d.Arguments {
				r.reach(argument.Type.Name())
			}
		}
	}
	document.Definitions = slices.SortedFunc(maps.Values(r.types), func(a, b *ast.Definition) int { return a.Position.Line - b.Position.Line })
	slices.SortFunc(document.Directives, func(a, b *ast.DirectiveDefinition) int { return a.Position.Line - b.Position.Line })
	var out bytes.Buffer
	formatter.NewFormatter(&out, formatter.WithIndent("  ")).FormatSchemaDocument(document)
	return out.String()
}

// reached are the types of a view, without the fields that it does not show.
type reached struct {
	view   View
	schema *ast.Schema
	types  map[string]*ast.Definition
}

func (r reached) reach(name string) {
	whole := r.schema.Types[name]
	if r.types[name] != nil || whole.BuiltIn {
		return
	}
	d := *whole
	d.Fields = nil
	r.types[name] = &d
	for _, f := range whole.Fields {
		if strings.HasPrefix(f.Name, "__") || !r.view.Shows(f) {
			continue
		}
		d.Fields = append(d.Fields, f)
		r.reach(f.Type.Name())
		for _, argument := range f.Arguments {
			r.reach(argument.Type.Name())
		}
	}
	for _, above := range d.Interfaces {
		r.reach(above)
	}
	// What is answered through Node is reached by its own way too, or is nothing of this view.
	if d.IsAbstractType() && name != "Node" {
		for _, possible := range r.schema.GetPossibleTypes(whole) {
			r.reach(possible.Name)
		}
	}
}
