package order

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/stock"
)

// Till is an order under its lock in the hands of a payment provider: the one way in which a provider moves the money of an
// order, and whatever follows from it. Nothing is written before Close.
type Till struct {
	m    *moving
	with payment.Provider
}

// OpenTill locks the one order of the store that find narrows to; nil when there is none. The columns of the order are ord.*.
// The lock is held until the transaction ends; of all calls about one order the second sees what the first has done.
func OpenTill(ctx context.Context, tx *db.Tx, shop cart.Shop, with payment.Provider, find func(*bun.SelectQuery) *bun.SelectQuery, now time.Time) (*Till, error) {
	m, err := lockBy(ctx, tx, shop, Actor{Kind: ByProvider, Name: string(with.Method()), CanRead: true}, find, now)
	if m == nil || err != nil {
		return nil, err
	}
	return &Till{m: m, with: with}, nil
}

// Standing says whether a provider may take money for an order.
type Standing int

const (
	IsPayable Standing = iota
	IsPaid             // nothing is left to be paid
	IsOver             // called off, or to be paid in another way only
	IsBusy             // money is on its way already
)

// Standing of an order with a provider.
func (t *Till) Standing() Standing { return StandingOf(t.m.Order, t.m.money, t.with, t.m.now) }

// StandingOf tells, also without a lock, how an order stands with a provider.
func StandingOf(o *Order, attempts []*payment.Payment, with payment.Provider, now time.Time) Standing {
	switch {
	case o.PaidTiyin > 0 && o.PaidTiyin > o.RefundedTiyin && o.asked() == 0:
		return IsPaid
	case o.Lifecycle != Placed && o.Lifecycle != Confirmed || o.asked() == 0:
		return IsOver
	}
	isChosen := o.Lifecycle == Placed && o.PaymentMethod == with.Method()
	for _, p := range attempts {
		// Of a charge of a saved card its provider may ask here, as of any other payment, before it takes the money.
		isOwnCharge := p.IsCharge() && p.Provider == with.Code()
		if p.IsOnItsWay(now) && !isOwnCharge {
			return IsBusy
		}
		isChosen = isChosen || p.Provider == with.Code() && p.State.IsLive() // begun by the buyer; see StartPayment
	}
	if !isChosen {
		return IsOver
	}
	return IsPayable
}

// Order is the order as it is.
func (t *Till) Order() *Order { return t.m.Order }

// Due is what has to be paid now: the deposit first, where one is asked for.
func (t *Till) Due() money.Tiyin { return t.m.asked() }

// Due is what has to be paid now: the deposit first, where one is asked for.
func (o *Order) Due() money.Tiyin { return o.asked() }

// Payment is an attempt to pay the order; nil when there is none with the id.
func (t *Till) Payment(key uuid.UUID) *payment.Payment {
	for _, p := range t.m.money {
		if p.ID == key {
			return p
		}
	}
	return nil
}

// Also has rows of the provider written with the order.
func (t *Till) Also(writes ...schema.QueryAppender) { t.m.writes = append(t.m.writes, writes...) }

// Begin takes up the attempt that the buyer has begun, also one that is on its way with the provider already, or makes one: the
// provider, which calls it ref, may bring the money until the given time, and the order waits for it. The order must be payable.
func (t *Till) Begin(tx *db.Tx, ref string, until time.Time) (*payment.Payment, error) {
	m := t.m
	var p *payment.Payment
	for _, each := range m.money {
		if (each.State == payment.Created || each.State == payment.Pending) && each.Provider == t.with.Code() && each.Amount == m.asked() {
			p = each
		}
	}
	isNew := p == nil
	if isNew {
		var err error
		if p, err = payment.Begin(m.StoreID, m.ID, t.with, m.asked(), m.now); err != nil {
			return nil, err
		}
		m.money = append(m.money, p)
	}
	p.State, p.ProviderRef, p.ExpiresAt, p.UpdatedAt = payment.Pending, &ref, &until, m.now
	m.askSoon(t.with, p)
	if isNew {
		t.Also(db.New(p))
	} else {
		t.Also(payment.Save(p))
	}
	if m.ExpiresAt != nil && until.After(*m.ExpiresAt) {
		m.ExpiresAt = &until // the job that ends the order looks at it again
	}
	m.log(WasPending, EventData{Amount: p.Amount})
	return p, nil
}

// Capture says that the provider has the money of an attempt for us, also of one that was over. A placed order that is paid
// with it is accepted. An order that has expired goes on when its goods are still there; else the money goes back, as it does
// when the order was called off, or paid already.
func (t *Till) Capture(ctx context.Context, tx *db.Tx, p *payment.Payment) error {
	m := t.m
	if p.State == payment.Captured {
		return nil
	}
	if m.Lifecycle == Expired {
		if err := m.revive(ctx, tx); err != nil {
			return err
		}
	}
	p.Mode, p.ToldTiyin = modeOf(m.shop, p.Provider), nil
	writes, err := payment.Capture(ctx, tx, p, payment.ProviderAccount(p.Provider), m.now)
	if err != nil {
		return err
	}
	t.Also(writes...)
	m.log(WasCaptured, EventData{Amount: p.Amount})
	m.push = true
	m.countMoney()
	if err := m.printLater(ctx, tx, p); err != nil {
		return err
	}
	if m.asked() > 0 {
		return nil
	}
	if m.Lifecycle == Placed || m.stillDue() == 0 {
		m.closeOthers(tx, p)
	}
	if err := m.giveBackSurplus(ctx, tx, p); err != nil || m.Lifecycle != Placed {
		return err
	}
	m.events = append(m.events, newEvent(m.Order, WasConfirmed, System, EventData{}, m.now))
	return m.confirm(ctx, tx)
}

// closeOthers ends the attempts that are not needed any more, since p has paid the order. Their providers are refused when
// they come for it; one that brings money all the same has paid a second time.
func (m *moving) closeOthers(tx *db.Tx, p *payment.Payment) {
	for _, other := range m.money {
		if other == p || !other.State.IsLive() {
			continue
		}
		other.State, other.ClosedAt, other.UpdatedAt = payment.Canceled, &m.now, m.now
		m.writes = append(m.writes, payment.Save(other))
		if other.Method == m.PaymentMethod {
			m.PaymentMethod = p.Method
		}
	}
}

// revive brings an expired order back to where it waited, if its goods can be held once more.
func (m *moving) revive(ctx context.Context, tx *db.Tx) error {
	held, err := stock.HoldAgain(ctx, tx, m.StoreID, m.ID, m.now)
	if err != nil || !held {
		return err
	}
	m.Lifecycle = Placed // the one way out of EXPIRED, and no command of anybody
	until := waitUntil(m.shop, m.PaymentMethod, m.now)
	m.ClosedAt, m.ExpiresAt, m.DueTiyin = nil, &until, m.TotalTiyin
	m.writes = append(m.writes, tx.NewUpdate().Model((*Line)(nil)).Set("canceled_quantity = 0").
		Where("store_id = ?", m.StoreID).Where("order_id = ?", m.ID))
	m.log(WasRevived, EventData{})
	return m.holdCreditsAgain(ctx, tx)
}

// Release ends an attempt before any money moved: CANCELED or EXPIRED. The order waits for another attempt; see waitAgain.
func (t *Till) Release(ctx context.Context, tx *db.Tx, p *payment.Payment, to payment.State) error {
	m := t.m
	if !p.State.IsLive() {
		return nil
	}
	p.State, p.ToldTiyin, p.ClosedAt, p.UpdatedAt = to, nil, &m.now, m.now
	t.Also(payment.Save(p))
	kind := WasUnpaid
	if to == payment.Expired {
		kind = WasTooSlow
	}
	m.log(kind, EventData{Amount: p.Amount})
	if m.Lifecycle != Placed {
		return nil
	}
	m.waitAgain()
	return nil
}

// ErrGoodsGone says that goods have left the shop, so that the money is no longer the provider's to give back.
var ErrGoodsGone = errors.New("order: goods have left the shop")

// Refund says that the provider has given all money of a captured attempt back. What the shop wanted back is done with it;
// what it did not is a refund of the provider's own. An order of which nothing is paid any more is called off. Error:
// ErrGoodsGone for money that the shop did not want back and whose goods have left.
func (t *Till) Refund(ctx context.Context, tx *db.Tx, p *payment.Payment) error {
	if p.Left() > 0 && t.m.goodsAreOut() {
		return ErrGoodsGone
	}
	return t.Refunded(ctx, tx, p)
}

// Refunded is Refund for money that is gone already, wherever the goods are.
func (t *Till) Refunded(ctx context.Context, tx *db.Tx, p *payment.Payment) error {
	m := t.m
	wanted, err := m.refundsOf(ctx, tx, p)
	if err != nil {
		return err
	}
	if err := m.loseDisputes(ctx, tx, p); err != nil {
		return err
	}
	if own := p.Left(); own > 0 {
		r, err := payment.NewRefund(p, own, payment.ByProvider, m.now)
		if err != nil {
			return err
		}
		writes, err := m.finishRefund(ctx, tx, r, "", nil)
		if err != nil {
			return err
		}
		t.Also(append(writes, tx.NewInsert().Model(r))...)
	}
	for _, r := range wanted {
		if err := m.refundDone(ctx, tx, r, ""); err != nil {
			return err
		}
	}
	if _, open := lifecycleMoves[m.Lifecycle][DoCancel]; !open || m.PaidTiyin > m.RefundedTiyin || m.goodsAreOut() {
		return nil
	}
	m.CanceledBy, m.toStaff, m.push = &m.who.Kind, true, true
	m.log(WasCanceled, EventData{})
	return m.cancel(ctx, tx)
}

// goodsAreOut tells whether goods have left the house and are not back.
func (m *moving) goodsAreOut() bool {
	return slices.ContainsFunc(m.goods, func(f *Fulfilment) bool {
		return !f.State.inHouse() && f.State != GoodsCanceled && f.State != Returned
	})
}

// Close writes what was done, and tells of it. An order to which nothing was done stays as it is: rows of the provider alone
// are written.
func (t *Till) Close(ctx context.Context, tx *db.Tx) error {
	if len(t.m.events) == 0 {
		return tx.Together(ctx, t.m.writes...)
	}
	return t.m.finish(ctx, tx)
}
