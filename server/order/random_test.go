package order_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

// face is what the outside sees of an order's state.
type face struct {
	Lifecycle order.Lifecycle
	Goods     order.FulfilmentState // empty: no fulfilment yet
	Payment   payment.State         // of the last attempt
	Version   int
}

// allowed are the moves of docs/states.md as pairs of states, written down apart from the code's own tables.
var allowed = map[[2]string]bool{
	{"PLACED", "CONFIRMED/PENDING"}: true, {"PLACED", "CANCELED"}: true, {"PLACED", "EXPIRED"}: true,
	{"CONFIRMED/PENDING", "CONFIRMED/ACCEPTED"}: true, {"CONFIRMED/PENDING", "CANCELED/CANCELED"}: true,
	{"CONFIRMED/ACCEPTED", "CONFIRMED/PACKED"}: true, {"CONFIRMED/ACCEPTED", "CANCELED/CANCELED"}: true,
	{"CONFIRMED/PACKED", "CONFIRMED/READY_FOR_PICKUP"}: true, {"CONFIRMED/PACKED", "CONFIRMED/HANDED_TO_COURIER"}: true,
	{"CONFIRMED/PACKED", "CANCELED/CANCELED"}:             true,
	{"CONFIRMED/READY_FOR_PICKUP", "COMPLETED/DELIVERED"}: true, {"CONFIRMED/HANDED_TO_COURIER", "COMPLETED/DELIVERED"}: true,
	{"CONFIRMED/READY_FOR_PICKUP", "CONFIRMED/FAILED_DELIVERY"}:  true,
	{"CONFIRMED/HANDED_TO_COURIER", "CONFIRMED/FAILED_DELIVERY"}: true,
	{"CONFIRMED/FAILED_DELIVERY", "CONFIRMED/READY_FOR_PICKUP"}:  true,
	{"CONFIRMED/FAILED_DELIVERY", "CONFIRMED/HANDED_TO_COURIER"}: true,
	{"CONFIRMED/FAILED_DELIVERY", "CANCELED/RETURNED"}:           true,
}

func (f face) String() string {
	if f.Goods == "" {
		return string(f.Lifecycle)
	}
	return string(f.Lifecycle) + "/" + string(f.Goods)
}

// whole reads everything of an order.
type whole struct {
	order    *order.Order
	goods    []*order.Fulfilment
	payments []*payment.Payment
	refunds  []*payment.Refund
	lines    []*order.Line
	events   []*order.Event
}

func readWhole(w *shoptest.World, key uuid.UUID) (all whole) {
	w.Read(func(ctx context.Context, q bun.IDB) error {
		keys := []uuid.UUID{key}
		orders, err := order.ByIDs(ctx, q, w.Store.ID, keys)
		if err != nil {
			return err
		}
		goods, err := order.FulfilmentsOf(ctx, q, w.Store.ID, keys)
		if err != nil {
			return err
		}
		payments, err := payment.OfOrders(ctx, q, w.Store.ID, keys)
		if err != nil {
			return err
		}
		refunds, err := payment.RefundsOf(ctx, q, w.Store.ID, keys)
		if err != nil {
			return err
		}
		lines, err := order.LinesOf(ctx, q, w.Store.ID, keys)
		if err != nil {
			return err
		}
		timeline, err := order.Timeline(ctx, q, w.Store.ID, key, page.Args{First: ptr(100)})
		if err != nil {
			return err
		}
		all = whole{orders[0], goods[key], payments[key], refunds[key], lines[key], timeline.Nodes()}
		return nil
	})
	return all
}

func (a whole) face() face {
	f := face{Lifecycle: a.order.Lifecycle, Version: a.order.Version}
	if len(a.goods) > 0 {
		f.Goods = a.goods[len(a.goods)-1].State
	}
	if len(a.payments) > 0 {
		f.Payment = a.payments[len(a.payments)-1].State
	}
	return f
}

// replay rebuilds the state of an order from its timeline alone.
func replay(events []*order.Event) (f face, captured money.Tiyin) {
	for _, e := range events {
		switch e.Kind {
		case order.WasPlaced:
			f.Lifecycle = order.Placed
		case order.WasConfirmed:
			f.Lifecycle, f.Goods = order.Confirmed, order.Pending
		case order.WasCanceled:
			f.Lifecycle = order.Canceled
			if f.Goods != "" && f.Goods != order.Returned {
				f.Goods = order.GoodsCanceled
			}
		case order.WasExpired:
			f.Lifecycle = order.Expired
		case order.WasCompleted:
			f.Lifecycle = order.Completed
		case order.WasAccepted:
			f.Goods = order.Accepted
		case order.WasPacked:
			f.Goods = order.Packed
		case order.WasReady:
			f.Goods = order.ReadyForPickup
		case order.WasHandedOver:
			f.Goods = order.HandedToCourier
		case order.WasDelivered:
			f.Goods = order.Delivered
		case order.WasFailed:
			f.Goods = order.FailedDelivery
		case order.WasReturned:
			f.Goods = order.Returned
		case order.WasCaptured:
			captured += e.Data.Amount
		}
	}
	return f, captured
}

func (a whole) wasExpired() bool { return a.order.Lifecycle == order.Expired }

// check holds an order to the invariants of docs/states.md.
func (a whole) check(t *testing.T) {
	t.Helper()
	o := a.order
	captured, live := money.Tiyin(0), 0
	for _, p := range a.payments {
		if p.State == payment.Captured {
			captured += p.Amount
		}
		if p.State.IsLive() {
			live++
		}
	}
	if o.PaidTiyin != captured || o.RefundedTiyin > captured {
		t.Fatalf("order says paid %d refunded %d, payments say %d", o.PaidTiyin, o.RefundedTiyin, captured)
	}
	if live > 1 || live > 0 && (o.Lifecycle.IsClosed() || o.Lifecycle == order.Completed) {
		t.Fatalf("%d live payments of an order %s", live, o.Lifecycle)
	}
	for _, l := range a.lines {
		if l.CanceledQuantity+l.ReturnedQuantity > l.Quantity {
			t.Fatalf("line: %d canceled, %d returned of %d", l.CanceledQuantity, l.ReturnedQuantity, l.Quantity)
		}
		if gone := l.CanceledQuantity+l.ReturnedQuantity == l.Quantity; gone != o.Lifecycle.IsClosed() {
			t.Fatalf("line: %d canceled, %d returned of %d in an order %s", l.CanceledQuantity, l.ReturnedQuantity, l.Quantity, o.Lifecycle)
		}
	}
	if o.Lifecycle.IsClosed() && (o.DueTiyin != 0 || o.ClosedAt == nil) {
		t.Fatalf("closed order: due %d, closed %v", o.DueTiyin, o.ClosedAt)
	}
	if (o.Lifecycle == order.Placed) != (o.ExpiresAt != nil) {
		t.Fatalf("order %s expires at %v", o.Lifecycle, o.ExpiresAt)
	}
	f, fromEvents := replay(a.events)
	if now := a.face(); f.String() != now.String() || fromEvents != captured {
		t.Fatalf("timeline leads to %s with %d captured, rows say %s with %d", f, fromEvents, now, captured)
	}
}

// Random people give random commands in random order. Whatever they do, only the moves of the table happen, a refused
// command changes nothing, closed orders stay closed, and money, pieces and timeline agree.
func TestRandomCommands(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	const pieces = 60
	variant := w.Variant("Somsa", 12_000*money.Som, pieces)
	buyer, stranger := w.Buyer(), w.Buyer()
	courier := w.Member(staff.Courier)
	actors := []order.Actor{asStaff(w.Owner), asStaff(w.Owner), asStaff(w.Owner), asBuyer(buyer.ID), asBuyer(stranger.ID), asStaff(courier)}
	actions := []order.Action{
		order.DoConfirm, order.DoCancel, order.DoPrepare, order.DoPack, order.DoReady, order.DoHandOver,
		order.DoDeliver, order.DoFailDelivery, order.DoReturn,
	}
	const seed = 20261122
	dice := rand.New(rand.NewPCG(seed, 1))
	reached := map[string]int{}
	for range 24 {
		way := shoptest.Courier()
		if dice.IntN(2) == 0 {
			way = w.ToPickup()
		}
		o := w.PlaceCart(buyer, w.FillFor(buyer, way, shoptest.Want(variant, 1+dice.IntN(3))), now)
		at := now
		after := readWhole(w, o.ID)
		for range 16 {
			before := after
			who, action := actors[dice.IntN(len(actors))], actions[dice.IntN(len(actions))]
			// Every other command is a possible one, or few stories would get far; canceling ends them, so it is rare.
			if offered := order.AvailableActions(before.order, before.goods, w.Shop().Payments, actors[0], lang.EN); dice.IntN(2) == 0 && len(offered) > 0 {
				who, action = actors[0], offered[dice.IntN(len(offered))].Action
			}
			if action == order.DoCancel && dice.IntN(8) > 0 {
				continue
			}
			var err error
			if dice.IntN(25) == 0 {
				at = at.Add(90 * time.Minute)
				err = order.Expire(t.Context(), w.DB, w.Shop(), o.ID, at)
			} else {
				_, err = do(t.Context(), w, who, o, action, at)
			}
			after = readWhole(w, o.ID)
			from, to := before.face(), after.face()
			reached[to.String()]++
			switch {
			case err != nil:
				if _, ok := fault.As(err); !ok {
					t.Fatalf("seed %d: %s at %s: %v", seed, action, from, err)
				}
				if from != to {
					t.Fatalf("seed %d: %s was refused (%v) and moved %s to %s", seed, action, err, from, to)
				}
			case from == to: // a repeat, or nothing to do
			case !allowed[[2]string{from.String(), to.String()}] || to.Version != from.Version+1:
				t.Fatalf("seed %d: %s moved %s to %s, version %d to %d", seed, action, from, to, from.Version, to.Version)
			case after.events[len(after.events)-1].ActorKind == order.ByCustomer && (who.ID != buyer.ID || action != order.DoCancel),
				who.ID == courier.ID && !after.wasExpired():
				t.Fatalf("seed %d: %s by %s moved %s to %s", seed, action, who.Kind, from, to)
			}
			after.check(t)
		}
	}
	wantHolds(t, w, variant, pieces)
	sum := money.Tiyin(0)
	for _, balance := range balances(w) {
		sum += balance
	}
	if sum != 0 {
		t.Errorf("the ledger sums to %d", sum)
	}
	for _, state := range []string{
		"COMPLETED/DELIVERED", "CANCELED/RETURNED", "CANCELED/CANCELED", "EXPIRED", "CONFIRMED/FAILED_DELIVERY",
	} {
		if reached[state] == 0 {
			t.Errorf("no story came to %s: %v", state, sorted(reached))
		}
	}
}

func sorted(m map[string]int) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
