package catalog

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
)

// HasCodes tells whether a fiscal receipt can name the product.
func (p *Product) HasCodes() bool { return p.IKPU != "" && p.PackageCode != "" }

// withoutMost is how many products without codes are listed at a time.
const withoutMost = 100

// WithoutCodes are products on sale of which no fiscal receipt can be printed, the oldest first.
func WithoutCodes(ctx context.Context, q bun.IDB, storeID int64) ([]*Product, error) {
	found := []*Product{}
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("status = ?", Active).
		Where("(ikpu = '' OR package_code = '')").Order("id").Limit(withoutMost).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("products without fiscal codes: %w", err)
	}
	return found, nil
}

// checkCodes refuses to publish a product without codes, and to take them from a published one, in a store that sells nothing
// without a receipt. Products that are on sale without them already can be changed: they keep carts from being ordered.
// Fault: FISCAL_CODE_MISSING at ikpu or packageCode, with the product's name.
func (b *batch) checkCodes(ctx context.Context) error {
	var lacking []*change
	for _, c := range b.changes {
		if len(c.faults) == 0 && c.product.Status == Active && !c.product.HasCodes() && (!c.wasActive || c.hadCodes) {
			lacking = append(lacking, c)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	var isRequired bool
	err := b.tx.NewSelect().Table("stores").ColumnExpr("coalesce((fiscal->>'isRequired')::boolean, false)").Where("id = ?", b.storeID).Scan(ctx, &isRequired)
	if err != nil {
		return fmt.Errorf("fiscal rules of store %d: %w", b.storeID, err)
	}
	if !isRequired {
		return nil
	}
	for _, c := range lacking {
		field := "ikpu"
		if c.product.IKPU != "" {
			field = "packageCode"
		}
		c.faults.Add(fault.New(fault.FiscalCodeMissing, c.path(field)...).With("product", c.product.Name))
	}
	return nil
}
