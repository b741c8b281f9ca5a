package order

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
)

// PopularityArgs is the job that tells the catalogs of all stores what sells.
type PopularityArgs struct{}

// Kind implements river.JobArgs.
func (PopularityArgs) Kind() string { return "order_popularity" }

const (
	// fashion is after how long an order counts half.
	fashion = 30 * 24 * time.Hour
	// remembered is after how long it does not count any more. Twice as old ones are looked at, so that what sells no more
	// is told too.
	remembered = 90 * 24 * time.Hour
	// orderWorth is what one order of this moment adds to the popularity of each product in it, whatever the quantity: pieces
	// and grams compare, and one who buys a hundred is no crowd.
	orderWorth = 10
)

// CountPopularity makes the popularity of a store's products the number of orders that had them, late ones counting more.
// Orders that were called off do not count, nor lines that were canceled or given back whole. What never sold keeps what it
// has. Changes of less than a twentieth are let be. Nothing that an order needs is locked.
func CountPopularity(ctx context.Context, d *db.DB, storeID int64, now time.Time) error {
	var changed []struct {
		ProductID  uuid.UUID
		Popularity int
	}
	err := d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw(`
			WITH bought AS (
				SELECT line.product_id, ord.id, max(CASE
					WHEN ord.placed_at > ? AND ord.lifecycle NOT IN (?, ?) AND line.quantity > line.canceled_quantity + line.returned_quantity
					THEN power(0.5, extract(epoch FROM ?::timestamptz - ord.placed_at) / ?) ELSE 0 END) AS weight
				FROM orders ord JOIN order_lines line ON line.store_id = ord.store_id AND line.order_id = ord.id
				WHERE ord.store_id = ? AND ord.placed_at > ? AND ord.placed_at <= ? GROUP BY line.product_id, ord.id
			), counted AS (SELECT product_id, round(sum(weight) * ?)::int AS popularity FROM bought GROUP BY product_id)
			SELECT counted.product_id, counted.popularity FROM counted
			JOIN products prd ON prd.store_id = ? AND prd.id = counted.product_id
			WHERE abs(prd.popularity - counted.popularity) * 20 > greatest(prd.popularity, counted.popularity)
			ORDER BY counted.product_id`,
			now.Add(-remembered), Canceled, Expired, now, fashion.Seconds(), storeID, now.Add(-2*remembered), now, orderWorth, storeID).Scan(ctx, &changed)
	})
	if err != nil {
		return fmt.Errorf("what sells: %w", err)
	}
	const batch = 500
	for len(changed) > 0 {
		sold := map[uuid.UUID]int{}
		for _, c := range changed[:min(batch, len(changed))] {
			sold[c.ProductID] = c.Popularity
		}
		changed = changed[min(batch, len(changed)):]
		err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error { return catalog.SetPopularity(ctx, tx, storeID, sold) })
		if err != nil {
			return err
		}
	}
	return nil
}
