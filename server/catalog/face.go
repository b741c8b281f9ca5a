package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
)

// faces reads, of each product, the active variants that stand for it in a list: the first that can be bought, or simply the
// first, the cheapest and the dearest. Often that is one variant of many.
var faces = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	seen := d.NewSelect().Model((*Variant)(nil)).ColumnExpr("?TableColumns").ColumnExpr(piecesColumn).ColumnExpr(listPriceColumn).
		ColumnExpr("(SELECT prd.quantity_minimum FROM products prd WHERE prd.store_id = var.store_id AND prd.id = var.product_id) AS minimum").
		Where("var.store_id = $1").Where("var.product_id = ANY($2::text[]::uuid[])").Where("var.retired_at IS NULL").Where("var.is_active")
	const paid = "least(var.price, var.list_price)"
	canBuy := sellable("$3::timestamptz", "var.pieces", "var.minimum")
	// OFFSET 0 keeps PostgreSQL from working out pieces and prices anew for each place that names them.
	ranked := d.NewSelect().TableExpr("(? OFFSET 0) AS var", seen).
		ColumnExpr("var.*").
		ColumnExpr("row_number() OVER (PARTITION BY var.product_id ORDER BY (" + canBuy + ") DESC, var.position, var.id) AS by_sale").
		ColumnExpr("row_number() OVER (PARTITION BY var.product_id ORDER BY var.price IS NULL, " + paid + ", var.position, var.id) AS by_low").
		ColumnExpr("row_number() OVER (PARTITION BY var.product_id ORDER BY var.price IS NULL, " + paid + " DESC, var.position, var.id) AS by_high")
	return d.NewSelect().Model((*Variant)(nil)).ModelTableExpr("(?) AS var", ranked).ColumnExpr("?TableColumns").ColumnExpr("var.pieces, var.list_price").
		Where("1 IN (var.by_sale, var.by_low, var.by_high)").OrderExpr("var.position, var.id")
})

// sellable is ForSale.CanBuy in SQL, for an active variant of a product that is shown. now, pieces and minimum are the SQL of
// the moment, of what can be sold of it, and of the least quantity of its product.
func sellable(now, pieces, minimum string) string {
	return "(var.price IS NOT NULL AND NOT (var.is_stopped AND coalesce(var.stopped_until > " + now + ", true))" +
		" AND (NOT var.tracks_stock OR " + pieces + " >= " + minimum + "))"
}

// Faces are those of the active variants in VariantsSeen that a list needs: whoever looks among them for the default variant,
// the range of prices, or anything to buy finds what they would find among all.
func Faces(ctx context.Context, q bun.IDB, storeID int64, view View, productIDs []uuid.UUID) (map[uuid.UUID][]*Variant, error) {
	var found []*Variant
	if err := faces.Scan(ctx, q, &found, storeID, db.Texts(productIDs), view.Now, view.customer()); err != nil {
		return nil, fmt.Errorf("faces of products: %w", err)
	}
	by := make(map[uuid.UUID][]*Variant, len(productIDs))
	for _, v := range found {
		by[v.ProductID] = append(by[v.ProductID], v.charge())
	}
	return by, nil
}
