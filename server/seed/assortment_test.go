package seed

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
)

// interrupt stops the filling of the first shop behind its last product.
func interrupt(t *testing.T, d *db.DB, files media.Files) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	err := Open(ctx, d, files, Kinds[:1], now, func(done, total int, _ string) {
		if done == total {
			stop()
		}
	})
	if err == nil {
		t.Fatal("an interrupted start tells of no error")
	}
}

// checkAssortment looks at what a demo shop has around its products.
func checkAssortment(t *testing.T, ctx context.Context, q bun.IDB, storeID int64, shop *Shop) {
	t.Helper()
	brands, err := catalog.Brands(ctx, q, storeID)
	if err != nil {
		t.Fatal(err)
	}
	tags, err := catalog.Tags(ctx, q, storeID)
	if err != nil {
		t.Fatal(err)
	}
	definitions, err := catalog.Definitions(ctx, q, storeID)
	if err != nil {
		t.Fatal(err)
	}
	if len(brands) != len(shop.Brands) || len(tags) != len(shop.Tags) || len(definitions) != len(shop.Words.Attributes.Codes) ||
		len(brands) == 0 || len(tags) == 0 {
		t.Errorf("%d brands, %d tags, %d attributes", len(brands), len(tags), len(definitions))
	}
	for _, want := range shop.Products {
		p, err := catalog.ProductBy(ctx, q, storeID, catalog.Key{Slug: &want.Slug}, catalog.View{Now: now, SeesHidden: true})
		if err != nil {
			t.Fatal(err)
		}
		if p.IsShown(now) != (want.PublishIn == 0) || (p.PublishUntil != nil) != (want.PublishFor > 0) {
			t.Errorf("%s: shown %t, until %v", want.Slug, p.IsShown(now), p.PublishUntil)
		}
		if want.Sale != nil && want.Sale.Minimum != nil && p.QuantityMinimum != *want.Sale.Minimum {
			t.Errorf("%s: sold from %d", want.Slug, p.QuantityMinimum)
		}
		if len(want.GoesWith) > 0 {
			related, err := catalog.RelatedTo(ctx, q, storeID, catalog.View{Now: now, SeesHidden: true}, []uuid.UUID{p.ID})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(related[p.ID]); n != len(want.GoesWith)+len(want.Similar) {
				t.Errorf("%s: %d products belong to it", want.Slug, n)
			}
		}
	}
	checkPrices(t, ctx, q, storeID, shop)
	checkSecondPlace(t, ctx, q, storeID)
}

// checkPrices looks what everybody pays for what is on a price list.
func checkPrices(t *testing.T, ctx context.Context, q bun.IDB, storeID int64, shop *Shop) {
	t.Helper()
	if len(shop.Prices) == 0 {
		t.Error("no price list")
	}
	s, err := store.BySlug(ctx, q, shop.Slug)
	if err != nil {
		t.Fatal(err)
	}
	grouped := false
	for _, l := range shop.Prices {
		forAll := l.Group == Text{}
		grouped = grouped || !forAll
		for _, slug := range l.Products {
			want := shop.wanted(slug).Variants()[0]
			p, err := catalog.ProductBy(ctx, q, storeID, catalog.Key{Slug: &slug}, catalog.View{Now: now})
			if err != nil {
				t.Fatal(err)
			}
			price := want.Price
			if forAll {
				price = l.off(price)
			}
			if p.PriceMin != som(price) {
				t.Errorf("%s costs %d, want %d", slug, p.PriceMin, som(price))
			}
		}
	}
	if s.HasGroupPrices != grouped {
		t.Errorf("some pay other prices: %t", s.HasGroupPrices)
	}
}

func checkSecondPlace(t *testing.T, ctx context.Context, q bun.IDB, storeID int64) {
	t.Helper()
	var pieces int
	err := q.NewSelect().Model((*stock.Level)(nil)).ColumnExpr("coalesce(sum(on_hand), 0)").Where("store_id = ?", storeID).
		Where("location_id <> (SELECT id FROM locations WHERE store_id = ? AND is_default)", storeID).Scan(ctx, &pieces)
	if err != nil || pieces == 0 {
		t.Errorf("%d pieces at the second place, %v", pieces, err)
	}
}
