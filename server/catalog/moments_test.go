package catalog_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
)

// moments reads for when jobs are there that make search and kept answers follow the clock, in minutes from now.
func (w world) moments() []int {
	w.T.Helper()
	var at []time.Time
	w.Must(w.DB.NewRaw("select scheduled_at from river.river_job where kind = 'catalog_settle' and (args->>'store')::bigint = ? order by 1", w.Store.ID).Scan(w.T.Context(), &at))
	minutes := []int{}
	for _, a := range at {
		minutes = append(minutes, int(a.Sub(now).Minutes()))
	}
	return minutes
}

// Whatever begins or ends by the clock has a job at that moment, also in a store that came from another deployment; what is
// over needs none.
func TestMomentsHaveJobs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := func(minutes int) *time.Time { return ptr(now.Add(time.Duration(minutes) * time.Minute)) }
	product := simple("Sumalak", 1_000)
	product.PublishFrom, product.PublishUntil = set(in(10)), set(in(20))
	p := w.upsert(product)
	shown := simple("Halim", 1_000)
	shown.PublishFrom = set(in(-10))
	w.upsert(shown)
	w.priceList(catalog.PriceListUpsertInput{StartsAt: set(in(30)), EndsAt: set(in(40))})
	w.collection(catalog.CollectionUpsertInput{PublishFrom: set(in(50)), PublishUntil: set(in(60))})
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := catalog.SetStopped(ctx, tx, w.Store.ID, id.Of(id.Variant, w.variants(p)[0].ID), nil, true, in(70), now)
		return err
	})
	want := []int{10, 20, 30, 40, 50, 60, 70}
	if got := w.moments(); !slices.Equal(got, want) {
		t.Errorf("jobs in %v minutes, want %v", got, want)
	}
	_, err := w.DB.NewRaw("delete from river.river_job").Exec(t.Context())
	w.Must(err)
	w.Must(catalog.TakeUp(t.Context(), w.DB, w.Store.ID, now))
	if got := w.moments(); !slices.Equal(got, want) {
		t.Errorf("taken up, jobs in %v minutes, want %v", got, want)
	}
}
