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
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

func (w world) trySetPrice(which id.ID, price money.Tiyin, compareAt *money.Tiyin) (*catalog.Variant, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error) {
		return catalog.SetPrice(ctx, tx, storeID, which, nil, price, compareAt, now.Add(time.Hour))
	})
}

func (w world) trySetStopped(which id.ID, stopped bool) (*catalog.Variant, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error) {
		return catalog.SetStopped(ctx, tx, storeID, which, nil, stopped, nil, now.Add(time.Hour))
	})
}

func (w world) trySetStatus(which id.ID, s catalog.Status, at time.Time) (*catalog.Product, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Product, error) {
		return catalog.SetStatus(ctx, tx, storeID, which, nil, s, at)
	})
}

func TestSetPrice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(simple("Non", 1_000))
	key := w.variants(p)[0].GlobalID()
	w.Must(second(w.trySetPrice(key, 900, ptr[money.Tiyin](1_000))))
	v, after := w.variants(p)[0], w.product(p.GlobalID())
	if *v.Price != 900 || *v.CompareAt != 1_000 || after.PriceMin != 900 || after.Version != 2 || !after.UpdatedAt.Equal(now.Add(time.Hour)) {
		t.Errorf("%+v of %+v", v, after)
	}
	w.Must(second(w.trySetPrice(key, 2_000, nil)))
	if v := w.variants(p)[0]; *v.Price != 2_000 || v.CompareAt != nil {
		t.Errorf("%+v", v)
	}
	neighbour := w.beside("qoshni")
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"negative":           {second(w.trySetPrice(key, -1, nil)), "OUT_OF_RANGE input.price"},
		"too much":           {second(w.trySetPrice(key, catalog.MaxPrice+1, nil)), "OUT_OF_RANGE input.price"},
		"not crossed out":    {second(w.trySetPrice(key, 10, ptr[money.Tiyin](10))), "OUT_OF_RANGE input.compareAt"},
		"unknown":            {second(w.trySetPrice(id.Of(id.Variant, id.New()), 10, nil)), "NOT_FOUND input.variantId"},
		"of another kind":    {second(w.trySetPrice(p.GlobalID(), 10, nil)), "INVALID_ID input.variantId"},
		"the neighbour's":    {second(neighbour.trySetPrice(key, 10, nil)), "NOT_FOUND input.variantId"},
		"stop unknown":       {second(w.trySetStopped(id.Of(id.Variant, id.New()), true)), "NOT_FOUND input.variantId"},
		"stop neighbour's":   {second(neighbour.trySetStopped(key, true)), "NOT_FOUND input.variantId"},
		"status unknown":     {second(w.trySetStatus(id.Of(id.Product, id.New()), catalog.Draft, now)), "NOT_FOUND input.id"},
		"status neighbour's": {second(neighbour.trySetStatus(p.GlobalID(), catalog.Draft, now)), "NOT_FOUND input.id"},
	} {
		wantFaults(t, name, c.err, c.want)
	}
	if v := w.variants(p)[0]; *v.Price != 2_000 || v.IsStopped {
		t.Errorf("refusals changed %+v", v)
	}
}

func TestSetStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(simple("Non", 1_000))
	key := w.variants(p)[0].ID
	sale := func() *catalog.ForSale {
		return read(w, func(ctx context.Context, q bun.IDB, storeID int64) (map[uuid.UUID]*catalog.ForSale, error) {
			return catalog.VariantsForSale(ctx, q, storeID, catalog.View{Now: now}, []uuid.UUID{key, id.New()})
		})[key]
	}
	if s := sale(); !s.IsSold() || !s.CanBuy(10) || s.CanBuy(11) {
		t.Errorf("on sale: %+v", s)
	}
	for range 2 {
		w.Must(second(w.trySetStopped(id.Of(id.Variant, key), true)))
		if s := sale(); s.IsSold() || s.CanBuy(1) || !s.Variant.UpdatedAt.Equal(now.Add(time.Hour)) {
			t.Errorf("stopped: %+v", s)
		}
	}
	w.Must(second(w.trySetStopped(id.Of(id.Variant, key), false)))
	if s := sale(); !s.IsSold() {
		t.Errorf("back on sale: %+v", s)
	}
}

func TestSetStatus(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := simple("Non", 1_000)
	in.Status = nil
	p := w.upsert(in)
	key := p.GlobalID()
	if got := w.search("non"); len(got) != 0 {
		t.Errorf("a draft is found: %q", got)
	}
	w.Must(second(w.trySetStatus(key, catalog.Active, now.Add(time.Hour))))
	if p := w.product(key); p.Status != catalog.Active || !p.PublishedAt.Equal(now.Add(time.Hour)) || p.Version != 2 || len(w.search("non")) != 1 {
		t.Errorf("published %+v", p)
	}
	w.Must(second(w.trySetStatus(key, catalog.Active, now.Add(2*time.Hour))))
	if p := w.product(key); p.Version != 2 {
		t.Error("a repeat counts as a change")
	}
	w.Must(second(w.trySetStatus(key, catalog.Archived, now.Add(2*time.Hour))))
	if len(w.search("non")) != 0 {
		t.Error("an archived product is found")
	}
	w.Must(second(w.trySetStatus(key, catalog.Active, now.Add(3*time.Hour))))
	if p := w.product(key); !p.PublishedAt.Equal(now.Add(time.Hour)) || p.Version != 4 {
		t.Errorf("published again %+v", p)
	}
	bare := w.upsert(catalog.ProductUpsertInput{Name: uz("Boʻsh")})
	_, err := w.trySetStatus(bare.GlobalID(), catalog.Active, now)
	wantFaults(t, "nothing to buy", err, "PRICE_MISSING input.status")
}

func TestForSale(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := whole(w)
	in.Options[0].Values[1].Name = lang.Text{UzLatn: "koʻk", RU: "синий"}
	in.Options[1].Values[1].Name = lang.Text{RU: "М"}
	p := w.upsert(in)
	variants := w.variants(p)
	sale := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (map[uuid.UUID]*catalog.ForSale, error) {
		return catalog.VariantsForSale(ctx, q, storeID, catalog.View{Now: now}, keys(variants))
	})
	red, blue := sale[variants[0].ID], sale[variants[1].ID]
	if *red.Available != 7 || red.Product.ID != p.ID || len(red.Modifiers) != 1 || !red.CanBuy(7) || red.CanBuy(8) || red.Cover == nil {
		t.Errorf("red %+v", red)
	}
	if blue.Available != nil || blue.IsSold() || blue.Cover.ID == red.Cover.ID {
		t.Errorf("blue %+v", blue)
	}
	if name := blue.Name(); name.UzLatn != "koʻk, М" || name.RU != "синий, М" || name.EN != "koʻk, М" {
		t.Errorf("name %+v", name)
	}
	blue.Variant.IsStopped = false
	if !blue.CanBuy(1_000_000) {
		t.Error("what is not counted never runs out")
	}
	blue.Variant.Price = nil
	if blue.IsSold() {
		t.Error("nothing is sold without a price")
	}
}
