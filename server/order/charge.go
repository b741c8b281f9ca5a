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
)

// A charge of a saved card goes in steps, each of which is written down before the next: the attempt is PENDING; the provider
// has named the charge; the money has moved. Wherever the shop stops between them, the provider is asked what became of it.

const (
	// chargeFor is how long an order waits for the outcome of a charge; what comes later is late money.
	chargeFor = 10 * time.Minute
	// chargeWithin is how long a buyer waits for a bank in front of the screen; the answer may come after that.
	chargeWithin = 25 * time.Second
)

// charging is a charge that has begun.
type charging struct {
	card  *payment.SavedCard
	token string
	asks  *payment.Opening
}

// payer is the provider of a card in this store. Fault: PAYMENT_UNAVAILABLE at cardId.
func payer(shop cart.Shop, c *payment.SavedCard) (payment.CardPayer, error) {
	with, _ := shop.Payments.Named(c.Provider)
	pays, isOne := with.(payment.CardPayer)
	terms, has := shop.Terms(c.Provider)
	if isOne && has && terms.Mode == c.Mode {
		if _, saves := pays.CardDesk(terms); saves {
			return pays, nil
		}
	}
	return nil, fault.New(fault.PaymentUnavailable, "input", "cardId")
}

// cardFor opens the card with which a buyer wants to pay the order. Faults: FORBIDDEN for anybody but the buyer;
// PAYMENT_UNAVAILABLE, and those of payment.CardToPay, at cardId; INVALID at method for another one than the card's.
func (m *moving) cardFor(ctx context.Context, tx *db.Tx, desk PayDesk, in *PaymentStartInput) (*charging, error) {
	if !m.who.buys(m.Order) {
		return nil, fault.New(fault.Forbidden)
	}
	card, token, err := payment.CardToPay(ctx, tx, desk.Secrets, m.StoreID, m.CustomerID, *in.CardID, m.now)
	if err != nil {
		return nil, err
	}
	with, err := payer(m.shop, card)
	if err != nil {
		return nil, err
	}
	method := with.Method()
	if in.Method != nil && *in.Method != method {
		return nil, fault.New(fault.Invalid, "input", "method")
	}
	in.Method = &method
	return &charging{card: card, token: token}, nil
}

// beginCharge makes the attempt a charge of a card; false when it is one already, which is not made a second time. Fault:
// PAYMENT_IN_PROGRESS at orderId for an attempt that is being paid in another way.
func (m *moving) beginCharge(p *payment.Payment, c *charging) (bool, error) {
	if p.State != payment.Created {
		if !p.IsCharge() {
			return false, fault.New(fault.PaymentInProgress, "input", "orderId")
		}
		return false, nil
	}
	until, soon := m.now.Add(chargeFor), m.now.Add(firstAsked)
	p.State, p.CardNumber, p.ExpiresAt, p.AskAt, p.UpdatedAt = payment.Pending, c.card.Number, &until, &soon, m.now
	if m.ExpiresAt != nil && until.After(*m.ExpiresAt) {
		m.ExpiresAt = &until // the job that ends the order looks at it again
	}
	m.log(WasPending, EventData{Amount: p.Amount})
	return true, nil
}

// charge asks the provider for the money of an attempt that beginCharge has made, and does what follows from the answer. An
// attempt of which nobody knows the outcome stays PENDING.
// Faults: those of a refusal, and PROVIDER_UNAVAILABLE, at cardId; no money has moved then.
func charge(ctx context.Context, desk PayDesk, shop cart.Shop, p *payment.Payment, c *charging) (*payment.Payment, *Order, error) {
	ctx = context.WithoutCancel(ctx) // a shopper who leaves does not call the money back
	with, err := payer(shop, c.card)
	if err != nil {
		return nil, nil, err
	}
	keys, err := desk.Keys(ctx, shop.Store.ID, c.card.Provider)
	if err != nil {
		return nil, nil, err
	}
	prepare, cancel := context.WithTimeout(ctx, openWithin)
	ref, err := with.PrepareCharge(prepare, keys, *c.asks)
	cancel()
	if err == nil && ref == "" {
		err = fmt.Errorf("%s names no charge for payment %s", p.Provider, p.ID)
	}
	p, o, isOurs, err := nameCharge(ctx, desk, shop, c, ref, err)
	if err != nil || !isOurs {
		return p, o, err
	}
	made, cancel := context.WithTimeout(ctx, chargeWithin)
	answer, err := with.Charge(made, keys, payment.Charge{Ref: ref, Token: c.token, Amount: p.Amount})
	cancel()
	var no *payment.CardRefusal
	if err != nil && !errors.As(err, &no) {
		return p, o, nil
	}
	err = desk.DB.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		t, err := OpenTill(ctx, tx, shop, with, OfPayment(c.asks.PaymentID), desk.Now())
		if err != nil || t == nil {
			return err
		}
		p, o = t.Payment(c.asks.PaymentID), t.Order()
		if no != nil {
			answer = payment.Answer{State: payment.Failed}
		}
		if err := t.learn(ctx, tx, p, answer); err != nil {
			return err
		}
		if len(t.m.events) == 0 {
			t.Also(payment.Save(p))
		}
		return t.Close(ctx, tx)
	})
	switch {
	case err != nil: // the provider is asked again
		return nil, nil, fmt.Errorf("answer about charge %s: %w", ref, err)
	case no != nil && !p.State.IsLive() && p.State != payment.Captured:
		return nil, nil, payment.CardFault(no, "input", "cardId")
	}
	return p, o, nil
}

// nameCharge writes down what the provider calls a charge, before any money moves; or ends the attempt when it could not be
// prepared. False when the attempt was ended, or charged, by somebody else meanwhile.
func nameCharge(ctx context.Context, desk PayDesk, shop cart.Shop, c *charging, ref string, failure error) (p *payment.Payment, o *Order, isOurs bool, err error) {
	err = desk.DB.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		with, _ := shop.Payments.Named(c.card.Provider)
		t, err := OpenTill(ctx, tx, shop, with, OfPayment(c.asks.PaymentID), desk.Now())
		if err != nil {
			return err
		}
		if t == nil {
			return fmt.Errorf("order %s is gone", c.asks.OrderID)
		}
		p, o = t.Payment(c.asks.PaymentID), t.Order()
		isOurs = p.State == payment.Pending && p.ChargeRef == "" && p.ProviderRef == nil
		switch {
		case !isOurs:
			return nil
		case failure != nil:
			p.AskAt = nil
			if err := t.Release(ctx, tx, p, payment.Failed); err != nil {
				return err
			}
			return t.Close(ctx, tx)
		}
		p.ChargeRef, p.UpdatedAt = ref, t.m.now
		return tx.Together(ctx, payment.Save(p))
	})
	if err == nil && isOurs && failure != nil {
		err = payment.CardFault(failure, "input", "cardId")
	}
	return p, o, isOurs, err
}

// asksOfCharge tells whether an attempt is a charge, and asks about it.
func asksOfCharge(with payment.Provider, q payment.Question) (func(context.Context, payment.Keys) (payment.Answer, error), bool) {
	pays, can := with.(payment.CardPayer)
	if !q.IsCharge || !can {
		return nil, false
	}
	return func(ctx context.Context, k payment.Keys) (payment.Answer, error) {
		if q.ChargeRef == "" { // it was never prepared, or not written down; nameCharge refuses whoever is still at it
			return payment.Answer{State: payment.Canceled}, nil
		}
		return pays.AskCharge(ctx, k, q)
	}, true
}
