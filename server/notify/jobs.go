package notify

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

const (
	// kept is how long a message that is done stays for the history.
	kept = 30 * 24 * time.Hour
	// swept is how many rows one transaction deletes, so that nobody waits long for it.
	swept = 1000
)

// SweepArgs is the job that ends messages nobody will send any more and forgets old ones.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "notification_sweep" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB) {
	job.Work(workers, func(ctx context.Context, _ SweepArgs) error { return Sweep(ctx, d, time.Now()) })
}

// Periodic are the jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(time.Minute, SweepArgs{})}
}

// Sweep ends messages whose time is over and deletes those done long ago, of all stores.
func Sweep(ctx context.Context, d *db.DB, now time.Time) error {
	_, err := d.NewUpdate().Model((*Notification)(nil)).Set("state = ?", Expired).Set("done_at = ?", now).Set("url = ''").
		Where("state IN ('PENDING', 'LEASED')").Where("expires_at <= ?", now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("expire notifications: %w", err)
	}
	err = job.Batches(ctx, d, 0, swept, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
		return tx.NewRaw("DELETE FROM notifications WHERE (store_id, id) IN ("+
			"SELECT store_id, id FROM notifications WHERE done_at < ? LIMIT ?)", now.Add(-kept), swept).Exec(ctx)
	})
	if err != nil {
		return fmt.Errorf("forget old notifications: %w", err)
	}
	return nil
}
