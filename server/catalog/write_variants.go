package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/stock"
)

// writeVariants makes the product's variants what was read, and retires those that are not among them.
func (c *change) writeVariants(ctx context.Context) error {
	if c.in.Variants == nil && c.in.Options == nil {
		return nil
	}
	if err := c.retire(ctx); err != nil {
		return err
	}
	if c.in.Variants == nil || len(c.variants) == 0 {
		return nil
	}
	if err := c.freeKeys(ctx); err != nil {
		return err
	}
	err := c.tx.Savepoint(ctx, func(ctx context.Context) error {
		_, err := c.tx.NewInsert().Model(&c.variants).On("CONFLICT (store_id, id) DO UPDATE").
			Set("external_id = EXCLUDED.external_id").Set("sku = EXCLUDED.sku").Set("barcode = EXCLUDED.barcode").
			Set("choice = EXCLUDED.choice").Set("choice_key = EXCLUDED.choice_key").Set("price = EXCLUDED.price").
			Set("compare_at = EXCLUDED.compare_at").Set("tracks_stock = EXCLUDED.tracks_stock").
			Set("is_active = EXCLUDED.is_active").Set("is_stopped = EXCLUDED.is_stopped").
			Set("weight_grams = EXCLUDED.weight_grams").Set("position = EXCLUDED.position").
			Set("updated_at = EXCLUDED.updated_at").Exec(ctx)
		return err
	})
	if db.Violates(err, "variants_sku_key") || db.Violates(err, "variants_external_id_key") {
		// Another product took the key since it was looked for; now it can be seen.
		taken, lookErr := c.takenKeys(ctx)
		if lookErr != nil || len(taken) > 0 {
			return errorOf(taken, lookErr)
		}
	}
	if err != nil {
		return fmt.Errorf("save variants of product %s: %w", c.product.ID, err)
	}
	for _, v := range c.variants {
		if !c.isNew { // all of a new product is new
			v.notePrice(ctx, c.tx)
		}
	}
	return nil
}

func errorOf(faults fault.List, err error) error {
	if err != nil {
		return err
	}
	return faults.Err()
}

// freeKeys takes the unique keys from variants that will have other ones, so that two of them can change places.
func (c *change) freeKeys(ctx context.Context) error {
	same := func(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
	var moving []uuid.UUID
	for _, v := range c.variants {
		for _, before := range c.old {
			if before.ID == v.ID && !(same(before.SKU, v.SKU) && same(before.ExternalID, v.ExternalID) && before.ChoiceKey == v.ChoiceKey) {
				moving = append(moving, v.ID)
			}
		}
	}
	if len(moving) == 0 {
		return nil
	}
	_, err := c.tx.NewUpdate().Model((*Variant)(nil)).Set("sku = NULL").Set("external_id = NULL").Set("choice_key = id::text").
		Where("store_id = ?", c.product.StoreID).Where("id IN (?)", bun.List(moving)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("free keys of variants of product %s: %w", c.product.ID, err)
	}
	return nil
}

// retire deletes the variants that are no longer wanted. Those that orders know are switched off and lose their keys: for
// the shop they are gone, and the row stays for the orders.
func (c *change) retire(ctx context.Context) error {
	p := c.product
	var gone []uuid.UUID
	for _, v := range c.old {
		if !slices.ContainsFunc(c.variants, func(w *Variant) bool { return w.ID == v.ID }) {
			gone = append(gone, v.ID)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	// No order takes pieces of them from here on, and those that did can be seen.
	if err := stock.Lock(ctx, c.tx, p.StoreID, gone); err != nil {
		return err
	}
	var known []uuid.UUID
	// The lines belong to order, which needs the catalog and therefore cannot be asked by it.
	err := c.tx.NewSelect().Table("order_lines").ColumnExpr("DISTINCT variant_id").Where("store_id = ?", p.StoreID).
		Where("product_id = ?", p.ID).Where("variant_id IN (?)", bun.List(gone)).Scan(ctx, &known)
	if err != nil {
		return fmt.Errorf("orders of product %s: %w", p.ID, err)
	}
	if len(known) > 0 {
		_, err = c.tx.NewUpdate().Model((*Variant)(nil)).Set("retired_at = ?", c.now).Set("updated_at = ?", c.now).
			Set("is_active = false").Set("sku = NULL").Set("external_id = NULL").
			Where("store_id = ?", p.StoreID).Where("id IN (?)", bun.List(known)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("retire variants of product %s: %w", p.ID, err)
		}
	}
	gone = slices.DeleteFunc(gone, func(v uuid.UUID) bool { return slices.Contains(known, v) })
	if len(gone) == 0 {
		return nil
	}
	_, err = c.tx.NewDelete().Model((*Variant)(nil)).Where("store_id = ?", p.StoreID).Where("id IN (?)", bun.List(gone)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("delete variants of product %s: %w", p.ID, err)
	}
	return nil
}

// countPieces sets the stock that the input states. Faults: STOCK_PROMISED.
func (c *change) countPieces(ctx context.Context, actor string) error {
	var faults fault.List
	for i, in := range c.in.Variants {
		if in.OnHand == nil {
			continue
		}
		err := stock.Set(ctx, c.tx, c.product.StoreID, stock.Change{
			VariantID: c.variants[i].ID, OnHand: in.OnHand, Reason: stock.Recount, Actor: actor,
		}, input.At(i, "input", "variants")...)
		if err := faults.Under(err); err != nil {
			return err
		}
	}
	return faults.Err()
}
