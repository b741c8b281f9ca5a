package seed

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/store"
)

func TestProductsAreLikeThoseOfTheVerbs(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	checkProducts(t, d, func(storeID int64, n int) error {
		return Products(t.Context(), d, storeID, n, now, func(int, int, string) {})
	})
}

// Taken off for the time of copying, indexes and triggers are there again.
func TestProductsAloneAreLikeThoseOfTheVerbs(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	d := dbtest.Open(t, url)
	guards := func() (list []string) {
		err := d.NewRaw(`select indexdef from pg_indexes where schemaname = 'public'
			union all select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger order by 1`).Scan(t.Context(), &list)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	before := guards()
	checkProducts(t, d, func(storeID int64, n int) error { return ProductsAlone(t.Context(), url, d, storeID, n, now) })
	if after := guards(); !slices.Equal(before, after) {
		t.Errorf("indexes and triggers are\n%s\nthey were\n%s", strings.Join(after, "\n"), strings.Join(before, "\n"))
	}
}

func checkProducts(t *testing.T, d *db.DB, fill func(storeID int64, n int) error) {
	t.Helper()
	ctx := t.Context()
	var storeID int64
	err := d.Global(ctx, func(ctx context.Context, tx *db.Tx) error {
		s, err := store.Create(ctx, tx, store.CreateInput{Slug: "large", Name: each(func(lang.Lang) string { return "Large" })}, now)
		if err == nil {
			storeID = s.ID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{1, 30, 30} { // each call only adds what is missing
		if err := fill(storeID, n); err != nil {
			t.Fatal(err)
		}
	}
	before := derived(t, d, storeID)
	if len(before) != 30 {
		t.Fatalf("%d products, want 30", len(before))
	}
	// The catalog's own verb derives price range, search document and variant keys again: nothing may change.
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		var list []*catalog.Product
		if err := tx.NewSelect().Model(&list).Where("store_id = ?", storeID).Scan(ctx); err != nil {
			return err
		}
		for _, p := range list {
			key := p.GlobalID()
			if _, err := catalog.Upsert(ctx, tx, storeID, catalog.ProductUpsertInput{ID: &key}, Actor, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, after := range derived(t, d, storeID) {
		if before[i] != after {
			t.Errorf("the verbs would have written\n%s\nnot\n%s", after, before[i])
		}
	}
}

// derived gives what the catalog derives from each product's parts, as one text a product.
func derived(t *testing.T, d *db.DB, storeID int64) (list []string) {
	t.Helper()
	err := d.Read(t.Context(), storeID, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw(`select concat_ws(' ', p.slug, p.price_min, p.price_max,
			d.words, d.is_active, d.popularity, d.category_id, d.price_min, d.position, d.published_at, d.title_length, d.choices,
			d.is_on_sale, p.is_on_sale)
			from products p left join search_documents d on d.store_id = p.store_id and d.product_id = p.id
			where p.store_id = ? order by p.id`, storeID).Scan(ctx, &list)
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
