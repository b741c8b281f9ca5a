package catalog_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
)

func (w world) tryTag(in catalog.TagUpsertInput) (*catalog.Tag, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Tag, error) {
		return catalog.UpsertTag(ctx, tx, storeID, in, now)
	})
}

// tags are the codes of a product's tags.
func (w world) tags(p *catalog.Product) []string {
	w.T.Helper()
	codes := []string{}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		by, err := catalog.TagsOf(ctx, q, w.Store.ID, []uuid.UUID{p.ID})
		for _, t := range by[p.ID] {
			codes = append(codes, t.Code)
		}
		return err
	})
	return codes
}

// told are the types of what the journal says of a thing, in order.
func (w world) told(of id.ID) []journal.Type {
	w.T.Helper()
	var types []journal.Type
	w.Read(func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*journal.Event)(nil)).Column("type").Where("store_id = ?", w.Store.ID).
			Where("subject_id = ?", of.UUID).OrderExpr("seq").Scan(ctx, &types)
	})
	return types
}

func TestTags(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gift, err := w.tryTag(catalog.TagUpsertInput{Code: "sovga", Name: *uz("Sovgʻa")})
	w.Must(err)
	in := simple("Adras", 1_000)
	in.Tags = []string{"yangi", "sovga"}
	p := w.upsert(in)
	wantNames(t, "in the order given, new ones made", w.tags(p), "yangi", "sovga")
	wantNames(t, "found by the name of a tag", w.search("sovgʻa"), "Adras")
	w.upsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), Summary: uz("x")})
	wantNames(t, "left out, they stay", w.tags(p), "yangi", "sovga")

	_, err = w.tryTag(catalog.TagUpsertInput{Code: "sovga", Name: *uz("Hadya"), ExpectedVersion: ptr(7)})
	wantFaults(t, "stale", err, "STALE_VERSION input.expectedVersion")
	w.Must(second(w.tryTag(catalog.TagUpsertInput{Code: "sovga", Name: *uz("Hadya"), ExpectedVersion: ptr(1)})))
	wantNames(t, "found by its new name", w.search("hadya"), "Adras")
	remove := func(version int) error {
		_, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
			return nil, catalog.DeleteTag(ctx, tx, storeID, edit.Deletion{ID: gift.GlobalID(), ExpectedVersion: &version}, now)
		})
		return err
	}
	wantFaults(t, "a stale deletion", remove(1), "STALE_VERSION input.expectedVersion")
	for range 2 {
		w.Must(remove(2))
	}
	wantNames(t, "taken from the product", w.tags(p), "yangi")
	if p := w.product(p.GlobalID()); p.Version != 3 {
		t.Errorf("the product has version %d, want one more", p.Version)
	}
	if got := w.told(p.GlobalID()); !slices.Equal(got, []journal.Type{journal.ProductCreated, journal.ProductUpdated, journal.ProductUpdated}) {
		t.Errorf("of the product the journal says %q", got)
	}
	if got := w.told(gift.GlobalID()); !slices.Equal(got, []journal.Type{journal.TagCreated, journal.TagUpdated, journal.TagDeleted}) {
		t.Errorf("the journal says %q", got)
	}
	// A tag that came with a product is told too.
	made := read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*catalog.Tag, error) {
		return catalog.Tags(ctx, q, storeID)
	})
	if got := w.told(made[0].GlobalID()); !slices.Equal(got, []journal.Type{journal.TagCreated}) {
		t.Errorf("of %s the journal says %q", made[0].Code, got)
	}
}

func TestTagFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := simple("Adras", 1_000)
	in.Tags = []string{"Sovga", "yangi", "yangi", ""}
	_, err := w.tryUpsert(in)
	wantFaults(t, "bad codes", err, "INVALID input.tags.0", "DUPLICATE input.tags.2", "INVALID input.tags.3")
	in.Tags = make([]string, 51)
	_, err = w.tryUpsert(in)
	wantFaults(t, "too many", err, "TOO_MANY input.tags")
	_, err = w.tryTag(catalog.TagUpsertInput{Code: "-", Name: *uz(" ")})
	wantFaults(t, "a tag of nothing", err, "INVALID input.code", "REQUIRED input.name")
}
