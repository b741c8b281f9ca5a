package order_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// What sells comes first in lists and in search: by orders, not by pieces, of late more than of old.
func TestPopularityIsWhatSells(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	day := 24 * time.Hour
	variants := map[string]uuid.UUID{}
	for _, name := range []string{"Olma bugungi", "Olma eski", "Olma unutilgan", "Olma qaytgan", "Olma ulgurji", "Olma sotilmagan"} {
		variants[name] = w.Variant(name, 1_000*money.Som, 1_000)
	}
	sell := func(name string, quantity int, ago time.Duration) *order.Order {
		o := w.Place(w.Buyer(), shoptest.Want(variants[name], quantity))
		w.Write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw("UPDATE orders SET placed_at = ? WHERE store_id = ? AND id = ?", shoptest.Now.Add(-ago), w.Store.ID, o.ID).Exec(ctx)
			return err
		})
		return o
	}
	product := func(name string) (key uuid.UUID) {
		w.Read(func(ctx context.Context, q bun.IDB) error {
			return q.NewRaw("SELECT product_id FROM variants WHERE store_id = ? AND id = ?", w.Store.ID, variants[name]).Scan(ctx, &key)
		})
		return key
	}
	sell("Olma bugungi", 1, 0)
	sell("Olma bugungi", 1, time.Hour)
	sell("Olma eski", 1, 30*day)
	sell("Olma unutilgan", 1, 100*day)
	sell("Olma ulgurji", 100, time.Hour)
	given := sell("Olma qaytgan", 2, time.Hour)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("UPDATE order_lines SET canceled_quantity = 1, returned_quantity = 1 WHERE store_id = ? AND order_id = ?", w.Store.ID, given.ID).Exec(ctx)
		if err == nil {
			// As they were counted when they still sold, and of one that a shop of before has told.
			err = catalog.SetPopularity(ctx, tx, w.Store.ID, map[uuid.UUID]int{
				product("Olma unutilgan"): 7, product("Olma qaytgan"): 7, product("Olma sotilmagan"): 7,
			})
		}
		return err
	})
	shelves := search.NewShelves(100)
	want := map[string]int{
		"Olma bugungi": 20, "Olma eski": 5, "Olma unutilgan": 0, "Olma qaytgan": 0, "Olma ulgurji": 10, "Olma sotilmagan": 7,
	}
	check := func(what string, first ...string) {
		t.Helper()
		w.Must(order.CountPopularity(t.Context(), w.DB, w.Store.ID, shoptest.Now))
		var listed, found []string
		w.Read(func(ctx context.Context, q bun.IDB) error {
			list, err := catalog.Products(ctx, q, w.Store.ID, catalog.View{Now: shoptest.Now}, catalog.ProductFilter{}, catalog.ByPopularity, true, page.Args{})
			if err != nil {
				return err
			}
			result, err := catalog.Search(ctx, q, shelves, w.Store.ID, "olma", catalog.SearchFilter{}, search.ByPopularity, page.Args{})
			if err != nil {
				return err
			}
			for _, p := range list.Nodes() {
				listed = append(listed, p.Name.UzLatn)
				if p.Popularity != want[p.Name.UzLatn] {
					t.Errorf("%s: popularity of %s is %d, want %d", what, p.Name.UzLatn, p.Popularity, want[p.Name.UzLatn])
				}
			}
			for _, p := range result.Products.Nodes() {
				found = append(found, p.Name.UzLatn)
			}
			return nil
		})
		if len(listed) != len(want) || !slices.Equal(listed[:len(first)], first) || !slices.Equal(found[:len(first)], first) {
			t.Errorf("%s: listed %q, found %q, want first %q", what, listed, found, first)
		}
	}
	check("at first", "Olma bugungi", "Olma ulgurji", "Olma sotilmagan", "Olma eski")
	for range 3 {
		sell("Olma eski", 1, 0)
	}
	want["Olma eski"] = 35
	check("sold again", "Olma eski", "Olma bugungi")

	neighbour := w.Beside("qoshni")
	w.Must(order.CountPopularity(t.Context(), neighbour.DB, neighbour.Store.ID, shoptest.Now))
	check("counted again", "Olma eski", "Olma bugungi")

	// Orders are placed while popularity is being written: what it locks, an order does not need.
	err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		if err := catalog.SetPopularity(ctx, tx, w.Store.ID, map[uuid.UUID]int{product("Olma eski"): 40}); err != nil {
			return err
		}
		w.Place(w.Buyer(), shoptest.Want(variants["Olma eski"], 1))
		return nil
	})
	w.Must(err)
}
