package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

var now = shoptest.Now

func ptr[T any](v T) *T { return &v }

// asStaff is a member of staff as an actor.
func asStaff(m *staff.Member) order.Actor {
	return order.Actor{
		Kind: order.ByStaff, ID: m.ID, Name: m.Name, CanRead: m.Role.Can(staff.OrdersRead),
		CanWrite: m.Role.Can(staff.OrdersWrite), CanDeliver: m.Role.Can(staff.OrdersDeliver),
	}
}

func asBuyer(key uuid.UUID) order.Actor { return order.Actor{Kind: order.ByCustomer, ID: key} }

// do carries out a command on an order, whatever the version.
func do(ctx context.Context, w *shoptest.World, who order.Actor, o *order.Order, a order.Action, at time.Time) (*order.Order, error) {
	move := order.FulfilmentMoveInput{OrderID: o.GlobalID()}
	switch a {
	case order.DoConfirm:
		return order.Confirm(ctx, w.DB, w.Shop(), who, order.OrderConfirmInput{ID: o.GlobalID()}, at)
	case order.DoCancel:
		return order.Cancel(ctx, w.DB, w.Shop(), who, order.OrderCancelInput{ID: o.GlobalID(), Reason: ptr("tugadi")}, at)
	case order.DoPrepare:
		return order.Prepare(ctx, w.DB, w.Shop(), who, move, at)
	case order.DoPack:
		return order.Pack(ctx, w.DB, w.Shop(), who, move, at)
	case order.DoReady:
		return order.MakeReady(ctx, w.DB, w.Shop(), who, move, at)
	case order.DoHandOver:
		return order.HandOver(ctx, w.DB, w.Shop(), who, order.FulfilmentHandOverInput{OrderID: o.GlobalID()}, at)
	case order.DoDeliver:
		return order.Deliver(ctx, w.DB, w.Shop(), who, order.FulfilmentDeliverInput{OrderID: o.GlobalID()}, at)
	case order.DoFailDelivery:
		return order.Fail(ctx, w.DB, w.Shop(), who, order.FulfilmentFailInput{OrderID: o.GlobalID(), Reason: "uyda yoʻq"}, at)
	case order.DoReturn:
		return order.Return(ctx, w.DB, w.Shop(), who, move, at)
	}
	panic(a)
}

// walk carries out commands that must all succeed, and gives the order after the last.
func walk(t *testing.T, w *shoptest.World, who order.Actor, o *order.Order, actions ...order.Action) *order.Order {
	t.Helper()
	for _, a := range actions {
		next, err := do(t.Context(), w, who, o, a, now)
		if err != nil {
			t.Fatalf("%s of an order %s: %v", a, o.Lifecycle, err)
		}
		o = next
	}
	return o
}

// events gives the kinds of an order's timeline.
func events(t *testing.T, w *shoptest.World, o *order.Order) (kinds []order.EventKind) {
	t.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		c, err := order.Timeline(ctx, q, w.Store.ID, o.ID, page.Args{First: ptr(100)})
		if err != nil {
			return err
		}
		for _, e := range c.Nodes() {
			kinds = append(kinds, e.Kind)
			for _, l := range lang.All {
				if e.In(l) == "" {
					t.Errorf("%s has no words in %s", e.Kind, l)
				}
			}
		}
		return nil
	})
	return kinds
}

// owed gives the kinds of messages that the bot would get now.
func owed(t *testing.T, w *shoptest.World) []notify.Kind {
	t.Helper()
	return owedAt(t, w, now)
}

func owedAt(t *testing.T, w *shoptest.World, moment time.Time) (kinds []notify.Kind) {
	t.Helper()
	for range 10 {
		claimed, err := notify.Claim(t.Context(), w.DB, w.Hub, notify.NotificationsClaimInput{Limit: 100}, func() time.Time { return moment })
		w.Must(err)
		if len(claimed) == 0 {
			return kinds
		}
		var in notify.NotificationsAckInput
		for _, n := range claimed {
			kinds = append(kinds, n.Kind)
			in.Results = append(in.Results, &notify.NotificationAckInput{ID: n.GlobalID(), Outcome: notify.OutcomeSent, MessageID: ptr(int64(9))})
		}
		_, err = notify.Ack(t.Context(), w.DB, in, moment)
		w.Must(err)
	}
	t.Fatal("messages without end")
	return nil
}

func balances(w *shoptest.World) map[string]money.Tiyin {
	by := map[string]money.Tiyin{}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		list, err := payment.Balances(ctx, q, w.Store.ID)
		for _, a := range list {
			by[a.Code] = a.Balance
		}
		return err
	})
	return by
}

func wantFault(t *testing.T, err error, code fault.Code, path string) {
	t.Helper()
	list, ok := fault.As(err)
	if !ok {
		t.Fatalf("got %v, want %s at %s", err, code, path)
	}
	for _, f := range list {
		if f.Code == code && join(f.Path) == path {
			return
		}
	}
	t.Fatalf("got %v, want %s at %s", err, code, path)
}

func join(path []string) string {
	s := ""
	for i, p := range path {
		if i > 0 {
			s += "."
		}
		s += p
	}
	return s
}
