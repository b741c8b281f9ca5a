package stock_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/stock"
)

func TestSet(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt := h.variant(0)
	if moves := h.movements(shirt); len(moves) != 0 {
		t.Errorf("setting nothing to 0 is told: %+v", moves[0])
	}
	steps := []struct {
		change stock.Change
		onHand int
	}{
		{stock.Change{OnHand: ptr(12), Reason: stock.Received, Actor: "Aziza"}, 12},
		{stock.Change{OnHand: ptr(12), Reason: stock.Recount}, 12},
		{stock.Change{Delta: ptr(-2), Reason: stock.Damaged, Actor: "Bobur"}, 10},
		{stock.Change{Delta: ptr(0), Reason: stock.Recount}, 10},
		{stock.Change{OnHand: ptr(0), Reason: stock.Lost}, 0},
		{stock.Change{OnHand: ptr(stock.MaxPieces), Reason: stock.Import}, stock.MaxPieces},
		{stock.Change{Delta: ptr(-stock.MaxPieces), Reason: stock.Recount}, 0},
	}
	for i, s := range steps {
		s.change.VariantID = shirt
		must(t, h.set(s.change))
		h.want("step", shirt, counts{onHand: s.onHand})
		if t.Failed() {
			t.Fatalf("step %d", i)
		}
	}
	moves := h.movements(shirt)
	if len(moves) != 5 {
		t.Fatalf("%d movements, want 5: what changes nothing is not told", len(moves))
	}
	if first := moves[4]; first.Delta != 12 || first.OnHand != 12 || first.Reason != stock.Received || first.Actor != "Aziza" ||
		first.LocationID != h.place || first.Location.Name.UzLatn != "Ombor" || first.OrderID != nil || first.At.IsZero() {
		t.Errorf("first movement %+v", first)
	}
	if second := moves[3]; second.Delta != -2 || second.OnHand != 10 || second.Reason != stock.Damaged {
		t.Errorf("second movement %+v", second)
	}
}

func TestSetRefuses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt := h.variant(10)
	must(t, h.reserve(h.order(), stock.Need{VariantID: shirt, Quantity: 2}))
	order := h.order()
	must(t, h.reserve(order, stock.Need{VariantID: shirt, Quantity: 3}))
	h.step(stock.Commit, order)
	for name, c := range map[string]struct {
		change stock.Change
		want   string
	}{
		"neither":                  {stock.Change{}, "INVALID input.onHand"},
		"both":                     {stock.Change{OnHand: ptr(1), Delta: ptr(1)}, "INVALID input.onHand"},
		"below zero":               {stock.Change{OnHand: ptr(-1)}, "OUT_OF_RANGE input.onHand"},
		"too many":                 {stock.Change{OnHand: ptr(stock.MaxPieces + 1)}, "OUT_OF_RANGE input.onHand"},
		"taking more than is left": {stock.Change{Delta: ptr(-11)}, "OUT_OF_RANGE input.delta"},
		"adding too many":          {stock.Change{Delta: ptr(stock.MaxPieces - 9)}, "OUT_OF_RANGE input.delta"},
		"the smallest number":      {stock.Change{Delta: ptr(-1 << 63)}, "OUT_OF_RANGE input.delta"},
		"the largest number":       {stock.Change{Delta: ptr(1<<63 - 1)}, "OUT_OF_RANGE input.delta"},
		"less than promised":       {stock.Change{OnHand: ptr(4)}, "STOCK_PROMISED input.onHand"},
		"taking what is promised":  {stock.Change{Delta: ptr(-6)}, "STOCK_PROMISED input.delta"},
		"an unknown location":      {stock.Change{OnHand: ptr(9), LocationID: ptr(uuid.New())}, "NOT_FOUND input.locationId"},
		"an unknown variant":       {stock.Change{OnHand: ptr(9), VariantID: uuid.New()}, "NOT_FOUND input.variantId"},
	} {
		if c.change.VariantID == uuid.Nil {
			c.change.VariantID = shirt
		}
		wantFaults(t, name, h.set(c.change, "input"), c.want)
	}
	h.want("unchanged", shirt, counts{10, 2, 3})

	list, _ := fault.As(h.set(stock.Change{VariantID: shirt, Delta: ptr(-11)}))
	if len(list) != 1 || list[0].Params["min"] != -10 || list[0].Params["max"] != stock.MaxPieces-10 {
		t.Errorf("the range of a delta: %+v", list)
	}
	list, _ = fault.As(h.set(stock.Change{VariantID: shirt, OnHand: ptr(4)}))
	if len(list) != 1 || list[0].Params["promised"] != 5 {
		t.Errorf("how much is promised: %+v", list)
	}
	must(t, h.set(stock.Change{VariantID: shirt, OnHand: ptr(5), Reason: stock.Recount}))
	h.want("just what is promised", shirt, counts{5, 2, 3})
}

// Changes by delta at once add up, and the history follows them without a gap.
func TestDeltasAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt := h.variant(100)
	var clerks sync.WaitGroup
	for i := range 50 {
		delta := 1 - 2*(i%2)*2 // +1 and −3 in turn
		clerks.Go(func() {
			if err := h.set(stock.Change{VariantID: shirt, Delta: &delta, Reason: stock.Recount}); err != nil {
				t.Error(err)
			}
		})
	}
	clerks.Wait()
	h.want("afterwards", shirt, counts{onHand: 50})
	moves := h.movements(shirt)
	for i, m := range moves[:len(moves)-1] {
		if before := moves[i+1].OnHand; before+m.Delta != m.OnHand {
			t.Errorf("%d and then %+d makes %d", before, m.Delta, m.OnHand)
		}
	}
}

func TestLocations(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	far, near := h.location(2), h.location(1)
	must(t, h.write(func(ctx context.Context, tx *db.Tx) error {
		again, err := stock.Open(ctx, tx, h.store, lang.Text{UzLatn: "Boshqa"})
		if err == nil && again != h.place {
			t.Error("opened a second default location")
		}
		return err
	}))
	h.read(func(ctx context.Context, q bun.IDB) error {
		places, err := stock.Locations(ctx, q, h.store)
		if err == nil && (len(places) != 3 || places[0].ID != h.place || places[0].Name.UzLatn != "Ombor" || places[1].ID != near || places[2].ID != far) {
			t.Errorf("locations %+v", places)
		}
		return err
	})
	if err := h.exec("update locations set is_default = true where store_id = ?", h.store); !db.Violates(err, "locations_default_key") {
		t.Errorf("two default locations: %v", err)
	}
	must(t, h.exec("update locations set is_default = false where store_id = ?", h.store))
	if err := h.set(stock.Change{VariantID: uuid.New(), OnHand: ptr(1)}); err == nil {
		t.Error("a store without a default location counts pieces")
	} else if _, ok := fault.As(err); ok {
		t.Errorf("that is nothing a caller could correct: %v", err)
	}
}
