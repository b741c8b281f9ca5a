package catalog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/stock"
)

// SettleArgs is the job of a moment at which something in a catalog begins or ends by itself: a publication, a stop, a price.
type SettleArgs struct {
	StoreID int64     `json:"store"`
	At      time.Time `json:"at"` // to the second
}

// Kind implements river.JobArgs.
func (SettleArgs) Kind() string { return "catalog_settle" }

// Register tells the workers how to do this package's jobs.
func Register(workers *river.Workers, d *db.DB) {
	job.Work(workers, func(ctx context.Context, _ RefreshArgs) error { return Refresh(ctx, d, time.Now()) })
	job.Work(workers, func(ctx context.Context, args CategoryIndexArgs) error {
		return reindexCategory(ctx, d, args.StoreID, args.CategoryID, time.Now())
	})
	job.Work(workers, func(ctx context.Context, args stock.TurnedArgs) error {
		return ReindexVariants(ctx, d, args.StoreID, args.VariantIDs, time.Now())
	})
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

// Settle makes the search documents and price ranges of a store agree with a moment: with what is published and which price
// lists hold. It begins a new edition. A repeat changes nothing but that.
func Settle(ctx context.Context, tx *db.Tx, storeID int64, now time.Time) error {
	tx.Touch()
	var changed []uuid.UUID
	err := tx.NewRaw(`
		SELECT prd.id FROM products prd JOIN search_documents doc ON doc.store_id = prd.store_id AND doc.product_id = prd.id
		WHERE prd.store_id = ? AND (prd.publish_from IS NOT NULL OR prd.publish_until IS NOT NULL)
			AND doc.is_active <> (prd.status = ? AND coalesce(prd.publish_from <= ?, true) AND coalesce(prd.publish_until > ?, true))
		UNION
		SELECT v.product_id FROM variants v WHERE v.store_id = ? AND v.is_stopped AND v.stopped_until <= ?`,
		storeID, Active, now, now, storeID, now).Scan(ctx, &changed)
	if err != nil {
		return fmt.Errorf("settle the catalog of store %d: %w", storeID, err)
	}
	err = repriceWhere(ctx, tx, storeID, now, `prd.id IN (SELECT of.product_id FROM price_lists timed
		JOIN price_list_prices plp ON plp.store_id = timed.store_id AND plp.price_list_id = timed.id
		JOIN variants of ON of.store_id = plp.store_id AND of.id = plp.variant_id
		WHERE timed.store_id = ? AND (timed.starts_at IS NOT NULL OR timed.ends_at IS NOT NULL))`, storeID)
	if err != nil {
		return err
	}
	return Reindex(ctx, tx, storeID, now, changed)
}

// RefreshArgs is the job that writes search documents anew that an older release of the program wrote.
type RefreshArgs struct{}

// Kind implements river.JobArgs.
func (RefreshArgs) Kind() string { return "catalog_refresh" }

// CategoryIndexArgs is the job that makes products found by the new name or place of a category.
type CategoryIndexArgs struct {
	StoreID    int64     `json:"store"`
	CategoryID uuid.UUID `json:"category"`
}

// Kind implements river.JobArgs.
func (CategoryIndexArgs) Kind() string { return "catalog_index_category" }

// Periodic are the jobs that come again and again.
func Periodic() []*river.PeriodicJob {
	return []*river.PeriodicJob{job.Every(time.Hour, RefreshArgs{})}
}

// indexed is how many products a job indexes in one transaction.
const indexed = 200

// Refresh writes the outdated search documents of all stores anew.
func Refresh(ctx context.Context, d *db.DB, now time.Time) error {
	for {
		by, err := search.Outdated(ctx, d, indexed)
		if err != nil || len(by) == 0 {
			return err
		}
		for storeID, ids := range by {
			if err := reindexAll(ctx, d, storeID, ids, now); err != nil {
				return err
			}
		}
	}
}

// ReindexVariants makes the products of variants found by what they are now: whether they can be bought, above all.
func ReindexVariants(ctx context.Context, d *db.DB, storeID int64, variantIDs []uuid.UUID, now time.Time) error {
	return d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		var ids []uuid.UUID
		err := tx.NewSelect().Model((*Variant)(nil)).ColumnExpr("DISTINCT product_id").Where("store_id = ?", storeID).
			Where("id IN (?)", bun.List(append(variantIDs, uuid.Nil))).Scan(ctx, &ids)
		if err != nil {
			return fmt.Errorf("products of %d variants: %w", len(variantIDs), err)
		}
		return Reindex(ctx, tx, storeID, now, ids)
	})
}

func reindexCategory(ctx context.Context, d *db.DB, storeID int64, categoryID uuid.UUID, now time.Time) error {
	var ids []uuid.UUID
	err := d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*Product)(nil)).Column("prd.id").
			Join("JOIN categories AS cat ON cat.store_id = prd.store_id AND cat.id = prd.category_id").
			Where("prd.store_id = ?", storeID).Where("cat.path @> ARRAY[?]::uuid[]", categoryID).Order("prd.id").Scan(ctx, &ids)
	})
	if err != nil {
		return fmt.Errorf("products below category %s: %w", categoryID, err)
	}
	return reindexAll(ctx, d, storeID, ids, now)
}

func reindexAll(ctx context.Context, d *db.DB, storeID int64, ids []uuid.UUID, now time.Time) error {
	for some := range slices.Chunk(ids, indexed) {
		err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error { return Reindex(ctx, tx, storeID, now, some) })
		if err != nil {
			return fmt.Errorf("index products of store %d: %w", storeID, err)
		}
	}
	return nil
}

// TakeUp makes what a catalog has outside its rows: the search documents of all products, and the jobs of moments that are
// still to come. It is for a store that came from another deployment; a repeat changes nothing.
func TakeUp(ctx context.Context, d *db.DB, storeID int64, now time.Time) error {
	var ids []uuid.UUID
	var moments []*time.Time
	err := d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		if err := q.NewSelect().Model((*Product)(nil)).Column("id").Where("store_id = ?", storeID).Order("id").Scan(ctx, &ids); err != nil {
			return err
		}
		return q.NewRaw(`SELECT DISTINCT at FROM (
			SELECT unnest(ARRAY[publish_from, publish_until]) AS at FROM products WHERE store_id = ?0
			UNION ALL SELECT unnest(ARRAY[publish_from, publish_until]) FROM collections WHERE store_id = ?0
			UNION ALL SELECT unnest(ARRAY[starts_at, ends_at]) FROM price_lists WHERE store_id = ?0
			UNION ALL SELECT stopped_until FROM variants WHERE store_id = ?0 AND is_stopped) AS moments WHERE at > ?1`, storeID, now).Scan(ctx, &moments)
	})
	if err != nil {
		return fmt.Errorf("take up the catalog of store %d: %w", storeID, err)
	}
	if err := reindexAll(ctx, d, storeID, ids, now); err != nil {
		return err
	}
	return d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		if err := settleAt(ctx, tx, storeID, now, moments...); err != nil {
			return err
		}
		return Settle(ctx, tx, storeID, now)
	})
}
