package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
)

// reprice makes the price range, and whether any of them is cheaper than it was, that of variants, and tells whether any of them can be bought as far as the price goes.
func (p *Product) reprice(variants []*Variant) bool {
	p.PriceMin, p.PriceMax, p.IsOnSale = 0, 0, false
	isPriced := false
	for _, v := range variants {
		if !v.IsActive || v.Price == nil {
			continue
		}
		if !isPriced || *v.Price < p.PriceMin {
			p.PriceMin = *v.Price
		}
		p.PriceMax = max(p.PriceMax, *v.Price)
		p.IsOnSale = p.IsOnSale || v.CompareAt != nil
		isPriced = true
	}
	return isPriced
}

// SetStatus publishes, hides or archives a product. A repeat changes nothing.
// Errors: INVALID_ID, NOT_FOUND, STALE_VERSION, PRICE_MISSING at status for a product without an active variant.
func SetStatus(ctx context.Context, tx *db.Tx, storeID int64, which id.ID, expected *int, s Status, now time.Time) (*Product, error) {
	p, _, err := edit.Find[Product](ctx, tx, storeID, id.Product, &which, nil)
	if err != nil || p.Status == s {
		return p, err
	}
	if f := edit.Stale(expected, p.Version); f != nil {
		return nil, f
	}
	loaded, err := VariantsOf(ctx, tx, storeID, []uuid.UUID{p.ID})
	if err != nil {
		return nil, err
	}
	if isPriced := p.reprice(loaded[p.ID]); s == Active && !isPriced {
		return nil, fault.New(fault.PriceMissing, "input", "status")
	}
	p.setStatus(s, now)
	p.Version++
	p.UpdatedAt = now
	if err := edit.Save(ctx, tx, p, false); err != nil {
		return nil, fmt.Errorf("status of product %s: %w", p.ID, err)
	}
	if err := priced(ctx, tx, storeID, now, p); err != nil {
		return nil, err
	}
	return p, index(ctx, tx, storeID, now, p.ID)
}

// SetPrice changes the price of a variant; compareAt nil removes the crossed-out one.
// Errors: INVALID_ID, NOT_FOUND, OUT_OF_RANGE, STALE_VERSION of the product.
func SetPrice(ctx context.Context, tx *db.Tx, storeID int64, which id.ID, expected *int, price money.Tiyin, compareAt *money.Tiyin, now time.Time) (*Variant, error) {
	v, p, err := lockVariant(ctx, tx, storeID, which)
	if err != nil {
		return nil, err
	}
	if f := edit.Stale(expected, p.Version); f != nil {
		return nil, f
	}
	var faults fault.List
	v.isRepriced = !same(v.Price, &price) || !same(v.CompareAt, compareAt)
	v.Price, v.CompareAt, v.UpdatedAt = &price, compareAt, now
	checkPrice(v, []string{"input"}, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if err := edit.Save(ctx, tx, v, false); err != nil {
		return nil, fmt.Errorf("price of variant %s: %w", v.ID, err)
	}
	loaded, err := VariantsOf(ctx, tx, storeID, []uuid.UUID{p.ID})
	if err != nil {
		return nil, err
	}
	p.reprice(loaded[p.ID])
	p.Version++
	p.UpdatedAt = now
	if err := edit.Save(ctx, tx, p, false); err != nil {
		return nil, fmt.Errorf("price of variant %s: %w", v.ID, err)
	}
	v.notePrice(ctx, tx)
	if err := priced(ctx, tx, storeID, now, p); err != nil {
		return nil, err
	}
	return v, index(ctx, tx, storeID, now, p.ID)
}

// SetStopped takes a variant off sale until a moment, nil for until somebody says otherwise, or puts it back. A repeat
// changes nothing. Errors: INVALID_ID, NOT_FOUND, STALE_VERSION of the product, INVALID at until for a moment that is over
// or for a variant that is put back.
func SetStopped(ctx context.Context, tx *db.Tx, storeID int64, which id.ID, expected *int, stopped bool, until *time.Time, now time.Time) (*Variant, error) {
	v, p, err := lockVariant(ctx, tx, storeID, which)
	if err != nil {
		return nil, err
	}
	isSame := v.Stopped(now) == stopped && (!stopped || (v.StoppedTill == nil) == (until == nil) && (until == nil || until.Equal(*v.StoppedTill)))
	if isSame {
		return v, nil
	}
	if f := edit.Stale(expected, p.Version); f != nil {
		return nil, f
	}
	if until != nil && (!stopped || !now.Before(*until)) {
		return nil, fault.New(fault.Invalid, "input", "until")
	}
	v.IsStopped, v.StoppedTill, v.UpdatedAt = stopped, until, now
	if err := edit.Save(ctx, tx, v, false); err != nil {
		return nil, fmt.Errorf("stop variant %s: %w", v.ID, err)
	}
	edit.Record(ctx, tx, p, false)
	if err := settleAt(ctx, tx, storeID, now, until); err != nil {
		return nil, err
	}
	return v, index(ctx, tx, storeID, now, p.ID)
}

// lockVariant locks a product and reads one of its variants. Every write of a variant has locked its product first.
func lockVariant(ctx context.Context, tx *db.Tx, storeID int64, which id.ID) (*Variant, *Product, error) {
	key, err := which.Must(id.Variant, "input", "variantId")
	if err != nil {
		return nil, nil, err
	}
	p := new(Product)
	found, err := edit.One(p, tx.NewSelect().Model(p).Where("prd.store_id = ?", storeID).
		Where("prd.id = (SELECT product_id FROM variants WHERE store_id = ? AND id = ?)", storeID, key).
		For("NO KEY UPDATE").Scan(ctx))
	if err != nil {
		return nil, nil, err
	}
	if found != nil {
		v := new(Variant)
		v, err = edit.One(v, tx.NewSelect().Model(v).Where("store_id = ?", storeID).Where("id = ?", key).
			Where("retired_at IS NULL").Scan(ctx))
		if err != nil || v != nil {
			return v, p, err
		}
	}
	return nil, nil, fault.New(fault.NotFound, "input", "variantId")
}
