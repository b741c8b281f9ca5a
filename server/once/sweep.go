package once

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

// SweepArgs is the job that forgets old keys.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "idempotency_sweep" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB) {
	job.Work(workers, func(ctx context.Context, _ SweepArgs) error { return Sweep(ctx, d, time.Now()) })
}

// Periodic are the jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(15*time.Minute, SweepArgs{})}
}

// swept is how many keys one statement deletes: a long one would hold up the vacuum.
const swept = 5000

// Sweep deletes keys that mean nothing any more, store by store, so that the index on their age is used. Keys of acts
// outside all stores stand under store 0.
func Sweep(ctx context.Context, d *db.DB, now time.Time) error {
	forget := func(ctx context.Context, storeID int64) error {
		return job.Batches(ctx, d, storeID, swept, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
			return tx.NewRaw("DELETE FROM idempotency_keys WHERE store_id = ? AND (actor, key) IN ("+
				"SELECT actor, key FROM idempotency_keys WHERE store_id = ? AND created_at <= ? LIMIT ?)",
				storeID, storeID, now.Add(-Remembered), swept).Exec(ctx)
		})
	}
	const what = "forget idempotency keys"
	return errors.Join(job.InStores(ctx, what, []int64{0}, forget), job.EachStore(ctx, d, what, forget))
}
