package catalog

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// ProductMediaInput is a picture, with OptionCode and ValueCode one of that value.
type ProductMediaInput struct {
	MediaID    id.ID
	OptionCode *string
	ValueCode  *string
}

// readPictures reads the pictures that the product and its variants will have, in that order. Faults: INVALID_ID,
// DUPLICATE, NOT_FOUND for a picture of another store or a value that the product does not have, REQUIRED for one code
// without the other.
func (c *change) readPictures() {
	at := c.path("media")
	ids := make([]id.ID, len(c.in.Media))
	for i, in := range c.in.Media {
		ids[i] = in.MediaID
	}
	keys := c.named(ids, id.Media, c.batch.known.media, func(i int) []string { return below(input.At(i, at...), "mediaId") })
	for i, in := range c.in.Media {
		here := input.At(i, at...)
		picture := &Picture{StoreID: c.product.StoreID, ProductID: c.product.ID, MediaID: keys[i], Position: i}
		switch {
		case in.OptionCode != nil && in.ValueCode != nil:
			if v := valueBy(c.options, *in.OptionCode, *in.ValueCode); v != nil {
				picture.OptionValueID = &v.ID
			} else {
				c.faults.Add(fault.New(fault.NotFound, below(here, "valueCode")...))
			}
		case in.OptionCode != nil:
			c.faults.Add(fault.New(fault.Required, below(here, "valueCode")...))
		case in.ValueCode != nil:
			c.faults.Add(fault.New(fault.Required, below(here, "optionCode")...))
		}
		c.pictures = append(c.pictures, picture)
	}
	c.readVariantPictures()
}

func (c *change) readVariantPictures() {
	for i, in := range c.in.Variants {
		at := below(input.At(i, c.path("variants")...), "mediaIds")
		keys := c.named(in.MediaIDs, id.Media, c.batch.known.media, func(j int) []string { return input.At(j, at...) })
		for j, key := range keys {
			if i < len(c.variants) {
				c.pictures = append(c.pictures, &Picture{StoreID: c.product.StoreID, ProductID: c.product.ID, VariantID: &c.variants[i].ID, MediaID: key, Position: j})
			}
		}
	}
}

// named reads ids of one kind, each once, of rows that the store has. A faulty one is uuid.Nil in the answer.
func (c *change) named(ids []id.ID, kind id.Kind, known map[uuid.UUID]bool, at func(i int) []string) []uuid.UUID {
	keys, seen := make([]uuid.UUID, len(ids)), map[uuid.UUID]bool{}
	for i, which := range ids {
		key, err := which.Must(kind, at(i)...)
		switch {
		case err != nil:
			_ = c.faults.Under(err) // Must gives nothing but faults
		case seen[key]:
			c.faults.Add(fault.New(fault.Duplicate, at(i)...))
		case !known[key]:
			c.faults.Add(fault.New(fault.NotFound, at(i)...))
		default:
			seen[key] = true
			keys[i] = key
		}
	}
	return keys
}

// variantPicture is a row of variant_media.
type variantPicture struct {
	bun.BaseModel `bun:"table:variant_media,alias:vpc"`
	StoreID       int64
	VariantID     uuid.UUID `bun:"type:uuid"`
	MediaID       uuid.UUID `bun:"type:uuid"`
	Position      int
}

func (b *batch) writePictures(ctx context.Context, changes []*change) error {
	parents, list := given(changes, func(in *ProductUpsertInput) bool { return in.Media != nil })
	var rows []*Picture
	for _, c := range list {
		for _, p := range c.pictures {
			if p.VariantID == nil {
				rows = append(rows, p)
			}
		}
	}
	if err := replaceRows(ctx, b.tx, b.storeID, "product_id", parents, rows); err != nil {
		return err
	}
	var variants []uuid.UUID
	var own []*variantPicture
	for _, c := range changes {
		for i, in := range c.in.Variants {
			if in.MediaIDs != nil {
				variants = append(variants, c.variants[i].ID)
			}
		}
		for _, p := range c.pictures {
			if p.VariantID != nil {
				own = append(own, &variantPicture{StoreID: b.storeID, VariantID: *p.VariantID, MediaID: p.MediaID, Position: p.Position})
			}
		}
	}
	return replaceRows(ctx, b.tx, b.storeID, "variant_id", variants, own)
}

// readModifiers reads the modifier groups that the product will have, in that order. Faults: INVALID_ID, DUPLICATE,
// NOT_FOUND.
func (c *change) readModifiers() {
	at := c.path("modifierGroupIds")
	c.groups = c.named(c.in.ModifierGroupIDs, id.ModifierGroup, c.batch.known.groups, func(i int) []string { return input.At(i, at...) })
}

// modifierLink says that a product is offered with a group.
type modifierLink struct {
	bun.BaseModel `bun:"table:product_modifier_groups"`
	StoreID       int64
	ProductID     uuid.UUID `bun:"type:uuid"`
	GroupID       uuid.UUID `bun:"type:uuid"`
	Position      int
}

func (b *batch) writeModifiers(ctx context.Context, changes []*change) error {
	parents, list := given(changes, func(in *ProductUpsertInput) bool { return in.ModifierGroupIDs != nil })
	var links []*modifierLink
	for _, c := range list {
		for i, key := range c.groups {
			links = append(links, &modifierLink{StoreID: b.storeID, ProductID: c.product.ID, GroupID: key, Position: i})
		}
	}
	return replaceRows(ctx, b.tx, b.storeID, "product_id", parents, links)
}
