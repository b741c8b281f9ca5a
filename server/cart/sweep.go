package cart

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

const (
	// leftFor is how long an anonymous cart waits for somebody to come back to it. A customer's own cart stays.
	leftFor = 30 * 24 * time.Hour
	// quoteRemembered is how long an expired quote still tells a late caller that it has expired, instead of being unknown.
	quoteRemembered = 24 * time.Hour
	// swept is how many rows one transaction deletes, so that nobody waits long for it.
	swept = 1000
)

// SweepArgs is the job that clears away what nobody will order any more.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "cart_sweep" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB) {
	job.Work(workers, func(ctx context.Context, _ SweepArgs) error { return Sweep(ctx, d, time.Now()) })
}

// Periodic are the jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(time.Hour, SweepArgs{})}
}

// Sweep deletes anonymous carts that were left, with their lines, and quotes that have expired, of all stores. A cart that
// is just being changed or ordered is passed over.
func Sweep(ctx context.Context, d *db.DB, now time.Time) error {
	return job.EachStore(ctx, d, "clear carts away", func(ctx context.Context, storeID int64) error {
		return errors.Join(
			sweep(ctx, d, storeID, "DELETE FROM quotes WHERE store_id = ? AND id IN ("+
				"SELECT id FROM quotes WHERE store_id = ? AND expires_at < ? LIMIT ? FOR UPDATE SKIP LOCKED)", now.Add(-quoteRemembered)),
			sweep(ctx, d, storeID, "DELETE FROM carts WHERE store_id = ? AND id IN ("+
				"SELECT id FROM carts WHERE store_id = ? AND token_hash IS NOT NULL AND status <> 'ORDERED' AND updated_at < ?"+
				" LIMIT ? FOR UPDATE SKIP LOCKED)", now.Add(-leftFor)),
		)
	})
}

func sweep(ctx context.Context, d *db.DB, storeID int64, deletion string, before time.Time) error {
	return job.Batches(ctx, d, storeID, swept, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
		return tx.NewRaw(deletion, storeID, storeID, before, swept).Exec(ctx)
	})
}
