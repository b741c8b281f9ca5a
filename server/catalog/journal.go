package catalog

import (
	"context"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/journal"
)

// What the journal of the store says of a row that is written, and is said once for a transaction however often it is.

func (p *Product) note(ctx context.Context, tx *db.Tx, isNew bool) {
	journal.Record(ctx, tx, p.StoreID, createdOr(isNew, journal.ProductCreated, journal.ProductUpdated), p.GlobalID(), p.Version)
}

func (c *Category) note(ctx context.Context, tx *db.Tx, isNew bool) {
	journal.Record(ctx, tx, c.StoreID, createdOr(isNew, journal.CategoryCreated, journal.CategoryUpdated), c.GlobalID(), c.Version)
}

func (g *ModifierGroup) note(ctx context.Context, tx *db.Tx, isNew bool) {
	journal.Record(ctx, tx, g.StoreID, createdOr(isNew, journal.ModifierGroupCreated, journal.ModifierGroupUpdated), g.GlobalID(), 0)
}

func createdOr(isNew bool, created, updated journal.Type) journal.Type {
	if isNew {
		return created
	}
	return updated
}

// notePrice says so when what was put into the variant is another price.
func (v *Variant) notePrice(ctx context.Context, tx *db.Tx) {
	if v.isRepriced {
		journal.Record(ctx, tx, v.StoreID, journal.PriceChanged, v.GlobalID(), 0)
	}
}
