package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/media"
)

// ProductMediaInput is a picture, with OptionCode and ValueCode one of that value.
type ProductMediaInput struct {
	MediaID    id.ID
	OptionCode *string
	ValueCode  *string
}

// readPictures reads the pictures that the product will have, in that order. Faults: INVALID_ID, DUPLICATE, NOT_FOUND for
// a picture of another store or a value that the product does not have, REQUIRED for one code without the other.
func (c *change) readPictures(ctx context.Context) error {
	at := []string{"input", "media"}
	if len(c.in.Media) > maxPictures {
		c.faults.Add(fault.New(fault.TooMany, at...).With("max", maxPictures))
		return nil
	}
	ids := make([]id.ID, len(c.in.Media))
	for i, in := range c.in.Media {
		ids[i] = in.MediaID
	}
	keys, err := c.known(ids, id.Media, func(i int) []string { return below(input.At(i, at...), "mediaId") },
		func(keys []uuid.UUID) (found []uuid.UUID, err error) {
			pictures, err := media.ByIDs(ctx, c.tx, c.product.StoreID, keys)
			for _, m := range pictures {
				found = append(found, m.ID)
			}
			return found, err
		})
	if err != nil {
		return err
	}
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
	return nil
}

// known reads ids of one kind, each once, and finds the rows they name. A faulty one is uuid.Nil in the answer.
func (c *change) known(ids []id.ID, kind id.Kind, at func(i int) []string, find func([]uuid.UUID) ([]uuid.UUID, error)) ([]uuid.UUID, error) {
	keys, seen := make([]uuid.UUID, len(ids)), map[uuid.UUID]bool{}
	var wanted []uuid.UUID
	for i, which := range ids {
		key, err := which.Must(kind, at(i)...)
		if err != nil {
			if err := c.faults.Under(err); err != nil {
				return nil, err
			}
			continue
		}
		if seen[key] {
			c.faults.Add(fault.New(fault.Duplicate, at(i)...))
			continue
		}
		seen[key] = true
		keys[i], wanted = key, append(wanted, key)
	}
	found, err := find(wanted)
	if err != nil {
		return nil, err
	}
	exists := map[uuid.UUID]bool{uuid.Nil: true}
	for _, key := range found {
		exists[key] = true
	}
	for i, key := range keys {
		if !exists[key] {
			c.faults.Add(fault.New(fault.NotFound, at(i)...))
		}
	}
	return keys, nil
}

func (c *change) writePictures(ctx context.Context) error {
	if c.in.Media == nil {
		return nil
	}
	p := c.product
	_, err := c.tx.NewDelete().Model((*Picture)(nil)).Where("store_id = ?", p.StoreID).Where("product_id = ?", p.ID).Exec(ctx)
	if err == nil && len(c.pictures) > 0 {
		_, err = c.tx.NewInsert().Model(&c.pictures).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("save pictures of product %s: %w", p.ID, err)
	}
	return nil
}

// readModifiers reads the modifier groups that the product will have, in that order. Faults: INVALID_ID, DUPLICATE,
// NOT_FOUND.
func (c *change) readModifiers(ctx context.Context) (err error) {
	at := []string{"input", "modifierGroupIds"}
	if len(c.in.ModifierGroupIDs) > maxModifiers {
		c.faults.Add(fault.New(fault.TooMany, at...).With("max", maxModifiers))
		return nil
	}
	c.groups, err = c.known(c.in.ModifierGroupIDs, id.ModifierGroup, func(i int) []string { return input.At(i, at...) },
		func(keys []uuid.UUID) (found []uuid.UUID, err error) {
			groups, err := byIDs[ModifierGroup](ctx, c.tx, c.product.StoreID, keys)
			for _, g := range groups {
				found = append(found, g.ID)
			}
			return found, err
		})
	return err
}

// modifierLink says that a product is offered with a group.
type modifierLink struct {
	bun.BaseModel `bun:"table:product_modifier_groups"`
	StoreID       int64
	ProductID     uuid.UUID `bun:"type:uuid"`
	GroupID       uuid.UUID `bun:"type:uuid"`
	Position      int
}

func (c *change) writeModifiers(ctx context.Context) error {
	if c.in.ModifierGroupIDs == nil {
		return nil
	}
	p := c.product
	links := make([]*modifierLink, len(c.groups))
	for i, key := range c.groups {
		links[i] = &modifierLink{StoreID: p.StoreID, ProductID: p.ID, GroupID: key, Position: i}
	}
	_, err := c.tx.NewDelete().Model((*modifierLink)(nil)).Where("store_id = ?", p.StoreID).Where("product_id = ?", p.ID).Exec(ctx)
	if err == nil && len(links) > 0 {
		_, err = c.tx.NewInsert().Model(&links).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("save modifier groups of product %s: %w", p.ID, err)
	}
	return nil
}
