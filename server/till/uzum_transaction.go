package till

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/uzum"
)

// uzumTransaction is a transaction as Uzum Bank knows it. Times are milliseconds since 1970 and never computed anew; 0: never.
type uzumTransaction struct {
	bun.BaseModel `bun:"table:uzum_transactions,alias:uzt"`

	StoreID     int64     `bun:"store_id,pk"`
	ServiceID   string    `bun:"service_id,pk"`
	ID          string    `bun:"id,pk"`
	PaymentID   uuid.UUID `bun:"payment_id,type:uuid"`
	OrderID     uuid.UUID `bun:"order_id,type:uuid"`
	Amount      int64     `bun:"amount"`
	Account     string    `bun:"account"`
	State       string    `bun:"state"`
	Until       int64     `bun:"until"`
	TransTime   int64     `bun:"trans_time"`
	ConfirmTime int64     `bun:"confirm_time"`
	ReverseTime int64     `bun:"reverse_time"`
	Source      string    `bun:"source"`
	CardType    string    `bun:"card_type"`

	Payment *payment.Payment `bun:"rel:belongs-to,join:store_id=store_id,join:payment_id=id"`
}

// settle makes a transaction that waits say what is so: it has failed when its time is over, or when its payment was ended from
// our side. It tells whether anything changed. Payment must be known.
func (t *uzumTransaction) settle(now time.Time) bool {
	if t.State != uzum.Created || t.Payment.State.IsLive() && now.UnixMilli() < t.Until {
		return false
	}
	t.State = uzum.Failed
	return true
}

// answer is a transaction in the form of one call.
func (v *uzumVisit) answer(t *uzumTransaction, status string) uzum.Answered {
	a := uzum.Answered{ServiceID: v.call.ServiceID, TransID: t.ID, Status: status, Amount: t.Amount, Data: v.data(t.Account)}
	at := func(ms int64) *uzum.Moment { return new(uzum.Moment(ms)) }
	switch v.call.Action {
	case uzum.Create:
		a.TransTime = at(t.TransTime)
	case uzum.Confirm:
		a.ConfirmTime = at(t.ConfirmTime)
	case uzum.Reverse:
		a.ReverseTime = at(t.ReverseTime)
	default:
		a.TransTime, a.ConfirmTime, a.ReverseTime = at(t.TransTime), at(t.ConfirmTime), at(t.ReverseTime)
	}
	return a
}

// data is what the bank shows to the payer of an order.
func (v *uzumVisit) data(account string) map[string]uzum.Shown {
	return map[string]uzum.Shown{v.account.Settings[uzum.ParamsKey]: {Value: account}}
}

// named narrows transactions to the one of the call.
func (v *uzumVisit) named(sel *bun.SelectQuery) *bun.SelectQuery {
	return sel.Where("uzt.store_id = ?", v.shop.Store.ID).Where("uzt.service_id = ?", v.service).
		Where("uzt.id = ?", v.call.TransID)
}

// open locks the order of the call's transaction and gives both, settled; nil when there is no such transaction.
func (v *uzumVisit) open(ctx context.Context) (*uzumTransaction, error) {
	err := v.enter(ctx, func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("ord.id = (?)", v.named(v.tx.NewSelect().Model((*uzumTransaction)(nil)).Column("order_id")))
	})
	if err != nil || v.till == nil {
		return nil, err
	}
	t := new(uzumTransaction)
	if err := v.named(v.tx.NewSelect().Model(t)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("uzum transaction %s: %w", v.call.TransID, err)
	}
	t.Payment = v.till.Payment(t.PaymentID)
	return t, v.settle(ctx, t, t.Payment)
}

// see reads the call's transaction as it is, without a lock; nil when there is none.
func (v *uzumVisit) see(ctx context.Context) (*uzumTransaction, error) {
	t := new(uzumTransaction)
	t, err := edit.One(t, v.named(v.tx.NewSelect().Model(t).Relation("Payment")).Scan(ctx))
	if t != nil {
		t.settle(v.now)
	}
	return t, err
}
