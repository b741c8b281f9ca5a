package till

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/payment/payme"
)

// SweepArgs is the job that ends transactions of which a provider was not heard in time.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "till_sweep" }

// ForgetArgs is the job that deletes calls that are older than is kept.
type ForgetArgs struct{}

// Kind implements river.JobArgs.
func (ForgetArgs) Kind() string { return "till_forget" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *Desk) {
	registerOutbound(workers, d)
	job.Work(workers, func(ctx context.Context, _ ForgetArgs) error { return d.Forget(ctx) })
	job.Work(workers, func(ctx context.Context, _ SweepArgs) error { return d.Sweep(ctx) })
}

// Periodic are this package's jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(5*time.Minute, SweepArgs{}), job.Every(askedEvery, AskArgs{}), job.Every(6*time.Hour, ForgetArgs{})}
}

// mostSwept is how many transactions of a store are ended at a time; the next time comes soon.
const mostSwept = 200

// Sweep ends what is over in all stores, so that goods become free though the provider never calls again.
func (d *Desk) Sweep(ctx context.Context) error {
	return job.EachStore(ctx, d.DB, "end payments that are over", func(ctx context.Context, storeID int64) error {
		return errors.Join(d.sweepPayme(ctx, storeID), d.sweepClick(ctx, storeID), d.sweepUzum(ctx, storeID), d.sweepTelegram(ctx, storeID))
	})
}

func (d *Desk) sweepPayme(ctx context.Context, storeID int64) error {
	now := d.Now()
	var over []string
	err := d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*paymeTransaction)(nil)).Column("id").Where("store_id = ?", storeID).Where("state = 1").
			Where("time <= ?", now.Add(-payme.Timeout).UnixMilli()).Order("time").Limit(mostSwept).Scan(ctx, &over)
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
	for _, transactionID := range over {
		err := d.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			v := &paymeVisit{desk: d, caller: c, tx: tx, now: now}
			if _, err := v.open(ctx, transactionID); err != nil { // settles it
				return err
			}
			return v.end(ctx)
		})
		if err != nil {
			all = errors.Join(all, fmt.Errorf("payme transaction %s: %w", transactionID, err))
		}
	}
	return all
}

// sweepClick ends prepared payments that were neither completed nor called off. Should their money come yet, it is late money.
func (d *Desk) sweepClick(ctx context.Context, storeID int64) error {
	now := d.Now()
	var over []*payment.Payment
	err := d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model(&over).Where("store_id = ?", storeID).Where("state = ?", payment.Pending).
			Where("provider = ?", click.Code).Where("expires_at <= ?", now).Order("id").Limit(mostSwept).Scan(ctx)
	})
	if err != nil || len(over) == 0 {
		return err
	}
	s, err := d.Stores.ByID(ctx, storeID)
	if err != nil {
		return err
	}
	shop := cart.Shop{Store: s, Payments: d.Payments, Hub: d.Hub}
	var all error
	for _, found := range over {
		err := d.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			till, err := order.OpenTill(ctx, tx, shop, click.Provider{}, func(sel *bun.SelectQuery) *bun.SelectQuery {
				return sel.Where("ord.id = ?", found.OrderID)
			}, now)
			if err != nil {
				return err
			}
			p := till.Payment(found.ID)
			if p.State != payment.Pending || p.ExpiresAt == nil || now.Before(*p.ExpiresAt) {
				return nil // CLICK called meanwhile
			}
			if err := till.Release(ctx, tx, p, payment.Expired); err != nil {
				return err
			}
			return till.Close(ctx, tx)
		})
		if err != nil {
			all = errors.Join(all, fmt.Errorf("click payment %s: %w", found.ID, err))
		}
	}
	return all
}
