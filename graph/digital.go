package graph

import (
	"context"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/staff"
)

func (v variant) Stars(ctx context.Context, obj *catalog.Variant) (*int, error) {
	p, err := load(ctx).products.Load(ctx, obj.ProductID)
	if err != nil || p == nil || !p.IsDigital() || obj.Price == nil {
		return nil, err
	}
	return v.shop(ctx).Stars(*obj.Price), nil
}

func (v variant) DigitalContent(ctx context.Context, obj *catalog.Variant) (string, error) {
	return load(ctx).digitalContents.Load(ctx, obj.ID)
}

func (m mutation) DigitalContentSet(ctx context.Context, input catalog.DigitalContentSetInput) (*model.DigitalContentSetPayload, error) {
	v, refused, err := m.variantChanged(ctx, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Variant, error) {
		return catalog.SetDigitalContent(ctx, tx, storeID, input, m.Now())
	})
	return &model.DigitalContentSetPayload{Variant: v, UserErrors: refused}, err
}

// Digital is shown to the buyer and to those who read orders.
func (orderLine) Digital(ctx context.Context, obj *order.Line) (*order.DigitalDelivery, error) {
	o, err := load(ctx).orders.Load(ctx, obj.OrderID)
	if err != nil || o == nil || !o.IsDigital() || !can(ctx, staff.OrdersRead) && shopperOf(ctx) != o.CustomerID {
		return nil, err
	}
	return load(ctx).digitalOf.Load(ctx, obj.ID)
}

func (m mutation) DigitalDeliver(ctx context.Context, input order.DigitalDeliverInput) (*model.OrderPayload, error) {
	return moved(ctx, m, order.DeliverDigital, input)
}
