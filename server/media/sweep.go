package media

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
)

// Times of the clean-up.
const (
	sweepEvery = time.Hour
	// orphanAge is how long a picture may be shown by nothing, and an upload wait for its end.
	orphanAge = 24 * time.Hour
	// sweepAtOnce bounds one round of one store; the next round goes on.
	sweepAtOnce = 500
)

// SweepArgs is the job that removes pictures nothing shows and uploads nobody finished.
type SweepArgs struct{}

// Kind implements river.JobArgs.
func (SweepArgs) Kind() string { return "media_sweep" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB, files Files) {
	job.Work(workers, func(ctx context.Context, _ SweepArgs) error { return Sweep(ctx, d, files, time.Now()) })
}

// Periodic are the jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(sweepEvery, SweepArgs{})}
}

// Sweep cleans up in all stores. It may run at any time, twice at once, and be cut off anywhere: what it has begun, the next
// one ends.
func Sweep(ctx context.Context, d *db.DB, files Files, now time.Time) error {
	return job.EachStore(ctx, d, "sweep pictures", func(ctx context.Context, storeID int64) error {
		return sweepStore(ctx, d, files, storeID, now)
	})
}

func sweepStore(ctx context.Context, d *db.DB, files Files, storeID int64, now time.Time) error {
	if err := sweepUploads(ctx, d, files, storeID, now); err != nil {
		return err
	}
	var gone []*Media
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		condition, err := inUse(ctx, tx)
		if err != nil {
			return err
		}
		if err := findIdle(ctx, tx, storeID, condition, now); err != nil {
			return err
		}
		gone, err = beginPurge(ctx, tx, storeID, condition)
		return err
	})
	if err != nil {
		return err
	}
	var purged []uuid.UUID
	var failed error
	for _, m := range gone {
		if err := files.RemovePicture(ctx, storeID, m.Hash); err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		purged = append(purged, m.ID)
	}
	if len(purged) == 0 {
		return failed
	}
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewDelete().Model((*Media)(nil)).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(purged)).
			Where("state = ?", purging).Exec(ctx)
		return err
	})
	return errors.Join(failed, err)
}

// findIdle notes which pictures nothing shows, brings back those that are shown again, and deletes those that have been idle
// for long. A picture is idle from the round that notices it, so that one which is moved from product to product is safe.
func findIdle(ctx context.Context, tx *db.Tx, storeID int64, condition string, now time.Time) error {
	rows := func() *bun.UpdateQuery {
		return tx.NewUpdate().Model((*Media)(nil)).Where("store_id = ?", storeID)
	}
	_, err := rows().Set("state = ?", live).Set("idle_since = NULL").Where("state <> ?", purging).
		Where("(idle_since IS NOT NULL OR state <> 'LIVE')").Where(condition).Exec(ctx)
	if err != nil {
		return err
	}
	if _, err := rows().Set("state = ?", deleted).Where("state = ?", live).Where("idle_since <= ?", now.Add(-orphanAge)).Exec(ctx); err != nil {
		return err
	}
	_, err = rows().Set("idle_since = ?", now).Where("state = ?", live).Where("idle_since IS NULL").Where("NOT " + condition).Exec(ctx)
	return err
}

// beginPurge takes the deleted pictures that no order shows, and those a broken round has left.
func beginPurge(ctx context.Context, tx *db.Tx, storeID int64, condition string) ([]*Media, error) {
	any, err := tx.NewSelect().Model((*Media)(nil)).Where("store_id = ?", storeID).Where("state <> 'LIVE'").Exists(ctx)
	if err != nil || !any {
		return nil, err // spares a look through the lines of all orders
	}
	_, err = tx.NewUpdate().Model((*Media)(nil)).Set("state = ?", purging).Where("store_id = ?", storeID).Where("state = ?", deleted).
		Where("NOT " + condition).
		Where("NOT EXISTS (SELECT FROM order_lines l WHERE l.store_id = med.store_id AND l.media_hash = med.hash)").Exec(ctx)
	if err != nil {
		return nil, err
	}
	var gone []*Media
	err = tx.NewSelect().Model(&gone).Where("store_id = ?", storeID).Where("state = ?", purging).Order("id").Limit(sweepAtOnce).Scan(ctx)
	return gone, err
}

// sweepUploads forgets uploads a day after they were begun, with whatever was put at their addresses: also what was put
// again after the end, where a storage does not keep to one use.
func sweepUploads(ctx context.Context, d *db.DB, files Files, storeID int64, now time.Time) error {
	var old []*Upload
	err := d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model(&old).Where("store_id = ?", storeID).Where("created_at <= ?", now.Add(-orphanAge)).
			Order("created_at").Limit(sweepAtOnce).Scan(ctx)
	})
	if err != nil || len(old) == 0 {
		return err
	}
	keys, ids := make([]string, len(old)), make([]uuid.UUID, len(old))
	for i, u := range old {
		keys[i], ids[i] = u.key(), u.ID
	}
	if err := files.Remove(ctx, keys...); err != nil {
		return fmt.Errorf("remove uploads: %w", err)
	}
	return d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewDelete().Model((*Upload)(nil)).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids)).Exec(ctx)
		return err
	})
}
