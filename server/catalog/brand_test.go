package catalog_test

import (
	"context"
	"slices"
	"testing"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
)

func (w world) tryBrand(in catalog.BrandUpsertInput) (*catalog.Brand, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Brand, error) {
		return catalog.UpsertBrand(ctx, tx, storeID, in, now)
	})
}

func (w world) tryDeleteBrand(in edit.Deletion) error {
	w.T.Helper()
	_, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
		return nil, catalog.DeleteBrand(ctx, tx, storeID, in, now)
	})
	return err
}

func TestBrands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made, err := w.tryBrand(catalog.BrandUpsertInput{Name: uz("Atlas Tekstil"), ExternalID: ptr("A")})
	w.Must(err)
	if made.Slug != "atlas-tekstil" || made.Version != 1 {
		t.Errorf("made %+v", made)
	}
	again, err := w.tryBrand(catalog.BrandUpsertInput{ExternalID: ptr("A"), Description: uz("1990-yildan"), ExpectedVersion: ptr(1)})
	w.Must(err)
	if again.ID != made.ID || again.Name.UzLatn != "Atlas Tekstil" || again.Version != 2 {
		t.Errorf("again %+v", again)
	}
	in := simple("Adras", 1_000)
	in.BrandID = set(ptr(made.GlobalID()))
	p := w.upsert(in)
	wantNames(t, "found by the brand", w.search("tekstil"), "Adras")
	wantFaults(t, "a stale deletion", w.tryDeleteBrand(edit.Deletion{ID: made.GlobalID(), ExpectedVersion: ptr(1)}), "STALE_VERSION input.expectedVersion")
	w.Must(w.beside("qoshni").tryDeleteBrand(edit.Deletion{ID: made.GlobalID()}))
	for range 2 {
		w.Must(w.tryDeleteBrand(edit.Deletion{ID: made.GlobalID(), ExpectedVersion: ptr(2)}))
	}
	if p := w.product(p.GlobalID()); p.BrandID != nil || p.Version != 2 {
		t.Errorf("its product %+v", p)
	}
	if got := w.told(p.GlobalID()); !slices.Equal(got, []journal.Type{journal.ProductCreated, journal.ProductUpdated}) {
		t.Errorf("of its product the journal says %q", got)
	}
	wantNames(t, "found no more", w.search("tekstil"))
}

func TestBrandFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	known, err := w.tryBrand(catalog.BrandUpsertInput{Name: uz("A"), Slug: ptr("a"), ExternalID: ptr("A")})
	w.Must(err)
	for what, c := range map[string]struct {
		in   catalog.BrandUpsertInput
		want []string
	}{
		"nothing":    {catalog.BrandUpsertInput{}, []string{"REQUIRED input.name"}},
		"no picture": {catalog.BrandUpsertInput{Name: uz("B"), MediaID: set(ptr(id.Of(id.Media, id.New())))}, []string{"NOT_FOUND input.mediaId"}},
		"taken":      {catalog.BrandUpsertInput{Name: uz("B"), Slug: ptr("a")}, []string{"SLUG_TAKEN input.slug"}},
		"stale":      {catalog.BrandUpsertInput{ID: ptr(known.GlobalID()), ExpectedVersion: ptr(5)}, []string{"STALE_VERSION input.expectedVersion"}},
		"far behind": {catalog.BrandUpsertInput{Name: uz("B"), Position: ptr(-1)}, []string{"OUT_OF_RANGE input.position"}},
	} {
		_, err := w.tryBrand(c.in)
		wantFaults(t, what, err, c.want...)
	}
	in := simple("Adras", 1_000)
	in.BrandID = set(ptr(id.Of(id.Brand, id.New())))
	_, err = w.tryUpsert(in)
	wantFaults(t, "an unknown brand", err, "NOT_FOUND input.brandId")
}
