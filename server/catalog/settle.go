package catalog

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/search"
)

// settle makes what is derived from a product's parts true again: its price range and its search document. It refuses an
// active product that nobody could buy for want of a price.
func settle(ctx context.Context, tx *db.Tx, p *Product) error {
	loaded, err := VariantsOf(ctx, tx, p.StoreID, []uuid.UUID{p.ID})
	if err != nil {
		return err
	}
	variants := loaded[p.ID]
	p.PriceMin, p.PriceMax = 0, 0
	priced := false
	for _, v := range variants {
		if !v.IsActive || v.Price == nil {
			continue
		}
		if !priced || *v.Price < p.PriceMin {
			p.PriceMin = *v.Price
		}
		p.PriceMax = max(p.PriceMax, *v.Price)
		priced = true
	}
	if p.Status == Active && !priced {
		return fault.New(fault.PriceMissing, "input", "variants")
	}
	_, err = tx.NewUpdate().Model(p).Column("price_min", "price_max").WherePK().Exec(ctx)
	if err != nil {
		return fmt.Errorf("price range of product %s: %w", p.ID, err)
	}
	return search.Put(ctx, tx, document(p, variants))
}

// document gathers what a product is found by.
func document(p *Product, variants []*Variant) *search.Document {
	var title, body []string
	add := func(list *[]string, t lang.Text) {
		for _, l := range lang.All {
			if s := t.Get(l); s != "" {
				*list = append(*list, s)
			}
		}
	}
	add(&title, p.Name)
	for _, v := range variants {
		if v.SKU != nil {
			title = append(title, *v.SKU)
		}
	}
	add(&body, p.Summary)
	add(&body, p.Description)
	for _, a := range p.Attributes {
		add(&body, a.Value)
	}
	return &search.Document{
		StoreID: p.StoreID, ProductID: p.ID, Title: strings.Join(title, "\n"), Body: strings.Join(body, "\n"),
		IsActive: p.Status == Active, Popularity: p.Popularity,
	}
}

// SetStatus publishes, hides or archives a product. A repeat changes nothing.
// Errors: INVALID_ID, NOT_FOUND, PRICE_MISSING.
func SetStatus(ctx context.Context, tx *db.Tx, storeID int64, which id.ID, s Status, now time.Time) (*Product, error) {
	p, _, err := findForUpsert[Product](ctx, tx, storeID, id.Product, &which, nil)
	if err != nil || p.Status == s {
		return p, err
	}
	p.setStatus(s, now)
	p.Version++
	p.UpdatedAt = now
	if err := store(ctx, tx, p, false); err != nil {
		return nil, fmt.Errorf("status of product %s: %w", p.ID, err)
	}
	if err := settle(ctx, tx, p); err != nil {
		return nil, err
	}
	return p, nil
}

// SetPrice changes the price of a variant; compareAt nil removes the crossed-out one.
// Errors: INVALID_ID, NOT_FOUND, OUT_OF_RANGE.
func SetPrice(ctx context.Context, tx *db.Tx, storeID int64, which id.ID, price money.Tiyin, compareAt *money.Tiyin, now time.Time) (*Variant, error) {
	v, p, err := lockVariant(ctx, tx, storeID, which)
	if err != nil {
		return nil, err
	}
	var faults fault.List
	v.Price, v.CompareAt, v.UpdatedAt = &price, compareAt, now
	checkPrice(v, []string{"input"}, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if err := store(ctx, tx, v, false); err != nil {
		return nil, fmt.Errorf("price of variant %s: %w", v.ID, err)
	}
	p.Version++
	p.UpdatedAt = now
	if err := store(ctx, tx, p, false); err != nil {
		return nil, fmt.Errorf("price of variant %s: %w", v.ID, err)
	}
	return v, settle(ctx, tx, p)
}

// SetStopped takes a variant off sale for the moment, or puts it back. A repeat changes nothing.
// Errors: INVALID_ID, NOT_FOUND.
func SetStopped(ctx context.Context, tx *db.Tx, storeID int64, which id.ID, stopped bool, now time.Time) (*Variant, error) {
	v, _, err := lockVariant(ctx, tx, storeID, which)
	if err != nil || v.IsStopped == stopped {
		return v, err
	}
	v.IsStopped, v.UpdatedAt = stopped, now
	if err := store(ctx, tx, v, false); err != nil {
		return nil, fmt.Errorf("stop variant %s: %w", v.ID, err)
	}
	return v, nil
}

// lockVariant locks the product first and then its variant, in the order in which Upsert does.
func lockVariant(ctx context.Context, tx *db.Tx, storeID int64, which id.ID) (*Variant, *Product, error) {
	key, err := which.Must(id.Variant, "input", "variantId")
	if err != nil {
		return nil, nil, err
	}
	found, err := VariantsByIDs(ctx, tx, storeID, []uuid.UUID{key})
	if err != nil {
		return nil, nil, err
	}
	if len(found) == 0 {
		return nil, nil, fault.New(fault.NotFound, "input", "variantId")
	}
	p := new(Product)
	err = tx.NewSelect().Model(p).Where("store_id = ?", storeID).Where("id = ?", found[0].ProductID).For("UPDATE").Scan(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("lock product of variant %s: %w", key, err)
	}
	v := new(Variant)
	got, err := one(v, tx.NewSelect().Model(v).Where("store_id = ?", storeID).Where("id = ?", key).For("UPDATE").Scan(ctx))
	if err != nil {
		return nil, nil, err
	}
	if got == nil {
		return nil, nil, fault.New(fault.NotFound, "input", "variantId")
	}
	return v, p, nil
}
