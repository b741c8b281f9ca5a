package order

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/phone"
)

// biller is the provider that sends bills to phones for an account of the store.
func biller(shop cart.Shop, p *payment.Payment) (payment.Biller, bool) {
	with, _ := shop.Payments.Named(p.Provider)
	sends, can := with.(payment.Biller)
	terms, has := shop.Terms(p.Provider)
	return sends, can && has && payment.MayAsk(with, terms)
}

// billPhone sends the bill of an attempt to a phone, outside of any transaction, and keeps to whom it went. An answer that was
// lost costs nobody anything: the next bill is of the same order, and CLICK's second payment of one goes back.
func billPhone(ctx context.Context, desk PayDesk, shop cart.Shop, who Actor, p *payment.Payment, asks *payment.Opening, number string) (*payment.Payment, *Order, error) {
	with, _ := biller(shop, p)
	ref, askErr := bill(ctx, desk, shop, p.Provider, with, asks, number)
	var o *Order
	err := desk.DB.Write(context.WithoutCancel(ctx), shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lock(ctx, tx, shop, who, asks.OrderID, desk.Now())
		if err != nil {
			return err
		}
		if m == nil {
			return fmt.Errorf("order %s is gone", asks.OrderID)
		}
		o, p = m.Order, m.attempt(asks.PaymentID)
		var no *payment.Refusal
		switch {
		case errors.As(askErr, &no):
			return fault.New(fault.PaymentRefused, "input", "phone").With("reason", no.Reason)
		case askErr != nil:
			return fault.New(fault.ProviderUnavailable, "input", "phone")
		case p.State != payment.Created: // it is being paid, or over
			return nil
		}
		p.BilledPhone, p.ProviderRef, p.UpdatedAt = number, &ref, m.now
		named, _ := shop.Payments.Named(p.Provider)
		m.askSoon(named, p)
		m.writes = append(m.writes, payment.Save(p))
		return m.finish(ctx, tx)
	})
	return p, o, err
}

func bill(ctx context.Context, desk PayDesk, shop cart.Shop, provider string, with payment.Biller, asks *payment.Opening, number string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	keys, err := desk.Keys(ctx, shop.Store.ID, provider)
	if err != nil {
		return "", err
	}
	return with.Bill(ctx, keys, *asks, number)
}

// readPhone is the number to which a bill goes; "" for none.
func readPhone(in PaymentStartInput) (string, error) {
	switch {
	case in.Phone == nil:
		return "", nil
	case in.CardID != nil:
		return "", fault.New(fault.Invalid, "input", "phone")
	}
	return phone.Normalize(*in.Phone, "input", "phone")
}

// billOpening is what a biller is told of an attempt that a phone has no bill of yet; nil when there is nothing to send.
func (m *moving) billOpening(p *payment.Payment, number, back string, now time.Time) (*payment.Opening, error) {
	if number == "" {
		return nil, nil
	}
	if _, can := biller(m.shop, p); !can {
		return nil, fault.New(fault.Invalid, "input", "phone")
	}
	if p.State != payment.Created || p.BilledPhone == number {
		return nil, nil
	}
	p.Openings++
	p.UpdatedAt = now
	return opening(m.shop, m.Order, p, back), nil
}
