package order

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// ExpireArgs is the job that ends the orders whose time is over, in all stores. One job for all is a write less in the
// placing of an order, nearly all of which are accepted or paid in time; see ADR 0058.
type ExpireArgs struct{}

// Kind implements river.JobArgs.
func (ExpireArgs) Kind() string { return "order_expire" }

// expireEvery is how late an order may end. Goods that somebody wants are freed at once; see Place.
const expireEvery = 15 * time.Second

// Periodic are this package's jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(expireEvery, ExpireArgs{}), job.Every(time.Hour, PopularityArgs{}), lateRefunds()}
}

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB, stores *store.Directory, payments *payment.Providers, hub *event.Hub) {
	job.Work(workers, func(ctx context.Context, _ ExpireArgs) error {
		return job.EachStore(ctx, d, "expire orders", func(ctx context.Context, storeID int64) error {
			return expireAll(ctx, d, stores, payments, hub, storeID, time.Now())
		})
	})
	job.Work(workers, func(ctx context.Context, _ LateRefundsArgs) error {
		return job.EachStore(ctx, d, "late refunds", func(ctx context.Context, storeID int64) error {
			s, err := stores.ByID(ctx, storeID)
			if err != nil {
				return err
			}
			return ReportLateRefunds(ctx, d, cart.Shop{Store: s, Payments: payments, Hub: hub}, time.Now())
		})
	})
	job.Work(workers, func(ctx context.Context, _ PopularityArgs) error {
		return job.EachStore(ctx, d, "popularity", func(ctx context.Context, storeID int64) error {
			return CountPopularity(ctx, d, storeID, time.Now())
		})
	})
}

// mostOverdue is how many orders of a store end at a time; the next time comes soon.
const mostOverdue = 200

// expireAll ends the orders of a store that are overdue.
func expireAll(ctx context.Context, d *db.DB, stores *store.Directory, payments *payment.Providers, hub *event.Hub, storeID int64, now time.Time) error {
	keys, err := overdue(ctx, d, storeID, mostOverdue, now)
	if err != nil || len(keys) == 0 {
		return err
	}
	s, err := stores.ByID(ctx, storeID)
	if err != nil {
		return fmt.Errorf("expire orders: %w", err)
	}
	return expireThese(ctx, d, cart.Shop{Store: s, Payments: payments, Hub: hub}, keys, now)
}
