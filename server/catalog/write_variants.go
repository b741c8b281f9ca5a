package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/stock"
)

// writeVariants makes the variants of products what was read, and retires those that are not among them.
func (b *batch) writeVariants(ctx context.Context, changes []*change) error {
	_, list := given(changes, func(in *ProductUpsertInput) bool { return in.Variants != nil || in.Options != nil })
	if err := b.retire(ctx, list); err != nil {
		return err
	}
	_, list = given(list, func(in *ProductUpsertInput) bool { return in.Variants != nil })
	if err := b.freeKeys(ctx, list); err != nil {
		return err
	}
	var rows []*Variant
	for _, c := range list {
		rows = append(rows, c.variants...)
	}
	if len(rows) == 0 {
		return nil
	}
	_, err := b.tx.NewInsert().Model(&rows).On("CONFLICT (store_id, id) DO UPDATE").
		Set("external_id = EXCLUDED.external_id").Set("sku = EXCLUDED.sku").Set("barcode = EXCLUDED.barcode").
		Set("choice = EXCLUDED.choice").Set("choice_key = EXCLUDED.choice_key").Set("price = EXCLUDED.price").
		Set("compare_at = EXCLUDED.compare_at").Set("tracks_stock = EXCLUDED.tracks_stock").
		Set("is_active = EXCLUDED.is_active").Set("is_stopped = EXCLUDED.is_stopped").Set("stopped_until = EXCLUDED.stopped_until").
		Set("weight_grams = EXCLUDED.weight_grams").Set("position = EXCLUDED.position").
		Set("updated_at = EXCLUDED.updated_at").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save %d variants: %w", len(rows), err)
	}
	for _, c := range list {
		for _, v := range c.variants {
			if !c.isNew { // all of a new product is new
				v.notePrice(ctx, b.tx)
			}
		}
	}
	return nil
}

// freeKeys takes the unique keys from variants that will have other ones, so that two of them can change places.
func (b *batch) freeKeys(ctx context.Context, changes []*change) error {
	same := func(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }
	var moving []uuid.UUID
	for _, c := range changes {
		for _, v := range c.variants {
			for _, before := range c.old {
				if before.ID == v.ID && !(same(before.SKU, v.SKU) && same(before.ExternalID, v.ExternalID) && before.ChoiceKey == v.ChoiceKey) {
					moving = append(moving, v.ID)
				}
			}
		}
	}
	if len(moving) == 0 {
		return nil
	}
	_, err := b.tx.NewUpdate().Model((*Variant)(nil)).Set("sku = NULL").Set("external_id = NULL").Set("choice_key = id::text").
		Where("store_id = ?", b.storeID).Where("id IN (?)", bun.List(moving)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("free keys of variants: %w", err)
	}
	return nil
}

// retire deletes the variants that are no longer wanted. Those that orders know are switched off and lose their keys: for
// the shop they are gone, and the row stays for the orders.
func (b *batch) retire(ctx context.Context, changes []*change) error {
	var gone, products []uuid.UUID
	for _, c := range changes {
		products = append(products, c.product.ID)
		for _, v := range c.old {
			if !slices.ContainsFunc(c.variants, func(w *Variant) bool { return w.ID == v.ID }) {
				gone = append(gone, v.ID)
			}
		}
	}
	if len(gone) == 0 {
		return nil
	}
	// No order takes pieces of them from here on, and those that did can be seen.
	if err := stock.Lock(ctx, b.tx, b.storeID, gone); err != nil {
		return err
	}
	var known []uuid.UUID
	// The lines belong to order, which needs the catalog and therefore cannot be asked by it.
	err := b.tx.NewSelect().Table("order_lines").ColumnExpr("DISTINCT variant_id").Where("store_id = ?", b.storeID).
		Where("product_id IN (?)", bun.List(products)).Where("variant_id IN (?)", bun.List(gone)).Scan(ctx, &known)
	if err != nil {
		return fmt.Errorf("orders of variants: %w", err)
	}
	if len(known) > 0 {
		_, err = b.tx.NewUpdate().Model((*Variant)(nil)).Set("retired_at = ?", b.now).Set("updated_at = ?", b.now).
			Set("is_active = false").Set("sku = NULL").Set("external_id = NULL").
			Where("store_id = ?", b.storeID).Where("id IN (?)", bun.List(known)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("retire variants: %w", err)
		}
	}
	gone = slices.DeleteFunc(gone, func(v uuid.UUID) bool { return slices.Contains(known, v) })
	if len(gone) == 0 {
		return nil
	}
	_, err = b.tx.NewDelete().Model((*Variant)(nil)).Where("store_id = ?", b.storeID).Where("id IN (?)", bun.List(gone)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("delete variants: %w", err)
	}
	return nil
}

// countPieces sets the stock that the inputs state. Faults, of the changes: STOCK_PROMISED.
func (b *batch) countPieces(ctx context.Context, changes []*change) error {
	var counts []stock.Count
	var of []*change
	for _, c := range changes {
		for i, in := range c.in.Variants {
			if in.OnHand != nil {
				counts = append(counts, stock.Count{
					VariantID: c.variants[i].ID, OnHand: *in.OnHand, Path: below(input.At(i, c.path("variants")...), "onHand"),
				})
				of = append(of, c)
			}
		}
	}
	refused, err := stock.SetMany(ctx, b.tx, b.storeID, counts, stock.Recount, b.actor)
	for i, f := range refused {
		if f != nil {
			of[i].faults.Add(f)
		}
	}
	return err
}
