package order

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// ExpireArgs is the job that ends one order when its time is over.
type ExpireArgs struct {
	StoreID int64     `json:"store"`
	OrderID uuid.UUID `json:"order"`
}

// Kind implements river.JobArgs.
func (ExpireArgs) Kind() string { return "order_expire" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB, stores *store.Directory, payments *payment.Providers, hub *event.Hub) {
	job.Work(workers, func(ctx context.Context, args ExpireArgs) error {
		s, err := stores.ByID(ctx, args.StoreID)
		if err != nil {
			return fmt.Errorf("expire order %s: %w", args.OrderID, err)
		}
		return Expire(ctx, d, cart.Shop{Store: s, Payments: payments, Hub: hub}, args.OrderID, time.Now())
	})
	job.Work(workers, func(ctx context.Context, _ PopularityArgs) error {
		return job.EachStore(ctx, d, "popularity", func(ctx context.Context, storeID int64) error {
			return CountPopularity(ctx, d, storeID, time.Now())
		})
	})
}

// expireLater adds the job for the moment at which the order's time is over.
func expireLater(ctx context.Context, tx *db.Tx, o *Order) error {
	return job.Insert(ctx, tx, ExpireArgs{StoreID: o.StoreID, OrderID: o.ID}, &river.InsertOpts{ScheduledAt: *o.ExpiresAt})
}

// TakeUp adds the jobs of orders whose time is still to end. It is for a store that came from another deployment; a job
// that an order has twice does nothing the second time.
func TakeUp(ctx context.Context, d *db.DB, storeID int64) error {
	return d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		var open []*Order
		err := tx.NewSelect().Model(&open).Column("store_id", "id", "expires_at").Where("store_id = ?", storeID).
			Where("lifecycle = ?", Placed).Where("expires_at IS NOT NULL").Scan(ctx)
		if err != nil {
			return fmt.Errorf("open orders of store %d: %w", storeID, err)
		}
		for _, o := range open {
			if err := expireLater(ctx, tx, o); err != nil {
				return err
			}
		}
		return nil
	})
}
