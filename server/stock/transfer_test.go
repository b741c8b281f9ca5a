package stock_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/stock"
)

func (h *house) transfer(from, to uuid.UUID, note string, lines ...*stock.TransferLineInput) ([]*stock.Movement, error) {
	h.t.Helper()
	var moves []*stock.Movement
	err := h.write(func(ctx context.Context, tx *db.Tx) (err error) {
		moves, err = stock.Transfer(ctx, tx, h.store, stock.TransferInput{
			FromLocationID: id.Of(id.Location, from), ToLocationID: id.Of(id.Location, to), Lines: lines, Note: &note,
		}, "Aziza")
		return err
	})
	return moves, err
}

func bring(variant uuid.UUID, quantity int) *stock.TransferLineInput {
	return &stock.TransferLineInput{VariantID: id.Of(id.Variant, variant), Quantity: quantity}
}

// onHand is what lies at a place.
func (h *house) onHand(variant, place uuid.UUID) int {
	h.t.Helper()
	var n int
	must(h.t, h.db.Read(h.t.Context(), h.store, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("select coalesce(sum(on_hand), 0) from stock_levels where store_id = ? and variant_id = ? and location_id = ?", h.store, variant, place).Scan(ctx, &n)
	}))
	return n
}

func (h *house) history(f stock.HistoryFilter, args page.Args) *page.Connection[*stock.Movement] {
	h.t.Helper()
	var found *page.Connection[*stock.Movement]
	must(h.t, h.db.Read(h.t.Context(), h.store, func(ctx context.Context, q bun.IDB) (err error) {
		found, err = stock.History(ctx, q, h.store, f, args)
		return err
	}))
	return found
}

func TestTransfer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt, shoe, shelf := h.variant(10), h.variant(3), h.location(1)
	moves, err := h.transfer(h.place, shelf, "  doʻkon ochildi ", bring(shirt, 4), bring(shoe, 3))
	must(t, err)
	if len(moves) != 4 || h.onHand(shirt, h.place) != 6 || h.onHand(shirt, shelf) != 4 || h.onHand(shoe, h.place) != 0 || h.onHand(shoe, shelf) != 3 {
		t.Errorf("%d movements; shirts %d and %d, shoes %d and %d", len(moves), h.onHand(shirt, h.place), h.onHand(shirt, shelf), h.onHand(shoe, h.place), h.onHand(shoe, shelf))
	}
	if got := h.available(shirt)[shirt]; got != 10 {
		t.Errorf("%d can be sold after a transfer, 10 before", got)
	}
	// Both ends stand in the history, with one transfer, reason, note and author.
	found := h.history(stock.HistoryFilter{Reasons: []stock.Reason{stock.Transferred}}, page.Args{}).Nodes()
	if len(found) != 4 {
		t.Fatalf("%d transferred in the history", len(found))
	}
	for _, m := range found {
		if m.TransferID == nil || *m.TransferID != *found[0].TransferID || m.Note != "doʻkon ochildi" || m.Actor != "Aziza" {
			t.Errorf("movement %+v", m)
		}
	}
	key := id.Of(id.Variant, shirt)
	var deltas []int
	args := page.Args{First: ptr(1)}
	for {
		c := h.history(stock.HistoryFilter{VariantID: &key}, args)
		for _, m := range c.Nodes() {
			deltas = append(deltas, m.Delta, m.OnHand)
		}
		if !c.PageInfo.HasNextPage {
			break
		}
		args.After = c.PageInfo.EndCursor
	}
	if want := []int{4, 4, -4, 6, 10, 10}; !slices.Equal(deltas, want) {
		t.Errorf("history of a variant, delta and on hand: %v, want %v", deltas, want)
	}
	at := id.Of(id.Location, shelf)
	if found := h.history(stock.HistoryFilter{LocationID: &at}, page.Args{}).Nodes(); len(found) != 2 || found[0].LocationID != shelf {
		t.Errorf("history of a place: %+v", found)
	}
	if found := open(t, h.db, "qoshni").history(stock.HistoryFilter{VariantID: &key}, page.Args{}).Nodes(); len(found) > 0 {
		t.Errorf("the neighbour sees %+v", found[0])
	}
}

func TestTransferLeavesWhatIsPromised(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt, shoe, shelf := h.variant(10), h.variant(1), h.location(1)
	order := h.order()
	must(t, h.reserve(order, stock.Need{VariantID: shirt, Quantity: 7}))
	_, err := h.transfer(h.place, shelf, "", bring(shoe, 1), bring(shirt, 4))
	wantFaults(t, "more than is free", err, "INSUFFICIENT_STOCK input.lines.1.quantity")
	if list, _ := fault.As(err); len(list) == 1 && list[0].Facts != (stock.Shortage{VariantID: shirt, Available: 3}) {
		t.Errorf("facts %+v", list[0].Facts)
	}
	if h.onHand(shoe, shelf) != 0 {
		t.Error("a line went although another was refused")
	}
	_, err = h.transfer(h.place, shelf, "", bring(shirt, 3))
	must(t, err)
	h.step(stock.Commit, order)
	h.step(stock.Ship, order)
	if h.onHand(shirt, h.place) != 0 || h.onHand(shirt, shelf) != 3 {
		t.Errorf("shipped from %d and %d", h.onHand(shirt, h.place), h.onHand(shirt, shelf))
	}
}

func TestTransferFaults(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	neighbour := open(t, h.db, "qoshni")
	shirt, shelf, closed := h.variant(10), h.location(1), h.location(2)
	must(t, h.exec("update locations set archived_at = now() where store_id = ? and id = ?", h.store, closed))
	for what, c := range map[string]struct {
		from, to uuid.UUID
		note     string
		lines    []*stock.TransferLineInput
		want     []string
	}{
		"the same place":   {h.place, h.place, "", []*stock.TransferLineInput{bring(shirt, 1)}, []string{"INVALID input.toLocationId"}},
		"of another store": {neighbour.place, shelf, "", []*stock.TransferLineInput{bring(shirt, 1)}, []string{"NOT_FOUND input.fromLocationId"}},
		"archived":         {h.place, closed, "", []*stock.TransferLineInput{bring(shirt, 1)}, []string{"NOT_FOUND input.toLocationId"}},
		"nothing":          {h.place, shelf, "", nil, []string{"REQUIRED input.lines"}},
		"a long note":      {h.place, shelf, strings.Repeat("a", 201), []*stock.TransferLineInput{bring(shirt, 1)}, []string{"TOO_LONG input.note"}},
		"bad lines": {
			h.place, shelf, "", []*stock.TransferLineInput{bring(shirt, 0), bring(shirt, 1), bring(neighbour.variant(1), 1), {VariantID: id.Of(id.Product, shirt), Quantity: 1}},
			[]string{"OUT_OF_RANGE input.lines.0.quantity", "DUPLICATE input.lines.1.variantId", "NOT_FOUND input.lines.2.variantId", "INVALID_ID input.lines.3.variantId"},
		},
	} {
		_, err := h.transfer(c.from, c.to, c.note, c.lines...)
		wantFaults(t, what, err, c.want...)
	}
	wantFaults(t, "one end alone", h.set(stock.Change{VariantID: shirt, Delta: ptr(1), Reason: stock.Transferred}, "input"), "INVALID input.reason")
	if h.onHand(shirt, h.place) != 10 {
		t.Error("a refused transfer moved pieces")
	}
}

// Opposite transfers of the same goods, at once and from two processes, neither deadlock nor lose or invent a piece.
func TestOppositeTransfers(t *testing.T) {
	t.Parallel()
	h, second := twoProcesses(t)
	shelf := h.location(1)
	goods := []uuid.UUID{h.variant(100), h.variant(100), h.variant(100)}
	var attempts atomic.Int32
	var movers sync.WaitGroup
	start := make(chan struct{})
	const each = 30 // the movements of one of the goods, 2/3 of all transfers twice, fit into one page of history
	for i := range 2 * each {
		from, to, in := h.place, shelf, h
		if i%2 == 1 {
			from, to, in = shelf, h.place, second
		}
		movers.Go(func() {
			<-start
			lines := []*stock.TransferLineInput{bring(goods[i%3], 2), bring(goods[(i+1)%3], 2)}
			err := in.write(func(ctx context.Context, tx *db.Tx) error {
				attempts.Add(1) // a deadlock would run it again
				_, err := stock.Transfer(ctx, tx, in.store, stock.TransferInput{
					FromLocationID: id.Of(id.Location, from), ToLocationID: id.Of(id.Location, to), Lines: lines,
				}, "")
				return err
			})
			if err != nil && !fault.Has(err, fault.InsufficientStock) {
				t.Errorf("transfer %d: %v", i, err)
			}
		})
	}
	close(start)
	movers.Wait()
	if n := int(attempts.Load()); n != 2*each {
		t.Errorf("%d attempts for %d transfers: there were deadlocks", n, 2*each)
	}
	for _, v := range goods {
		here, there := h.onHand(v, h.place), h.onHand(v, shelf)
		if here+there != 100 || here < 0 || there < 0 {
			t.Errorf("%d and %d of 100 pieces", here, there)
		}
		key := id.Of(id.Variant, v)
		sum := 0
		for _, m := range h.history(stock.HistoryFilter{VariantID: &key}, page.Args{First: ptr(100)}).Nodes() {
			sum += m.Delta
		}
		if sum != 100 {
			t.Errorf("the history adds up to %d", sum)
		}
	}
}
