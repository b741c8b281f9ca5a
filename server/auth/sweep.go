package auth

import (
	"context"
	"fmt"
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
	var stores []int64
	if err := d.NewRaw("select id from stores order by id").Scan(ctx, &stores); err != nil {
		return fmt.Errorf("stores with sign-ins: %w", err)
	}
	for _, storeID := range stores {
		for deleted := int64(swept); deleted == swept; {
			err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
				result, err := tx.NewRaw("delete from telegram_sign_ins where store_id = ? and id in ("+
					"select id from telegram_sign_ins where store_id = ? and expires_at <= ? limit ? for update skip locked)",
					storeID, storeID, now, swept).Exec(ctx)
				if err != nil {
					return err
				}
				deleted, err = result.RowsAffected()
				return err
			})
			if err != nil {
				return fmt.Errorf("forget sign-ins of store %d: %w", storeID, err)
			}
		}
	}
	return nil
}
