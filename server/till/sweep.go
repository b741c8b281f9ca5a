package till

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/payment/hosted"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/payment/uzum"
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
	job.Work(workers, func(ctx context.Context, _ StarsArgs) error { return d.ReadStars(ctx) })
	job.Work(workers, func(ctx context.Context, _ SweepArgs) error { return d.Sweep(ctx) })
}

// Periodic are this package's jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		job.Every(5*time.Minute, SweepArgs{}), job.Every(askedEvery, AskArgs{}), job.Every(starsReadEvery, StarsArgs{}),
		job.Every(6*time.Hour, ForgetArgs{}),
	}
}

// mostSwept is how many transactions of a store are ended at a time; the next time comes soon.
const mostSwept = 200

// Sweep ends what is over in all stores, so that goods become free though the provider never calls again.
func (d *Desk) Sweep(ctx context.Context) error {
	return job.EachStore(ctx, d.DB, "end payments that are over", func(ctx context.Context, storeID int64) error {
		return errors.Join(d.sweepPayme(ctx, storeID), d.sweepUzum(ctx, storeID), d.sweepCharges(ctx, storeID),
			d.sweepAttempts(ctx, storeID, click.Provider{}), d.sweepAttempts(ctx, storeID, hosted.Provider{}),
			d.sweepAttempts(ctx, storeID, invoice.Provider{}), d.sweepAttempts(ctx, storeID, invoice.Stars{}))
	})
}

// sweep ends what find gives of a store, each in a transaction of its own: what fails holds up nothing else.
func sweep[T any](ctx context.Context, d *Desk, storeID int64, with payment.Provider, find func(ctx context.Context, q bun.IDB, now time.Time) ([]T, error), end func(ctx context.Context, v *visit, over T) error) error {
	now := d.Now()
	var over []T
	err := d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) (err error) {
		over, err = find(ctx, q, now)
		return err
	})
	if err != nil || len(over) == 0 {
		return err
	}
	shop, err := d.shop(ctx, storeID)
	if err != nil {
		return err
	}
	var all error
	for _, each := range over {
		err := d.DB.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
			v := &visit{caller: &caller{shop: shop}, with: with, tx: tx, now: now}
			if err := end(ctx, v, each); err != nil {
				return err
			}
			return v.end(ctx)
		})
		if err != nil {
			all = errors.Join(all, fmt.Errorf("end %v with %s: %w", each, with.Code(), err))
		}
	}
	return all
}

func (d *Desk) sweepPayme(ctx context.Context, storeID int64) error {
	find := func(ctx context.Context, q bun.IDB, now time.Time) (over []string, err error) {
		err = q.NewSelect().Model((*paymeTransaction)(nil)).Column("id").Where("store_id = ?", storeID).Where("state = ?", payme.Created).
			Where("time <= ?", now.Add(-payme.Timeout).UnixMilli()).Order("time").Limit(mostSwept).Scan(ctx, &over)
		return over, err
	}
	return sweep(ctx, d, storeID, payme.Provider{}, find, func(ctx context.Context, v *visit, transactionID string) error {
		_, err := (&paymeVisit{visit: v}).open(ctx, transactionID) // settles it
		return err
	})
}

func (d *Desk) sweepUzum(ctx context.Context, storeID int64) error {
	type key struct{ ServiceID, ID string }
	find := func(ctx context.Context, q bun.IDB, now time.Time) (over []key, err error) {
		err = q.NewSelect().Model((*uzumTransaction)(nil)).Column("service_id", "id").Where("store_id = ?", storeID).Where("state = ?", uzum.Created).
			Where("until <= ?", now.UnixMilli()).Order("until").Limit(mostSwept).Scan(ctx, &over)
		return over, err
	}
	return sweep(ctx, d, storeID, uzum.Provider{}, find, func(ctx context.Context, v *visit, t key) error {
		_, err := (&uzumVisit{visit: v, service: t.ServiceID, call: uzum.Call{TransID: t.ID}}).open(ctx) // settles it
		return err
	})
}

// sweepAttempts ends attempts whose provider keeps no time of its own. Should their money come yet, it is late money.
func (d *Desk) sweepAttempts(ctx context.Context, storeID int64, with payment.Provider) error {
	find := func(ctx context.Context, q bun.IDB, now time.Time) (over []uuid.UUID, err error) {
		err = q.NewSelect().Model((*payment.Payment)(nil)).Column("id").Where("store_id = ?", storeID).Where("state = ?", payment.Pending).
			Where("provider = ?", with.Code()).Where("expires_at <= ?", now).Order("id").Limit(mostSwept).Scan(ctx, &over)
		return over, err
	}
	return sweep(ctx, d, storeID, with, find, func(ctx context.Context, v *visit, key uuid.UUID) error {
		if err := v.enter(ctx, order.OfPayment(key)); err != nil || v.till == nil {
			return err
		}
		p := v.till.Payment(key)
		if p.State != payment.Pending || p.ExpiresAt == nil || v.now.Before(*p.ExpiresAt) {
			return nil // the provider called meanwhile
		}
		return v.till.Release(ctx, v.tx, p, payment.Expired)
	})
}
