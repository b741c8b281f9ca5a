package stock_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/stock"
)

func TestTheWayOfHeldPieces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt, shoe := h.variant(10), h.variant(4)
	order, other := h.order(), h.order()

	// Needs of one variant are one hold.
	must(t, h.reserve(order, stock.Need{VariantID: shirt, Quantity: 2}, stock.Need{VariantID: shoe, Quantity: 4}, stock.Need{VariantID: shirt, Quantity: 1}))
	must(t, h.reserve(other, stock.Need{VariantID: shirt, Quantity: 5}))
	h.want("reserved", shirt, counts{10, 8, 0})
	h.want("reserved", shoe, counts{4, 4, 0})
	holds := h.holds(order)
	if len(holds) != 2 || holds[0].Quantity != 3 || holds[0].VariantID != shirt || holds[1].Quantity != 4 || holds[1].LocationID != h.place ||
		holds[0].State != stock.Reserved || holds[0].ExpiresAt == nil || !holds[0].ExpiresAt.Equal(later) {
		t.Errorf("holds %+v", holds)
	}

	for _, again := range []string{"committed", "committed again"} {
		h.step(stock.Commit, order)
		h.want(again, shirt, counts{10, 5, 3})
		h.want(again, shoe, counts{4, 0, 4})
	}
	if holds := h.holds(order); holds[0].State != stock.Committed || holds[0].ExpiresAt != nil {
		t.Errorf("committed hold %+v", holds[0])
	}
	for _, again := range []string{"shipped", "shipped again"} {
		h.step(stock.Ship, order)
		h.want(again, shirt, counts{7, 5, 0})
		h.want(again, shoe, counts{0, 0, 0})
	}
	// What has left is neither released nor committed.
	h.step(stock.Release, order)
	h.step(stock.Commit, order)
	h.want("released after shipping", shirt, counts{7, 5, 0})
	for _, again := range []string{"restored", "restored again"} {
		h.step(stock.Restore, order)
		h.want(again, shirt, counts{10, 5, 0})
		h.want(again, shoe, counts{4, 0, 0})
	}
	h.step(stock.Ship, order)
	h.want("shipped after all is over", shirt, counts{10, 5, 0})

	// The history tells what left and came back, once.
	var deltas []int
	for _, m := range h.movements(shirt) {
		deltas = append(deltas, m.Delta, m.OnHand)
		if (m.Reason == stock.Sold || m.Reason == stock.Returned) != (m.OrderID != nil && *m.OrderID == order) {
			t.Errorf("movement %+v", m)
		}
	}
	if want := []int{3, 10, -3, 7, 10, 10}; !slices.Equal(deltas, want) {
		t.Errorf("movements of delta, on hand: %v, want %v", deltas, want)
	}
}

func TestReleaseFreesReservedAndCommitted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt := h.variant(5)
	placed, confirmed := h.order(), h.order()
	must(t, h.reserve(placed, stock.Need{VariantID: shirt, Quantity: 2}))
	must(t, h.reserve(confirmed, stock.Need{VariantID: shirt, Quantity: 3}))
	h.step(stock.Commit, confirmed)
	h.want("before", shirt, counts{5, 2, 3})
	for _, again := range []string{"released", "released again"} {
		h.step(stock.Release, placed)
		h.want(again, shirt, counts{5, 0, 3})
	}
	for _, again := range []string{"both released", "both released again"} {
		h.step(stock.Release, confirmed)
		h.want(again, shirt, counts{5, 0, 0})
	}
	if len(h.movements(shirt)) != 1 {
		t.Error("nothing left the house, so there is nothing to tell")
	}
	h.step(stock.Ship, confirmed)
	h.want("shipped after release", shirt, counts{5, 0, 0})
}

func TestReserveTakesAllOrNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt, shoe, hat, ghost := h.variant(10), h.variant(1), h.variant(2), uuid.New()
	order := h.order()
	err := h.write(func(ctx context.Context, tx *db.Tx) error {
		err := stock.Reserve(ctx, tx, h.store, order, []stock.Need{
			{VariantID: shirt, Quantity: 1}, {VariantID: shoe, Quantity: 1}, {VariantID: ghost, Quantity: 1}, {VariantID: hat, Quantity: 2}, {VariantID: shoe, Quantity: 1},
		}, later)
		list, ok := fault.As(err)
		if !ok || len(list) != 2 {
			t.Fatalf("faults %v", err)
		}
		for i, want := range []stock.Shortage{{VariantID: shoe, Available: 1}, {VariantID: ghost}} {
			if list[i].Code != fault.InsufficientStock || list[i].Facts != want || list[i].Params["available"] != want.Available || len(list[i].Path) > 0 {
				t.Errorf("fault %d: %+v, want facts %+v", i, list[i], want)
			}
		}
		return nil // a caller that goes on has taken nothing either
	})
	must(t, err)
	h.want("short", shirt, counts{10, 0, 0})
	h.want("short", shoe, counts{1, 0, 0})
	if holds := h.holds(order); len(holds) > 0 {
		t.Errorf("holds %+v", holds[0])
	}

	must(t, h.reserve(order)) // needs nothing
	for _, n := range []int{0, -3} {
		if err := h.reserve(order, stock.Need{VariantID: shirt, Quantity: n}); err == nil {
			t.Errorf("reserved %d pieces", n)
		}
	}
	wantFaults(t, "more than an integer of the database holds", h.reserve(order, stock.Need{VariantID: shirt, Quantity: 1 << 40}), "INSUFFICIENT_STOCK")
	h.want("refused", shirt, counts{10, 0, 0})
}

func TestReserveGoesFromLocationToLocation(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt := h.variant(3)
	far, near := h.location(2), h.location(1)
	for _, place := range []uuid.UUID{far, near} {
		must(t, h.set(stock.Change{VariantID: shirt, LocationID: &place, OnHand: ptr(5), Reason: stock.Received}))
	}
	if n := h.available(shirt)[shirt]; n != 13 {
		t.Errorf("%d available, want 13", n)
	}
	order := h.order()
	must(t, h.reserve(order, stock.Need{VariantID: shirt, Quantity: 7}))
	h.wantAt("default first", shirt, h.place, counts{3, 3, 0})
	h.wantAt("then by position", shirt, near, counts{5, 4, 0})
	h.wantAt("none of the last", shirt, far, counts{5, 0, 0})
	wantFaults(t, "more than all locations", h.reserve(h.order(), stock.Need{VariantID: shirt, Quantity: 7}), "INSUFFICIENT_STOCK")
	must(t, h.reserve(h.order(), stock.Need{VariantID: shirt, Quantity: 6}))
	h.step(stock.Commit, order)
	h.step(stock.Ship, order)
	h.wantAt("shipped", shirt, h.place, counts{0, 0, 0})
	h.wantAt("shipped", shirt, near, counts{1, 1, 0})
	h.step(stock.Restore, order)
	h.wantAt("restored", shirt, h.place, counts{3, 0, 0})
	h.wantAt("restored", shirt, near, counts{5, 1, 0})
	var levels []*stock.Level
	h.read(func(ctx context.Context, q bun.IDB) (err error) {
		levels, err = stock.Levels(ctx, q, h.store, []uuid.UUID{shirt})
		return err
	})
	if len(levels) != 3 || levels[0].LocationID != h.place || levels[1].LocationID != near || levels[2].Location.ID != far || levels[1].Available() != 4 {
		t.Errorf("levels %+v", levels)
	}
}

func TestBackorders(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt := h.variant(1)
	must(t, h.exec("update stock_levels set backorder_limit = 2 where store_id = ?", h.store))
	order := h.order()
	wantFaults(t, "beyond the limit", h.reserve(order, stock.Need{VariantID: shirt, Quantity: 4}), "INSUFFICIENT_STOCK")
	must(t, h.reserve(order, stock.Need{VariantID: shirt, Quantity: 3}))
	h.want("reserved", shirt, counts{1, 3, 0})
	h.step(stock.Commit, order)
	// Goods that are not there cannot leave.
	err := h.write(func(ctx context.Context, tx *db.Tx) error { return stock.Ship(ctx, tx, h.store, order) })
	if !db.Violates(err, "stock_levels_signs_check") {
		t.Errorf("shipped what is not there: %v", err)
	}
	must(t, h.set(stock.Change{VariantID: shirt, OnHand: ptr(3), Reason: stock.Received}))
	h.step(stock.Ship, order)
	h.want("shipped", shirt, counts{0, 0, 0})
}

func TestAnUndoneTransactionTakesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt, order := h.variant(5), h.order()
	err := h.write(func(ctx context.Context, tx *db.Tx) error {
		must(t, stock.Reserve(ctx, tx, h.store, order, []stock.Need{{VariantID: shirt, Quantity: 5}}, later))
		return errUndone
	})
	if !errors.Is(err, errUndone) {
		t.Fatal(err)
	}
	h.want("undone", shirt, counts{5, 0, 0})
	if holds := h.holds(order); len(holds) > 0 {
		t.Errorf("holds %+v", holds[0])
	}
}

func TestHoldsOfADeletedVariant(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt, shoe, order := h.variant(5), h.variant(5), h.order()
	must(t, h.reserve(order, stock.Need{VariantID: shirt, Quantity: 1}, stock.Need{VariantID: shoe, Quantity: 2}))
	must(t, h.exec("delete from variants where store_id = ? and id = ?", h.store, shirt))
	h.step(stock.Commit, order)
	h.step(stock.Ship, order)
	h.want("the other is shipped", shoe, counts{3, 0, 0})
	for _, hold := range h.holds(order) {
		if hold.State != stock.Shipped {
			t.Errorf("hold %+v", hold)
		}
	}
	if moves := h.movements(shirt); len(moves) != 1 {
		t.Errorf("%d movements of what is gone, want the first alone", len(moves))
	}
}

func TestStoresDoNotTouchEachOthersPieces(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	neighbour := open(t, h.db, "qoshni")
	shirt, order := h.variant(5), h.order()
	must(t, h.reserve(order, stock.Need{VariantID: shirt, Quantity: 2}))
	h.step(stock.Commit, order)

	wantFaults(t, "reserve", neighbour.reserve(neighbour.order(), stock.Need{VariantID: shirt, Quantity: 1}), "INSUFFICIENT_STOCK")
	for _, verb := range []func(context.Context, *db.Tx, int64, uuid.UUID) error{stock.Commit, stock.Release, stock.Ship, stock.Restore} {
		neighbour.step(verb, order)
	}
	h.want("after the neighbour's", shirt, counts{5, 0, 2})
	wantFaults(t, "set", neighbour.set(stock.Change{VariantID: shirt, OnHand: ptr(1)}, "input"), "NOT_FOUND input.variantId")
	wantFaults(t, "set at a foreign location",
		neighbour.set(stock.Change{VariantID: neighbour.variant(1), LocationID: &h.place, OnHand: ptr(1)}, "input"), "NOT_FOUND input.locationId")
	if got := neighbour.available(shirt); len(got) > 0 {
		t.Errorf("the neighbour sees %v", got)
	}
	if moves := neighbour.movements(shirt); len(moves) > 0 {
		t.Errorf("the neighbour sees %v", moves)
	}
}
