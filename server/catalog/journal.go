package catalog

import (
	"context"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/journal"
)

// What the journal of the store says of a row that is written, and is said once for a transaction however often it is.

// Noted implements edit.Row. Products are archived and never deleted.
func (p *Product) Noted() edit.Note {
	return edit.Note{StoreID: p.StoreID, Version: p.Version, Created: journal.ProductCreated, Updated: journal.ProductUpdated}
}

// Noted implements edit.Row.
func (c *Category) Noted() edit.Note {
	return edit.Note{
		StoreID: c.StoreID, Version: c.Version,
		Created: journal.CategoryCreated, Updated: journal.CategoryUpdated, Deleted: journal.CategoryDeleted,
	}
}

// Noted implements edit.Row.
func (c *Collection) Noted() edit.Note {
	return edit.Note{
		StoreID: c.StoreID, Version: c.Version,
		Created: journal.CollectionCreated, Updated: journal.CollectionUpdated, Deleted: journal.CollectionDeleted,
	}
}

// Noted implements edit.Row.
func (b *Brand) Noted() edit.Note {
	return edit.Note{
		StoreID: b.StoreID, Version: b.Version,
		Created: journal.BrandCreated, Updated: journal.BrandUpdated, Deleted: journal.BrandDeleted,
	}
}

// Noted implements edit.Row.
func (t *Tag) Noted() edit.Note {
	return edit.Note{
		StoreID: t.StoreID, Version: t.Version,
		Created: journal.TagCreated, Updated: journal.TagUpdated, Deleted: journal.TagDeleted,
	}
}

// Noted implements edit.Row.
func (d *Definition) Noted() edit.Note {
	return edit.Note{
		StoreID: d.StoreID, Version: d.Version,
		Created: journal.AttributeCreated, Updated: journal.AttributeUpdated, Deleted: journal.AttributeDeleted,
	}
}

// Noted implements edit.Row.
func (l *PriceList) Noted() edit.Note {
	return edit.Note{
		StoreID: l.StoreID, Version: l.Version,
		Created: journal.PriceListCreated, Updated: journal.PriceListUpdated, Deleted: journal.PriceListDeleted,
	}
}

// Noted implements edit.Row.
func (g *ModifierGroup) Noted() edit.Note {
	return edit.Note{
		StoreID: g.StoreID, Version: g.Version,
		Created: journal.ModifierGroupCreated, Updated: journal.ModifierGroupUpdated, Deleted: journal.ModifierGroupDeleted,
	}
}

// notePrice says so when what was put into the variant is another price.
func (v *Variant) notePrice(ctx context.Context, tx *db.Tx) {
	if v.isRepriced {
		journal.Record(ctx, tx, v.StoreID, journal.PriceChanged, v.GlobalID(), 0)
	}
}
