package catalog_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// What a list says of a product is what all its variants say, whatever state they are in.
func TestFacesSpeakForAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	sample := w.Variant("Namuna", 300, 5)
	var ids []uuid.UUID
	for range 60 {
		p := w.upsert(simple("Mahsulot", 300))
		ids = append(ids, p.ID)
	}
	w.priceList(catalog.PriceListUpsertInput{}, listPrice(sample, 100))
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		for _, change := range []string{
			`INSERT INTO variants (store_id, id, product_id, choice_key, choice, price, is_active, position)
				SELECT store_id, gen_random_uuid(), product_id, n::text, choice, price, is_active, n FROM variants, generate_series(1, 5) n WHERE store_id = ?0 AND id <> ?1`,
			`INSERT INTO stock_levels (store_id, variant_id, location_id) SELECT v.store_id, v.id, l.location_id FROM variants v, stock_levels l
				WHERE v.store_id = ?0 AND l.store_id = ?0 AND l.variant_id = ?1 ON CONFLICT DO NOTHING`,
			`UPDATE stock_levels SET on_hand = floor(random() * 3), reserved = 0 WHERE store_id = ?0`,
			`UPDATE products SET quantity_minimum = 1 + floor(random() * 2) WHERE store_id = ?0`,
			`UPDATE variants SET position = floor(random() * 3), price = 100 * (1 + floor(random() * 3)), compare_at = CASE WHEN random() < 0.5 THEN 1000 END,
				is_active = random() < 0.7, is_stopped = random() < 0.4, tracks_stock = random() < 0.7 WHERE store_id = ?0`,
			`UPDATE variants SET stopped_until = CAST(?2 AS timestamptz) + interval '1 hour' * (random() - 0.5)
				WHERE store_id = ?0 AND is_stopped AND random() < 0.7`,
			`UPDATE variants SET price = NULL, compare_at = NULL WHERE store_id = ?0 AND NOT is_active AND random() < 0.5`,
			`UPDATE variants SET retired_at = now(), is_active = false WHERE store_id = ?0 AND random() < 0.1`,
			`INSERT INTO price_list_prices (store_id, price_list_id, variant_id, price)
				SELECT v.store_id, l.price_list_id, v.id, 50 * (1 + floor(random() * 8)) FROM variants v, price_list_prices l
				WHERE v.store_id = ?0 AND l.store_id = ?0 AND v.id <> ?1 AND random() < 0.3`,
		} {
			if _, err := tx.NewRaw(change, w.Store.ID, sample, now).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	view := catalog.View{Now: now}
	var all, faces map[uuid.UUID][]*catalog.Variant
	var products []*catalog.Product
	w.Read(func(ctx context.Context, q bun.IDB) (err error) {
		if all, err = catalog.VariantsSeen(ctx, q, w.Store.ID, view, ids); err != nil {
			return err
		}
		if products, err = catalog.ProductsByIDs(ctx, q, w.Store.ID, ids); err != nil {
			return err
		}
		faces, err = catalog.Faces(ctx, q, w.Store.ID, view, ids)
		return err
	})
	saved, kept := 0, 0
	for _, p := range products {
		active := slices.DeleteFunc(slices.Clone(all[p.ID]), func(v *catalog.Variant) bool { return !v.IsActive })
		if got, want := spoken(p, faces[p.ID]), spoken(p, active); got != want {
			t.Errorf("%s: faces say %+v, all variants %+v", p.ID, got, want)
		}
		saved, kept = saved+len(active)-len(faces[p.ID]), kept+len(faces[p.ID])
	}
	if saved < kept/3 {
		t.Errorf("%d variants were read, only %d were left out", kept, saved)
	}
}

// said is what a list tells of a product.
type said struct {
	shown, cheapest, dearest uuid.UUID
	canBuy                   bool
}

func spoken(p *catalog.Product, variants []*catalog.Variant) (s said) {
	for _, v := range variants {
		sale := &catalog.ForSale{Product: p, Variant: v, At: shoptest.Now}
		if v.TracksStock {
			sale.Available = v.Pieces
		}
		if can := sale.CanBuy(p.QuantityMinimum); s.shown == uuid.Nil || can && !s.canBuy {
			s.shown, s.canBuy = v.ID, can
		}
	}
	if low, high := catalog.Range(variants); low != nil {
		s.cheapest, s.dearest = low.ID, high.ID
	}
	return s
}
