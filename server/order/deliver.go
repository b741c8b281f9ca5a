package order

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/stock"
)

// FulfilmentDeliverInput says that the buyer has the goods.
type FulfilmentDeliverInput struct {
	OrderID         id.ID
	ExpectedVersion *int
	CashReceived    *money.Tiyin // the sum due when nil
	CashGiven       *money.Tiyin // what the buyer handed over, before change; what was received when nil
}

// Deliver says that the buyer has the goods; cash is booked to the courier or the till, and the order is complete when
// nothing is left to do. A repeat books nothing. Faults: those of run; CASH_MISMATCH at cashReceived, and
// at cashGiven when that is less than the sum due.
func Deliver(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in FulfilmentDeliverInput, now time.Time) (*Order, error) {
	c := FulfilmentMoveInput{OrderID: in.OrderID, ExpectedVersion: in.ExpectedVersion}.command(DoDeliver)
	return run(ctx, d, shop, who, c, now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		due := money.Tiyin(0)
		if m.PaymentMethod == payment.Cash || m.DepositTiyin > 0 {
			due = m.stillDue() // of a deposit, what was not paid since
		}
		if in.CashReceived != nil && *in.CashReceived != due {
			return fault.New(fault.CashMismatch, "input", "cashReceived").With("due", money.New(due))
		}
		if in.CashGiven != nil && (*in.CashGiven < due || due == 0) {
			return fault.New(fault.CashMismatch, "input", "cashGiven").With("due", money.New(due))
		}
		m.log(WasDelivered, EventData{})
		if err := m.moveGoods(ctx, tx, DoDeliver, func(f *Fulfilment) { f.DeliveredAt = &now }); err != nil {
			return err
		}
		if due == 0 {
			return nil
		}
		return m.takeCash(ctx, tx, due, in.CashGiven)
	})
}

// takeCash captures the live attempt of a cash order, and one of its own for what is left to pay of another.
func (m *moving) takeCash(ctx context.Context, tx *db.Tx, due money.Tiyin, given *money.Tiyin) error {
	account := m.cashGoesTo()
	i := slices.IndexFunc(m.money, func(p *payment.Payment) bool { return p.Method == payment.Cash && p.State.IsLive() && p.Amount == due })
	if i < 0 {
		provider, known := m.shop.Payments.For(payment.Cash)
		if !known {
			return fmt.Errorf("order %s: no provider to pay %d in cash", m.ID, due)
		}
		begun := slices.DeleteFunc(slices.Clone(m.money), func(p *payment.Payment) bool { return p.State != payment.Created })
		if err := payment.Close(ctx, tx, begun, payment.Canceled, m.now); err != nil {
			return err
		}
		p, err := payment.Open(ctx, tx, m.StoreID, m.ID, provider, due, m.now)
		if err != nil {
			return err
		}
		i, m.money = len(m.money), append(m.money, p)
	}
	p := m.money[i]
	m.log(WasCaptured, EventData{Amount: due})
	p.Tendered = given
	writes, err := payment.Capture(ctx, tx, p, account, m.now)
	m.writes = append(m.writes, writes...)
	return err
}

// cashGoesTo is the account of the ledger for cash that a buyer hands over: of the courier who carries the goods, or the till.
func (m *moving) cashGoesTo() string {
	if m.DeliveryMethod == delivery.Pickup {
		return payment.TillAccount
	}
	var courier *uuid.UUID
	for _, f := range m.goods {
		if f.State == Delivered {
			courier = f.CourierID
		}
	}
	return payment.CourierCash(courier)
}

// FulfilmentFailInput says that the buyer was not met.
type FulfilmentFailInput struct {
	OrderID         id.ID
	ExpectedVersion *int
	Reason          string
}

// Fail says that the buyer was not met, or did not come. The attempt to pay is over with it; another try begins a new
// one. Faults: those of run; REASON_REQUIRED and TOO_LONG at reason.
func Fail(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in FulfilmentFailInput, now time.Time) (*Order, error) {
	reason, err := readReason(&in.Reason, true)
	if err != nil {
		return nil, err
	}
	c := FulfilmentMoveInput{OrderID: in.OrderID, ExpectedVersion: in.ExpectedVersion}.command(DoFailDelivery)
	return run(ctx, d, shop, who, c, now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		m.log(WasFailed, EventData{Reason: reason})
		if err := payment.Close(ctx, tx, m.money, payment.Expired, now); err != nil {
			return err
		}
		return m.moveGoods(ctx, tx, DoFailDelivery, func(f *Fulfilment) { f.FailReason = reason })
	})
}

// Return says that the goods of a failed delivery are back: they can be sold again, and the order is called off.
// Faults: those of run.
func Return(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in FulfilmentMoveInput, now time.Time) (*Order, error) {
	return run(ctx, d, shop, who, in.command(DoReturn), now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		m.log(WasReturned, EventData{})
		m.log(WasCanceled, EventData{})
		m.CanceledBy = &who.Kind
		m.push = true
		if err := m.moveGoods(ctx, tx, DoReturn, nil); err != nil {
			return err
		}
		if err := stock.Restore(ctx, tx, m.StoreID, m.ID); err != nil {
			return err
		}
		return m.callOff(ctx, tx, DoReturn, payment.Canceled, "returned_quantity")
	})
}
