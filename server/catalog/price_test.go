package catalog_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/shoptest"
)

func (w world) priceList(in catalog.PriceListUpsertInput, prices ...*catalog.ListPriceInput) *catalog.PriceList {
	w.T.Helper()
	if in.Name == nil {
		in.Name = uz("Chegirma")
	}
	l, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.PriceList, error) {
		l, err := catalog.UpsertPriceList(ctx, tx, storeID, in, now)
		if err != nil {
			return nil, err
		}
		return catalog.SetListPrices(ctx, tx, storeID, catalog.ListPricesSetInput{PriceListID: l.GlobalID(), Prices: prices}, now)
	})
	w.Must(err)
	return l
}

func listPrice(variant uuid.UUID, price money.Tiyin) *catalog.ListPriceInput {
	return &catalog.ListPriceInput{VariantID: ptr(id.Of(id.Variant, variant)), Price: set(&price)}
}

func (w world) group() *customer.Group {
	w.T.Helper()
	g, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*customer.Group, error) {
		return customer.UpsertGroup(ctx, tx, storeID, customer.GroupUpsertInput{Name: uz("Ulgurji")})
	})
	w.Must(err)
	return g
}

// buyerIn is a shopper in a group.
func (w world) buyerIn(g *customer.Group) *customer.Customer {
	w.T.Helper()
	who, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*customer.Customer, error) {
		return customer.SetGroup(ctx, tx, storeID, customer.GroupSetInput{CustomerID: w.Buyer().NodeID(), GroupID: set(ptr(g.GlobalID()))}, now)
	})
	w.Must(err)
	return who
}

// The price shown in a product, carted and quoted is one, for everybody and at every moment.
func TestPriceLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tea := w.Variant("Choy", 10_000, 100)
	wholesale := w.group()
	somebody, dealer := w.Buyer(), w.buyerIn(wholesale)
	start, end := now.Add(time.Hour), now.Add(2*time.Hour)
	w.priceList(catalog.PriceListUpsertInput{CustomerGroupID: set(ptr(wholesale.GlobalID()))}, listPrice(tea, 7_000))
	w.priceList(catalog.PriceListUpsertInput{StartsAt: set(&start), EndsAt: set(&end)}, listPrice(tea, 8_000))
	w.priceList(catalog.PriceListUpsertInput{IsActive: ptr(false)}, listPrice(tea, 1))
	w.priceList(catalog.PriceListUpsertInput{}, listPrice(tea, 20_000)) // dearer than its own: does not count
	for _, c := range []struct {
		name   string
		who    *customer.Customer
		at     time.Time
		price  money.Tiyin
		former money.Tiyin
	}{
		{"before the sale", somebody, now, 10_000, 0},
		{"the dealer before the sale", dealer, now, 7_000, 10_000},
		{"as it begins", somebody, start, 8_000, 10_000},
		{"the dealer during the sale", dealer, start, 7_000, 10_000},
		{"just before its end", somebody, end.Add(-time.Millisecond), 8_000, 10_000},
		{"as it ends", somebody, end, 10_000, 0},
	} {
		view := catalog.View{Now: c.at, CustomerID: &c.who.ID}
		product := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (*catalog.Variant, error) {
			found, err := catalog.VariantsSeenByIDs(ctx, q, storeID, view, []uuid.UUID{tea})
			return found[0], err
		})
		filled, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: c.who}, cart.CartSetInput{
			Lines: []*cart.CartLineInput{shoptest.Want(tea, 1)}, Contact: &cart.ContactInput{Name: ptr("Ali"), Phone: ptr("90 123 45 67")},
			Delivery: w.ToPickup(), PaymentMethod: ptr(w.Shop().Methods()[0]),
		}, c.at)
		w.Must(err)
		quote, err := cart.QuoteOf(t.Context(), w.DB, w.Shop(), filled, c.at)
		w.Must(err)
		line := filled.Lines[0]
		if *product.Price != c.price || line.UnitPrice != c.price || quote.Items != c.price {
			t.Errorf("%s: shown %d, carted %d, quoted %d, want %d", c.name, *product.Price, line.UnitPrice, quote.Items, c.price)
		}
		if c.former == 0 && product.CompareAt != nil || c.former > 0 && (product.CompareAt == nil || *product.CompareAt != c.former || *line.CompareAt != c.former) {
			t.Errorf("%s: former price %v, want %d", c.name, product.CompareAt, c.former)
		}
		if own := product.OwnPrice(); *own.Price != 10_000 || own.CompareAt != nil {
			t.Errorf("%s: own price %+v", c.name, own)
		}
	}
	// Lists and filters go by what everybody pays, once the moment has come.
	sold := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (*catalog.Variant, error) {
		return catalog.VariantByID(ctx, q, storeID, tea)
	})
	key := id.Of(id.Product, sold.ProductID)
	for at, low := range map[time.Time]money.Tiyin{start: 8_000, end: 10_000} {
		w.Write(func(ctx context.Context, tx *db.Tx) error { return catalog.Settle(ctx, tx, w.Store.ID, at) })
		if p := w.product(key); p.PriceMin != low || p.PriceMax != low {
			t.Errorf("at %s: range from %d to %d, want %d", at, p.PriceMin, p.PriceMax, low)
		}
	}
}

func TestPriceListsRefuse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := w.beside("begona")
	tea, theirs := w.Variant("Choy", 10_000, 1), other.Variant("Choy", 10_000, 1)
	l, foreign := w.priceList(catalog.PriceListUpsertInput{}), other.priceList(catalog.PriceListUpsertInput{})
	upsert := func(in catalog.PriceListUpsertInput) error {
		return second(try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.PriceList, error) {
			return catalog.UpsertPriceList(ctx, tx, storeID, in, now)
		}))
	}
	prices := func(in catalog.ListPricesSetInput) error {
		return second(try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.PriceList, error) {
			return catalog.SetListPrices(ctx, tx, storeID, in, now)
		}))
	}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"no name":             {upsert(catalog.PriceListUpsertInput{}), "REQUIRED input.name"},
		"backwards":           {upsert(catalog.PriceListUpsertInput{Name: uz("x"), StartsAt: set(&now), EndsAt: set(&now)}), "INVALID input.endsAt"},
		"stale":               {upsert(catalog.PriceListUpsertInput{ID: ptr(l.GlobalID()), ExpectedVersion: ptr(9)}), "STALE_VERSION input.expectedVersion"},
		"the neighbour's":     {upsert(catalog.PriceListUpsertInput{ID: ptr(foreign.GlobalID())}), "NOT_FOUND input.id"},
		"their group":         {upsert(catalog.PriceListUpsertInput{Name: uz("x"), CustomerGroupID: set(ptr(other.group().GlobalID()))}), "NOT_FOUND input.customerGroupId"},
		"unknown list":        {prices(catalog.ListPricesSetInput{PriceListID: foreign.GlobalID()}), "NOT_FOUND input.priceListId"},
		"their variant":       {prices(catalog.ListPricesSetInput{PriceListID: l.GlobalID(), Prices: []*catalog.ListPriceInput{listPrice(theirs, 1)}}), "NOT_FOUND input.prices.0.variantId"},
		"twice":               {prices(catalog.ListPricesSetInput{PriceListID: l.GlobalID(), Prices: []*catalog.ListPriceInput{listPrice(tea, 1), listPrice(tea, 2)}}), "DUPLICATE input.prices.1.variantId"},
		"negative":            {prices(catalog.ListPricesSetInput{PriceListID: l.GlobalID(), Prices: []*catalog.ListPriceInput{listPrice(tea, -1)}}), "OUT_OF_RANGE input.prices.0.price"},
		"no variant":          {prices(catalog.ListPricesSetInput{PriceListID: l.GlobalID(), Prices: []*catalog.ListPriceInput{{SKU: ptr("nowhere")}}}), "NOT_FOUND input.prices.0.sku"},
		"stale prices":        {prices(catalog.ListPricesSetInput{PriceListID: l.GlobalID(), ExpectedVersion: ptr(1)}), "STALE_VERSION input.expectedVersion"},
		"all that is allowed": {prices(catalog.ListPricesSetInput{PriceListID: l.GlobalID(), ExpectedVersion: ptr(2), Prices: []*catalog.ListPriceInput{listPrice(tea, 5)}}), ""},
	} {
		want := []string{}
		if c.want != "" {
			want = append(want, c.want)
		}
		wantFaults(t, name, c.err, want...)
	}
	listed := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (map[uuid.UUID]*page.Connection[*catalog.ListedPrice], error) {
		return catalog.ListPrices(ctx, q, storeID, []uuid.UUID{l.ID}, page.Args{})
	})
	if n := listed[l.ID].Nodes(); len(n) != 1 || n[0].Price != 5 {
		t.Errorf("%+v", n)
	}
}
