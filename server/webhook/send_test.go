package webhook_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/webhook"
)

func TestAReceiverThatWasOffForThreeDaysMissesNothing(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, _ := w.hook(r.URL)
	r.answers(http.StatusServiceUnavailable)
	attempts, happened := 0, 0
	for end := w.now.Add(3 * 24 * time.Hour); w.now.Before(end); {
		if happened < 60 {
			w.happen(journal.ProductUpdated, journal.PriceChanged)
			happened += 2
		}
		w.send(h)
		attempts += len(r.take())
		next := w.read(h).NextAttemptAt()
		if next == nil || !next.After(w.now) || next.Sub(w.now) > 16*time.Minute {
			t.Fatalf("next attempt at %v, now %v", next, w.now)
		}
		if w.due() != 0 {
			t.Fatal("a webhook that waits is due")
		}
		w.now = *next
	}
	if attempts < 250 || attempts > 700 {
		t.Errorf("%d attempts in three days", attempts)
	}
	if w.due() != 1 {
		t.Error("a webhook whose pause is over is not due")
	}
	r.answers(http.StatusOK)
	w.send(h)
	got := r.take()
	if len(got) != happened {
		t.Fatalf("%d messages after three days, want %d", len(got), happened)
	}
	for i, m := range got {
		if i > 0 && m.Event.Sequence != got[i-1].Event.Sequence+1 {
			t.Errorf("number %d follows %d", m.Event.Sequence, got[i-1].Event.Sequence)
		}
	}
	if found := w.read(h); found.FailingSince() != nil || !found.IsActive() {
		t.Errorf("%+v", found.Progress)
	}
	log := w.log(h)
	if first := log[len(log)-1]; len(log) != happened || first.State != webhook.Delivered || first.Attempts != attempts+1 || *first.Status != 200 {
		t.Errorf("%d deliveries, the first %+v", len(log), first)
	}
	w.send(h)
	if again := r.take(); len(again) != 0 {
		t.Errorf("%d messages once more", len(again))
	}
}

func TestEveryEventIsSentOnceInOrder(t *testing.T) {
	w := open(t)
	r := receive(t)
	w.happen(journal.ProductUpdated)
	h, _ := w.hook(r.URL, journal.PriceChanged)
	for range 70 { // more than are read at once
		w.happen(journal.PriceChanged, journal.StockChanged)
	}
	if n := w.due() + w.due(); n != 2 {
		t.Errorf("asked twice who is due, there are %d jobs, want one each time", n)
	}
	w.send(h)
	got := r.take()
	if len(got) != 70 {
		t.Fatalf("%d messages, want the 70 of its type", len(got))
	}
	for i, m := range got {
		if m.Event.Type != "PRICE_CHANGED" || m.header.Get("Dokon-Event") != "PRICE_CHANGED" || i > 0 && m.Event.Sequence <= got[i-1].Event.Sequence {
			t.Errorf("%+v", m.Event)
		}
	}
	w.happen(journal.StockChanged)
	w.send(h)
	_, err := w.DB.NewRaw("delete from river.river_job").Exec(t.Context())
	w.Must(err)
	if w.due() != 0 {
		t.Error("a webhook is due for events it does not want")
	}
}

func TestAnAddressThatFailsForAWeekIsSwitchedOff(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, _ := w.hook(r.URL, journal.ProductUpdated)
	var told []string
	w.sender.GivenUp = func(_ context.Context, tx *db.Tx, w *webhook.Webhook) error {
		told = append(told, fmt.Sprint(tx.StoreID, w.ID, w.URL))
		return nil
	}
	r.answers(http.StatusInternalServerError)
	w.happen(journal.ProductUpdated)
	w.send(h)
	w.now = w.now.Add(webhook.GiveUpAfter - time.Minute)
	w.send(h)
	if !w.read(h).IsActive() {
		t.Error("switched off too early")
	}
	w.now = w.now.Add(16 * time.Minute)
	w.send(h)
	found := w.read(h)
	if found.IsActive() || found.DisabledAt() == nil || found.NextAttemptAt() != nil || w.log(h)[0].State != webhook.GivenUp {
		t.Errorf("after a week: %+v", found.Progress)
	}
	var events []*journal.Event
	w.Read(func(ctx context.Context, q bun.IDB) (err error) {
		events, err = journal.Range(ctx, q, w.Store.ID, []journal.Type{journal.WebhookDisabled}, 0, 1<<40, 10)
		return err
	})
	if len(events) != 1 || events[0].SubjectID() != h.NodeID() {
		t.Errorf("the journal says %+v", events)
	}
	if !slices.Equal(told, []string{fmt.Sprint(w.Store.ID, h.ID, r.URL)}) {
		t.Errorf("told %q", told)
	}
	r.take()
	w.send(h)
	if len(r.take()) != 0 || w.due() != 0 {
		t.Error("it is sent to although it is off")
	}
	yes := true
	w.change(h, webhook.UpsertInput{IsActive: &yes})
	r.answers(http.StatusOK)
	w.happen(journal.ProductUpdated)
	w.send(h)
	if got := r.take(); len(got) != 2 {
		t.Errorf("%d messages after it was switched on again, want both", len(got))
	}
}

func TestAnswersDecide(t *testing.T) {
	w := open(t)
	r := receive(t)
	elsewhere := receive(t)
	h, key := w.hook(r.URL)
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, n int)
		state  webhook.State
		text   string
	}{
		"taken":                 {func(w http.ResponseWriter, _ int) { _, _ = io.WriteString(w, "thanks") }, webhook.Delivered, "thanks"},
		"refused for good":      {func(w http.ResponseWriter, _ int) { w.WriteHeader(422) }, webhook.Refused, ""},
		"a redirect":            {func(rw http.ResponseWriter, _ int) { rw.Header().Set("Location", elsewhere.URL); rw.WriteHeader(307) }, webhook.Failing, "redirects"},
		"no such page":          {func(w http.ResponseWriter, _ int) { w.WriteHeader(404) }, webhook.Failing, ""},
		"a long answer":         {func(w http.ResponseWriter, _ int) { _, _ = io.WriteString(w, strings.Repeat("x", 1<<20)) }, webhook.Delivered, "x…"},
		"an answer with secret": {func(w http.ResponseWriter, _ int) { _, _ = io.WriteString(w, "key "+key) }, webhook.Delivered, "key ••••"},
		"not even text":         {func(w http.ResponseWriter, _ int) { _, _ = w.Write([]byte{0, 0xff, 'a'}) }, webhook.Delivered, "a"},
		"an end too early": {func(w http.ResponseWriter, _ int) {
			w.Header().Set("Content-Length", "10")
			_, _ = io.WriteString(w, "x")
		}, webhook.Failing, ""},
	} {
		r.mu.Lock()
		r.answer = c.answer
		r.mu.Unlock()
		w.happen(journal.ProductUpdated)
		w.send(h)
		d := w.log(h)[0]
		if d.State != c.state || !strings.Contains(d.ResponseBody+d.Error, c.text) || strings.Contains(d.ResponseBody, key) || len(d.ResponseBody) > 5000 ||
			!strings.Contains(d.RequestBody, "PRODUCT_UPDATED") {
			t.Errorf("%s: %s %q %q", name, d.State, d.Error, d.ResponseBody[:min(100, len(d.ResponseBody))])
		}
		r.answers(http.StatusOK)
		w.now = w.now.Add(time.Hour)
		w.send(h)
		if !w.read(h).IsActive() || w.read(h).FailingSince() != nil {
			t.Errorf("%s: it does not recover", name)
		}
	}
	if len(elsewhere.take()) > 0 {
		t.Error("a redirect was followed")
	}
}

// A retry has the delivery id of the first attempt, so that a receiver who took it and could not say so knows it again.
func TestARetryIsTheSameDelivery(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, _ := w.hook(r.URL)
	r.answers(http.StatusBadGateway)
	w.happen(journal.ProductUpdated, journal.PriceChanged)
	w.send(h)
	r.answers(http.StatusOK)
	w.now = w.now.Add(time.Hour)
	w.send(h)
	got := r.take()
	id := func(i int) string { return got[i].header.Get("Dokon-Delivery") }
	if len(got) != 3 || id(0) != id(1) || id(1) == id(2) || !strings.HasPrefix(id(0), "whd_") {
		t.Errorf("%d messages, deliveries %s %s", len(got), id(0), id(1))
	}
}
