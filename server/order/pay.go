package order

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/secret"
)

// PaymentStartInput begins to pay an order, once more or in another way.
type PaymentStartInput struct {
	OrderID         id.ID
	Method          *payment.Method // the order's own when nil, or the card's
	CardID          *id.ID          // a saved card of the buyer, which is charged at once
	Phone           *string         // whose app gets the bill as well
	ExpectedVersion *int
}

// PayDesk is what StartPayment needs of the deployment to ask a provider for its page.
type PayDesk struct {
	DB   *db.DB
	Keys func(ctx context.Context, storeID int64, provider string) (payment.Keys, error)
	// Back is where a buyer returns to from the page, paid or not.
	Back func(o *Order) string
	Now  func() time.Time
	// Secrets opens saved cards; not needed where nobody pays with one.
	Secrets *secret.Box
}

// openWithin is how long a buyer waits for a provider to make a page.
const openWithin = 15 * time.Second

// StartPayment gives the live attempt to pay an order by a method, with its page, and makes what is missing of them; what
// was begun in another way and has not moved any money is closed. It may be repeated. The provider is asked outside of any
// transaction; whatever is lost between is made up for by the next call. A saved card is charged before it answers: the
// attempt is CAPTURED, or PENDING while nobody knows. A repeat does not charge it again while the attempt is PENDING.
//
// Faults: INVALID_ID, NOT_FOUND, ORDER_CLOSED, ALREADY_PAID, TRANSITION_REFUSED and PAYMENT_IN_PROGRESS at orderId;
// FORBIDDEN; STALE_VERSION; PAYMENT_UNAVAILABLE and PROVIDER_UNAVAILABLE at method; INVALID at method for another one than
// the card's; at cardId INVALID_ID, NOT_FOUND, CARD_UNVERIFIED, CARD_REFUSED, CARD_LACKS_FUNDS, PAYMENT_UNAVAILABLE and
// PROVIDER_UNAVAILABLE; at phone INVALID_PHONE, PROVIDER_UNAVAILABLE, PAYMENT_REFUSED, and INVALID for a provider that sends no
// bills, or beside a card.
func StartPayment(ctx context.Context, desk PayDesk, shop cart.Shop, who Actor, in PaymentStartInput, now time.Time) (*payment.Payment, *Order, error) {
	key, err := in.OrderID.Must(id.Order, "input", "orderId")
	if err != nil {
		return nil, nil, err
	}
	number, err := readPhone(in)
	if err != nil {
		return nil, nil, err
	}
	var p *payment.Payment
	var o *Order
	var asks, bills *payment.Opening // of the provider, when there is a page to be made or a card to be charged, or a bill to be sent
	var card *charging
	err = desk.DB.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		p, o, asks, bills, card = nil, nil, nil, nil, nil
		m, err := lock(ctx, tx, shop, who, key, now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "input", "orderId")
		}
		if in.ExpectedVersion != nil && *in.ExpectedVersion != m.Version {
			return fault.New(fault.StaleVersion, "input", "expectedVersion")
		}
		o = m.Order
		in := in
		if in.CardID != nil {
			if card, err = m.cardFor(ctx, tx, desk, &in); err != nil {
				return err
			}
		}
		var isNew bool
		if p, isNew, err = m.startPayment(ctx, tx, in.Method); err != nil {
			return err
		}
		with, _ := shop.Payments.Named(p.Provider)
		_, isOpener := with.(payment.Opener)
		asksOutside := isOpener && p.State == payment.Created && !p.HasPage(now)
		if card != nil {
			if asksOutside, err = m.beginCharge(p, card); err != nil {
				return err
			}
		}
		if asksOutside {
			p.Openings++
			p.UpdatedAt = now
			asks = opening(shop, o, p, desk.Back(o))
			if stars, is := with.(payment.StarProvider); is {
				if err := priceInStars(shop, stars, p); err != nil {
					return err
				}
				asks.Stars = *p.Stars
			}
			lines, err := LinesOf(ctx, tx, o.StoreID, []uuid.UUID{o.ID})
			if err != nil {
				return err
			}
			if asks.Receipt, err = o.Receipt(lines[o.ID]); err != nil {
				asks.Receipt = nil // of a part of an order
			}
		}
		if bills, err = m.billOpening(p, number, desk.Back(o), now); err != nil {
			return err
		}
		switch {
		case isNew:
			m.writes = append(m.writes, tx.NewInsert().Model(p))
		case asks != nil, bills != nil:
			m.writes = append(m.writes, payment.Save(p))
		case len(m.writes) == 0 && len(m.events) == 0:
			return nil
		}
		return m.finish(ctx, tx)
	})
	switch {
	case err == nil && bills != nil:
		return billPhone(ctx, desk, shop, who, p, bills, number)
	case err != nil || asks == nil:
		return p, o, err
	}
	if card != nil {
		card.asks = asks
		return charge(ctx, desk, shop, p, card)
	}
	return openPage(ctx, desk, shop, who, p, asks)
}

// priceInStars fixes what an attempt comes to in Stars: a rate that changes later changes nothing. Fault: PAYMENT_UNAVAILABLE at
// method, in a store that has lost its account meanwhile.
func priceInStars(shop cart.Shop, with payment.StarProvider, p *payment.Payment) error {
	if p.Stars != nil {
		return nil
	}
	terms, _ := shop.Terms(p.Provider)
	n := with.Stars(terms, p.Amount)
	if n == 0 {
		return fault.New(fault.PaymentUnavailable, "input", "method")
	}
	p.Stars = &n
	return nil
}

func opening(shop cart.Shop, o *Order, p *payment.Payment, back string) *payment.Opening {
	before := ""
	if p.ProviderRef != nil {
		before = *p.ProviderRef
	}
	return &payment.Opening{
		Bill: payment.Bill{OrderNumber: o.Number, Amount: p.Amount}, PaymentID: p.ID, Ref: before, Try: p.Openings, OrderID: o.ID,
		CustomerID: o.CustomerID, Shop: shop.Store.Name.In(o.Language, lang.All), Language: o.Language, Back: back,
	}
}

// startPayment finds or makes the attempt, which is written by the caller when it is new. Everything else that has to change
// is among m's writes and events.
func (m *moving) startPayment(ctx context.Context, tx *db.Tx, method *payment.Method) (p *payment.Payment, isNew bool, err error) {
	refuse := func(code fault.Code) error { return fault.New(code, "input", "orderId") }
	wanted := m.PaymentMethod
	if method != nil {
		wanted = *method
	}
	with, known := m.shop.Payments.For(wanted)
	switch {
	case !m.who.buys(m.Order) && !m.who.CanWrite:
		return nil, false, fault.New(fault.Forbidden)
	case m.Lifecycle.IsClosed():
		return nil, false, refuse(fault.OrderClosed)
	case m.PaidTiyin > 0 && m.asked() == 0:
		return nil, false, refuse(fault.AlreadyPaid)
	case m.Lifecycle != Placed && m.Lifecycle != Confirmed || m.asked() == 0:
		return nil, false, refuse(fault.TransitionRefused)
	case !known || !m.shop.Takes(wanted, m.IsDigital()), m.Lifecycle == Placed && m.DepositTiyin > 0 && !with.IsPrepaid():
		return nil, false, fault.New(fault.PaymentUnavailable, "input", "method")
	}
	for _, each := range m.money {
		if each.IsOnItsWay(m.now) && (each.Provider != with.Code() || each.Amount != m.asked()) {
			return nil, false, refuse(fault.PaymentInProgress)
		}
	}
	if p, err = m.settleAttempts(ctx, tx, with); err != nil {
		return nil, false, err
	}
	if isNew = p == nil; isNew {
		if p, err = payment.Begin(m.StoreID, m.ID, with, m.asked(), m.now); err != nil {
			return nil, false, err
		}
		m.money = append(m.money, p)
	}
	return p, isNew, m.payBy(ctx, tx, with, isNew)
}

// settleAttempts ends the attempts that are in the way of one with a provider, and gives the one that can go on; nil when
// there is none. What a confirmed order is to be paid with at the door stays until other money has come.
func (m *moving) settleAttempts(ctx context.Context, tx *db.Tx, with payment.Provider) (goesOn *payment.Payment, err error) {
	for _, p := range m.money {
		isSame := p.Provider == with.Code()
		switch {
		case !p.State.IsLive():
			continue
		case isSame && p.Amount == m.asked() && (p.State == payment.Created || p.IsOnItsWay(m.now)):
			goesOn = p
			continue
		case !isSame && m.Lifecycle == Confirmed && p.State == payment.Created:
			continue
		}
		p.ClosedAt, p.UpdatedAt = &m.now, m.now
		if p.State == payment.Created {
			p.State = payment.Canceled
		} else {
			p.State = payment.Expired
			m.log(WasTooSlow, EventData{Amount: p.Amount})
		}
		if !isSame {
			m.writes = append(m.writes, payment.Save(p))
			continue
		}
		// Written at once with it, a new attempt would meet this one on the index of live attempts.
		if err := tx.Together(ctx, payment.Save(p)); err != nil {
			return nil, fmt.Errorf("payment %s to %s: %w", p.ID, p.State, err)
		}
	}
	return goesOn, nil
}

// payBy lets a placed order wait for money by the provider's method. An order that is not paid before the shop accepts may be
// accepted at once.
func (m *moving) payBy(ctx context.Context, tx *db.Tx, with payment.Provider, isNew bool) error {
	if m.Lifecycle != Placed {
		return nil
	}
	if m.PaymentMethod != with.Method() {
		m.PaymentMethod = with.Method()
		m.log(WasSwitched, EventData{Method: with.Method()})
		if !with.IsPrepaid() && m.shop.Store.OrderRules.IsAutoConfirmed {
			m.events = append(m.events, newEvent(m.Order, WasConfirmed, System, EventData{}, m.now))
			return m.confirm(ctx, tx)
		}
	} else if !isNew {
		return nil
	}
	before := *m.ExpiresAt
	m.waitAgain()
	if m.ExpiresAt.Before(before) {
		m.ExpiresAt = &before
	}
	return nil
}

// openPage asks the provider and keeps its answer, unless somebody else was faster.
func openPage(ctx context.Context, desk PayDesk, shop cart.Shop, who Actor, p *payment.Payment, asks *payment.Opening) (*payment.Payment, *Order, error) {
	with, _ := shop.Payments.Named(p.Provider)
	opened, openErr := open(ctx, desk, shop, with.(payment.Opener), asks)
	var o *Order
	err := desk.DB.Write(context.WithoutCancel(ctx), shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		now := desk.Now()
		m, err := lock(ctx, tx, shop, who, asks.OrderID, now)
		if err != nil {
			return err
		}
		if m == nil {
			return fmt.Errorf("order %s is gone", asks.OrderID)
		}
		o, p = m.Order, m.attempt(asks.PaymentID)
		switch {
		case p.HasPage(now) || !p.State.IsLive():
			return nil
		case openErr != nil:
			return fault.New(fault.ProviderUnavailable, "input", "method")
		case opened.URL == "":
			return fmt.Errorf("%s opened payment %s without a page", p.Provider, p.ID)
		}
		p.Page, p.UpdatedAt = opened.URL, now
		if p.State == payment.Created {
			p.ExpiresAt = opened.ExpiresAt
		}
		if opened.Ref != "" {
			p.ProviderRef = &opened.Ref
		}
		m.askSoon(with, p)
		m.writes = append(m.writes, payment.Save(p))
		if m.Lifecycle == Placed && p.ExpiresAt != nil && p.ExpiresAt.After(*m.ExpiresAt) {
			m.ExpiresAt = p.ExpiresAt // the job that ends the order looks at it again
		}
		return m.finish(ctx, tx)
	})
	return p, o, err
}

func open(ctx context.Context, desk PayDesk, shop cart.Shop, with payment.Opener, asks *payment.Opening) (payment.Opened, error) {
	ctx, cancel := context.WithTimeout(ctx, openWithin)
	defer cancel()
	keys, err := desk.Keys(ctx, shop.Store.ID, with.(payment.Provider).Code())
	if err != nil {
		return payment.Opened{}, err
	}
	return with.Open(ctx, keys, *asks)
}

// attempt is the attempt with a key; nil when the order has no such one.
func (m *moving) attempt(key uuid.UUID) *payment.Payment {
	i := slices.IndexFunc(m.money, func(p *payment.Payment) bool { return p.ID == key })
	if i < 0 {
		return nil
	}
	return m.money[i]
}
