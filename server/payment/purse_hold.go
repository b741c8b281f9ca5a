package payment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
)

// Hold is what an order holds of a purse until it is accepted.
type Hold struct {
	bun.BaseModel `bun:"table:purse_holds,alias:phd"`

	StoreID int64       `bun:"store_id,pk"`
	OrderID uuid.UUID   `bun:"order_id,pk,type:uuid"`
	PurseID uuid.UUID   `bun:"purse_id,pk,type:uuid"`
	Amount  money.Tiyin `bun:"amount"`
	State   HoldState   `bun:"state"`

	Kind Method `bun:"kind,scanonly"` // of the purse, where it was read
}

// HoldState says what became of a hold.
type HoldState string

const (
	HoldHeld     HoldState = "HELD"
	HoldSpent    HoldState = "SPENT"    // it paid the order
	HoldReleased HoldState = "RELEASED" // the order was called off before
)

// Take holds amount of a purse for an order; false when the purse has not so much to give any more. The row of the purse stays
// locked until tx ends, so that of two orders one is refused; the database refuses what this overlooks.
func Take(ctx context.Context, tx *db.Tx, h *Hold, now time.Time) (bool, error) {
	done, err := tx.NewUpdate().Model((*Purse)(nil)).Set("held = held + ?", h.Amount).Set("updated_at = ?", now).
		Where("store_id = ?", h.StoreID).Where("id = ?", h.PurseID).Where("balance - held >= ?", h.Amount).Where("voided_at IS NULL").
		WhereGroup(" AND ", func(q *bun.UpdateQuery) *bun.UpdateQuery {
			return q.Where("expires_at IS NULL").WhereOr("expires_at > ?", now)
		}).Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("hold %d of purse %s: %w", h.Amount, h.PurseID, err)
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return false, err
	}
	h.State = HoldHeld
	_, err = tx.NewInsert().Model(h).On("CONFLICT (store_id, order_id, purse_id) DO UPDATE").Set("state = excluded.state").Exec(ctx)
	if err != nil {
		return false, fmt.Errorf("hold %d of purse %s: %w", h.Amount, h.PurseID, err)
	}
	return true, nil
}

// HoldsOf reads the holds of an order in a state. The caller holds the lock of the order.
func HoldsOf(ctx context.Context, q bun.IDB, storeID int64, orderID uuid.UUID, state HoldState) ([]*Hold, error) {
	var holds []*Hold
	err := q.NewSelect().Model(&holds).ColumnExpr("phd.*").ColumnExpr("prs.kind").
		Join("JOIN purses AS prs ON prs.store_id = phd.store_id AND prs.id = phd.purse_id").
		Where("phd.store_id = ?", storeID).Where("phd.order_id = ?", orderID).Where("phd.state = ?", state).Order("phd.purse_id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("holds of order %s: %w", orderID, err)
	}
	return holds, nil
}

// Release gives a hold back to its purse, for the caller to write. What comes back to a gift card that was voided meanwhile is
// gone, as the rest of it was.
func (h *Hold) Release(ctx context.Context, tx *db.Tx, now time.Time) ([]schema.QueryAppender, error) {
	p, err := LockPurse(ctx, tx, h.StoreID, h.PurseID)
	if err != nil {
		return nil, err
	}
	h.State = HoldReleased
	if p.VoidedAt == nil {
		return []schema.QueryAppender{h.save(tx), changePurse(tx, h.StoreID, h.PurseID, 0, -h.Amount, now)}, nil
	}
	writes, err := p.void(ctx, tx, h.Amount, ":"+h.OrderID.String(), now)
	return append(writes, h.save(tx), changePurse(tx, h.StoreID, h.PurseID, -h.Amount, -h.Amount, now)), err
}

func (h *Hold) save(tx *db.Tx) schema.QueryAppender {
	return tx.NewUpdate().Model(h).Column("state").WherePK()
}

// Spend pays the order with a hold: a captured payment, for the caller to write with others.
func (h *Hold) Spend(ctx context.Context, tx *db.Tx, now time.Time) (*Payment, []schema.QueryAppender, error) {
	h.State = HoldSpent
	p := &Payment{
		StoreID: h.StoreID, ID: id.New(), OrderID: h.OrderID, Method: h.Kind, Provider: PurseProvider(h.Kind), PurseID: &h.PurseID,
		State: Captured, LiesAt: PurseAccount(h.Kind), Amount: h.Amount, Currency: money.UZS, CapturedAt: &now, ClosedAt: &now, CreatedAt: now, UpdatedAt: now,
	}
	booked, err := Book(ctx, tx, p.StoreID, Transaction{
		Kind: Capturing, OrderID: &p.OrderID, PaymentID: &p.ID, PurseID: p.PurseID, DedupKey: "capture:" + p.ID.String(),
		Movements: []Movement{{Debit: PurseAccount(h.Kind), Credit: BuyerAccount, Amount: p.Amount}},
	}, now)
	if err != nil {
		return nil, nil, err
	}
	writes := []schema.QueryAppender{tx.NewInsert().Model(p), h.save(tx), changePurse(tx, h.StoreID, h.PurseID, -h.Amount, -h.Amount, now)}
	return p, append(writes, booked...), nil
}

// FinishPurse gives the money of an open refund back to the purse that paid. It gives the writes, of the payment too.
func (r *Refund) FinishPurse(ctx context.Context, tx *db.Tx, p *Payment, now time.Time) ([]schema.QueryAppender, error) {
	writes, err := r.Finish(ctx, tx, p, PurseAccount(p.Method), "", now)
	if err != nil {
		return nil, err
	}
	return append(writes, changePurse(tx, p.StoreID, *p.PurseID, r.Amount, 0, now)), nil
}

// Grant adds cashback for an order to the purse of its customer, which is locked. It gives the writes.
func (p *Purse) Grant(ctx context.Context, tx *db.Tx, orderID uuid.UUID, amount money.Tiyin, now time.Time) ([]schema.QueryAppender, error) {
	booked, err := Book(ctx, tx, p.StoreID, Transaction{
		Kind: Granting, OrderID: &orderID, PurseID: &p.ID, DedupKey: "cashback:" + orderID.String(),
		Movements: []Movement{{Debit: CashbackGrantAccount, Credit: CashbackAccount, Amount: amount}},
	}, now)
	return append(booked, changePurse(tx, p.StoreID, p.ID, amount, 0, now)), err
}

// Revoke takes cashback of an order back out of the purse of its customer, which is locked and has so much to give. version is
// that of the order by then. It gives the writes.
func (p *Purse) Revoke(ctx context.Context, tx *db.Tx, orderID uuid.UUID, version int, amount money.Tiyin, now time.Time) ([]schema.QueryAppender, error) {
	booked, err := Book(ctx, tx, p.StoreID, Transaction{
		Kind: Revoking, OrderID: &orderID, PurseID: &p.ID, DedupKey: fmt.Sprintf("cashback_back:%s:%d", orderID, version),
		Movements: []Movement{{Debit: CashbackAccount, Credit: CashbackGrantAccount, Amount: amount}},
	}, now)
	return append(booked, changePurse(tx, p.StoreID, p.ID, -amount, 0, now)), err
}
