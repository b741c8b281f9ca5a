package graph

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

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

// errReopen ends a stream that the client shall open again: the server stops, or the caller's rights have changed.
var errReopen = errors.New("open the stream again")

// follow sends what read gives for each event until the caller goes away. Events are hints, so each is answered by a fresh
// read with the rights of that moment; first says whether the present state is sent at once. What ends it before its time
// is noted for the transport, which tells the client.
func follow[T any](ctx context.Context, r *Resolver, topic, key string, first bool, read func(ctx context.Context, e event.Event) ([]T, error)) <-chan T {
	out := make(chan T)
	events, cancel := r.Hub.Subscribe(storeOf(ctx).ID, topic, key)
	notes := notesOf(ctx)
	notes.isLive.Store(true)
	send := func(e event.Event) error {
		now, err := r.again(ctx)
		if err != nil {
			return err
		}
		changes, err := read(now, e)
		for _, change := range changes {
			select {
			case out <- change:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return err
	}
	r.live.Inc()
	go func() {
		defer r.live.Dec()
		defer close(out)
		defer cancel()
		err := guarded(func() error {
			if first {
				if err := send(event.Event{ID: key}); err != nil {
					return err
				}
			}
			return r.listen(ctx, events, send)
		})
		if ctx.Err() == nil {
			notes.end.Store(&err)
		}
	}()
	return out
}

// listen answers events until one of them cannot be answered. A silent caller is looked at again now and then.
func (r *Resolver) listen(ctx context.Context, events <-chan event.Event, send func(e event.Event) error) error {
	tick := time.NewTicker(r.recheck)
	defer tick.Stop()
	for {
		select {
		case e, open := <-events:
			if !open {
				return errReopen
			}
			if err := send(e); err != nil {
				return err
			}
		case <-tick.C:
			_, err := r.again(ctx)
			if _, isFault := fault.As(err); isFault || errors.Is(err, errReopen) {
				return err
			} // else the database is away, which the next event will find out
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// again looks at the caller of a subscription once more. Errors: those of Gate.Again; errReopen when their rights are other
// than those with which the subscription began.
func (r *Resolver) again(ctx context.Context) (context.Context, error) {
	now, err := r.Gate.Again(ctx)
	if err != nil {
		return ctx, err
	}
	if !slices.Equal(auth.From(now).Permissions(), auth.From(ctx).Permissions()) {
		return ctx, errReopen
	}
	if l, ok := ctx.Value(liveKey{}).(*live); ok {
		l.store.Store(auth.StoreFrom(now))
	}
	return now, nil
}

// guarded runs fn in a goroutine of our own, where a panic would end the process, and makes an error of it.
func guarded(fn func() error) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
		}
	}()
	return fn()
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
	key := auth.From(ctx).CustomerID.String()
	return follow(ctx, s.Resolver, cart.Topic, key, false, func(ctx context.Context, _ event.Event) ([]*model.CartEvent, error) {
		who, err := s.self(ctx)
		if err != nil {
			return nil, err
		}
		c, err := cart.ByCustomer(ctx, s.DB, s.shop(ctx), who, s.Now())
		if err != nil {
			return nil, err
		}
		return []*model.CartEvent{{CartID: c.GlobalID(), Version: c.Version, Cart: c}}, nil
	}), nil
}
