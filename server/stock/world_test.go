package stock_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
)

var (
	now   = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	later = now.Add(time.Hour)
)

// house is a store with one location, goods of no name and orders of nothing: all that stock knows of them is their ids.
type house struct {
	t     testing.TB
	db    *db.DB
	store int64
	place uuid.UUID
}

func open(t testing.TB, d *db.DB, slug string) *house {
	t.Helper()
	h := &house{t: t, db: d}
	must(t, d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		s, err := store.Create(ctx, tx, store.CreateInput{Slug: slug, Name: lang.Text{UzLatn: slug}}, now)
		if err != nil {
			return err
		}
		h.store = s.ID
		h.place, err = stock.Open(ctx, tx, s.ID, lang.Text{UzLatn: "Ombor"})
		return err
	}))
	return h
}

func newHouse(t testing.TB) *house {
	t.Helper()
	return open(t, dbtest.New(t), "ombor")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) write(fn func(ctx context.Context, tx *db.Tx) error) error {
	return h.db.Write(h.t.Context(), h.store, fn)
}

// exec runs SQL as the shop does.
func (h *house) exec(sql string, args ...any) error {
	return h.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	})
}

// variant makes one with onHand pieces at the default location.
func (h *house) variant(onHand int) uuid.UUID {
	h.t.Helper()
	product, variant := id.New(), id.New()
	must(h.t, h.write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(`insert into products (store_id, id, slug, name) values (?, ?, ?, '{}')`, h.store, product, product).Exec(ctx)
		if err != nil {
			return err
		}
		_, err = tx.NewRaw(`insert into variants (store_id, id, product_id, price) values (?, ?, ?, 100)`, h.store, variant, product).Exec(ctx)
		if err != nil {
			return err
		}
		return stock.Set(ctx, tx, h.store, stock.Change{VariantID: variant, OnHand: &onHand, Reason: stock.Received})
	}))
	return variant
}

// location makes another one, behind those that are there.
func (h *house) location(position int) uuid.UUID {
	h.t.Helper()
	key := id.New()
	must(h.t, h.exec(`insert into locations (store_id, id, name, position) values (?, ?, '{}', ?)`, h.store, key, position))
	return key
}

// orders makes rows for n orders; stock asks only that they exist.
func (h *house) orders(n int) []uuid.UUID {
	h.t.Helper()
	keys := make([]uuid.UUID, n)
	must(h.t, h.write(func(ctx context.Context, tx *db.Tx) error {
		var last int
		if err := tx.NewRaw(`select coalesce(max(number), 0) from orders where store_id = ?`, h.store).Scan(ctx, &last); err != nil {
			return err
		}
		for i := range keys {
			keys[i] = id.New()
			_, err := tx.NewRaw(`
				with buyer as (insert into customers (store_id, id) values (?, ?) returning id),
				cart as (insert into carts (store_id, id, customer_id) select ?, ?, id from buyer returning id, customer_id)
				insert into orders (store_id, id, number, receipt_code, cart_id, customer_id, lifecycle, payment_status, items,
					total, due, contact_name, contact_phone, delivery_method, payment_method, language, placed_at, expires_at)
				select ?, ?, ?, ?, id, customer_id, 'PLACED', 'UNPAID', 0, 0, 0, 'A', '+998901234567', 'PICKUP', 'CASH', 'uz-Latn', now(), now() from cart`,
				h.store, id.New(), h.store, id.New(), h.store, keys[i], last+i+1, fmt.Sprint(last+i+1)).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return keys
}

func (h *house) order() uuid.UUID { return h.orders(1)[0] }

// reserve is Reserve in a transaction of its own.
func (h *house) reserve(order uuid.UUID, needs ...stock.Need) error {
	return h.write(func(ctx context.Context, tx *db.Tx) error {
		return stock.Reserve(ctx, tx, h.store, order, needs, later)
	})
}

func (h *house) set(c stock.Change, path ...string) error {
	return h.write(func(ctx context.Context, tx *db.Tx) error { return stock.Set(ctx, tx, h.store, c, path...) })
}

// step carries out one of the verbs on all that an order holds.
func (h *house) step(verb func(context.Context, *db.Tx, int64, uuid.UUID) error, order uuid.UUID) {
	h.t.Helper()
	must(h.t, h.write(func(ctx context.Context, tx *db.Tx) error { return verb(ctx, tx, h.store, order) }))
}

// read runs fn in the store.
func (h *house) read(fn func(ctx context.Context, q bun.IDB) error) {
	h.t.Helper()
	must(h.t, h.db.Read(h.t.Context(), h.store, fn))
}

// counts are a level's on hand, reserved and committed.
type counts struct{ onHand, reserved, committed int }

// want compares the level of a variant at the default location.
func (h *house) want(step string, variant uuid.UUID, want counts) {
	h.t.Helper()
	h.wantAt(step, variant, h.place, want)
}

func (h *house) wantAt(step string, variant, place uuid.UUID, want counts) {
	h.t.Helper()
	var levels []*stock.Level
	h.read(func(ctx context.Context, q bun.IDB) (err error) {
		levels, err = stock.Levels(ctx, q, h.store, []uuid.UUID{variant})
		return err
	})
	i := slices.IndexFunc(levels, func(l *stock.Level) bool { return l.LocationID == place })
	if i < 0 {
		h.t.Fatalf("%s: no level", step)
	}
	if got := (counts{levels[i].OnHand, levels[i].Reserved, levels[i].Committed}); got != want {
		h.t.Errorf("%s: on hand, reserved, committed: %v, want %v", step, got, want)
	}
}

func (h *house) holds(order uuid.UUID) []*stock.Hold {
	h.t.Helper()
	var holds []*stock.Hold
	h.read(func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model(&holds).Where("store_id = ?", h.store).Where("order_id = ?", order).Order("quantity").Scan(ctx)
	})
	return holds
}

func (h *house) movements(variant uuid.UUID) []*stock.Movement {
	h.t.Helper()
	var moves []*stock.Movement
	h.read(func(ctx context.Context, q bun.IDB) (err error) {
		moves, err = stock.Movements(ctx, q, h.store, variant, 100)
		return err
	})
	return moves
}

func (h *house) available(variants ...uuid.UUID) map[uuid.UUID]int {
	h.t.Helper()
	var sums map[uuid.UUID]int
	h.read(func(ctx context.Context, q bun.IDB) (err error) {
		sums, err = stock.Available(ctx, q, h.store, variants)
		return err
	})
	return sums
}

// wantFaults compares codes with paths, whatever their order: "NOT_FOUND input.variantId".
func wantFaults(t testing.TB, what string, err error, want ...string) {
	t.Helper()
	list, ok := fault.As(err)
	if !ok {
		t.Errorf("%s: %v, want faults %v", what, err, want)
		return
	}
	var got []string
	for _, f := range list {
		s := string(f.Code)
		for i, p := range f.Path {
			if i == 0 {
				s += " "
			} else {
				s += "."
			}
			s += p
		}
		got = append(got, s)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: faults %q, want %q", what, got, want)
	}
}

var errUndone = errors.New("undone on purpose")

func ptr[T any](v T) *T { return &v }
