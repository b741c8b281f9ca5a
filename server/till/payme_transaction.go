package till

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"
)

// paymeTransaction is a transaction as Payme knows it. Times are milliseconds since 1970 and never computed anew.
type paymeTransaction struct {
	bun.BaseModel `bun:"table:payme_transactions,alias:ptx"`

	StoreID     int64     `bun:"store_id,pk"`
	ID          string    `bun:"id,pk"`
	PaymentID   uuid.UUID `bun:"payment_id,type:uuid"`
	OrderID     uuid.UUID `bun:"order_id,type:uuid"`
	Time        int64     `bun:"time"`
	Amount      int64     `bun:"amount"`
	Account     string    `bun:"account"`
	State       int       `bun:"state"`
	Reason      *int      `bun:"reason"`
	CreateTime  int64     `bun:"create_time"`
	PerformTime int64     `bun:"perform_time"`
	CancelTime  int64     `bun:"cancel_time"`

	Payment *payment.Payment `bun:"rel:belongs-to,join:store_id=store_id,join:payment_id=id"`
}

// ours is the transaction's name on our side.
func (t *paymeTransaction) ours() string { return id.Of(id.Payment, t.PaymentID).String() }

// overAt is when a transaction that was not performed is over.
func (t *paymeTransaction) overAt() time.Time { return time.UnixMilli(t.Time).Add(payme.Timeout) }

// settle makes a transaction that waits say what is so: it is over when its time is, or when its payment was ended from
// our side. It tells whether anything changed. Payment must be known.
func (t *paymeTransaction) settle(now time.Time) bool {
	if t.State != payme.Created {
		return false
	}
	switch {
	case t.Payment.State == payment.Expired || !now.Before(t.overAt()):
		t.cancel(payme.ByTimeout, t.overAt().UnixMilli())
	case !t.Payment.State.IsLive():
		t.cancel(payme.NotCarried, t.Payment.UpdatedAt.UnixMilli())
	default:
		return false
	}
	return true
}

func (t *paymeTransaction) cancel(reason int, at int64) {
	t.State, t.Reason, t.CancelTime = -t.State, &reason, at
}

func (t *paymeTransaction) created() payme.CreatedResult {
	return payme.CreatedResult{CreateTime: t.CreateTime, Transaction: t.ours(), State: t.State}
}

func (t *paymeTransaction) cancelled() payme.CancelledResult {
	return payme.CancelledResult{Transaction: t.ours(), CancelTime: t.CancelTime, State: t.State}
}

// open locks the order of a transaction and gives both, settled; nil when the store has no such transaction.
func (v *paymeVisit) open(ctx context.Context, transactionID string) (*paymeTransaction, error) {
	storeID := v.shop.Store.ID
	err := v.enter(ctx, func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("ord.id = (SELECT order_id FROM payme_transactions WHERE store_id = ? AND id = ?)", storeID, transactionID)
	})
	if err != nil || v.till == nil {
		return nil, err
	}
	t := new(paymeTransaction)
	if err := v.tx.NewSelect().Model(t).Where("store_id = ?", storeID).Where("id = ?", transactionID).Scan(ctx); err != nil {
		return nil, fmt.Errorf("payme transaction %s: %w", transactionID, err)
	}
	t.Payment = v.till.Payment(t.PaymentID)
	return t, v.settle(ctx, t, t.Payment)
}

// see reads a transaction as it is, without a lock; nil when the store has no such one.
func (v *paymeVisit) see(ctx context.Context, transactionID string) (*paymeTransaction, error) {
	t := new(paymeTransaction)
	t, err := edit.One(t, v.tx.NewSelect().Model(t).Relation("Payment").
		Where("ptx.store_id = ?", v.shop.Store.ID).Where("ptx.id = ?", transactionID).Scan(ctx))
	if t != nil {
		t.settle(v.now)
	}
	return t, err
}
