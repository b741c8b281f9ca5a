package graph

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
)

func (o orders) Refunds(ctx context.Context, obj *order.Order) ([]*payment.Refund, error) {
	refunds, err := load(ctx).refundsOf.Load(ctx, obj.ID)
	return nonNil(refunds), err
}

type refund struct{ *Resolver }

// Refund answers fields of refunds.
func (r *Resolver) Refund() exec.RefundResolver { return refund{r} }

func (refund) Amount(_ context.Context, obj *payment.Refund) (*money.Money, error) {
	return sum(&obj.Amount), nil
}

func (refund) Order(ctx context.Context, obj *payment.Refund) (*order.Order, error) {
	return load(ctx).orders.Load(ctx, obj.OrderID)
}

func (refund) Payment(ctx context.Context, obj *payment.Refund) (*payment.Payment, error) {
	attempts, err := load(ctx).paymentsOf.Load(ctx, obj.OrderID)
	if err != nil {
		return nil, err
	}
	for _, p := range attempts {
		if p.ID == obj.PaymentID {
			return p, nil
		}
	}
	return nil, fmt.Errorf("refund %s has no payment", obj.ID)
}

type refundLine struct{ *Resolver }

// RefundLine answers fields of what a refund is for.
func (r *Resolver) RefundLine() exec.RefundLineResolver { return refundLine{r} }

func (refundLine) LineID(_ context.Context, obj *payment.RefundLine) (*id.ID, error) {
	return named(id.OrderLine, &obj.LineID), nil
}

func (refundLine) Amount(_ context.Context, obj *payment.RefundLine) (*money.Money, error) {
	return sum(&obj.Amount), nil
}

func (q query) RefundTasks(ctx context.Context) ([]*payment.Refund, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*payment.Refund, error) {
		return payment.RefundTasks(ctx, db, storeID, q.Now())
	})
}

// cashier is the caller, who may refund, as somebody who sees the orders to be refunded.
func (m mutation) cashier(ctx context.Context) (order.Actor, error) {
	who, err := m.namedActor(ctx)
	who.CanRead = true
	return who, err
}

func (m mutation) PaymentRefund(ctx context.Context, input order.PaymentRefundInput) (*model.PaymentRefundPayload, error) {
	who, err := m.cashier(ctx)
	if err != nil {
		return nil, err
	}
	refunds, o, err := order.Refund(ctx, m.DB, m.shop(ctx), who, input, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		refunds, o = nil, nil
	}
	return &model.PaymentRefundPayload{Refunds: nonNil(refunds), Order: o, UserErrors: refused}, err
}

func (m mutation) RefundSettle(ctx context.Context, input order.RefundSettleInput) (*model.RefundSettlePayload, error) {
	who, err := m.cashier(ctx)
	if err != nil {
		return nil, err
	}
	r, o, err := order.SettleRefund(ctx, m.DB, m.shop(ctx), who, input, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		r, o = nil, nil
	}
	return &model.RefundSettlePayload{Refund: r, Order: o, UserErrors: refused}, err
}
