package seed

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/store"
)

// checkSearch asks the demo shops what shoppers ask: a right product must be among the first three for 95 of 100.
func checkSearch(t *testing.T, d *db.DB) {
	if err := search.Learn(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/queries.txt")
	if err != nil {
		t.Fatal(err)
	}
	shelves := search.NewShelves(10_000)
	slugs := map[string]string{}
	for _, kind := range Kinds {
		shop, err := Load(kind)
		if err != nil {
			t.Fatal(err)
		}
		slugs[kind] = shop.Slug
	}
	asked, right := 0, 0
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 {
			continue
		}
		s, err := store.BySlug(t.Context(), d, slugs[fields[0]])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		three, first := 3, []string{}
		err = d.Read(t.Context(), s.ID, func(ctx context.Context, q bun.IDB) error {
			found, err := catalog.Search(ctx, q, shelves, s.ID, fields[1], catalog.SearchFilter{}, search.ByMatch, page.Args{First: &three})
			if err == nil {
				for _, p := range found.Products.Nodes() {
					first = append(first, p.Slug)
				}
				if found.Corrected != "" {
					first = append(first, "("+found.Corrected+")")
				}
			}
			return err
		})
		if err != nil {
			t.Fatalf("%q: %v", fields[1], err)
		}
		asked++
		if slices.ContainsFunc(strings.Split(fields[2], "|"), func(slug string) bool { return slices.Contains(first, slug) }) {
			right++
		} else {
			t.Logf("%s: %q finds %v, not %s", fields[0], fields[1], first, fields[2])
		}
	}
	if asked < 200 || right*100 < asked*95 {
		t.Errorf("%d of %d queries are answered", right, asked)
	}
	t.Logf("%d of %d queries are answered", right, asked)
}
