package graph

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/staff"
)

type orders struct{ *Resolver }

// Order answers fields of orders.
func (r *Resolver) Order() exec.OrderResolver { return orders{r} }

func (o orders) StatusText(ctx context.Context, obj *order.Order) (string, error) {
	fulfilments, err := load(ctx).fulfilmentsOf.Load(ctx, obj.ID)
	return order.StatusText(obj, fulfilments, o.Resolver.Payments, languageOf(ctx)), err
}

func (o orders) Lines(ctx context.Context, obj *order.Order) ([]*order.Line, error) {
	lines, err := load(ctx).linesOf.Load(ctx, obj.ID)
	return nonNil(lines), err
}

func (o orders) Quantity(ctx context.Context, obj *order.Order) (int, error) {
	lines, err := load(ctx).linesOf.Load(ctx, obj.ID)
	pieces := 0
	for _, l := range lines {
		pieces += l.Quantity
	}
	return pieces, err
}

func (o orders) Payments(ctx context.Context, obj *order.Order) ([]*payment.Payment, error) {
	payments, err := load(ctx).paymentsOf.Load(ctx, obj.ID)
	return nonNil(payments), err
}

func (orders) ChangeFrom(_ context.Context, obj *order.Order) (*money.Money, error) {
	return sum(obj.ChangeFrom), nil
}

func (orders) Deposit(_ context.Context, obj *order.Order) (*money.Money, error) {
	return sum(&obj.DepositTiyin), nil
}

func (orders) Held(_ context.Context, obj *order.Order) (*money.Money, error) {
	return sum(&obj.HeldTiyin), nil
}

func (orders) ToPay(_ context.Context, obj *order.Order) (*money.Money, error) {
	toPay := obj.Due()
	return sum(&toPay), nil
}

func (o orders) Fulfilments(ctx context.Context, obj *order.Order) ([]*order.Fulfilment, error) {
	fulfilments, err := load(ctx).fulfilmentsOf.Load(ctx, obj.ID)
	return nonNil(fulfilments), err
}

// Customer is shown to staff, and to the buyer who it is.
func (o orders) Customer(ctx context.Context, obj *order.Order) (*customer.Customer, error) {
	a := auth.From(ctx)
	if !a.Can(staff.OrdersRead) && !a.Can(staff.OrdersDeliver) && shopperOf(ctx) != obj.CustomerID {
		return nil, nil
	}
	return load(ctx).customers.Load(ctx, obj.CustomerID)
}

func (o orders) AvailableActions(ctx context.Context, obj *order.Order) ([]*order.ActionOption, error) {
	fulfilments, err := load(ctx).fulfilmentsOf.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	options := order.AvailableActions(obj, fulfilments, o.Resolver.Payments, o.orderActor(ctx), languageOf(ctx))
	out := make([]*order.ActionOption, len(options))
	for i := range options {
		out[i] = &options[i]
	}
	return out, nil
}

func (o orders) Timeline(ctx context.Context, obj *order.Order, first *int, after *string) (*page.Connection[*order.Event], error) {
	return reading(ctx, o.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*page.Connection[*order.Event], error) {
		return order.Timeline(ctx, db, storeID, obj.ID, args(first, after, nil, nil))
	})
}

type orderEvent struct{ *Resolver }

// OrderEvent answers fields of what happened to an order.
func (r *Resolver) OrderEvent() exec.OrderEventResolver { return orderEvent{r} }

func (orderEvent) Kind(_ context.Context, obj *order.Event) (string, error) {
	return string(obj.Kind), nil
}

func (orderEvent) Message(ctx context.Context, obj *order.Event) (string, error) {
	return obj.In(languageOf(ctx)), nil
}

// Actor names staff to staff; a buyer sees the shop's name instead.
func (orderEvent) Actor(ctx context.Context, obj *order.Event) (*model.OrderEventActor, error) {
	name := obj.ActorName
	if obj.ActorKind == order.ByStaff && !can(ctx, staff.OrdersRead) {
		name = text(ctx, storeOf(ctx).Name)
	}
	return &model.OrderEventActor{Kind: obj.ActorKind, Name: name}, nil
}

// orderActor is the caller as somebody who acts on orders.
func (r *Resolver) orderActor(ctx context.Context) order.Actor {
	a := auth.From(ctx)
	actor := order.Actor{CanRead: a.Can(staff.OrdersRead), CanWrite: a.Can(staff.OrdersWrite), CanDeliver: a.Can(staff.OrdersDeliver)}
	switch {
	case a.Kind == auth.Bot:
		return order.Actor{Kind: order.ByAPI, CanRead: true}
	case a.StaffID != uuid.Nil:
		actor.Kind, actor.ID = order.ByStaff, a.StaffID
	case a.Kind == auth.Program:
		actor.Kind = order.ByAPI
	default:
		actor.Kind, actor.ID = order.ByCustomer, shopperOf(ctx)
	}
	return actor
}

type orderLine struct{ *Resolver }

// OrderLine answers fields of what was bought.
func (r *Resolver) OrderLine() exec.OrderLineResolver { return orderLine{r} }

func (orderLine) Name(ctx context.Context, obj *order.Line) (string, error) {
	return text(ctx, obj.Name), nil
}

func (orderLine) VariantName(ctx context.Context, obj *order.Line) (string, error) {
	return text(ctx, obj.VariantName), nil
}

func (orderLine) Picture(_ context.Context, obj *order.Line) (*model.LinePicture, error) {
	p := obj.Picture()
	if p == nil {
		return nil, nil
	}
	return &model.LinePicture{StoreID: obj.StoreID, Hash: p.Hash, Color: p.Color}, nil
}

func (orderLine) Product(ctx context.Context, obj *order.Line) (*catalog.Product, error) {
	p, err := load(ctx).products.Load(ctx, obj.ProductID)
	if p != nil && p.Status != catalog.Active && !can(ctx, staff.CatalogRead) {
		return nil, err
	}
	return p, err
}

func (orderLine) VariantID(_ context.Context, obj *order.Line) (*id.ID, error) {
	return named(id.Variant, &obj.VariantID), nil
}

type linePicture struct{ *Resolver }

// LinePicture answers the address of a picture that an order keeps.
func (r *Resolver) LinePicture() exec.LinePictureResolver { return linePicture{r} }

func (linePicture) URL(_ context.Context, obj *model.LinePicture, width *int, format *media.Format) (string, error) {
	return media.Address(obj.StoreID, obj.Hash, orDefault(width, 160), orDefault(format, media.Auto)), nil
}

type orderDelivery struct{ *Resolver }

// OrderDelivery answers where an order goes.
func (r *Resolver) OrderDelivery() exec.OrderDeliveryResolver { return orderDelivery{r} }

func (orderDelivery) Name(ctx context.Context, obj *order.Delivery) (string, error) {
	return text(ctx, obj.Name), nil
}

func (orderDelivery) PickupPoint(ctx context.Context, obj *order.Delivery) (*delivery.PickupPoint, error) {
	if obj.PickupPointID == nil {
		return nil, nil
	}
	return load(ctx).pickupPoints.Load(ctx, *obj.PickupPointID)
}

func (d orderDelivery) MapURL(ctx context.Context, obj *order.Delivery) (*string, error) {
	var point *geo.Point
	if obj.Address != nil {
		point = obj.Address.Point
	} else if p, err := d.PickupPoint(ctx, obj); err != nil {
		return nil, err
	} else if p != nil {
		at := p.Point()
		point = &at
	}
	if point == nil {
		return nil, nil
	}
	address := delivery.MapURL(*point)
	return &address, nil
}

type fulfilment struct{ *Resolver }

// Fulfilment answers fields of the handing over.
func (r *Resolver) Fulfilment() exec.FulfilmentResolver { return fulfilment{r} }

// Courier is shown to those who work with orders alone.
func (fulfilment) Courier(ctx context.Context, obj *order.Fulfilment) (*staff.Member, error) {
	if obj.CourierID == nil || !can(ctx, staff.OrdersRead) && !can(ctx, staff.OrdersDeliver) {
		return nil, nil
	}
	return load(ctx).members.Load(ctx, *obj.CourierID)
}
