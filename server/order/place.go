package order

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/stock"
)

// OrderPlaceInput makes an order of the cart of a quote.
type OrderPlaceInput struct {
	QuoteID   id.ID
	CartToken *string // the anonymous cart's secret
}

// PriceChange are the facts of a PRICE_CHANGED fault: both totals, and a quote that holds for the new one.
type PriceChange struct {
	Before, After money.Money
	Quote         *cart.Quote
}

// Place makes an order of a cart, at most once: a repeat, a second tap and a second device get the same order.
//
// Faults at quoteId: INVALID_ID; NOT_FOUND, also for another's; QUOTE_STALE; QUOTE_EXPIRED; everything that the cart's
// readiness names, INSUFFICIENT_STOCK with stock.Shortage facts; PRICE_CHANGED with PriceChange facts.
func Place(ctx context.Context, d *db.DB, shop cart.Shop, who *customer.Customer, in OrderPlaceInput, now time.Time) (*Order, error) {
	quoteID, err := in.QuoteID.Must(id.Quote, "input", "quoteId")
	if err != nil {
		return nil, err
	}
	h := cart.Holder{Customer: who}
	if in.CartToken != nil {
		h.Token = *in.CartToken
	}
	o, err := place(ctx, d, shop, h, quoteID, now)
	if !fault.Has(err, fault.InsufficientStock) {
		return o, err
	}
	// Perhaps the pieces are held by orders whose time is over and whose jobs are late.
	freed, expireErr := expireOverdue(ctx, d, shop, now)
	if expireErr != nil {
		return nil, expireErr
	}
	if freed == 0 {
		return nil, err
	}
	return place(ctx, d, shop, h, quoteID, now)
}

// place is one attempt. Locks are taken in the order cart, stock, counter; the rows that all buyers of a shop share, the
// stock of a popular variant and the counter, come last, so that they are held for little more than the commit.
func place(ctx context.Context, d *db.DB, shop cart.Shop, h cart.Holder, quoteID uuid.UUID, now time.Time) (*Order, error) {
	leave, err := d.Queue(ctx, shop.Store.ID)
	if err != nil {
		return nil, err
	}
	defer leave()
	var o *Order
	var refused error // the transaction is kept all the same: it holds a fresh quote
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		o, refused = nil, nil
		c, err := cart.ForOrder(ctx, tx, shop, quoteID, h, now)
		switch {
		case err != nil:
			return err
		case c == nil:
			return refuse(fault.NotFound)
		case c.Status == cart.Ordered:
			o, err = ofCart(ctx, tx, shop.Store.ID, c.ID, h.Customer.ID)
			return err
		case c.Status != cart.Open || c.Version != c.Quote.CartVersion:
			return refuse(fault.QuoteStale)
		case !now.Before(c.Quote.ExpiresAt):
			return refuse(fault.QuoteExpired)
		case !c.Readiness.CanPlace():
			return c.Readiness.Faults("input", "quoteId")
		case c.Sum.Total != c.Quote.TotalTiyin:
			refused, err = priceChanged(ctx, tx, shop, c, now)
			return err
		case !c.Quote.IsKept(c.Plan):
			return refuse(fault.CreditChanged)
		}
		o, err = write(ctx, tx, shop, c, h.Customer, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	return o, refused
}

func refuse(code fault.Code) *fault.Error { return fault.New(code, "input", "quoteId") }

// ofCart gives the order that was made of a cart.
func ofCart(ctx context.Context, tx *db.Tx, storeID int64, cartID, customerID uuid.UUID) (*Order, error) {
	o := new(Order)
	err := tx.NewSelect().Model(o).Where("store_id = ?", storeID).Where("cart_id = ?", cartID).
		Where("customer_id = ?", customerID).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, refuse(fault.NotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("order of cart %s: %w", cartID, err)
	}
	return o, nil
}

func priceChanged(ctx context.Context, tx *db.Tx, shop cart.Shop, c *cart.Cart, now time.Time) (refused, err error) {
	fresh, err := cart.Promise(ctx, tx, shop, c, now)
	if err != nil {
		return nil, err
	}
	before, after := c.Quote.Total(), fresh.Total()
	return refuse(fault.PriceChanged).With("before", before).With("after", after).
		Stating(PriceChange{Before: before, After: after, Quote: fresh}), nil
}

// write makes the rows of a new order; the order row itself, which foreign keys wait for until the commit, is the last.
func write(ctx context.Context, tx *db.Tx, shop cart.Shop, c *cart.Cart, who *customer.Customer, now time.Time) (*Order, error) {
	o := compose(shop, c, who, now)
	lines, needs := copyLines(o, c)
	buyer := Actor{Kind: ByCustomer, ID: who.ID, Name: who.Name()}
	events := []*Event{newEvent(o, WasPlaced, buyer, EventData{}, now)}
	rows := []*db.Put{c.Close(tx, shop, who.ID, now), db.New(lines)}
	o.New = &Parts{Lines: lines}
	if o.Lifecycle == Confirmed {
		events = append(events, newEvent(o, WasConfirmed, System, EventData{}, now))
		first := newFulfilment(o, now)
		o.New.Fulfilments = append(o.New.Fulfilments, first)
		rows = append(rows, db.New(first))
	}
	provider, known := shop.Payments.For(o.PaymentMethod)
	if !known {
		return nil, fmt.Errorf("order %s: no provider for %s", o.ID, o.PaymentMethod)
	}
	if o.asked() > 0 {
		attempt, err := payment.Begin(o.StoreID, o.ID, provider, o.asked(), now)
		if err != nil {
			return nil, err
		}
		attempt.Mode = modeOf(shop, attempt.Provider)
		o.New.Payments = append(o.New.Payments, attempt)
		rows = append(rows, db.New(attempt))
	}
	told, err := tellPlaced(ctx, tx, shop, o, who, now)
	if err != nil {
		return nil, err
	}
	rows = append(rows, db.New(events))
	if err := tx.Put(ctx, append(rows, told...)...); err != nil {
		return nil, fmt.Errorf("rows of order %s: %w", o.ID, err)
	}
	note(ctx, tx, events, o.Version)
	publish(tx, shop, o)
	if err := hold(ctx, tx, o, lines, needs); err != nil {
		return nil, err
	}
	if err := holdCredits(ctx, tx, o, c.Plan, now); err != nil {
		return nil, err
	}
	o.PaymentStatus = derivePayment(o, o.New.Payments)
	return o, number(tx, o)
}

// compose copies the cart into an order.
func compose(shop cart.Shop, c *cart.Cart, who *customer.Customer, now time.Time) *Order {
	o := &Order{
		StoreID: c.StoreID, ID: id.New(), ReceiptCode: receiptCode(), CartID: c.ID, CustomerID: who.ID,
		Lifecycle: Placed, FulfilmentStatus: NothingFulfilled, Currency: shop.Store.Currency,
		ItemsTiyin: c.Sum.Items, DiscountTiyin: c.Sum.Discount, DeliveryTiyin: c.Sum.Delivery, TaxTiyin: c.Sum.Tax,
		TotalTiyin: c.Sum.Total, DueTiyin: c.Sum.Total, ContactName: c.ContactName, ContactPhone: c.ContactPhone,
		DeliveryMethod: *c.Delivery.Method, PaymentMethod: *c.PaymentMethod, Comment: c.Comment, Language: who.Language,
		PlacedAt: now, Version: 1, UpdatedAt: now,
	}
	o.DepositTiyin, o.KeepsDeposit, o.HeldTiyin = c.Plan.Deposit, shop.Store.OrderRules.KeepsDeposit, c.Plan.Credit()
	o.PaymentStatus = derivePayment(o, nil)
	fiscal := shop.Store.Fiscal
	o.DeliveryIKPU, o.DeliveryPackageCode, o.DeliveryVATPercent = fiscal.DeliveryIKPU, fiscal.DeliveryPackageCode, fiscal.DeliveryVATPercent
	if o.PaymentMethod == payment.Cash {
		o.ChangeFrom = c.ChangeFrom
	}
	if z := c.Delivery.Zone; z != nil {
		o.ZoneID, o.DeliveryName, o.Address = &z.ID, z.Name, c.Address
	}
	if p := c.Delivery.PickupPoint; p != nil && c.Delivery.Zone == nil {
		o.PickupPointID, o.DeliveryName = &p.ID, p.Name
	}
	provider, known := shop.Payments.For(o.PaymentMethod)
	isPaid := c.Plan.Credit() > 0 && c.Plan.Now == 0 // as far as it is asked for; the money was the buyer's yes
	if known && (!provider.IsPrepaid() && shop.Store.OrderRules.IsAutoConfirmed || provider.IsPrepaid() && isPaid) {
		o.Lifecycle, o.ConfirmedAt = Confirmed, &now
		return o
	}
	expires := waitUntil(shop, o.PaymentMethod, now)
	o.ExpiresAt = &expires
	return o
}

func copyLines(o *Order, c *cart.Cart) ([]*Line, []stock.Need) {
	lines := make([]*Line, len(c.Lines))
	var needs []stock.Need
	for i, l := range c.Lines {
		p := l.Sale.Product
		line := &Line{
			StoreID: o.StoreID, ID: id.New(), OrderID: o.ID, Position: i, ProductID: p.ID, VariantID: l.VariantID,
			Kind: string(p.Kind), Name: p.Name, VariantName: l.Sale.Name(), Modifiers: slices.Clone(l.Modifiers),
			Quantity: l.Quantity, UnitTiyin: l.UnitPrice, TotalTiyin: c.Sum.Lines[i], VATPercent: p.VATPercent,
			TaxTiyin: c.Sum.Taxes[i], IKPU: p.IKPU, PackageCode: p.PackageCode, Unit: p.Unit, Portion: p.Portion,
		}
		if l.Modifiers == nil {
			line.Modifiers = []cart.LineModifier{}
		}
		if sku := l.Sale.Variant.SKU; sku != nil {
			line.SKU = *sku
		}
		if cover := l.Sale.Cover; cover != nil {
			line.MediaHash, line.MediaColor = cover.Hash, cover.Color
		}
		if l.Sale.Variant.TracksStock {
			needs = append(needs, stock.Need{VariantID: l.VariantID, Quantity: l.Quantity})
		}
		lines[i] = line
	}
	return lines, needs
}

// hold takes the goods: until the order expires, or for good when it is confirmed from the start.
func hold(ctx context.Context, tx *db.Tx, o *Order, lines []*Line, needs []stock.Need) error {
	until := o.PlacedAt
	if o.ExpiresAt != nil {
		until = *o.ExpiresAt
	}
	var faults fault.List
	err := stock.Reserve(ctx, tx, o.StoreID, o.ID, needs, until)
	if err := faults.Under(err, "input", "quoteId"); err != nil {
		return err
	}
	for _, f := range faults {
		short, isShort := f.Facts.(stock.Shortage)
		for _, l := range lines {
			if isShort && l.VariantID == short.VariantID {
				_ = f.With("product", l.Name) // f is ours to complete
			}
		}
	}
	if len(faults) > 0 {
		return faults
	}
	if o.Lifecycle == Confirmed {
		return stock.Commit(ctx, tx, o.StoreID, o.ID)
	}
	return nil
}

// number writes the order row with the store's next number, in one statement that travels with the commit: a placement that
// fails leaves no gap, and the counter is locked for as long as the commit takes.
func number(tx *db.Tx, o *Order) error {
	row := db.New(o).Value("number", "(SELECT last_number FROM counter)").Returning("number", &o.Number)
	return tx.AtCommit(row.With("counter", `INSERT INTO order_counters AS c (store_id, last_number) VALUES ($1, 1)
		ON CONFLICT (store_id) DO UPDATE SET last_number = c.last_number + 1 RETURNING last_number`, o.StoreID))
}

// receiptAlphabet has no letters that are taken for digits.
const receiptAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// receiptLength is how many characters a receipt code has.
const receiptLength = 10

// receiptCode makes ten random characters, 50 bits. Two of one store can be the same only in theory; the constraint would
// then refuse the second order.
func receiptCode() string {
	b := make([]byte, receiptLength)
	_, _ = rand.Read(b) // never fails
	for i := range b {
		b[i] = receiptAlphabet[b[i]&31]
	}
	return string(b)
}
