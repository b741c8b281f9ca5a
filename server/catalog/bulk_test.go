package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
)

func (w world) tryBulk(in ...*catalog.ProductUpsertInput) ([]catalog.Upserted, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) ([]catalog.Upserted, error) {
		return catalog.UpsertMany(ctx, tx, storeID, in, "Aziza", now)
	})
}

func (w world) bulk(in ...*catalog.ProductUpsertInput) []catalog.Upserted {
	w.T.Helper()
	done, err := w.tryBulk(in...)
	w.Must(err)
	return done
}

// imported is a product as another system sends it.
func imported(n int) *catalog.ProductUpsertInput {
	in := simple(fmt.Sprintf("Mahsulot %d", n), money.Tiyin(1_000+n))
	in.ExternalID = ptr(fmt.Sprintf("ext-%d", n))
	in.Tags = []string{"import"}
	in.Options = []*catalog.ProductOptionInput{option("size", "s", "m")}
	in.Variants = []*catalog.VariantInput{coded("size=s", fmt.Sprintf("S-%d", n)), coded("size=m", fmt.Sprintf("M-%d", n))}
	for i, v := range in.Variants {
		v.OnHand = ptr(i + 1)
	}
	return &in
}

func importedMany(n int) []*catalog.ProductUpsertInput {
	list := make([]*catalog.ProductUpsertInput, n)
	for i := range list {
		list[i] = imported(i)
	}
	return list
}

func TestBulkUpsert(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	known := w.upsert(simple("Non", 500))
	in := importedMany(20)
	in[3].Name = nil                          // refused: a new one needs a name
	in[5].Variants[0].SKU = ptr("S-4")        // refused: taken by an earlier one
	in[7].CategoryExternalID = ptr("nowhere") // refused
	in[9].ExternalID = ptr("ext-8")           // refused: named twice
	in[11] = &catalog.ProductUpsertInput{ID: ptr(known.GlobalID()), Summary: uz("issiq")}
	in[15].Name = uz("Mahsulot 14") // its slug is taken by the one before
	done := w.bulk(in...)
	refused := map[int]string{
		3: "REQUIRED input.products.3.name", 5: "SKU_TAKEN input.products.5.variants.0.sku",
		7: "NOT_FOUND input.products.7.categoryExternalId", 9: "DUPLICATE input.products.9.externalId",
	}
	for i, one := range done {
		got := faultsOf(one.Faults.Err())
		want := []string{}
		if refused[i] != "" {
			want = []string{refused[i]}
		}
		if len(got) != len(want) || len(got) == 1 && got[0] != want[0] || (one.Product == nil) != (len(want) > 0) {
			t.Errorf("row %d: %q, want %q", i, got, want)
		}
	}
	if p := w.product(known.GlobalID()); p.Summary.UzLatn != "issiq" || p.Version != 2 || p.Name.UzLatn != "Non" {
		t.Errorf("the one that was there: %+v", p)
	}
	if a, b := done[14].Product.Slug, done[15].Product.Slug; a != "mahsulot-14" || b != "mahsulot-14-2" {
		t.Errorf("slugs %s, %s", a, b)
	}
	if v := w.variants(done[0].Product); len(v) != 2 || *v[0].SKU != "S-0" {
		t.Errorf("variants %+v", v)
	}
	before := w.rows()
	again := w.bulk(in...)
	for i := range again {
		if again[i].Product != nil && again[i].Product.ID != done[i].Product.ID {
			t.Errorf("row %d became another product", i)
		}
	}
	if !slices.Equal(w.rows(), before) {
		t.Error("sending the same again changed rows")
	}
	if _, err := w.tryBulk(make([]*catalog.ProductUpsertInput, catalog.MaxBulk+1)...); faultsOf(err)[0] != "TOO_MANY input.products" {
		t.Error(err)
	}
}

// Pieces that orders were promised cannot be counted away: the row is refused, the others are written.
func TestBulkUpsertKeepsPromises(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	done := w.bulk(importedMany(3)...)
	promised := w.variants(done[1].Product)[1]
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("update stock_levels set reserved = 2 where store_id = ? and variant_id = ?", w.Store.ID, promised.ID).Exec(ctx)
		return err
	})
	in := importedMany(4)
	for _, p := range in {
		p.Variants[1].OnHand = ptr(0)
		p.Summary = uz("yangi")
	}
	done = w.bulk(in...)
	wantFaults(t, "promised", done[1].Faults.Err(), "STOCK_PROMISED input.products.1.variants.1.onHand")
	for i, one := range done {
		if i != 1 && (one.Product == nil || one.Product.Version != 2 && i < 3 || w.product(one.Product.GlobalID()).Summary.UzLatn != "yangi") {
			t.Errorf("row %d: %+v %v", i, one.Product, one.Faults)
		}
	}
	if p := w.product(id.Of(id.Product, promised.ProductID)); p.Version != 1 || p.Summary.UzLatn != "" {
		t.Errorf("the refused one: %+v", p)
	}
}

// Two imports of the same goods at once, in different orders, make each product once.
func TestBulkUpsertTwiceAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, err := range together(4, func(i int) error {
		in := importedMany(60)
		if i%2 == 1 {
			slices.Reverse(in)
		}
		done, err := w.tryBulk(in...)
		for _, one := range done {
			if one.Product == nil {
				err = one.Faults.Err()
			}
		}
		return err
	}) {
		if err != nil {
			t.Errorf("import %d: %v", i, err)
		}
	}
	done := w.bulk(importedMany(60)...)
	for i, one := range done {
		if one.Product.Version != 5 || len(w.variants(one.Product)) != 2 {
			t.Fatalf("product %d: version %d", i, one.Product.Version)
		}
	}
}

func TestBulkUpsertStaysInItsStore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := w.beside("begona")
	theirs := other.bulk(importedMany(2)...)
	before := other.rows()
	done := w.bulk(imported(0), &catalog.ProductUpsertInput{ID: ptr(theirs[1].Product.GlobalID()), Name: uz("x")})
	if done[0].Product == nil || done[0].Product.ID == theirs[0].Product.ID {
		t.Errorf("%+v", done[0])
	}
	wantFaults(t, "theirs", done[1].Faults.Err(), "NOT_FOUND input.products.1.id")
	if !slices.Equal(other.rows(), before) {
		t.Error("the other store's rows changed")
	}
}

func BenchmarkBulkUpsert(b *testing.B) {
	w := newWorld(b)
	in := importedMany(catalog.MaxBulk)
	for b.Loop() {
		w.bulk(in...)
	}
}
