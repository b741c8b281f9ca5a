package search_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
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
		b.Run(fmt.Sprintf("products=%d", products), func(b *testing.B) { benchmarkSearch(b, d, url, products) })
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
	statements := 0
	one := func(i int) time.Duration {
		a := asked[i%len(asked)]
		if a.sort == "" {
			a.sort = search.ByMatch
		}
		first := 24
		ctx, count := db.Counting(b.Context())
		start := time.Now()
		err := d.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
			found, err := catalog.Search(ctx, q, shelves, storeID, a.text, a.filter, a.sort, page.Args{First: &first})
			if err == nil && len(found.Products.Edges) == 0 {
				b.Errorf("%q finds nothing", a.text)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		statements += count.Statements()
		return took
	}
	start := time.Now()
	one(0)
	b.ReportMetric(float64(time.Since(start).Milliseconds()), "cold-ms")
	for i := range asked { // connections have prepared what they need
		one(i)
	}
	statements = 0
	here, there := used(b), usedByDatabase(b, d)
	var times []time.Duration
	slowest := make([]time.Duration, len(asked))
	for i := 0; b.Loop(); i++ {
		t := one(i)
		times = append(times, t)
		slowest[i%len(asked)] = max(slowest[i%len(asked)], t)
	}
	rounds := float64(len(times))
	for i, t := range slowest {
		b.Logf("%q at most %s", asked[i].text, t.Round(100*time.Microsecond))
	}
	b.ReportMetric(float64((used(b)-here).Microseconds())/rounds, "cpu-µs/op")
	b.ReportMetric(float64((usedByDatabase(b, d)-there).Microseconds())/rounds, "database-cpu-µs/op")
	b.ReportMetric(float64(statements)/rounds, "sql/op")
	slices.Sort(times)
	for _, share := range []int{50, 95, 99} {
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
		err = seed.ProductsAlone(b.Context(), url, d, storeID, products, time.Now())
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

// used is the CPU time of this process.
func used(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// usedByDatabase is the CPU time of the connections' processes, where the system tells it; else 0. In hundredths of a second.
func usedByDatabase(b *testing.B, d *db.DB) (sum time.Duration) {
	var pids []int
	if err := d.NewRaw("SELECT pid FROM pg_stat_activity WHERE datname = current_database()").Scan(b.Context(), &pids); err != nil {
		b.Fatal(err)
	}
	for _, pid := range pids {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			return 0
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		for _, field := range fields[11:13] {
			ticks, err := strconv.Atoi(field)
			if err != nil {
				b.Fatal(err)
			}
			sum += time.Duration(ticks) * 10 * time.Millisecond
		}
	}
	return sum
}
