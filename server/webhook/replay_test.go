package webhook_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/webhook"
)

func TestReplay(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, _ := w.hook(r.URL)
	clock := func() (at time.Time) {
		w.Must(w.DB.NewRaw("select clock_timestamp()").Scan(t.Context(), &at))
		return at
	}
	start := clock() // the shop was opened before, which is told too
	w.happen(journal.ProductUpdated)
	between := clock()
	w.happen(journal.PriceChanged, journal.StockChanged)
	w.send(h)
	first := r.take()
	w.happen(journal.ProductUpdated)
	replay := func(since, until time.Time) (n int) {
		t.Helper()
		w.Write(func(ctx context.Context, tx *db.Tx) (err error) {
			_, n, err = webhook.Replay(ctx, tx, w.Store.ID, h.NodeID(), since, until, w.now)
			return err
		})
		return n
	}
	if n := replay(between, time.Now().Add(time.Hour)); n != 2 {
		t.Errorf("%d events to be sent once more, want 2", n)
	}
	w.send(h)
	got := r.take()
	if len(first) != 3 || len(got) != 3 || got[0].Event.Sequence != first[1].Event.Sequence || got[1].Event.Sequence != first[2].Event.Sequence ||
		got[2].Event.Sequence != first[2].Event.Sequence+1 || got[0].header.Get("Dokon-Delivery") == first[1].header.Get("Dokon-Delivery") {
		t.Errorf("%d, then %d messages", len(first), len(got))
	}
	if n := replay(start, between); n != 1 {
		t.Errorf("%d events before, want 1", n)
	}
	err := w.DB.Write(t.Context(), w.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		_, _, err := webhook.Replay(ctx, tx, w.Store.ID, h.NodeID(), between, between, w.now)
		return err
	})
	if !fault.Has(err, fault.Invalid) {
		t.Errorf("a time that ends where it begins: %v", err)
	}
}

func TestTestMessage(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, key := w.hook(r.URL)
	d, err := w.sender.Test(t.Context(), w.Store.ID, h.NodeID())
	w.Must(err)
	got := r.take()
	if d.State != webhook.Delivered || len(got) != 1 || got[0].Event.Type != "TEST" || !verifies(got[0], key) || len(w.log(h)) != 1 {
		t.Errorf("%+v", d)
	}
	r.Close()
	if d, err = w.sender.Test(t.Context(), w.Store.ID, h.NodeID()); err != nil || d.State != webhook.GivenUp || d.Error == "" || d.Status != nil {
		t.Errorf("nobody there: %+v, %v", d, err)
	}
	if strings.Contains(d.Error, r.URL) {
		t.Errorf("the address is in the error: %s", d.Error)
	}
}
