package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
)

// RowsOf reads the rows of one kind that belong to orders, sorted by a column, by order; order tells a row's.
func RowsOf[T any](ctx context.Context, q bun.IDB, storeID int64, orderIDs []uuid.UUID, sort string, order func(*T) uuid.UUID) (map[uuid.UUID][]*T, error) {
	if len(orderIDs) == 0 {
		return nil, nil
	}
	var found []*T
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("order_id IN (?)", bun.List(orderIDs)).Order(sort).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read %T: %w", found, err)
	}
	by := make(map[uuid.UUID][]*T, len(orderIDs))
	for _, row := range found {
		by[order(row)] = append(by[order(row)], row)
	}
	return by, nil
}
