package search_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/seed"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
)

// BenchmarkSearch searches with facets in a store of 10,000 and of 100,000 products, a page of 24 read with it. One round
// asks for a word that every sixth product has, words in all texts, rarer pairs, a code, the beginning of a word, a mistyped
// one, one in the wrong layout, filters, and for all products of a colour.
func BenchmarkSearch(b *testing.B) {
	url := dbtest.Create(b)
	d := dbtest.Open(b, url)
	for _, products := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(products), func(b *testing.B) { benchmarkSearch(b, d, url, products) })
	}
}

func benchmarkSearch(b *testing.B, d *db.DB, url string, products int) {
	storeID := large(b, d, url, products)
	yes := true
	black := []*catalog.SearchOptionInput{{Code: "color", Values: []string{"black"}}}
	asked := []struct {
		text   string
		filter catalog.SearchFilter
		sort   search.Sort
	}{
		{text: "koʻylak"}, {text: "ташкенте"}, {text: "платье навруз"}, {text: "кўйлак ипак"}, {text: "BK-000777"}, {text: "krosso"},
		{text: "krosofka"}, {text: "rhjccjdrb"}, {text: "jinsi", filter: catalog.SearchFilter{IsAvailable: &yes, Options: black}},
		{text: "sumka", sort: search.ByPriceUp}, {filter: catalog.SearchFilter{Options: black}}, {text: "qora futbolka registon"},
	}
	shelves := search.NewShelves(1_000_000)
	one := func(i int) time.Duration {
		a := asked[i%len(asked)]
		if a.sort == "" {
			a.sort = search.ByMatch
		}
		first := 24
		start := time.Now()
		err := d.Read(b.Context(), storeID, func(ctx context.Context, q bun.IDB) error {
			found, err := catalog.Search(ctx, q, shelves, storeID, a.text, a.filter, a.sort, page.Args{First: &first})
			if err == nil && len(found.Products.Edges) == 0 {
				b.Errorf("%q finds nothing", a.text)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	start := time.Now()
	one(0)
	b.ReportMetric(float64(time.Since(start).Milliseconds()), "cold-ms")
	var times []time.Duration
	slowest := make([]time.Duration, len(asked))
	for i := 0; b.Loop(); i++ {
		t := one(i)
		times = append(times, t)
		slowest[i%len(asked)] = max(slowest[i%len(asked)], t)
	}
	for i, t := range slowest {
		b.Logf("%q at most %s", asked[i].text, t.Round(100*time.Microsecond))
	}
	slices.Sort(times)
	for _, share := range []int{50, 99} {
		b.ReportMetric(float64(times[len(times)*share/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", share))
	}
}

// large opens a store of so many products as a load test has them.
func large(b *testing.B, d *db.DB, url string, products int) int64 {
	var storeID int64
	err := d.Global(b.Context(), func(ctx context.Context, tx *db.Tx) error {
		s, err := store.Create(ctx, tx, store.CreateInput{Slug: fmt.Sprint("large-", products), Name: lang.Text{UzLatn: "Katta"}}, time.Now())
		if err == nil {
			storeID = s.ID
			_, err = stock.Open(ctx, tx, storeID, lang.Text{UzLatn: "Ombor"})
		}
		return err
	})
	if err == nil {
		err = seed.Products(b.Context(), d, storeID, products, time.Now(), func(int, int, string) {})
	}
	if err == nil {
		err = search.Learn(b.Context(), d)
	}
	if err != nil {
		b.Fatal(err)
	}
	owner, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = owner.Close(context.Background()) }()
	if _, err := owner.Exec(b.Context(), "vacuum analyze"); err != nil {
		b.Fatal(err)
	}
	return storeID
}
