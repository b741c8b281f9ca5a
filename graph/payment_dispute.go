package graph

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
)

func (o orders) Chargebacks(ctx context.Context, obj *order.Order) ([]*payment.Chargeback, error) {
	chargebacks, err := load(ctx).chargebacksOf.Load(ctx, obj.ID)
	return nonNil(chargebacks), err
}

type chargeback struct{ *Resolver }

// Chargeback answers fields of chargebacks.
func (r *Resolver) Chargeback() exec.ChargebackResolver { return chargeback{r} }

func (chargeback) Amount(_ context.Context, obj *payment.Chargeback) (*money.Money, error) {
	return sum(&obj.Amount), nil
}

func (chargeback) Order(ctx context.Context, obj *payment.Chargeback) (*order.Order, error) {
	return load(ctx).orders.Load(ctx, obj.OrderID)
}

func (chargeback) Payment(ctx context.Context, obj *payment.Chargeback) (*payment.Payment, error) {
	attempts, err := load(ctx).paymentsOf.Load(ctx, obj.OrderID)
	if err != nil {
		return nil, err
	}
	for _, p := range attempts {
		if p.ID == obj.PaymentID {
			return p, nil
		}
	}
	return nil, fmt.Errorf("chargeback %s has no payment", obj.ID)
}

func (q query) OpenChargebacks(ctx context.Context) ([]*payment.Chargeback, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*payment.Chargeback, error) {
		return payment.OpenChargebacks(ctx, db, storeID)
	})
}

func (m mutation) ChargebackOpen(ctx context.Context, input order.ChargebackOpenInput) (*model.ChargebackPayload, error) {
	who, err := m.cashier(ctx)
	if err != nil {
		return nil, err
	}
	return disputed(ctx, func() (*payment.Chargeback, *order.Order, error) {
		return order.OpenChargeback(ctx, m.DB, m.shop(ctx), who, input, m.Now())
	})
}

func (m mutation) ChargebackClose(ctx context.Context, input order.ChargebackCloseInput) (*model.ChargebackPayload, error) {
	who, err := m.cashier(ctx)
	if err != nil {
		return nil, err
	}
	return disputed(ctx, func() (*payment.Chargeback, *order.Order, error) {
		return order.CloseChargeback(ctx, m.DB, m.shop(ctx), who, input, m.Now())
	})
}

func disputed(ctx context.Context, act func() (*payment.Chargeback, *order.Order, error)) (*model.ChargebackPayload, error) {
	c, o, err := act()
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		c, o = nil, nil
	}
	return &model.ChargebackPayload{Chargeback: c, Order: o, UserErrors: refused}, err
}

func (m mutation) PaymentMismatchSettle(ctx context.Context, input order.PaymentMismatchSettleInput) (*model.OrderPayload, error) {
	who, err := m.cashier(ctx)
	if err != nil {
		return nil, err
	}
	o, err := order.SettleMismatch(ctx, m.DB, m.shop(ctx), who, input, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		o = nil
	}
	return &model.OrderPayload{Order: o, UserErrors: refused}, err
}
