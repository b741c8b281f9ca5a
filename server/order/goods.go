package order

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/stock"
)

// FulfilmentMoveInput moves the goods of an order.
type FulfilmentMoveInput struct {
	OrderID         id.ID
	ExpectedVersion *int
}

func (in FulfilmentMoveInput) command(a Action) command {
	return command{action: a, order: in.OrderID, path: []string{"input", "orderId"}, version: in.ExpectedVersion}
}

// Prepare begins to prepare the goods. Faults: those of run.
func Prepare(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in FulfilmentMoveInput, now time.Time) (*Order, error) {
	return run(ctx, d, shop, who, in.command(DoPrepare), now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		m.log(WasAccepted, EventData{})
		return m.moveGoods(ctx, tx, DoPrepare, func(f *Fulfilment) { f.AcceptedAt = &now })
	})
}

// Pack says that all is packed. Faults: those of run.
func Pack(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in FulfilmentMoveInput, now time.Time) (*Order, error) {
	return run(ctx, d, shop, who, in.command(DoPack), now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		m.log(WasPacked, EventData{})
		return m.moveGoods(ctx, tx, DoPack, func(f *Fulfilment) { f.PackedAt = &now })
	})
}

// MakeReady says that the goods wait at the pickup point. Faults: those of run.
func MakeReady(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in FulfilmentMoveInput, now time.Time) (*Order, error) {
	return run(ctx, d, shop, who, in.command(DoReady), now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		m.log(WasReady, EventData{})
		if err := m.moveGoods(ctx, tx, DoReady, func(f *Fulfilment) { f.HandedAt = &now }); err != nil {
			return err
		}
		return m.leave(ctx, tx)
	})
}

// leave takes the goods out of the shop's stock, the first time they leave, and makes sure that the buyer can pay.
func (m *moving) leave(ctx context.Context, tx *db.Tx) error {
	m.push = true
	if err := stock.Ship(ctx, tx, m.StoreID, m.ID); err != nil {
		return err
	}
	for _, p := range m.money {
		if p.State.IsLive() || p.State == payment.Captured {
			return nil
		}
	}
	provider, known := m.shop.Payments.For(m.PaymentMethod)
	if !known || m.stillDue() == 0 {
		return nil
	}
	again, err := payment.Open(ctx, tx, m.StoreID, m.ID, provider, m.stillDue(), m.now)
	if err != nil {
		return err
	}
	m.money = append(m.money, again)
	return nil
}

// FulfilmentHandOverInput gives the goods to a courier.
type FulfilmentHandOverInput struct {
	OrderID         id.ID
	ExpectedVersion *int
	CourierID       *id.ID // open when nil
}

// HandOver gives the goods to a courier, or to another one. Faults: those of run; INVALID_ID and NOT_FOUND at courierId
// for who is not an active member of staff that delivers.
func HandOver(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in FulfilmentHandOverInput, now time.Time) (*Order, error) {
	var courierID *uuid.UUID
	if in.CourierID != nil {
		key, err := in.CourierID.Must(id.Staff, "input", "courierId")
		if err != nil {
			return nil, err
		}
		courierID = &key
	}
	c := FulfilmentMoveInput{OrderID: in.OrderID, ExpectedVersion: in.ExpectedVersion}.command(DoHandOver)
	carried := func(m *moving) *Fulfilment {
		for _, f := range m.goods {
			if f.State == HandedToCourier {
				return f
			}
		}
		return nil
	}
	c.isRepeat = func(m *moving) bool {
		f := carried(m)
		return f != nil && (courierID == nil || f.CourierID != nil && *f.CourierID == *courierID)
	}
	c.isPossible = func(m *moving) bool { return carried(m) != nil && courierID != nil } // to another courier
	return run(ctx, d, shop, who, c, now, func(ctx context.Context, tx *db.Tx, m *moving) error {
		data := EventData{}
		if courierID != nil {
			member, err := courier(ctx, tx, m.StoreID, *courierID)
			if err != nil {
				return err
			}
			data.Courier = member.Name
		}
		m.log(WasHandedOver, data)
		if f := carried(m); f != nil {
			f.CourierID = courierID
			return m.saveGoods(ctx, tx, f)
		}
		err := m.moveGoods(ctx, tx, DoHandOver, func(f *Fulfilment) { f.CourierID, f.HandedAt = courierID, &now })
		if err != nil {
			return err
		}
		return m.leave(ctx, tx)
	})
}

func courier(ctx context.Context, tx *db.Tx, storeID int64, memberID uuid.UUID) (*staff.Member, error) {
	member, err := staff.ByID(ctx, tx, storeID, memberID)
	if errors.Is(err, fault.New(fault.NotFound)) || err == nil && (!member.IsActive || !member.Role.Can(staff.OrdersDeliver)) {
		return nil, fault.New(fault.NotFound, "input", "courierId")
	}
	if err != nil {
		return nil, fmt.Errorf("courier %s: %w", memberID, err)
	}
	return member, nil
}
