package graph

import (
	"context"
	"strings"

	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
)

// CheckoutURL leads back to the order in the Mini App. Digital goods that were to be paid on a web page show no page for a card
// inside Telegram.
func (p payments) CheckoutURL(ctx context.Context, obj *payment.Payment) (*string, error) {
	if obj.State != payment.Created && obj.State != payment.Pending {
		return nil, nil
	}
	provider, isRemote := p.Payments.Remote(obj.Provider)
	terms, has := p.shop(ctx).Terms(obj.Provider)
	if !isRemote || !has && obj.Page == "" || obj.Page != "" && !obj.HasPage(p.Now()) {
		return nil, nil
	}
	o, err := load(ctx).orders.Load(ctx, obj.OrderID)
	if err != nil || o == nil || !p.shop(ctx).Takes(obj.Method, o.IsDigital()) {
		return nil, err
	}
	if obj.Page != "" {
		return &obj.Page, nil
	}
	bill := payment.Bill{OrderNumber: o.Number, Amount: obj.Amount}
	address := provider.CheckoutURL(terms, bill, languageOf(ctx), p.orderURL(ctx, o))
	if address == "" { // the provider has to be asked for it
		return nil, nil
	}
	return &address, nil
}

// orderURL is an order's page in the Mini App.
func (r *Resolver) orderURL(ctx context.Context, o *order.Order) string {
	return strings.TrimSuffix(r.AdminURL, "admin/") + "app/" + storeOf(ctx).Slug + "/o/" + o.GlobalID().String()
}
