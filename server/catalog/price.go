package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/money"
)

// listPrice is SQL for the lowest price that price lists have for a variant, of those that hold for a shopper at a moment.
// now and customer are the SQL of those two; customer may be NULL.
func listPrice(now, customer string) string {
	return `(SELECT min(plp.price) FROM price_list_prices plp
		JOIN price_lists prl ON prl.store_id = plp.store_id AND prl.id = plp.price_list_id
		WHERE plp.store_id = var.store_id AND plp.variant_id = var.id AND prl.is_active
			AND coalesce(prl.starts_at <= ` + now + `, true) AND coalesce(prl.ends_at > ` + now + `, true)
			AND (prl.group_id IS NULL OR prl.group_id = (
				SELECT who.group_id FROM customers who WHERE who.store_id = var.store_id AND who.id = ` + customer + `)))`
}

// listPriceColumn is listPrice for hot queries that have the moment as $3 and the shopper as $4.
var listPriceColumn = listPrice("$3::timestamptz", "$4::text::uuid") + " AS list_price"

// customer is the shopper of the view as a hot query takes it.
func (v View) customer() *string {
	if v.CustomerID == nil {
		return nil
	}
	s := v.CustomerID.String()
	return &s
}

// charge makes the price that of the price list which was read along, when that is lower; the variant's own price is then
// the former one. What the shop set stays in Own.
func (v *Variant) charge() *Variant {
	v.Own = &OwnPrice{Price: v.Price, CompareAt: v.CompareAt}
	if v.ListPrice != nil && v.Price != nil && *v.ListPrice < *v.Price {
		if v.CompareAt == nil || *v.CompareAt < *v.Price {
			v.CompareAt = v.Price
		}
		v.Price = v.ListPrice
	}
	return v
}

// OwnPrice is what a shop set for a variant, whatever price lists say.
type OwnPrice struct {
	Price     *money.Tiyin
	CompareAt *money.Tiyin
}

// OwnPrice is the variant's own price.
func (v *Variant) OwnPrice() OwnPrice {
	if v.Own != nil {
		return *v.Own
	}
	return OwnPrice{Price: v.Price, CompareAt: v.CompareAt}
}

// repriceWhere makes the price ranges of products, and whether they are on sale, what everybody pays at a moment; lists,
// filters and sorting go by them.
func repriceWhere(ctx context.Context, tx *db.Tx, storeID int64, now time.Time, condition string, args ...any) error {
	moment := "'" + now.UTC().Format(time.RFC3339Nano) + "'::timestamptz"
	query := tx.NewSelect().TableExpr("variants AS var").Join("JOIN products AS prd ON prd.store_id = var.store_id AND prd.id = var.product_id").
		ColumnExpr("var.product_id").ColumnExpr("least(var.price, list.price) AS price").
		ColumnExpr("var.compare_at IS NOT NULL OR coalesce(list.price < var.price, false) AS is_on_sale").
		Join("CROSS JOIN LATERAL (SELECT "+listPrice(moment, "NULL::uuid")+" AS price) AS list").
		Where("var.store_id = ?", storeID).Where("var.is_active").Where("var.price IS NOT NULL").Where(condition, args...)
	var changed []uuid.UUID
	err := tx.NewRaw(`WITH paid AS (?), ranges AS (
			SELECT product_id, min(price) AS low, max(price) AS high, bool_or(is_on_sale) AS is_on_sale FROM paid GROUP BY product_id)
		UPDATE products prd SET price_min = low, price_max = high, is_on_sale = ranges.is_on_sale FROM ranges
		WHERE prd.store_id = ? AND prd.id = ranges.product_id
			AND (prd.price_min, prd.price_max, prd.is_on_sale) IS DISTINCT FROM (low, high, ranges.is_on_sale)
		RETURNING prd.id`, query, storeID).Scan(ctx, &changed)
	if err != nil {
		return fmt.Errorf("price ranges of store %d: %w", storeID, err)
	}
	return index(ctx, tx, storeID, now, changed...) // they are found by their price too
}

// priced makes the price ranges of single products right, also in the given rows. Stores without price lists are spared it.
func priced(ctx context.Context, tx *db.Tx, storeID int64, now time.Time, products ...*Product) error {
	any, err := tx.NewSelect().Model((*PriceList)(nil)).Where("store_id = ?", storeID).Exists(ctx)
	if err != nil || !any || len(products) == 0 {
		return edit.Wrap(err, "price lists")
	}
	ids := make([]uuid.UUID, len(products))
	for i, p := range products {
		ids[i] = p.ID
	}
	if err := repriceWhere(ctx, tx, storeID, now, "prd.id IN (?)", bun.List(ids)); err != nil {
		return err
	}
	var found []*Product
	err = tx.NewSelect().Model(&found).Column("id", "price_min", "price_max", "is_on_sale").Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids)).Scan(ctx)
	for _, f := range found {
		for _, p := range products {
			if p.ID == f.ID {
				p.PriceMin, p.PriceMax, p.IsOnSale = f.PriceMin, f.PriceMax, f.IsOnSale
			}
		}
	}
	return edit.Wrap(err, "price ranges")
}

// Range finds the cheapest and the dearest of active variants; nil when none has a price.
func Range(variants []*Variant) (cheapest, dearest *Variant) {
	for _, v := range variants {
		if !v.IsActive || v.Price == nil {
			continue
		}
		if cheapest == nil || *v.Price < *cheapest.Price {
			cheapest = v
		}
		if dearest == nil || *v.Price > *dearest.Price {
			dearest = v
		}
	}
	return cheapest, dearest
}
