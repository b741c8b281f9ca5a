package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

type localizedText struct{ *Resolver }

// LocalizedText answers one language each; a translation that is missing is null.
func (r *Resolver) LocalizedText() exec.LocalizedTextResolver { return localizedText{r} }

func (localizedText) UzLatn(_ context.Context, t *lang.Text) (*string, error) {
	return notEmpty(t.UzLatn), nil
}

func (localizedText) UzCyrl(_ context.Context, t *lang.Text) (*string, error) {
	return notEmpty(t.UzCyrl), nil
}

func (localizedText) Ru(_ context.Context, t *lang.Text) (*string, error) { return notEmpty(t.RU), nil }

func (localizedText) En(_ context.Context, t *lang.Text) (*string, error) { return notEmpty(t.EN), nil }

func notEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// sum is tiyin as the contract's Money; nil stays nil.
func sum(t *money.Tiyin) *money.Money {
	if t == nil {
		return nil
	}
	m := money.New(*t)
	return &m
}

// named is a row's id in the contract; nil stays nil.
func named(kind id.Kind, key *uuid.UUID) *id.ID {
	if key == nil {
		return nil
	}
	name := id.Of(kind, *key)
	return &name
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// wantsBeside tells whether the caller asked for another field of the object, of the named type, whose field is being answered.
func wantsBeside(ctx context.Context, object, field string) bool {
	parent := graphql.GetFieldContext(ctx).Parent
	for parent != nil && parent.Field.Field == nil { // an element of a list
		parent = parent.Parent
	}
	if parent == nil {
		return false
	}
	for _, f := range graphql.CollectFields(graphql.GetOperationContext(ctx), parent.Field.Selections, []string{object}) {
		if f.Name == field {
			return true
		}
	}
	return false
}

// wants tells whether the caller asked for a field directly below the one being answered.
func wants(ctx context.Context, field string) bool {
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		if f.Name == field {
			return true
		}
	}
	return false
}
