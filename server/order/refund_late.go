package order

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/payment"
)

// LateRefundsArgs is the job that tells staff of refunds whose provider does not answer.
type LateRefundsArgs struct{}

// Kind implements river.JobArgs.
func (LateRefundsArgs) Kind() string { return "order_late_refunds" }

// lateRefunds is how often they are looked for.
func lateRefunds() *river.PeriodicJob { return job.Every(30*time.Minute, LateRefundsArgs{}) }

// ReportLateRefunds makes staff look at the refunds of a store of which nothing was heard for a day: whether the provider is
// silent, or the job that asks it was given up. They go on being asked for; staff may settle them meanwhile.
func ReportLateRefunds(ctx context.Context, d *db.DB, shop cart.Shop, now time.Time) error {
	var late []uuid.UUID
	err := d.Read(ctx, shop.Store.ID, func(ctx context.Context, q bun.IDB) (err error) {
		late, err = payment.LateRefunds(ctx, q, shop.Store.ID, now)
		return err
	})
	if err != nil {
		return err
	}
	var all error
	for _, key := range late {
		err := d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
			m, r, err := lockRefund(ctx, tx, shop, System, key, now)
			if err != nil || m == nil || !r.IsLate(now) {
				return err
			}
			r.OverdueAt, r.UpdatedAt = &now, now
			m.writes = append(m.writes, payment.SaveRefund(r))
			m.log(WasRefundLate, EventData{Amount: r.Amount})
			m.say = append(m.say, saying{m.events[len(m.events)-1], true})
			return m.finish(ctx, tx)
		})
		if err != nil {
			all = errors.Join(all, fmt.Errorf("late refund %s: %w", key, err))
		}
	}
	return all
}
