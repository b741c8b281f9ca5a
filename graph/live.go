package graph

import (
	"context"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
)

// follow sends what read gives for each event until the caller goes away. Events are hints, so each is answered by a fresh
// read with the rights of that moment; first says whether the present state is sent at once. A read that fails ends the
// subscription: the client connects again and is told why.
func follow[T any](ctx context.Context, r *Resolver, topic, key string, first bool, read func(ctx context.Context, e event.Event) ([]T, error)) <-chan T {
	out := make(chan T)
	events, cancel := r.Hub.Subscribe(storeOf(ctx).ID, topic, key)
	go func() {
		defer close(out)
		defer cancel()
		send := func(e event.Event) bool {
			found, err := read(ctx, e)
			if err != nil {
				return false
			}
			for _, change := range found {
				select {
				case out <- change:
				case <-ctx.Done():
					return false
				}
			}
			return true
		}
		if first && !send(event.Event{ID: key}) {
			return
		}
		for {
			select {
			case e, open := <-events:
				if !open || !send(e) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func (s subscription) OrderUpdated(ctx context.Context, key id.ID) (<-chan *model.OrderChange, error) {
	which, err := key.Must(id.Order, "id")
	if err != nil {
		return nil, err
	}
	seen, err := s.orderByKey(ctx, which)
	if err != nil {
		return nil, err
	}
	if seen == nil {
		return nil, fault.New(fault.NotFound)
	}
	return follow(ctx, s.Resolver, order.Topic, which.String(), true, func(ctx context.Context, _ event.Event) ([]*model.OrderChange, error) {
		return s.change(ctx, which)
	}), nil
}

// recent is how many of the newest orders are sent again when events were lost on the way.
const recent = 20

func (s subscription) AdminOrders(ctx context.Context) (<-chan *model.OrderChange, error) {
	return follow(ctx, s.Resolver, order.Topic, "", false, func(ctx context.Context, e event.Event) ([]*model.OrderChange, error) {
		if !e.Again {
			which, err := uuid.Parse(e.ID)
			if err != nil {
				return nil, err
			}
			return s.change(ctx, which)
		}
		size := recent
		newest, err := s.orderPage(ctx, s.orderActor(ctx), order.OrderFilter{}, page.Args{First: &size})
		if err != nil {
			return nil, err
		}
		changes := make([]*model.OrderChange, 0, size)
		for _, o := range newest.Nodes() {
			again, err := s.change(ctx, o.ID)
			if err != nil {
				return nil, err
			}
			changes = append(changes, again...)
		}
		return changes, nil
	}), nil
}

// change is an order as it is now with what happened to it last; nothing when the caller may not see it.
func (s subscription) change(ctx context.Context, key uuid.UUID) ([]*model.OrderChange, error) {
	o, err := s.orderByKey(ctx, key)
	if o == nil || err != nil {
		return nil, err
	}
	last, err := reading(ctx, s.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*order.Event, error) {
		return order.LastEvent(ctx, db, storeID, key)
	})
	if last == nil || err != nil {
		return nil, err
	}
	return []*model.OrderChange{{Kind: string(last.Kind), Order: o}}, nil
}

func (s subscription) CartUpdated(ctx context.Context) (<-chan *model.CartEvent, error) {
	who, err := s.self(ctx)
	if err != nil {
		return nil, err
	}
	key := auth.From(ctx).CustomerID.String()
	return follow(ctx, s.Resolver, cart.Topic, key, false, func(ctx context.Context, _ event.Event) ([]*model.CartEvent, error) {
		c, err := cart.ByCustomer(ctx, s.DB, s.shop(ctx), who, s.Now())
		if err != nil {
			return nil, err
		}
		return []*model.CartEvent{{CartID: c.GlobalID(), Version: c.Version, Cart: c}}, nil
	}), nil
}
