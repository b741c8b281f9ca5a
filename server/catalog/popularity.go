package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/search"
)

// SetPopularity tells how much products sell, by product; lists and search go by it. It is no edit: versions stay, and
// answers that are kept are not made anew for it.
func SetPopularity(ctx context.Context, tx *db.Tx, storeID int64, sold map[uuid.UUID]int) error {
	ids := slices.SortedFunc(maps.Keys(sold), func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	values := make([]int, len(ids))
	for i, key := range ids {
		values[i] = sold[key]
	}
	// Rows are locked in one order, as all writers of several products do.
	_, err := tx.NewRaw(`
		WITH locked AS MATERIALIZED (
			SELECT prd.id, sold.popularity FROM unnest(?::uuid[], ?::int[]) AS sold (id, popularity)
			JOIN products prd ON prd.store_id = ? AND prd.id = sold.id ORDER BY prd.id FOR NO KEY UPDATE OF prd)
		UPDATE products prd SET popularity = locked.popularity FROM locked WHERE prd.store_id = ? AND prd.id = locked.id`,
		pgdialect.Array(db.Texts(ids)), pgdialect.Array(values), storeID, storeID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("popularity of %d products: %w", len(ids), err)
	}
	return search.SetPopularity(ctx, tx, storeID, ids, values)
}
