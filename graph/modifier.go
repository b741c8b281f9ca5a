package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/staff"
)

type modifierGroup struct{ *Resolver }

// ModifierGroup answers fields of modifier groups.
func (r *Resolver) ModifierGroup() exec.ModifierGroupResolver { return modifierGroup{r} }

func (q query) ModifierGroups(ctx context.Context) ([]*catalog.ModifierGroup, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*catalog.ModifierGroup, error) {
		return catalog.ModifierGroups(ctx, db, storeID)
	})
}

func (g modifierGroup) Name(ctx context.Context, obj *catalog.ModifierGroup) (string, error) {
	return text(ctx, obj.Name), nil
}

func (g modifierGroup) Options(ctx context.Context, obj *catalog.ModifierGroup) ([]*catalog.ModifierOption, error) {
	if can(ctx, staff.CatalogRead) {
		return nonNil(obj.Options), nil
	}
	active := []*catalog.ModifierOption{}
	for _, o := range obj.Options {
		if o.IsActive {
			active = append(active, o)
		}
	}
	return active, nil
}

type modifierOption struct{ *Resolver }

// ModifierOption answers fields of additions.
func (r *Resolver) ModifierOption() exec.ModifierOptionResolver { return modifierOption{r} }

func (o modifierOption) Name(ctx context.Context, obj *catalog.ModifierOption) (string, error) {
	return text(ctx, obj.Name), nil
}

func (o modifierOption) Price(_ context.Context, obj *catalog.ModifierOption) (*money.Money, error) {
	return sum(&obj.Price), nil
}
