package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
)

// SettleArgs is the job of a moment at which something in a catalog begins or ends by itself: a publication, a stop.
type SettleArgs struct {
	StoreID int64     `json:"store"`
	At      time.Time `json:"at"` // to the second
}

// Kind implements river.JobArgs.
func (SettleArgs) Kind() string { return "catalog_settle" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB) {
	job.Work(workers, func(ctx context.Context, args SettleArgs) error {
		return d.Write(ctx, args.StoreID, func(ctx context.Context, tx *db.Tx) error {
			return Settle(ctx, tx, args.StoreID, time.Now())
		})
	})
}

// settleAt adds the job for those of some moments that are to come. What readers are told follows the clock by itself; the
// job makes search and kept answers follow it.
func settleAt(ctx context.Context, tx *db.Tx, storeID int64, now time.Time, moments ...*time.Time) error {
	for _, at := range moments {
		if at == nil || !at.After(now) {
			continue
		}
		second := at.Truncate(time.Second)
		if second.Before(*at) {
			second = second.Add(time.Second)
		}
		err := job.Insert(ctx, tx, SettleArgs{StoreID: storeID, At: second.UTC()}, &river.InsertOpts{
			ScheduledAt: second, UniqueOpts: river.UniqueOpts{ByArgs: true},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Settle makes the search documents of a store agree with what is published at a moment, and begins a new edition. A repeat
// changes nothing but that.
func Settle(ctx context.Context, tx *db.Tx, storeID int64, now time.Time) error {
	tx.Touch()
	_, err := tx.NewRaw(`
		UPDATE search_documents doc SET is_active = NOT doc.is_active
		FROM products prd WHERE prd.store_id = ? AND doc.store_id = ? AND doc.product_id = prd.id
			AND (prd.publish_from IS NOT NULL OR prd.publish_until IS NOT NULL)
			AND doc.is_active <> (prd.status = ? AND coalesce(prd.publish_from <= ?, true) AND coalesce(prd.publish_until > ?, true))`,
		storeID, storeID, Active, now, now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("settle the catalog of store %d: %w", storeID, err)
	}
	return nil
}
