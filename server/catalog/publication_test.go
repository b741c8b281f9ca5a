package catalog_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/page"
)

// A product is shown from one moment until another, wherever it is asked for; staff see it always.
func TestPublicationTimes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	from, until := now.Add(time.Hour), now.Add(2*time.Hour)
	in := simple("Sumalak", 1_000)
	in.PublishFrom, in.PublishUntil = set(&from), set(&until)
	p := w.upsert(in)
	variant := w.variants(p)[0].ID
	for at, want := range map[time.Time]bool{now: false, from: true, until.Add(-time.Second): true, until: false} {
		for _, staff := range []bool{false, true} {
			v := catalog.View{Now: at, SeesHidden: staff}
			w.Read(func(ctx context.Context, q bun.IDB) error {
				one, err := catalog.ProductBy(ctx, q, w.Store.ID, catalog.Key{Slug: &p.Slug}, v)
				w.Must(err)
				list, err := catalog.Products(ctx, q, w.Store.ID, v, catalog.ProductFilter{}, catalog.ByPosition, false, page.Args{})
				if (one != nil) != (want || staff) || (len(list.Edges) == 1) != (want || staff) {
					t.Errorf("at %s, by staff %t: %v by its slug, %d in the list", at, staff, one, len(list.Edges))
				}
				return err
			})
		}
		w.Write(func(ctx context.Context, tx *db.Tx) error { return catalog.Settle(ctx, tx, w.Store.ID, at) })
		w.Read(func(ctx context.Context, q bun.IDB) error {
			v := catalog.View{Now: at}
			found, err := catalog.Products(ctx, q, w.Store.ID, v, catalog.ProductFilter{Search: ptr("sumalak")}, catalog.ByPosition, false, page.Args{})
			w.Must(err)
			if (len(found.Edges) == 1) != want {
				t.Errorf("at %s: found %d", at, len(found.Edges))
			}
			sale, err := catalog.VariantsForSale(ctx, q, w.Store.ID, v, []uuid.UUID{variant})
			if sale[variant].IsSold() != want {
				t.Errorf("at %s: sold %t", at, !want)
			}
			return err
		})
	}
	_, err := w.tryUpsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), PublishUntil: set(&from)})
	wantFaults(t, "it ends when it begins", err, "INVALID input.publishUntil")
	w.upsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), PublishFrom: set[*time.Time](nil), PublishUntil: set[*time.Time](nil)})
	if p := w.product(p.GlobalID()); !p.IsShown(now) || !p.IsShown(until) {
		t.Errorf("for always: %+v", p)
	}
}

// A stop with an end is over by itself; one that is over, or of what is not stopped, is refused.
func TestStopUntil(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(simple("Non", 1_000))
	key := id.Of(id.Variant, w.variants(p)[0].ID)
	until := now.Add(time.Hour)
	stop := func(is bool, until *time.Time) (*catalog.Variant, error) {
		return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error) {
			return catalog.SetStopped(ctx, tx, storeID, key, nil, is, until, now)
		})
	}
	w.Must(second(stop(true, &until)))
	v := w.variants(p)[0]
	if !v.Stopped(now) || !v.Stopped(until.Add(-time.Second)) || v.Stopped(until) {
		t.Errorf("stopped until %v", v.StoppedTill)
	}
	_, err := stop(true, &now)
	wantFaults(t, "a moment that is over", err, "INVALID input.until")
	_, err = stop(false, &until)
	wantFaults(t, "an end of what is not stopped", err, "INVALID input.until")
	w.Must(second(stop(true, nil)))
	if v := w.variants(p)[0]; !v.Stopped(until.AddDate(1, 0, 0)) {
		t.Error("without an end it lasts until somebody says otherwise")
	}
	w.Must(second(stop(false, nil)))
	if v := w.variants(p)[0]; v.IsStopped || v.StoppedTill != nil {
		t.Errorf("back on sale: %+v", v)
	}
}
