package event_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/event"
)

// next waits for an event; the limit only turns a fault into a failure instead of a hanging run.
func next(t *testing.T, events <-chan event.Event) event.Event {
	t.Helper()
	select {
	case e, ok := <-events:
		if !ok {
			t.Fatal("the subscription was closed")
		}
		return e
	case <-time.After(30 * time.Second):
		t.Fatal("no event came")
	}
	return event.Event{}
}

func TestSubscribersHearTheirTopic(t *testing.T) {
	t.Parallel()
	h := event.Local()
	defer h.Close()
	one, _ := h.Subscribe(1, "order", "ord_1")
	any1, _ := h.Subscribe(1, "order", "")
	carts, _ := h.Subscribe(1, "cart", "")
	other, _ := h.Subscribe(2, "order", "")

	h.Publish(1, "order", "ord_2")
	h.Publish(1, "order", "ord_1")
	h.Publish(2, "order", "ord_1")
	h.Publish(1, "cart", "crt_1")
	for _, c := range []struct {
		what   string
		events <-chan event.Event
		want   []event.Event
	}{
		{"one order", one, []event.Event{{StoreID: 1, Topic: "order", ID: "ord_1"}}},
		{"all orders", any1, []event.Event{{StoreID: 1, Topic: "order", ID: "ord_2"}, {StoreID: 1, Topic: "order", ID: "ord_1"}}},
		{"carts", carts, []event.Event{{StoreID: 1, Topic: "cart", ID: "crt_1"}}},
		{"another store", other, []event.Event{{StoreID: 2, Topic: "order", ID: "ord_1"}}},
	} {
		var got []event.Event
		for range len(c.events) {
			got = append(got, <-c.events)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.what, got, c.want)
		}
	}
}

func TestSlowSubscriberIsToldToReadAgain(t *testing.T) {
	t.Parallel()
	h := event.Local()
	defer h.Close()
	slow, _ := h.Subscribe(1, "order", "")
	for range 1000 { // nobody receives, and Publish returns
		h.Publish(1, "order", "ord_1")
	}
	again := false
	for range len(slow) {
		again = again || (<-slow).Again
	}
	if !again {
		t.Error("events were lost without a word")
	}
}

func TestCancelAndCloseEndSubscriptions(t *testing.T) {
	t.Parallel()
	h := event.Local()
	gone, cancel := h.Subscribe(1, "order", "")
	open, cancelLater := h.Subscribe(1, "order", "")
	cancel()
	cancel()
	h.Publish(1, "order", "ord_1")
	if _, ok := <-gone; ok {
		t.Error("a cancelled subscription received an event")
	}
	if e := next(t, open); e.ID != "ord_1" {
		t.Errorf("the other subscription received %v", e)
	}
	h.Close()
	cancelLater()
	if _, ok := <-open; ok {
		t.Error("a subscription outlived the hub")
	}
	late, cancelLate := h.Subscribe(1, "order", "")
	cancelLate()
	if _, ok := <-late; ok {
		t.Error("a closed hub took a subscription")
	}
	h.Publish(1, "order", "ord_1")
}

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	h := event.Local()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 500 {
				events, cancel := h.Subscribe(1, "order", "")
				h.Publish(1, "order", "ord_1")
				<-events
				cancel()
			}
		})
	}
	all.Wait()
	h.Close()
}

func open(t *testing.T, url string, log *slog.Logger) *event.Hub {
	t.Helper()
	h, err := event.Open(t.Context(), url, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.Close)
	return h
}

func TestProcessesHearEachOther(t *testing.T) {
	t.Parallel()
	url := dbtest.Empty(t)
	a, b := open(t, url, slog.New(slog.DiscardHandler)), open(t, url, slog.New(slog.DiscardHandler))
	atA, _ := a.Subscribe(1, "order", "")
	atB, _ := b.Subscribe(1, "order", "")

	a.Publish(1, "order", "ord_a")
	if e := next(t, atB); e != (event.Event{StoreID: 1, Topic: "order", ID: "ord_a"}) {
		t.Errorf("the other process heard %v", e)
	}
	b.Publish(1, "order", "ord_b")
	if e := next(t, atA); e.ID != "ord_a" {
		t.Errorf("the own process heard %v first", e)
	}
	if e := next(t, atA); e.ID != "ord_b" {
		t.Errorf("the own event came back: %v", e)
	}
	// Far more different events than one notification holds, and the last of them is heard.
	for i := range 500 {
		a.Publish(1, "order", string(rune('a'+i%26))+string(rune('a'+i/26)))
	}
	a.Publish(1, "end", "")
	end, _ := b.Subscribe(1, "end", "")
	a.Publish(1, "end", "")
	if e := next(t, end); e.Topic != "end" {
		t.Errorf("after many events: %v", e)
	}
}

func TestBrokenConnectionsAreMadeAnew(t *testing.T) {
	t.Parallel()
	url := dbtest.Empty(t)
	var log bytes.Buffer
	a, b := open(t, url, slog.New(slog.DiscardHandler)), open(t, url, slog.New(slog.NewTextHandler(&log, nil)))
	atB, _ := b.Subscribe(1, "order", "")
	a.Publish(1, "order", "before")
	next(t, atB)

	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var ended int
	err = conn.QueryRow(t.Context(), `select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
		where application_name = 'dokon events' and datname = current_database()`).Scan(&ended)
	if err != nil || ended < 3 {
		t.Fatalf("%d connections ended, %v; want the listener of both and the sender of one", ended, err)
	}
	if e := next(t, atB); !e.Again {
		t.Errorf("after a break: %v, want to be told to read again", e)
	}
	a.Publish(1, "order", "after")
	for e := next(t, atB); e.ID != "after"; e = next(t, atB) {
		if !e.Again {
			t.Errorf("unexpected %v", e)
		}
	}
	b.Close()
	if !bytes.Contains(log.Bytes(), []byte("do not arrive")) {
		t.Errorf("the break is not in the log: %s", &log)
	}
}

func TestOpenFailsWithoutServer(t *testing.T) {
	t.Parallel()
	if h, err := event.Open(t.Context(), "postgres://localhost:1/none", slog.New(slog.DiscardHandler)); err == nil {
		h.Close()
		t.Error("a hub without a server")
	}
}
