package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
)

// Shelves and PostgreSQL find the same products in the same order, before and after documents change.
func TestShelvesFindWhatPostgresFinds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dice := rand.New(rand.NewPCG(11, 5))
	vocabulary := strings.Fields("koʻylak кўйлак платье shim шим ipak ипак paxta BK-77/S BK-78 qora oq ёлка jinsi jins")
	some := func(n int) string {
		var words []string
		for range 1 + dice.IntN(n) {
			words = append(words, vocabulary[dice.IntN(len(vocabulary))])
		}
		return strings.Join(words, " ")
	}
	var ids []uuid.UUID
	write := func(keys ...uuid.UUID) {
		var documents []*search.Document
		for _, key := range keys {
			documents = append(documents, &search.Document{StoreID: w.store, ProductID: key, IsActive: dice.IntN(8) > 0,
				Title: []string{some(3)}, Keywords: []string{some(2)}, Body: []string{some(5)}})
		}
		if err := w.db.Write(t.Context(), w.store, func(ctx context.Context, tx *db.Tx) error { return search.Put(ctx, tx, documents...) }); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 60 {
		ids = append(ids, w.add(fmt.Sprint(i), ""))
	}
	shelves, first, found := search.NewShelves(100), 100, 0
	for range 6 {
		write(ids[dice.IntN(20) : 20+dice.IntN(40)]...)
		w.learn()
		for range 12 {
			query := some(3)
			var here, there []uuid.UUID
			err := w.db.Read(t.Context(), w.store, func(ctx context.Context, q bun.IDB) (err error) {
				f, err := shelves.Search(ctx, q, w.store, search.Request{Text: query, Sort: search.ByMatch, Args: page.Args{First: &first}})
				if err != nil {
					return err
				}
				here = f.Page.Nodes()
				there, err = search.Find(ctx, q, w.store, query, nil)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if found += len(here); !slices.Equal(here, there) {
				t.Errorf("%q: %d on the shelves, %d in PostgreSQL, or in another order", query, len(here), len(there))
			}
		}
	}
	if found < 100 {
		t.Errorf("%d products found: the test tests too little", found)
	}
}
