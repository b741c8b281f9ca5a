package seed

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func TestDemoOpensFourShops(t *testing.T) {
	ctx := t.Context()
	d := dbtest.New(t)
	disk, err := media.OpenDisk(t.TempDir(), secret.NewKey("k1"))
	if err != nil {
		t.Fatal(err)
	}
	files := media.Open(disk)
	interrupt(t, d, files)
	last := 0
	err = Demo(ctx, d, files, now, func(done, total int, what string) {
		if done != last+1 || total < done || what == "" {
			t.Errorf("progress %d of %d, %q after %d", done, total, what, last)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range Kinds {
		t.Run(kind, func(t *testing.T) { checkShop(t, d, files, kind) })
	}
	t.Run("search", func(t *testing.T) { checkSearch(t, d) })

	again := 0
	if err := Demo(ctx, d, files, now, func(int, int, string) { again++ }); err != nil || again != 0 {
		t.Errorf("seeding again made %d products, error %v", again, err)
	}
}

func checkShop(t *testing.T, d *db.DB, files media.Files, kind string) {
	shop, err := Load(kind)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.BySlug(t.Context(), d, shop.Slug)
	if err != nil {
		t.Fatal(err)
	}
	if !s.IsDemo || s.Legal.TaxID == "" || s.Contacts.Phone == "" || s.Look.LogoID == nil || s.Look.CoverID == nil {
		t.Errorf("store is not furnished: %+v", s)
	}
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, s.Location())
	if !s.IsOpen(noon) || s.IsOpen(noon.Add(14*time.Hour)) {
		t.Error("the hours are not those of a shop")
	}
	err = d.Read(t.Context(), s.ID, func(ctx context.Context, q bun.IDB) error {
		want := shop.Products[0]
		hits, err := search.Find(ctx, q, s.ID, want.Name.UzCyrl, nil)
		if err != nil {
			return err
		}
		products, err := catalog.ProductsByIDs(ctx, q, s.ID, hits)
		if err != nil {
			return err
		}
		var found *catalog.Product
		for _, hit := range products {
			if hit.Slug == want.Slug {
				found = hit
			}
		}
		if found == nil {
			t.Fatalf("%q is not found by its Cyrillic name", want.Slug)
		}
		checkProduct(t, ctx, q, &want, found)
		checkPictures(t, ctx, q, files, &want, found)

		checkCollections(t, ctx, q, s.ID)
		checkAssortment(t, ctx, q, s.ID, shop)

		zones, err := delivery.Zones(ctx, q, s.ID, false)
		if err != nil {
			return err
		}
		home := geo.Point{Latitude: shop.Address.At[0], Longitude: shop.Address.At[1]}
		if len(zones) != len(shop.Zones) || !zones[0].Area.Contains(home) {
			t.Errorf("%d zones; the shop itself is in the first: %t", len(zones), zones[0].Area.Contains(home))
		}
		points, err := delivery.PickupPoints(ctx, q, s.ID, false)
		if err == nil && len(points) != 2 {
			t.Errorf("%d pickup points", len(points))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkProduct(t *testing.T, ctx context.Context, q bun.IDB, want *Product, got *catalog.Product) {
	t.Helper()
	if got.Status != catalog.Active || got.Popularity != want.Popular || got.PriceMin <= 0 {
		t.Errorf("%s: status %s, popularity %d, price %d", got.Slug, got.Status, got.Popularity, got.PriceMin)
	}
	attributes, err := catalog.AttributesOf(ctx, q, got.StoreID, []uuid.UUID{got.ID})
	if err != nil {
		t.Fatal(err)
	}
	if len(attributes[got.ID]) != len(want.Attributes) || len(got.Facts) != 0 {
		t.Errorf("%s: %d of %d attributes are of definitions", got.Slug, len(attributes[got.ID]), len(want.Attributes))
	}
	loaded, err := catalog.VariantsOf(ctx, q, got.StoreID, []uuid.UUID{got.ID})
	if err != nil {
		t.Fatal(err)
	}
	bySKU := map[string]*catalog.Variant{}
	for _, v := range loaded[got.ID] {
		bySKU[*v.SKU] = v
	}
	for _, v := range want.Variants() {
		made := bySKU[v.SKU]
		if made == nil || *made.Price != som(v.Price) {
			t.Errorf("variant %s is missing or priced otherwise: %+v", v.SKU, made)
			continue
		}
		sums, err := stock.Available(ctx, q, got.StoreID, []uuid.UUID{made.ID})
		if err != nil {
			t.Fatal(err)
		}
		if sums[made.ID] != v.Stock {
			t.Errorf("%s: %d in stock, want %d", v.SKU, sums[made.ID], v.Stock)
		}
	}
	groups, err := catalog.ModifierGroupsOf(ctx, q, got.StoreID, []uuid.UUID{got.ID})
	if err != nil {
		t.Fatal(err)
	}
	if len(groups[got.ID]) != len(want.Modifiers) {
		t.Errorf("%s: %d modifier groups, want %d", got.Slug, len(groups[got.ID]), len(want.Modifiers))
	}
}

func checkPictures(t *testing.T, ctx context.Context, q bun.IDB, files media.Files, want *Product, got *catalog.Product) {
	t.Helper()
	pictures, err := catalog.PicturesOf(ctx, q, got.StoreID, []uuid.UUID{got.ID})
	if err != nil {
		t.Fatal(err)
	}
	shots := want.Shots()
	if len(pictures[got.ID]) != len(shots) {
		t.Fatalf("%d pictures, want %d", len(pictures[got.ID]), len(shots))
	}
	for i, p := range pictures[got.ID] {
		if (p.OptionValueID != nil) != (shots[i].Value != "") {
			t.Errorf("picture %s shows a value: %t", shots[i].File, p.OptionValueID != nil)
		}
	}
	m := pictures[got.ID][0].Media
	if data, err := files.Rendition(t.Context(), got.StoreID, m.Hash, 320, media.WebP); err != nil || len(data) == 0 {
		t.Errorf("picture %s cannot be shown: %v", m.URL(320, media.WebP), err)
	}
}
