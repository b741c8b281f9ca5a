package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

// forgetAtOnce bounds one transaction of forgetting.
const forgetAtOnce = 5000

// ForgetArgs is the job that deletes events that are older than is kept.
type ForgetArgs struct{}

// Kind implements river.JobArgs.
func (ForgetArgs) Kind() string { return "journal_forget" }

// Register tells the workers how to do this package's jobs; keep is for how long events are kept.
func Register(workers *river.Workers, d *db.DB, keep time.Duration) {
	job.Work(workers, func(ctx context.Context, _ ForgetArgs) error { return Forget(ctx, d, time.Now().Add(-keep)) })
}

// Periodic are the jobs that come again and again.
func Periodic() []*river.PeriodicJob { return []*river.PeriodicJob{job.Every(time.Hour, ForgetArgs{})} }

// Forget deletes the events of all stores that occurred before a moment. What goes is the beginning of each journal, so
// that it stays without gaps.
func Forget(ctx context.Context, d *db.DB, before time.Time) error {
	var stores []int64
	if err := d.NewSelect().Table("stores").Column("id").Order("id").Scan(ctx, &stores); err != nil {
		return fmt.Errorf("forget events: %w", err)
	}
	var all error
	for _, storeID := range stores {
		for more := true; more && ctx.Err() == nil; {
			err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
				result, err := tx.NewRaw(`DELETE FROM journal_events WHERE store_id = ?0 AND seq <= (SELECT max(seq) FROM (
					SELECT seq, occurred_at FROM journal_events WHERE store_id = ?0 ORDER BY seq LIMIT ?1) oldest WHERE occurred_at < ?2)`,
					storeID, forgetAtOnce, before).Exec(ctx)
				if err != nil {
					return err
				}
				n, err := result.RowsAffected()
				more = n == forgetAtOnce
				return err
			})
			if err != nil {
				all, more = errors.Join(all, fmt.Errorf("forget events of store %d: %w", storeID, err)), false
			}
		}
	}
	return errors.Join(all, ctx.Err())
}
