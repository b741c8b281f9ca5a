package order

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/stock"
)

// Expire ends an order that nobody accepted or paid in time, and frees its goods. An order that is no longer placed is left
// alone; one whose time is not over by this machine's clock is looked at again when it is. While money may be on its way the
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
			return expireLater(ctx, tx, m.Order)
		}
		if until := m.moneyOnItsWay(); until != nil && until.After(now) {
			m.ExpiresAt = until
			if _, err := tx.NewUpdate().Model(m.Order).Column("expires_at").WherePK().Exec(ctx); err != nil {
				return fmt.Errorf("extend order %s: %w", orderID, err)
			}
			return expireLater(ctx, tx, m.Order)
		}
		m.push, m.toStaff = true, true
		m.log(WasExpired, EventData{IsUnpaid: m.waitsForMoney(shop.Payments)})
		if err := m.callOff(ctx, tx, doExpire, payment.Expired, "canceled_quantity"); err != nil {
			return err
		}
		if err := stock.Release(ctx, tx, m.StoreID, m.ID); err != nil {
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

// expireOverdue ends the orders of a store whose time is over before their job came to it, and tells how many it looked at.
func expireOverdue(ctx context.Context, d *db.DB, shop cart.Shop, now time.Time) (int, error) {
	var overdue []uuid.UUID
	err := d.Read(ctx, shop.Store.ID, func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*Order)(nil)).Column("id").Where("store_id = ?", shop.Store.ID).
			Where("lifecycle = ?", Placed).Where("expires_at <= ?", now).Order("expires_at").Limit(20).Scan(ctx, &overdue)
	})
	if err != nil {
		return 0, fmt.Errorf("overdue orders: %w", err)
	}
	for _, orderID := range overdue {
		if err := Expire(ctx, d, shop, orderID, now); err != nil {
			return 0, err
		}
	}
	return len(overdue), nil
}
