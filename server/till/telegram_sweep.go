package till

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/invoice"
)

// sweepTelegram applies what was written down and no more, and ends invoices that were begun and not paid. Money that comes
// for these all the same is taken.
func (d *Desk) sweepTelegram(ctx context.Context, storeID int64) error {
	var open []string
	var late []*payment.Payment
	now := d.Now()
	err := d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		err := q.NewSelect().Model((*Charge)(nil)).Column("id").Where("store_id = ?", storeID).Where("state = ?", chargeReceived).
			Order("received_at").Limit(mostSwept).Scan(ctx, &open)
		if err != nil {
			return err
		}
		return q.NewSelect().Model(&late).Where("store_id = ?", storeID).Where("provider = ?", invoice.Code).Where("state = ?", payment.Pending).
			Where("expires_at <= ?", now).Order("id").Limit(mostSwept).Scan(ctx)
	})
	if err != nil {
		return fmt.Errorf("open charges of store %d: %w", storeID, err)
	}
	var all error
	for _, chargeID := range open {
		if err := d.applyCharge(ctx, storeID, chargeID); err != nil {
			all = errors.Join(all, fmt.Errorf("charge %s: %w", chargeID, err))
		}
	}
	for _, p := range late {
		if err := d.endInvoice(ctx, p); err != nil {
			all = errors.Join(all, fmt.Errorf("invoice %s: %w", p.ID, err))
		}
	}
	return all
}

// endInvoice gives up waiting for the money of an attempt.
func (d *Desk) endInvoice(ctx context.Context, p *payment.Payment) error {
	now := d.Now()
	c := &Charge{StoreID: p.StoreID, Payload: p.GlobalID().String()}
	return d.DB.Write(ctx, p.StoreID, func(ctx context.Context, tx *db.Tx) error {
		till, is, err := d.openCharged(ctx, tx, c, now)
		if err != nil || is == nil || is.State != payment.Pending || is.ExpiresAt == nil || is.ExpiresAt.After(now) {
			return err
		}
		if err := till.Release(ctx, tx, is, payment.Expired); err != nil {
			return err
		}
		return till.Close(ctx, tx)
	})
}
