package cart

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
)

// Quote is a promise: this cart, at this version, for this total, until then.
type Quote struct {
	bun.BaseModel `bun:"table:quotes,alias:qte"`

	StoreID     int64       `bun:"store_id,pk"`
	ID          uuid.UUID   `bun:"id,pk,type:uuid"`
	CartID      uuid.UUID   `bun:"cart_id,type:uuid"`
	CartVersion int         `bun:"cart_version"`
	Items       money.Tiyin `bun:"items"`
	Discount    money.Tiyin `bun:"discount"`
	Delivery    money.Tiyin `bun:"delivery"`
	Tax         money.Tiyin `bun:"tax"`
	TotalTiyin  money.Tiyin `bun:"total"`
	Credit      money.Tiyin `bun:"credit"`      // paid by gift card and cashback
	Prepaid     money.Tiyin `bun:"prepaid"`     // asked for in advance by the method
	Fingerprint string      `bun:"fingerprint"` // of every unit price, of the delivery and of what pays
	ExpiresAt   time.Time   `bun:"expires_at"`
	CreatedAt   time.Time   `bun:"created_at"`
}

// GlobalID names the quote in the API.
func (q *Quote) GlobalID() id.ID { return id.Of(id.Quote, q.ID) }

// Total is the sum promised.
func (q *Quote) Total() money.Money { return money.New(q.TotalTiyin) }

// QuoteOf gives a quote for a filled cart; nil while the cart is not ready. While nothing changes it is the same quote: the
// one of before is given again as long as half of its time is left, and then renewed.
func QuoteOf(ctx context.Context, d *db.DB, shop Shop, c *Cart, now time.Time) (*Quote, error) {
	if !c.Readiness.CanPlace() {
		return nil, nil
	}
	if lasts := now.Add(shop.Store.OrderRules.QuoteFor() / 2); c.Quote != nil && c.Quote.ExpiresAt.After(lasts) {
		return c.Quote, nil
	}
	var quote *Quote
	err := d.Read(ctx, c.StoreID, func(ctx context.Context, q bun.IDB) (err error) {
		quote, err = lasting(ctx, q, shop, c, now)
		return err
	})
	if err != nil || quote != nil {
		return quote, err
	}
	err = d.Write(ctx, c.StoreID, func(ctx context.Context, tx *db.Tx) (err error) {
		quote, err = Promise(ctx, tx, shop, c, now)
		return err
	})
	return quote, err
}

func lasting(ctx context.Context, q bun.IDB, shop Shop, c *Cart, now time.Time) (*Quote, error) {
	var found []*Quote
	err := q.NewSelect().Model(&found).Where("store_id = ?", c.StoreID).Where("cart_id = ?", c.ID).
		Where("cart_version = ?", c.Version).Where("fingerprint = ?", c.fingerprint()).
		Where("expires_at > ?", now.Add(shop.Store.OrderRules.QuoteFor()/2)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("quote of cart %s: %w", c.ID, err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return found[0], nil
}

// Promise is QuoteOf as a step of another act: the cart is ready.
func Promise(ctx context.Context, tx *db.Tx, shop Shop, c *Cart, now time.Time) (*Quote, error) {
	return promise(ctx, tx.NewInsert(), shop, c, now)
}

func promise(ctx context.Context, insert *bun.InsertQuery, shop Shop, c *Cart, now time.Time) (*Quote, error) {
	quote := &Quote{
		StoreID: c.StoreID, ID: id.New(), CartID: c.ID, CartVersion: c.Version,
		Items: c.Sum.Items, Discount: c.Sum.Discount, Delivery: c.Sum.Delivery, Tax: c.Sum.Tax, TotalTiyin: c.Sum.Total,
		Credit: c.Plan.Credit(), Prepaid: c.Plan.Now,
		Fingerprint: c.fingerprint(), ExpiresAt: now.Add(shop.Store.OrderRules.QuoteFor()), CreatedAt: now,
	}
	_, err := insert.Model(quote).
		On("CONFLICT (store_id, cart_id, cart_version, fingerprint) DO UPDATE").
		Set("expires_at = greatest(qte.expires_at, excluded.expires_at)").
		Returning("*").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("promise the sum of cart %s: %w", c.ID, err)
	}
	return quote, nil
}

// IsKept tells whether a cart is still paid for as the quote says.
func (q *Quote) IsKept(p Plan) bool { return q.Credit == p.Credit() && q.Prepaid == p.Now }

// fingerprint is the same exactly while every unit price, the delivery and what pays are.
func (c *Cart) fingerprint() string {
	h := sha256.New()
	for _, l := range c.Lines {
		fmt.Fprintf(h, "%s %s %d %d\n", l.VariantID, l.ConfigKey, l.Quantity, l.UnitPrice)
	}
	fmt.Fprintf(h, "%d %d", c.Sum.Delivery, c.Sum.Tax)
	if c.Plan.Credit() > 0 || c.Plan.Deposit > 0 {
		fmt.Fprintf(h, " %d %d %d", c.Plan.GiftCard, c.Plan.Cashback, c.Plan.Now)
	}
	return hex.EncodeToString(h.Sum(nil))
}
