package stock_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/stock"
)

// rush lets every order reserve at once, half of them through a second process, and counts those that got something.
// Any other refusal than a shortage fails the test.
func rush(t *testing.T, first, second *house, orders []uuid.UUID, needs func(i int) []stock.Need) int {
	t.Helper()
	var taken atomic.Int32
	var buyers sync.WaitGroup
	start := make(chan struct{})
	for i, order := range orders {
		h := first
		if i%2 == 1 {
			h = second
		}
		buyers.Go(func() {
			<-start
			switch err := h.reserve(order, needs(i)...); {
			case err == nil:
				taken.Add(1)
			case !fault.Has(err, fault.InsufficientStock):
				t.Errorf("order %d: %v", i, err)
			}
		})
	}
	close(start)
	buyers.Wait()
	return int(taken.Load())
}

// twoProcesses are two pools of connections to one database.
func twoProcesses(t *testing.T) (first, second *house) {
	t.Helper()
	url := dbtest.Create(t)
	first = open(t, dbtest.Open(t, url), "ombor")
	other := *first
	other.db = dbtest.Open(t, url)
	return first, &other
}

func TestTwoHundredBuyersOfOnePiece(t *testing.T) {
	t.Parallel()
	h, second := twoProcesses(t)
	shirt, orders := h.variant(1), h.orders(200)
	taken := rush(t, h, second, orders, func(int) []stock.Need { return []stock.Need{{VariantID: shirt, Quantity: 1}} })
	if taken != 1 {
		t.Errorf("%d orders got the one piece", taken)
	}
	h.want("afterwards", shirt, counts{1, 1, 0})
}

func TestTwoHundredBuyersOfAThousandPieces(t *testing.T) {
	t.Parallel()
	h, second := twoProcesses(t)
	shirt, orders := h.variant(1000), h.orders(200)
	// 199 × 5 + 5 = 1000 for all; asking for 7 each, 142 orders fit and 6 pieces remain.
	taken := rush(t, h, second, orders, func(int) []stock.Need { return []stock.Need{{VariantID: shirt, Quantity: 7}} })
	if taken != 142 {
		t.Errorf("%d orders, want 142", taken)
	}
	h.want("afterwards", shirt, counts{1000, 994, 0})
	taken = rush(t, h, second, h.orders(20), func(int) []stock.Need { return []stock.Need{{VariantID: shirt, Quantity: 1}} })
	if taken != 6 {
		t.Errorf("%d orders of what was left, want 6", taken)
	}
	h.want("sold out", shirt, counts{1000, 1000, 0})
}

func TestOrdersOfTheSameGoodsNeverDeadlock(t *testing.T) {
	t.Parallel()
	h, second := twoProcesses(t)
	var needs []stock.Need
	for range 8 {
		needs = append(needs, stock.Need{VariantID: h.variant(1000), Quantity: 1})
	}
	elsewhere := h.location(1)
	for _, n := range needs {
		must(t, h.set(stock.Change{VariantID: n.VariantID, LocationID: &elsewhere, OnHand: ptr(10), Reason: stock.Received}))
	}
	reversed := slices.Clone(needs)
	slices.Reverse(reversed)
	var attempts atomic.Int32
	var buyers sync.WaitGroup
	start := make(chan struct{})
	orders := h.orders(100)
	for i, order := range orders {
		h, wants := h, needs
		if i%2 == 1 {
			h, wants = second, reversed
		}
		buyers.Go(func() {
			<-start
			for _, step := range []func(context.Context, *db.Tx) error{
				func(ctx context.Context, tx *db.Tx) error {
					return stock.Reserve(ctx, tx, h.store, order, wants, later)
				},
				func(ctx context.Context, tx *db.Tx) error { return stock.Commit(ctx, tx, h.store, order) },
				func(ctx context.Context, tx *db.Tx) error { return stock.Ship(ctx, tx, h.store, order) },
			} {
				err := h.write(func(ctx context.Context, tx *db.Tx) error {
					attempts.Add(1) // a deadlock would run it again
					return step(ctx, tx)
				})
				if err != nil {
					t.Errorf("order %d: %v", i, err)
				}
			}
		})
	}
	close(start)
	buyers.Wait()
	if n := int(attempts.Load()); n != 3*len(orders) {
		t.Errorf("%d attempts for %d transactions: there were deadlocks", n, 3*len(orders))
	}
	for _, n := range needs {
		h.want("shipped", n.VariantID, counts{900, 0, 0})
	}
}

func TestDeletingWaitsForOrders(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt, order := h.variant(5), h.order()
	reserved, locked := make(chan struct{}), make(chan error, 1)
	go func() {
		<-reserved
		locked <- h.write(func(ctx context.Context, tx *db.Tx) error {
			if err := stock.Lock(ctx, tx, h.store, []uuid.UUID{shirt}); err != nil {
				return err
			}
			var level stock.Level
			err := tx.NewSelect().Model(&level).Where("store_id = ?", h.store).Where("variant_id = ?", shirt).Scan(ctx)
			if err == nil && level.Reserved != 2 {
				err = errors.New("the order that came before is not seen")
			}
			return err
		})
	}()
	must(t, h.write(func(ctx context.Context, tx *db.Tx) error {
		if err := stock.Reserve(ctx, tx, h.store, order, []stock.Need{{VariantID: shirt, Quantity: 2}}, later); err != nil {
			return err
		}
		close(reserved)
		for waits := false; !waits; { // until the other transaction waits for this one
			select {
			case err := <-locked:
				t.Fatalf("it did not wait: %v", err)
			default:
			}
			err := tx.NewRaw("select exists (select from pg_locks where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)))").Scan(ctx, &waits)
			if err != nil {
				return err
			}
		}
		return nil
	}))
	must(t, <-locked)
}

func TestTheDatabaseItselfRefusesToOversell(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	shirt := h.variant(5)
	must(t, h.reserve(h.order(), stock.Need{VariantID: shirt, Quantity: 3}))
	for sql, constraint := range map[string]string{
		"update stock_levels set reserved = 6 where store_id = ?":                      "stock_levels_oversold_check",
		"update stock_levels set committed = 3 where store_id = ?":                     "stock_levels_oversold_check",
		"update stock_levels set on_hand = 2 where store_id = ?":                       "stock_levels_oversold_check",
		"update stock_levels set on_hand = -1, backorder_limit = 9 where store_id = ?": "stock_levels_signs_check",
		"update stock_levels set reserved = -1 where store_id = ?":                     "stock_levels_signs_check",
		"update stock_holds set quantity = 0 where store_id = ?":                       "stock_holds_quantity_check",
		"update stock_holds set expires_at = null where store_id = ?":                  "stock_holds_expiry_check",
	} {
		if err := h.exec(sql, h.store); !db.Violates(err, constraint) {
			t.Errorf("%s: %v, want %s", sql, err, constraint)
		}
	}
	for _, sql := range []string{"update stock_movements set delta = 0 where store_id = ?", "delete from stock_movements where store_id = ?"} {
		if err := h.exec(sql, h.store); err == nil {
			t.Errorf("history can be changed: %s", sql)
		}
	}
	h.want("unchanged", shirt, counts{5, 3, 0})
}
