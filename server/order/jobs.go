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
}

// expireLater adds the job for the moment at which the order's time is over.
func expireLater(ctx context.Context, tx *db.Tx, o *Order) error {
	return job.Insert(ctx, tx, ExpireArgs{StoreID: o.StoreID, OrderID: o.ID}, &river.InsertOpts{ScheduledAt: *o.ExpiresAt})
}
