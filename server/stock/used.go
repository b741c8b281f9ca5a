package stock

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// Used tells which variants orders hold pieces of now, or have ever taken.
func Used(ctx context.Context, q bun.IDB, storeID int64, variantIDs []uuid.UUID) (map[uuid.UUID]bool, error) {
	if len(variantIDs) == 0 {
		return nil, nil
	}
	var ids []uuid.UUID
	held := q.NewSelect().Model((*Level)(nil)).Column("variant_id").Where("store_id = ?", storeID).
		Where("variant_id IN (?)", bun.List(variantIDs)).Where("reserved + committed > 0")
	sold := q.NewSelect().Model((*Movement)(nil)).Column("variant_id").Where("store_id = ?", storeID).
		Where("variant_id IN (?)", bun.List(variantIDs)).Where("order_id IS NOT NULL")
	if err := held.Union(sold).Scan(ctx, &ids); err != nil {
		return nil, fmt.Errorf("variants known to orders: %w", err)
	}
	used := make(map[uuid.UUID]bool, len(ids))
	for _, v := range ids {
		used[v] = true
	}
	return used, nil
}
