package stock

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
)

// HoldAgain reserves until expiresAt once more what an order had held before it was released. False: something of it is gone,
// and nothing is held.
func HoldAgain(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID, expiresAt time.Time) (bool, error) {
	var needs []Need
	err := tx.NewSelect().Table("stock_holds").ColumnExpr("variant_id, sum(quantity)::int AS quantity").
		Where("store_id = ?", storeID).Where("order_id = ?", orderID).Where("state = ?", Released).
		Group("variant_id").Order("variant_id").Scan(ctx, &needs)
	if err != nil {
		return false, fmt.Errorf("what order %s held: %w", orderID, err)
	}
	if len(needs) == 0 {
		return true, nil
	}
	if err := Reserve(ctx, tx, storeID, orderID, needs, expiresAt); err != nil {
		if fault.Has(err, fault.InsufficientStock) {
			return false, nil
		}
		return false, err
	}
	_, err = tx.NewDelete().Table("stock_holds").
		Where("store_id = ?", storeID).Where("order_id = ?", orderID).Where("state = ?", Released).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("former holds of order %s: %w", orderID, err)
	}
	return true, nil
}
