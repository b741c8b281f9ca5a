package graph

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
)

func (q query) Order(ctx context.Context, key *id.ID, number *int64, receiptCode *string) (*order.Order, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*order.Order, error) {
		return order.By(ctx, db, storeID, q.orderActor(ctx), order.Key{ID: key, Number: number, ReceiptCode: receiptCode})
	})
}

func (q query) Orders(ctx context.Context, first *int, after *string, last *int, before *string, filter *order.OrderFilter) (*page.Connection[*order.Order], error) {
	return expectOrders(ctx)(q.orderPage(ctx, q.orderActor(ctx), orDefault(filter, order.OrderFilter{}), args(first, after, last, before)))
}

// expectOrders tells the loaders of a page of orders.
func expectOrders(ctx context.Context) func(*page.Connection[*order.Order], error) (*page.Connection[*order.Order], error) {
	return func(conn *page.Connection[*order.Order], err error) (*page.Connection[*order.Order], error) {
		if err == nil {
			load(ctx).expectOrders(conn.Nodes())
		}
		return conn, err
	}
}

func (r *Resolver) orderPage(ctx context.Context, who order.Actor, filter order.OrderFilter, a page.Args) (*page.Connection[*order.Order], error) {
	conn, err := reading(ctx, r, func(ctx context.Context, db bun.IDB, storeID int64) (*page.Connection[*order.Order], error) {
		return order.List(ctx, db, storeID, who, filter, a)
	})
	if err != nil {
		return nil, err
	}
	conn.Count = func(ctx context.Context) (page.Total, error) {
		return reading(ctx, r, func(ctx context.Context, db bun.IDB, storeID int64) (page.Total, error) {
			return order.Count(ctx, db, storeID, who, filter)
		})
	}
	return conn, nil
}

func (q query) OrderCounts(ctx context.Context) (*order.Counts, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*order.Counts, error) {
		return order.CountPlaces(ctx, db, storeID)
	})
}

// orderByKey reads an order that the caller may see; nil when there is none.
func (r *Resolver) orderByKey(ctx context.Context, key uuid.UUID) (*order.Order, error) {
	named := id.Of(id.Order, key)
	return reading(ctx, r, func(ctx context.Context, db bun.IDB, storeID int64) (*order.Order, error) {
		return order.By(ctx, db, storeID, r.orderActor(ctx), order.Key{ID: &named})
	})
}

// buyer is the shopper as somebody who sees own orders, whatever else they may do in the shop.
func buyer(ctx context.Context) order.Actor {
	return order.Actor{Kind: order.ByCustomer, ID: shopperOf(ctx)}
}

func (m me) Orders(ctx context.Context, _ *model.Me, first *int, after *string, isActive *bool) (*page.Connection[*order.Order], error) {
	return expectOrders(ctx)(m.orderPage(ctx, buyer(ctx), order.Own(isActive), args(first, after, nil, nil)))
}

func (m me) Order(ctx context.Context, _ *model.Me, key *id.ID, number *int64) (*order.Order, error) {
	return reading(ctx, m.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*order.Order, error) {
		return order.By(ctx, db, storeID, buyer(ctx), order.Key{ID: key, Number: number})
	})
}

func (m me) Sessions(ctx context.Context, obj *model.Me) ([]*auth.Session, error) {
	return reading(ctx, m.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*auth.Session, error) {
		return auth.CustomerSessions(ctx, db, storeID, obj.Customer.ID, m.Now())
	})
}

// namedActor is orderActor with the name that the timeline keeps.
func (r *Resolver) namedActor(ctx context.Context) (order.Actor, error) {
	who := r.orderActor(ctx)
	switch who.Kind {
	case order.ByStaff:
		member, err := load(ctx).members.Load(ctx, who.ID)
		if err != nil {
			return who, err
		}
		if member == nil {
			return who, fault.New(fault.Unauthenticated)
		}
		who.Name = member.Name
	case order.ByCustomer:
		customer, err := r.self(ctx)
		if err != nil {
			return who, err
		}
		who.Name = customer.Name()
	}
	return who, nil
}

type notification struct{ *Resolver }

// Notification answers the order a message tells of.
func (r *Resolver) Notification() exec.NotificationResolver { return notification{r} }

func (n notification) Order(ctx context.Context, obj *model.Notification) (*order.Order, error) {
	if obj.OrderID == nil {
		return nil, nil
	}
	return load(ctx).orders.Load(ctx, *obj.OrderID)
}
