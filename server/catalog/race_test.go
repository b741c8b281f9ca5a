package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
)

// together runs n writes at once and gives their errors.
func together(n int, write func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = write(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

func TestOneExternalIDAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var made [20]uuid.UUID
	for i, err := range together(len(made), func(i int) error {
		in := simple("Non", money.Tiyin(1_000+i))
		in.ExternalID, in.Variants[0].SKU = ptr("non"), ptr("NON")
		p, err := w.tryUpsert(in)
		if err == nil {
			made[i] = p.ID
		}
		return err
	}) {
		if err != nil {
			t.Errorf("upsert %d: %v", i, err)
		}
		if made[i] != made[0] {
			t.Errorf("two products of one external id: %s, %s", made[0], made[i])
		}
	}
	p := w.upsert(catalog.ProductUpsertInput{ExternalID: ptr("non")})
	if len(w.variants(p)) != 1 || p.Version != len(made)+1 || p.PriceMin != *w.variants(p)[0].Price {
		t.Errorf("%+v of %d variants", p, len(w.variants(p)))
	}
	for i, err := range together(10, func(int) error {
		return second(w.tryCategory(catalog.CategoryUpsertInput{Name: uz("Gullar"), ExternalID: ptr("c")}))
	}) {
		if err != nil {
			t.Errorf("category %d: %v", i, err)
		}
	}
	if len(w.tree(true)) != 1 {
		t.Errorf("categories %q", w.tree(true))
	}
	for i, err := range together(10, func(int) error {
		return second(w.tryGroup(catalog.ModifierGroupUpsertInput{Name: uz("Sous"), ExternalID: ptr("m"), Options: additions("a")}))
	}) {
		if err != nil {
			t.Errorf("group %d: %v", i, err)
		}
	}
	if n := len(read(w, catalog.ModifierGroups)); n != 1 {
		t.Errorf("%d groups", n)
	}
}

func TestOneSlugAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	slugs := make([]string, 20)
	for i, err := range together(len(slugs), func(i int) error {
		p, err := w.tryUpsert(simple("Non", 1_000))
		if err == nil {
			slugs[i] = p.Slug
		}
		return err
	}) {
		if err != nil {
			t.Errorf("product %d: %v", i, err)
		}
	}
	slices.Sort(slugs)
	if n := len(slices.Compact(slices.Clone(slugs))); n != len(slugs) || slugs[0] != "non" {
		t.Errorf("%d different slugs: %q", n, slugs)
	}
	won := 0
	for i, err := range together(20, func(i int) error {
		in := simple(fmt.Sprint("Non ", i), 1_000)
		in.Slug = ptr("tandir-non")
		return second(w.tryUpsert(in))
	}) {
		if err == nil {
			won++
		} else if !slices.Equal(faultsOf(err), []string{"SLUG_TAKEN input.slug"}) {
			t.Errorf("product %d: %v", i, err)
		}
	}
	if won != 1 {
		t.Errorf("%d products have the slug", won)
	}
}

// Two products want one SKU: whoever comes second is told which of its variants is in the way, and its transaction is
// still usable.
func TestOneSKUAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// Slugs of their own, so that they meet at nothing but the SKU.
	one, two := shirt("first", coded("size=s", "A"), coded("size=m", "B")), shirt("second", coded("size=s", "C"), coded("size=m", "B"))
	one.Slug, two.Slug = ptr("first"), ptr("second")
	written, finish := make(chan struct{}), make(chan error, 1)
	go func() {
		finish <- w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
			_, err := catalog.Upsert(ctx, tx, w.Store.ID, one, "a", now)
			if err != nil {
				close(written)
				return err
			}
			close(written)
			for waits := false; !waits; { // until the second waits for this transaction
				err := tx.NewRaw("select exists (select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)))").Scan(ctx, &waits)
				if err != nil {
					return err
				}
			}
			return nil
		})
	}()
	<-written
	err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		_, err := catalog.Upsert(ctx, tx, w.Store.ID, two, "b", now)
		var usable bool
		if broken := tx.NewRaw("select true").Scan(ctx, &usable); broken != nil {
			t.Errorf("after the fault: %v", broken)
		}
		return err
	})
	wantFaults(t, "the second", err, "SKU_TAKEN input.variants.1.sku")
	if list, _ := fault.As(err); len(list) == 1 && list[0].Params["sku"] != "B" {
		t.Errorf("named %v", list[0].Params)
	}
	w.Must(<-finish)
}

// Changes of one product at once come one after the other, and none is lost.
func TestOneProductAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(shirt("p", coded("size=s", "A"), coded("size=m", "B")))
	variants := w.variants(p)
	for i, err := range together(30, func(i int) error {
		switch i % 3 {
		case 0:
			return second(w.trySetPrice(variants[i%2].GlobalID(), money.Tiyin(100+i), nil))
		case 1:
			return second(w.tryUpsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), Position: &i}))
		}
		return second(w.tryUpsert(shirt("p", coded("size=m", "A"), coded("size=s", "B"))))
	}) {
		if err != nil {
			t.Errorf("change %d: %v", i, err)
		}
	}
	after := w.product(p.GlobalID())
	low, high := *w.variants(p)[0].Price, *w.variants(p)[1].Price
	if after.Version != 31 || after.PriceMin != min(low, high) || after.PriceMax != max(low, high) {
		t.Errorf("%+v of %d and %d", after, low, high)
	}
	stale := 0
	for i, err := range together(10, func(i int) error {
		return second(w.tryUpsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), ExpectedVersion: ptr(31), Position: &i}))
	}) {
		if fault.Has(err, fault.StaleVersion) {
			stale++
		} else if err != nil {
			t.Errorf("change %d: %v", i, err)
		}
	}
	if stale != 9 {
		t.Errorf("%d of 10 found that it had changed, want 9", stale)
	}
}
