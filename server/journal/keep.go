package journal

import (
	"context"
	"database/sql"
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
	return job.EachStore(ctx, d, "forget events", func(ctx context.Context, storeID int64) error {
		return job.Batches(ctx, d, storeID, forgetAtOnce, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
			return tx.NewRaw(`DELETE FROM journal_events WHERE store_id = ?0 AND seq <= (SELECT max(seq) FROM (
				SELECT seq, occurred_at FROM journal_events WHERE store_id = ?0 ORDER BY seq LIMIT ?1) oldest WHERE occurred_at < ?2)`,
				storeID, forgetAtOnce, before).Exec(ctx)
		})
	})
}
