package order_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/stock"
)

// together runs fn n times at once, all released at the same moment, and gives the errors.
func together(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

type ready struct {
	who   *customer.Customer
	quote *cart.Quote
}

// crowd makes buyers with a quote each for one piece of a variant.
func crowd(w *shoptest.World, n int, variant uuid.UUID) []ready {
	buyers := make([]ready, n)
	for i := range buyers {
		who := w.Buyer()
		buyers[i] = ready{who, w.Quote(w.Fill(who, shoptest.Want(variant, 1)))}
	}
	return buyers
}

// numbers reads the order numbers of a store, sorted.
func numbers(w *shoptest.World) (list []int64) {
	w.Read(func(ctx context.Context, q bun.IDB) error {
		return q.NewSelect().Model((*order.Order)(nil)).Column("number").Where("store_id = ?", w.Store.ID).Order("number").Scan(ctx, &list)
	})
	return list
}

func wantNoGaps(t *testing.T, w *shoptest.World, n int) {
	t.Helper()
	got := numbers(w)
	if len(got) != n {
		t.Fatalf("%d orders, want %d", len(got), n)
	}
	for i, number := range got {
		if number != int64(i+1) {
			t.Fatalf("numbers %v have a gap at %d", got, i)
		}
	}
}

// 200 buyers, two processes, one piece: one order, and everybody else is told how many are left.
func TestManyBuyersOfOnePiece(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Soat", 900_000*money.Som, 1)
	buyers := crowd(w, 200, variant)
	handles := []*db.DB{w.DB, dbtest.Open(t, w.URL)}
	errs := together(len(buyers), func(i int) error {
		_, err := order.Place(t.Context(), handles[i%2], w.Shop(), buyers[i].who, order.OrderPlaceInput{QuoteID: buyers[i].quote.GlobalID()}, now)
		return err
	})
	placed := 0
	for _, err := range errs {
		if err == nil {
			placed++
			continue
		}
		wantFault(t, err, fault.InsufficientStock, "input.quoteId")
		list, _ := fault.As(err)
		if short, ok := list[0].Facts.(stock.Shortage); !ok || short.Available != 0 || short.VariantID != variant {
			t.Fatalf("facts %+v", list[0].Facts)
		}
	}
	if placed != 1 {
		t.Errorf("%d orders of one piece", placed)
	}
	wantNoGaps(t, w, 1)
	if n := w.Left(variant); n != 0 {
		t.Errorf("%d left", n)
	}
}

// 200 buyers at a stock that suffices: nobody is refused, nothing is oversold, and the numbers count up without gaps though
// many transactions run at once.
func TestManyBuyersOfMany(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Non", 5_000*money.Som, 1000)
	buyers := crowd(w, 200, variant)
	handles := []*db.DB{w.DB, dbtest.Open(t, w.URL)}
	errs := together(len(buyers), func(i int) error {
		_, err := order.Place(t.Context(), handles[i%2], w.Shop(), buyers[i].who, order.OrderPlaceInput{QuoteID: buyers[i].quote.GlobalID()}, now)
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	wantNoGaps(t, w, 200)
	if n := w.Left(variant); n != 800 {
		t.Errorf("%d left, want 800", n)
	}
}

// Placements that fail after they took part in the fight leave no gap in the numbers.
func TestNumbersWithoutGapsAmongRefusals(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Chipta", 50_000*money.Som, 20)
	buyers := crowd(w, 60, variant)
	together(len(buyers), func(i int) error {
		_, err := order.Place(t.Context(), w.DB, w.Shop(), buyers[i].who, order.OrderPlaceInput{QuoteID: buyers[i].quote.GlobalID()}, now)
		return err
	})
	wantNoGaps(t, w, 20)
}

// A double tap, a retry after a lost answer and a second device get the one order.
func TestPlaceAtMostOnce(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Choynak", 80_000*money.Som, 10)
	who := w.Buyer()
	c := w.Fill(who, shoptest.Want(variant, 1))
	quote := w.Quote(c)
	handles := []*db.DB{w.DB, dbtest.Open(t, w.URL)}
	orders := make([]*order.Order, 20)
	errs := together(len(orders), func(i int) (err error) {
		orders[i], err = order.Place(t.Context(), handles[i%2], w.Shop(), who, order.OrderPlaceInput{QuoteID: quote.GlobalID()}, now)
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for _, o := range orders {
		if o.ID != orders[0].ID || o.Number != 1 {
			t.Fatalf("another order: %+v", o)
		}
	}
	// Much later, when the quote is long over, the answer is still the order.
	late, err := order.Place(t.Context(), w.DB, w.Shop(), who, order.OrderPlaceInput{QuoteID: quote.GlobalID()}, now.Add(24*time.Hour))
	if err != nil || late.ID != orders[0].ID {
		t.Errorf("late retry: %v, %v", late, err)
	}
	wantNoGaps(t, w, 1)
	if n := w.Left(variant); n != 9 {
		t.Errorf("%d left", n)
	}
	next, err := cart.ByCustomer(t.Context(), w.DB, w.Shop(), who, now)
	w.Must(err)
	if next.ID == c.ID || len(next.Lines) != 0 || next.ContactPhone == "" || next.Address == nil {
		t.Errorf("the next cart begins with %d lines, phone %q", len(next.Lines), next.ContactPhone)
	}
}

// The timer and a member of staff meet: the order is either accepted or expired, and the pieces are counted once.
func TestExpiryMeetsConfirmation(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Gul", 30_000*money.Som, 30)
	for range 10 {
		o := w.Place(w.Buyer(), shoptest.Want(variant, 1))
		after := o.ExpiresAt.Add(time.Second)
		var confirmErr error
		together(6, func(i int) error {
			if i%2 == 0 {
				return order.Expire(t.Context(), w.DB, w.Shop(), o.ID, after)
			}
			if _, err := do(t.Context(), w, asStaff(w.Owner), o, order.DoConfirm, after); err != nil && !fault.Has(err, fault.OrderClosed) {
				confirmErr = err
			}
			return nil
		})
		w.Must(confirmErr)
	}
	wantHolds(t, w, variant, 30)
}

// A buyer cancels while staff accept: one of both comes first, and both may be right.
func TestCancelMeetsConfirmation(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Tort", 30_000*money.Som, 30)
	for range 10 {
		who := w.Buyer()
		o := w.Place(who, shoptest.Want(variant, 1))
		errs := together(6, func(i int) error {
			if i%2 == 0 {
				_, err := do(t.Context(), w, asBuyer(who.ID), o, order.DoCancel, now)
				return err
			}
			_, err := do(t.Context(), w, asStaff(w.Owner), o, order.DoConfirm, now)
			return err
		})
		for _, err := range errs {
			if err != nil && !fault.Has(err, fault.OrderClosed) {
				t.Fatal(err)
			}
		}
		got := read(w, o)
		if got.Lifecycle != order.Canceled { // the buyer may cancel an accepted order too
			t.Errorf("order is %s", got.Lifecycle)
		}
	}
	wantHolds(t, w, variant, 30)
	if n := w.Left(variant); n != 30 {
		t.Errorf("%d left, want all", n)
	}
}

// read gives an order as it is now.
func read(w *shoptest.World, o *order.Order) (now *order.Order) {
	w.Read(func(ctx context.Context, q bun.IDB) error {
		list, err := order.ByIDs(ctx, q, w.Store.ID, []uuid.UUID{o.ID})
		if err == nil {
			now = list[0]
		}
		return err
	})
	return now
}

// wantHolds checks that counters and holds tell the same story, and that it suits the orders.
func wantHolds(t *testing.T, w *shoptest.World, variant uuid.UUID, onHand int) {
	t.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		levels, err := stock.Levels(ctx, q, w.Store.ID, []uuid.UUID{variant})
		if err != nil {
			return err
		}
		var rows []struct {
			State     stock.State
			Lifecycle order.Lifecycle
			Sum       int
		}
		err = q.NewSelect().TableExpr("stock_holds AS h").Join("JOIN orders AS o ON o.store_id = h.store_id AND o.id = h.order_id").
			ColumnExpr("h.state, o.lifecycle, sum(h.quantity) AS sum").
			Where("h.store_id = ?", w.Store.ID).Where("h.variant_id = ?", variant).GroupExpr("1, 2").Scan(ctx, &rows)
		if err != nil {
			return err
		}
		held := map[stock.State]int{}
		for _, r := range rows {
			held[r.State] += r.Sum
			switch {
			case r.State == stock.Reserved && r.Lifecycle != order.Placed,
				r.State == stock.Committed && r.Lifecycle != order.Confirmed,
				r.State == stock.Released && !r.Lifecycle.IsClosed(),
				r.State == stock.Shipped && r.Lifecycle != order.Confirmed && r.Lifecycle != order.Completed:
				t.Errorf("%d pieces %s by orders %s", r.Sum, r.State, r.Lifecycle)
			}
		}
		l := levels[0]
		if l.Reserved != held[stock.Reserved] || l.Committed != held[stock.Committed] || l.OnHand != onHand-held[stock.Shipped] {
			t.Errorf("level %+v, holds %v of %d", l, held, onHand)
		}
		return nil
	})
}

// Delivered is tapped again and again: the money is booked once.
func TestDeliverTwice(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Palov", 45_000*money.Som, 5)
	o := w.Place(w.Buyer(), shoptest.Want(variant, 1))
	owner := asStaff(w.Owner)
	o = walk(t, w, owner, o, order.DoConfirm, order.DoPrepare, order.DoPack, order.DoHandOver)
	errs := together(10, func(int) error {
		_, err := do(t.Context(), w, owner, o, order.DoDeliver, now)
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if b := balances(w); b[payment.CourierAccount] != o.TotalTiyin || len(b) != 2 {
		t.Errorf("ledger %v, order %d", b, o.TotalTiyin)
	}
	if got := read(w, o); got.Version != o.Version+1 {
		t.Errorf("version %d after %d", got.Version, o.Version)
	}
}

// Pieces of an order whose time is over can be bought although its job has not run.
func TestOverdueOrderGivesWay(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Sovgʻa", 10_000*money.Som, 1)
	first := w.Place(w.Buyer(), shoptest.Want(variant, 1))
	who := w.Buyer()
	w.Fill(who) // the quote is asked for when the piece is free, and used when it is held
	w.Must(order.Expire(t.Context(), w.DB, w.Shop(), first.ID, now))
	if got := read(w, first); got.Lifecycle != order.Placed {
		t.Fatalf("expired before its time: %s", got.Lifecycle)
	}
	c, err := cart.AddLines(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who},
		cart.CartLinesAddInput{Lines: []*cart.CartLineInput{shoptest.Want(variant, 1)}}, now)
	w.Must(err)
	if c.Readiness.CanPlace() {
		t.Fatal("ready although the piece is held")
	}
	var quote *cart.Quote
	w.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		quote, err = cart.Promise(ctx, tx, w.Shop(), c, *first.ExpiresAt)
		return err
	})
	second, err := order.Place(t.Context(), w.DB, w.Shop(), who, order.OrderPlaceInput{QuoteID: quote.GlobalID()}, first.ExpiresAt.Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if got := read(w, first); got.Lifecycle != order.Expired || second.Number != 2 {
		t.Errorf("first is %s, second has number %d", got.Lifecycle, second.Number)
	}
	wantHolds(t, w, variant, 1)
}
