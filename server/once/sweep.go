package once

import (
	"context"
	"fmt"
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

// Sweep deletes keys that mean nothing any more, store by store, so that the index on their age is used.
func Sweep(ctx context.Context, d *db.DB, now time.Time) error {
	var stores []int64
	if err := d.NewRaw("SELECT 0::bigint UNION ALL SELECT id FROM stores ORDER BY 1").Scan(ctx, &stores); err != nil {
		return fmt.Errorf("stores with idempotency keys: %w", err)
	}
	for _, storeID := range stores {
		for {
			result, err := d.NewRaw("DELETE FROM idempotency_keys WHERE store_id = ? AND (actor, key) IN ("+
				"SELECT actor, key FROM idempotency_keys WHERE store_id = ? AND created_at <= ? LIMIT ?)",
				storeID, storeID, now.Add(-Remembered), swept).Exec(ctx)
			if err != nil {
				return fmt.Errorf("forget idempotency keys of store %d: %w", storeID, err)
			}
			if n, err := result.RowsAffected(); err != nil || n < swept {
				break
			}
		}
	}
	return nil
}
