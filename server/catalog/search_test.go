package catalog_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/stock"
)

func (w world) found(shelves *search.Shelves, text string, f catalog.SearchFilter) *catalog.SearchResult {
	w.T.Helper()
	return read(w, func(ctx context.Context, q bun.IDB, storeID int64) (*catalog.SearchResult, error) {
		return catalog.Search(ctx, q, shelves, storeID, text, f, search.ByMatch, page.Args{})
	})
}

// turnedJobs counts the jobs that stock has left to do.
func (w world) turnedJobs() (n int) {
	w.T.Helper()
	w.Must(w.DB.NewRaw("select count(*) from river.river_job where kind = 'stock_turned'").Scan(w.T.Context(), &n))
	return n
}

// Search follows the catalog: names, prices, categories and stop-list at once, what others change by a job.
func TestSearchFollowsTheCatalog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shelves := search.NewShelves(100)
	clothes := w.category("Kiyim", nil)
	dresses := w.category("Libos", clothes)
	in := simple("Koʻylak", 100)
	in.CategoryID = set(ptr(dresses.GlobalID()))
	p := w.upsert(in)
	v := w.variants(p)[0]
	isAvailable := catalog.SearchFilter{IsAvailable: ptr(true)}
	want := func(what, text string, f catalog.SearchFilter, products, canBuy int) *catalog.SearchResult {
		t.Helper()
		r := w.found(shelves, text, f)
		if len(r.Products.Edges) != products || r.Facets.CanBuy != canBuy {
			t.Errorf("%s: %d products, of which %d can be bought, want %d and %d", what, len(r.Products.Edges), r.Facets.CanBuy, products, canBuy)
		}
		return r
	}
	r := want("by the category above", "kiyim", isAvailable, 1, 1)
	if len(r.Facets.Categories) != 1 || r.Facets.Categories[0].Category.ID != clothes.ID || r.Facets.Categories[0].Count != 1 {
		t.Errorf("roots %+v", r.Facets.Categories)
	}
	r = want("in the root", "", catalog.SearchFilter{CategoryID: ptr(clothes.GlobalID())}, 1, 1)
	if len(r.Facets.Categories) != 1 || r.Facets.Categories[0].Category.ID != dresses.ID {
		t.Errorf("below the root %+v", r.Facets.Categories)
	}

	count := func(pieces int) {
		t.Helper()
		w.Write(func(ctx context.Context, tx *db.Tx) error {
			return stock.Set(ctx, tx, w.Store.ID, stock.Change{VariantID: v.ID, OnHand: &pieces, Reason: stock.Recount})
		})
	}
	jobs := w.turnedJobs()
	count(5)
	if n := w.turnedJobs(); n != jobs {
		t.Errorf("%d jobs for a count that changes nothing for buyers", n-jobs)
	}
	for pieces, canBuy := range []int{0, 1} {
		count(pieces)
		if n := w.turnedJobs(); n != jobs+pieces+1 {
			t.Errorf("%d jobs after counting %d pieces", n-jobs, pieces)
		}
		w.Must(catalog.ReindexVariants(t.Context(), w.DB, w.Store.ID, []uuid.UUID{v.ID}, now))
		want("counted", "koylak", isAvailable, canBuy, canBuy)
	}
	w.Must(second(w.trySetPrice(v.GlobalID(), 700, nil)))
	if r := want("repriced", "koylak", isAvailable, 1, 1); r.Facets.Price.Min != 700 {
		t.Errorf("price %+v", r.Facets.Price)
	}
	w.Must(second(try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error) {
		return catalog.SetStopped(ctx, tx, storeID, v.GlobalID(), nil, true, nil, now)
	})))
	want("stopped", "koylak", isAvailable, 0, 0)
	want("stopped, but shown", "koylak", catalog.SearchFilter{}, 1, 0)

	// Documents of an older release are written anew, and are what they were.
	w.Must(second(w.DB.NewRaw("update search_documents set format = 0, choices = '{}' where store_id = ?", w.Store.ID).Exec(t.Context())))
	w.Must(catalog.Refresh(t.Context(), w.DB, now))
	want("refreshed", "koylak", catalog.SearchFilter{}, 1, 0)
	if left, err := search.Outdated(t.Context(), w.DB, 10); err != nil || len(left) > 0 {
		t.Errorf("outdated %v, %v", left, err)
	}

	s := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (*catalog.SearchSuggestion, error) {
		return catalog.Suggest(ctx, q, shelves, storeID, "li")
	})
	if len(s.Categories) != 1 || s.Categories[0].ID != dresses.ID || len(s.Products) != 1 {
		t.Errorf("suggested %+v", s)
	}
	many := catalog.SearchFilter{PriceFrom: ptr(catalog.MaxPrice + 1), Options: make([]*catalog.SearchOptionInput, 11)}
	for i := range many.Options {
		many.Options[i] = &catalog.SearchOptionInput{}
	}
	err := w.DB.Read(t.Context(), w.Store.ID, func(ctx context.Context, q bun.IDB) error {
		_, err := catalog.Search(ctx, q, shelves, w.Store.ID, "", many, search.ByMatch, page.Args{})
		return err
	})
	wantFaults(t, "too much", err, "OUT_OF_RANGE filter.priceFrom", "TOO_MANY filter.options")
}
