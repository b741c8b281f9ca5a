package seed

import (
	"context"
	"testing"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
)

// checkCollections looks into the collections of a demo shop as a shopper does.
func checkCollections(t *testing.T, ctx context.Context, q bun.IDB, storeID int64) {
	t.Helper()
	v := catalog.View{Now: now}
	all, err := catalog.Collections(ctx, q, storeID, v)
	if err != nil {
		t.Fatal(err)
	}
	totals, err := catalog.CollectionTotals(ctx, q, storeID, v, all)
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[catalog.CollectionKind]int{}
	for _, c := range all {
		kinds[c.Kind()]++
		if n := totals[c.ID].Value; n == 0 || c.Kind() == catalog.ByHand && n != chosen {
			t.Errorf("%d products in %s", n, c.Slug)
		}
	}
	if kinds[catalog.ByHand] != 1 || kinds[catalog.ByRule] != 2 {
		t.Errorf("collections by kind: %v", kinds)
	}
}
