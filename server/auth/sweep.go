package auth

import (
	"context"
	"database/sql"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

// SweepArgs is the job that forgets sign-ins by Telegram that are over.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "sign_in_sweep" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB) {
	job.Work(workers, func(ctx context.Context, _ SweepArgs) error { return Sweep(ctx, d, time.Now()) })
}

// Periodic are the jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(10*time.Minute, SweepArgs{})}
}

// swept is how many rows one transaction deletes, so that nobody waits long for it.
const swept = 1000

// Sweep deletes sign-ins by Telegram whose time is over, of all stores: a late one is told the same as an unknown one.
func Sweep(ctx context.Context, d *db.DB, now time.Time) error {
	return job.EachStore(ctx, d, "forget sign-ins", func(ctx context.Context, storeID int64) error {
		return job.Batches(ctx, d, storeID, swept, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
			return tx.NewRaw("delete from telegram_sign_ins where store_id = ? and id in ("+
				"select id from telegram_sign_ins where store_id = ? and expires_at <= ? limit ? for update skip locked)",
				storeID, storeID, now, swept).Exec(ctx)
		})
	})
}
