package order

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/stock"
)

// Expire ends an order that nobody accepted or paid in time, and frees its goods. An order that is no longer placed is left
// alone, and so is one whose time is not over by this machine's clock. While money may be on its way the
// order waits for it, once, until the provider's own time is over.
func Expire(ctx context.Context, d *db.DB, shop cart.Shop, orderID uuid.UUID, now time.Time) error {
	err := d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lock(ctx, tx, shop, System, orderID, now)
		if err != nil || m == nil {
			return err
		}
		if _, ok := lifecycleMoves[m.Lifecycle][doExpire]; !ok || m.ExpiresAt == nil {
			return nil
		}
		if m.ExpiresAt.After(now) {
			return nil
		}
		if until := m.moneyOnItsWay(); until != nil && until.After(now) {
			m.ExpiresAt = until
			if _, err := tx.NewUpdate().Model(m.Order).Column("expires_at").WherePK().Exec(ctx); err != nil {
				return fmt.Errorf("extend order %s: %w", orderID, err)
			}
			return nil
		}
		m.push, m.toStaff = true, true
		m.log(WasExpired, EventData{IsUnpaid: m.waitsForMoney(shop.Payments)})
		if err := stock.Release(ctx, tx, m.StoreID, m.ID); err != nil {
			return err
		}
		if err := m.callOff(ctx, tx, doExpire, payment.Expired, "canceled_quantity"); err != nil {
			return err
		}
		return m.finish(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("expire order %s: %w", orderID, err)
	}
	return nil
}

// moneyOnItsWay gives the time until which a provider may still bring the money, nil when none does.
func (m *moving) moneyOnItsWay() *time.Time {
	for _, p := range m.money {
		if (p.State == payment.Pending || p.State == payment.Authorized) && p.ExpiresAt != nil {
			return p.ExpiresAt
		}
	}
	return nil
}

// overdue are the orders of a store whose time is over, oldest first, up to most.
func overdue(ctx context.Context, d *db.DB, storeID, most int64, now time.Time) ([]uuid.UUID, error) {
	q := d.Alone(storeID)
	var found []*Order
	sel := q.NewSelect().Model((*Order)(nil)).Column("id").Where("store_id = ?", storeID).
		Where("lifecycle = ?", Placed).Where("expires_at <= ?", now).Order("expires_at").Limit(most)
	if err := db.Select(ctx, q, sel, &found); err != nil {
		return nil, fmt.Errorf("overdue orders: %w", err)
	}
	keys := make([]uuid.UUID, len(found))
	for i, o := range found {
		keys[i] = o.ID
	}
	return keys, nil
}

// expireThese ends orders; one that cannot be ended keeps no other from its end.
func expireThese(ctx context.Context, d *db.DB, shop cart.Shop, keys []uuid.UUID, now time.Time) error {
	var all error
	for _, orderID := range keys {
		all = errors.Join(all, Expire(ctx, d, shop, orderID, now))
	}
	return all
}

// expireOverdue ends the orders of a store whose time is over before the job came to them, and tells how many it looked at.
func expireOverdue(ctx context.Context, d *db.DB, shop cart.Shop, now time.Time) (int, error) {
	keys, err := overdue(ctx, d, shop.Store.ID, 20, now)
	if err != nil {
		return 0, err
	}
	return len(keys), expireThese(ctx, d, shop, keys, now)
}
