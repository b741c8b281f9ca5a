package stock

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/page"
)

// HistoryFilter narrows the history of a store's stock. What is nil or empty does not narrow it.
type HistoryFilter struct {
	VariantID  *id.ID
	LocationID *id.ID
	Reasons    []Reason
}

// History is one page of the changes of on-hand stock, the newest first. Faults: INVALID_ID below "filter", and those of
// page.Page.
func History(ctx context.Context, q bun.IDB, storeID int64, f HistoryFilter, args page.Args) (*page.Connection[*Movement], error) {
	var faults fault.List
	sel := q.NewSelect().Model((*Movement)(nil)).Where("mov.store_id = ?", storeID)
	for _, by := range []struct {
		given  *id.ID
		kind   id.Kind
		column string
		field  string
	}{{f.VariantID, id.Variant, "mov.variant_id", "variantId"}, {f.LocationID, id.Location, "mov.location_id", "locationId"}} {
		if by.given == nil {
			continue
		}
		key, err := by.given.Must(by.kind, "filter", by.field)
		if err := faults.Under(err); err != nil {
			return nil, err
		}
		sel = sel.Where("? = ?", bun.Ident(by.column), key)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if len(f.Reasons) > 0 {
		sel = sel.Where("mov.reason IN (?)", bun.List(f.Reasons))
	}
	return page.Page(ctx, sel, page.Order[Movement]{Name: "newest", Desc: true, Keys: []page.Key[Movement]{
		{Column: "mov.id", Value: func(m *Movement) any { return m.ID }},
	}}, args)
}

// Movements lists the last changes of a variant's on-hand stock, newest first; limit is 1 to 100.
func Movements(ctx context.Context, q bun.IDB, storeID int64, variantID uuid.UUID, limit int) ([]*Movement, error) {
	found := []*Movement{}
	err := q.NewSelect().Model(&found).Relation("Location").
		Where("mov.store_id = ?", storeID).Where("mov.variant_id = ?", variantID).
		OrderExpr("mov.id DESC").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("stock movements of %s: %w", variantID, err)
	}
	return found, nil
}
