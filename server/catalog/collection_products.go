package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// collected is a product in the list of a collection.
type collected struct {
	bun.BaseModel `bun:"table:collection_products,alias:link"`

	StoreID      int64     `bun:"store_id,pk"`
	CollectionID uuid.UUID `bun:"collection_id,pk,type:uuid"`
	ProductID    uuid.UUID `bun:"product_id,pk,type:uuid"`
	Position     int       `bun:"position"` // 0, 1, 2 …
}

// CollectionProductsInput names products of a collection by hand.
type CollectionProductsInput struct {
	CollectionID    id.ID
	ExpectedVersion *int
	ProductIDs      []id.ID
	Position        *int // where the first of them shall stand, from 0; the end when nil
}

// AddToCollection puts products into a list, in their order. Those that are in it already stay where they are.
// Errors below "input": NOT_FOUND, INVALID_ID, DUPLICATE, STALE_VERSION, TOO_MANY, OUT_OF_RANGE, COLLECTION_BY_RULE.
func AddToCollection(ctx context.Context, tx *db.Tx, storeID int64, in CollectionProductsInput, now time.Time) (*Collection, error) {
	return rearrange(ctx, tx, storeID, in, now, func(list, given []uuid.UUID) []uuid.UUID {
		given = slices.DeleteFunc(given, func(p uuid.UUID) bool { return slices.Contains(list, p) })
		return placed(list, given, in.Position)
	})
}

// MoveInCollection puts products of a list next to each other, in their order. Those that are not in it are ignored.
// Position counts without them. Errors: those of AddToCollection.
func MoveInCollection(ctx context.Context, tx *db.Tx, storeID int64, in CollectionProductsInput, now time.Time) (*Collection, error) {
	return rearrange(ctx, tx, storeID, in, now, func(list, given []uuid.UUID) []uuid.UUID {
		given = slices.DeleteFunc(given, func(p uuid.UUID) bool { return !slices.Contains(list, p) })
		return placed(without(list, given), given, in.Position)
	})
}

// RemoveFromCollection takes products out of a list. Those that are not in it are ignored. Errors: those of AddToCollection.
func RemoveFromCollection(ctx context.Context, tx *db.Tx, storeID int64, in CollectionProductsInput, now time.Time) (*Collection, error) {
	return rearrange(ctx, tx, storeID, in, now, without)
}

func without(list, given []uuid.UUID) []uuid.UUID {
	return slices.DeleteFunc(slices.Clone(list), func(p uuid.UUID) bool { return slices.Contains(given, p) })
}

// placed is list with given in it; a position behind the end is the end.
func placed(list, given []uuid.UUID, position *int) []uuid.UUID {
	at := len(list)
	if position != nil {
		at = min(*position, at)
	}
	return slices.Insert(slices.Clone(list), at, given...)
}

// rearrange changes the list of a collection. A change that changes nothing writes nothing.
func rearrange(ctx context.Context, tx *db.Tx, storeID int64, in CollectionProductsInput, now time.Time, change func(list, given []uuid.UUID) []uuid.UUID) (*Collection, error) {
	c, _, err := edit.Find[Collection](ctx, tx, storeID, id.Collection, &in.CollectionID, nil)
	if err != nil {
		return nil, edit.Below(err, "input", "collectionId")
	}
	if f := edit.Stale(in.ExpectedVersion, c.Version); f != nil {
		return nil, f
	}
	if c.Rule != nil {
		return nil, fault.New(fault.CollectionByRule, "input", "collectionId")
	}
	var faults fault.List
	if in.Position != nil {
		faults.Add(input.Number(*in.Position, 0, MaxCollectionProducts, "input", "position"))
	}
	given, err := knownProducts(ctx, tx, storeID, in.ProductIDs, &faults)
	if err != nil {
		return nil, err
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	before, err := c.list(ctx, tx)
	if err != nil {
		return nil, err
	}
	after := change(before, given)
	switch {
	case len(after) > MaxCollectionProducts:
		return nil, fault.New(fault.TooMany, "input", "productIds").With("max", MaxCollectionProducts)
	case slices.Equal(before, after):
		return c, nil
	}
	c.Version++
	c.UpdatedAt = now
	if err := edit.Save(ctx, tx, c, false); err != nil {
		return nil, fmt.Errorf("save collection %s: %w", c.ID, err)
	}
	return c, c.arrange(ctx, tx, after)
}

// readProducts reads the list that an upsert gives.
func (c *Collection) readProducts(ctx context.Context, q bun.IDB, in CollectionUpsertInput, faults *fault.List) ([]uuid.UUID, error) {
	switch {
	case in.ProductIDs == nil:
		return nil, nil
	case c.Rule != nil:
		faults.Add(fault.New(fault.Invalid, "input", "productIds"))
		return nil, nil
	}
	return knownProducts(ctx, q, c.StoreID, in.ProductIDs, faults)
}

// knownProducts finds products that an input names in productIds. Faults: TOO_MANY, INVALID_ID, NOT_FOUND, DUPLICATE.
func knownProducts(ctx context.Context, q bun.IDB, storeID int64, given []id.ID, faults *fault.List) ([]uuid.UUID, error) {
	path := []string{"input", "productIds"}
	if len(given) > MaxCollectionProducts {
		faults.Add(fault.New(fault.TooMany, path...).With("max", MaxCollectionProducts))
		return nil, nil
	}
	var known []uuid.UUID
	err := q.NewSelect().Model((*Product)(nil)).Column("id").Where("store_id = ?", storeID).
		Where("id IN (?)", bun.List(append(uuids(given, id.Product), uuid.Nil))).Scan(ctx, &known)
	if err != nil {
		return nil, fmt.Errorf("products of a collection: %w", err)
	}
	keys := make([]uuid.UUID, 0, len(given))
	for i, each := range given {
		here := input.At(i, path...)
		key, err := each.Must(id.Product, here...)
		switch {
		case err != nil:
			_ = faults.Under(err) // Must gives nothing but faults
		case !slices.Contains(known, key):
			faults.Add(fault.New(fault.NotFound, here...))
		case slices.Contains(keys, key):
			faults.Add(fault.New(fault.Duplicate, here...))
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// list reads the products of a collection by hand, in order.
func (c *Collection) list(ctx context.Context, q bun.IDB) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := q.NewSelect().Model((*collected)(nil)).Column("product_id").Where("store_id = ?", c.StoreID).
		Where("collection_id = ?", c.ID).OrderExpr("position, product_id").Scan(ctx, &ids)
	return ids, edit.Wrap(err, "list of a collection")
}

// arrange makes the list of a collection these products. Rows that stay as they are are not written.
func (c *Collection) arrange(ctx context.Context, tx *db.Tx, products []uuid.UUID) error {
	_, err := tx.NewDelete().Model((*collected)(nil)).Where("store_id = ?", c.StoreID).Where("collection_id = ?", c.ID).
		Where("product_id NOT IN (?)", bun.List(append(slices.Clone(products), uuid.Nil))).Exec(ctx)
	if err != nil || len(products) == 0 {
		return edit.Wrap(err, "empty a collection")
	}
	rows := make([]*collected, len(products))
	for i, p := range products {
		rows[i] = &collected{StoreID: c.StoreID, CollectionID: c.ID, ProductID: p, Position: i}
	}
	_, err = tx.NewInsert().Model(&rows).On("CONFLICT (store_id, collection_id, product_id) DO UPDATE").
		Set("position = EXCLUDED.position").Where("link.position <> EXCLUDED.position").Exec(ctx)
	return edit.Wrap(err, "arrange a collection")
}
