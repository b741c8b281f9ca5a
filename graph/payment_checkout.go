package graph

import (
	"context"
	"strings"

	"github.com/dokon-shop/dokon/server/payment"
)

// CheckoutURL leads back to the order in the Mini App.
func (p payments) CheckoutURL(ctx context.Context, obj *payment.Payment) (*string, error) {
	provider, isRemote := p.Payments.Remote(obj.Provider)
	terms, has := p.shop(ctx).Terms(obj.Provider)
	if !isRemote || !has || obj.State != payment.Created && obj.State != payment.Pending {
		return nil, nil
	}
	o, err := load(ctx).orders.Load(ctx, obj.OrderID)
	if err != nil || o == nil {
		return nil, err
	}
	back := strings.TrimSuffix(p.AdminURL, "admin/") + "app/" + storeOf(ctx).Slug + "/o/" + o.GlobalID().String()
	address := provider.CheckoutURL(terms, payment.Bill{OrderNumber: o.Number, Amount: obj.Amount}, languageOf(ctx), back)
	return &address, nil
}
