package order_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
)

// The job ends orders whose time is over, and the open screens hear of it.
func TestExpiryJob(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Banan", 20_000*money.Som, 5)
	who := w.Buyer()
	c := w.Fill(who, shoptest.Want(variant, 2))
	// Placed two hours ago by its own clock: the quote and the order's time are counted from then.
	past := time.Now().Add(-2 * time.Hour)
	quote, err := cart.QuoteOf(t.Context(), w.DB, w.Shop(), c, past)
	w.Must(err)
	o, err := order.Place(t.Context(), w.DB, w.Shop(), who, order.OrderPlaceInput{QuoteID: quote.GlobalID()}, past)
	w.Must(err)

	events, cancel := w.Hub.Subscribe(w.Store.ID, order.Topic, o.ID.String())
	defer cancel()
	workers := river.NewWorkers()
	order.Register(workers, w.DB, store.NewDirectory(w.DB), w.Shop().Payments, w.Hub)
	client, err := job.New(w.DB, job.Config{Workers: workers, Periodic: order.Periodic(), Poll: 50 * time.Millisecond, Logger: slog.New(slog.DiscardHandler)})
	w.Must(err)
	w.Must(client.Start(t.Context()))
	defer func() { w.Must(client.Stop(t.Context())) }()
	select {
	case <-events:
	case <-time.After(30 * time.Second):
		t.Fatal("the order did not expire")
	}
	if got := read(w, o); got.Lifecycle != order.Expired || got.ClosedAt == nil {
		t.Errorf("order is %s", got.Lifecycle)
	}
	if n := w.Left(variant); n != 5 {
		t.Errorf("%d left", n)
	}
}
