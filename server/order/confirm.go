package order

import (
	"context"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/stock"
)

// OrderConfirmInput accepts a placed order.
type OrderConfirmInput struct {
	ID              id.ID
	ExpectedVersion *int
	ReadyInMinutes  *int // 1 to 10080
}

// Confirm accepts a placed order: its goods are promised, and their way to the buyer begins.
// Faults: those of run; OUT_OF_RANGE at readyInMinutes.
func Confirm(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in OrderConfirmInput, now time.Time) (*Order, error) {
	if n := in.ReadyInMinutes; n != nil {
		if f := input.Number(*n, 1, 10_080, "input", "readyInMinutes"); f != nil {
			return nil, f
		}
	}
	c := command{action: DoConfirm, order: in.ID, path: []string{"input", "id"}, version: in.ExpectedVersion}
	return run(ctx, d, shop, who, c, now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		data := EventData{}
		if n := in.ReadyInMinutes; n != nil {
			promised := now.Add(time.Duration(*n) * time.Minute)
			m.PromisedAt, data.Minutes = &promised, *n
		}
		m.log(WasConfirmed, data)
		return m.confirm(ctx, tx)
	})
}

// confirm promises the goods of a placed order to it, and opens their way to the buyer.
func (m *moving) confirm(ctx context.Context, tx *db.Tx) error {
	m.Lifecycle = lifecycleMoves[m.Lifecycle][DoConfirm]
	m.ConfirmedAt, m.ExpiresAt = &m.now, nil
	m.push, m.toStaff = true, true
	f := newFulfilment(m.Order, m.now)
	m.writes = append(m.writes, tx.NewInsert().Model(f))
	m.goods = append(m.goods, f)
	if m.IsDigital() {
		if err := m.giveDigital(ctx, tx); err != nil {
			return err
		}
	}
	if err := m.spendCredits(ctx, tx); err != nil {
		return err
	}
	return stock.Commit(ctx, tx, m.StoreID, m.ID)
}

func newFulfilment(o *Order, now time.Time) *Fulfilment {
	return &Fulfilment{
		StoreID: o.StoreID, ID: id.New(), OrderID: o.ID, Method: o.DeliveryMethod, State: Pending, CreatedAt: now, UpdatedAt: now,
	}
}

// OrderCancelInput calls an order off.
type OrderCancelInput struct {
	ID              id.ID
	ExpectedVersion *int
	Reason          *string // needed from staff
}

// Cancel calls an order off and frees its goods: staff until the goods have left, its buyer until they are packed.
// Faults: those of run; REASON_REQUIRED and TOO_LONG at reason.
func Cancel(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in OrderCancelInput, now time.Time) (*Order, error) {
	reason, err := readReason(in.Reason, who.isStaff())
	if err != nil {
		return nil, err
	}
	c := command{action: DoCancel, order: in.ID, path: []string{"input", "id"}, version: in.ExpectedVersion}
	return run(ctx, d, shop, who, c, now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		m.CancelReason, m.CanceledBy = reason, &who.Kind
		m.push, m.toStaff = who.Kind != ByCustomer, true
		m.log(WasCanceled, EventData{Reason: reason})
		return m.cancel(ctx, tx)
	})
}

// cancel calls an order off whose goods are in the house, and frees them.
func (m *moving) cancel(ctx context.Context, tx *db.Tx) error {
	release := stock.Release
	if m.Lifecycle == Confirmed {
		release = stock.ReleaseCommitted
	}
	for _, f := range m.goods {
		if state, ok := f.after(DoCancel); ok {
			f.State, f.UpdatedAt = state, m.now
			m.writes = append(m.writes, tx.NewUpdate().Model(f).WherePK())
		}
	}
	if err := release(ctx, tx, m.StoreID, m.ID); err != nil {
		return err
	}
	return m.callOff(ctx, tx, DoCancel, payment.Canceled, "canceled_quantity")
}

func readReason(given *string, isRequired bool) (string, error) {
	reason := ""
	if given != nil {
		text, f := input.Text(*given, 500, "input", "reason")
		if f != nil {
			return "", f
		}
		reason = text
	}
	if isRequired && strings.TrimSpace(reason) == "" {
		return "", fault.New(fault.ReasonRequired, "input", "reason")
	}
	return reason, nil
}
