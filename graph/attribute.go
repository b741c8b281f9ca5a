package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
)

type attribute struct{ *Resolver }

// Attribute answers fields of attribute definitions.
func (r *Resolver) Attribute() exec.AttributeResolver { return attribute{r} }

func (q query) Attributes(ctx context.Context) ([]*catalog.Definition, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*catalog.Definition, error) {
		return catalog.Definitions(ctx, db, storeID)
	})
}

func (a attribute) Name(ctx context.Context, obj *catalog.Definition) (string, error) {
	return text(ctx, obj.Name), nil
}

func (a attribute) Unit(ctx context.Context, obj *catalog.Definition) (string, error) {
	return text(ctx, obj.Unit), nil
}

func (a attribute) Choices(_ context.Context, obj *catalog.Definition) ([]*catalog.AttributeChoice, error) {
	return nonNil(obj.Choices), nil
}

type attributeChoice struct{ *Resolver }

// AttributeChoice answers fields of choices.
func (r *Resolver) AttributeChoice() exec.AttributeChoiceResolver { return attributeChoice{r} }

func (c attributeChoice) Name(ctx context.Context, obj *catalog.AttributeChoice) (string, error) {
	return text(ctx, obj.Name), nil
}

type productAttribute struct{ *Resolver }

// ProductAttribute answers fields of a product's attributes.
func (r *Resolver) ProductAttribute() exec.ProductAttributeResolver { return productAttribute{r} }

func (p productAttribute) Name(ctx context.Context, obj *catalog.Attribute) (string, error) {
	return text(ctx, obj.Name), nil
}

func (p productAttribute) Value(ctx context.Context, obj *catalog.Attribute) (string, error) {
	return text(ctx, obj.Value), nil
}

func (p productAttribute) Choices(_ context.Context, obj *catalog.Attribute) ([]*catalog.AttributeChoice, error) {
	return nonNil(obj.Choices), nil
}

func (m mutation) AttributeUpsert(ctx context.Context, input catalog.AttributeUpsertInput) (*model.AttributeUpsertPayload, error) {
	d, refused, err := wrote(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Definition, error) {
		return catalog.UpsertAttribute(ctx, tx, storeID, input, m.Now())
	})
	return &model.AttributeUpsertPayload{Attribute: d, UserErrors: refused}, err
}

func (m mutation) AttributeDelete(ctx context.Context, input edit.Deletion) (*model.AttributeDeletePayload, error) {
	deleted, refused, err := m.deleted(ctx, input, m.timed(catalog.DeleteAttribute))
	return &model.AttributeDeletePayload{DeletedID: deleted, UserErrors: refused}, err
}
