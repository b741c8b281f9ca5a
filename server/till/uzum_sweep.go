package till

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/payment/uzum"
)

// sweepUzum ends transactions that were not confirmed in time.
func (d *Desk) sweepUzum(ctx context.Context, storeID int64) error {
	now := d.Now()
	var over []*uzumTransaction
	err := d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model(&over).Column("service_id", "id").Where("store_id = ?", storeID).Where("state = ?", uzum.Created).
			Where("until <= ?", now.UnixMilli()).Order("until").Limit(mostSwept).Scan(ctx)
	})
	if err != nil || len(over) == 0 {
		return err
	}
	s, err := d.Stores.ByID(ctx, storeID)
	if err != nil {
		return err
	}
	c := &caller{shop: cart.Shop{Store: s, Payments: d.Payments, Hub: d.Hub}}
	var all error
	for _, t := range over {
		err := d.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			v := &uzumVisit{desk: d, caller: c, service: t.ServiceID, call: uzum.Call{TransID: t.ID}, tx: tx, now: now}
			if _, err := v.open(ctx); err != nil { // settles it
				return err
			}
			return v.end(ctx)
		})
		if err != nil {
			all = errors.Join(all, fmt.Errorf("uzum transaction %s: %w", t.ID, err))
		}
	}
	return all
}
