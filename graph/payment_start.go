package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
)

func (m mutation) PaymentStart(ctx context.Context, input order.PaymentStartInput) (*model.PaymentStartPayload, error) {
	who, err := m.namedActor(ctx)
	if err != nil {
		return nil, err
	}
	desk := order.PayDesk{DB: m.DB, Keys: m.paymentKeys, Secrets: m.Box, Back: func(o *order.Order) string { return m.orderURL(ctx, o) }, Now: m.Now}
	p, o, err := order.StartPayment(ctx, desk, m.shop(ctx), who, input, m.Now())
	if fault.Has(err, fault.Forbidden) {
		return nil, err
	}
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		p, o = nil, nil
	}
	return &model.PaymentStartPayload{Payment: p, Order: o, UserErrors: refused}, err
}

// paymentKeys opens the store's account with a provider; one that keeps no accounts gets the store alone.
func (r *Resolver) paymentKeys(ctx context.Context, storeID int64, provider string) (keys payment.Keys, err error) {
	err = r.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		keys, err = payment.KeysOf(ctx, q, r.Box, storeID, provider)
		return err
	})
	return keys, err
}

func (m mutation) PaymentTake(ctx context.Context, input order.PaymentTakeInput) (*model.PaymentStartPayload, error) {
	who, err := m.namedActor(ctx)
	if err != nil {
		return nil, err
	}
	desk := order.PayDesk{DB: m.DB, Keys: m.paymentKeys, Now: m.Now}
	p, o, err := order.TakePayment(ctx, desk, m.shop(ctx), who, input, m.Now())
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		p, o = nil, nil
	}
	return &model.PaymentStartPayload{Payment: p, Order: o, UserErrors: refused}, err
}
