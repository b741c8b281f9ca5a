package webhook_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/webhook"
)

// receiver is an integrator's server.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	answer func(w http.ResponseWriter, n int) // n counts requests from 1
	got    []received
}

type received struct {
	header http.Header
	body   []byte
	Event  struct {
		Sequence  int64
		Type      string
		SubjectID string
	}
}

func receive(t *testing.T) *receiver {
	r := &receiver{answer: func(http.ResponseWriter, int) {}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		m := received{header: q.Header, body: body}
		if err := json.Unmarshal(body, &m); err != nil {
			t.Error(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, m)
		r.answer(w, len(r.got))
	}))
	t.Cleanup(r.Close)
	return r
}

// take gives what has come since the last time.
func (r *receiver) take() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.got
	r.got = nil
	return got
}

func (r *receiver) answers(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = func(w http.ResponseWriter, _ int) { w.WriteHeader(status) }
}

// world is a shop with a sender and a clock.
type world struct {
	*shoptest.World
	t      *testing.T
	now    time.Time
	sender *webhook.Sender
}

func open(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	w := &world{World: shoptest.New(t), t: t, now: time.Now().Truncate(time.Second)}
	box, err := secret.NewBox(secret.NewKey("k1"))
	w.Must(err)
	w.sender = webhook.New(webhook.Sender{DB: w.DB, Box: box, Now: func() time.Time { return w.now }, AllowPrivate: true})
	return w
}

func all(staff.Permission) bool { return true }

// hook makes a webhook to a receiver.
func (w *world) hook(to string, types ...journal.Type) (*webhook.Webhook, string) {
	w.t.Helper()
	name := "1C"
	h, key, err := w.sender.Upsert(w.t.Context(), w.Store.ID, webhook.UpsertInput{Name: &name, URL: &to, Types: types}, all, w.now)
	w.Must(err)
	return h, key
}

func (w *world) change(h *webhook.Webhook, in webhook.UpsertInput) string {
	w.t.Helper()
	key := h.NodeID()
	in.ID = &key
	_, secret, err := w.sender.Upsert(w.t.Context(), w.Store.ID, in, all, w.now)
	w.Must(err)
	return secret
}

// happen writes events of some types.
func (w *world) happen(types ...journal.Type) {
	w.t.Helper()
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		for _, what := range types {
			journal.Record(ctx, tx, w.Store.ID, what, id.Of(id.Product, id.New()), 1)
		}
		return nil
	})
}

func (w *world) send(h *webhook.Webhook) {
	w.t.Helper()
	w.Must(w.sender.Send(w.t.Context(), w.Store.ID, h.ID))
}

func (w *world) read(h *webhook.Webhook) (found *webhook.Webhook) {
	w.t.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		list, err := webhook.List(ctx, q, w.Store.ID)
		for _, one := range list {
			if one.ID == h.ID {
				found = one
			}
		}
		return err
	})
	return found
}

func (w *world) log(h *webhook.Webhook) (list []*webhook.Delivery) {
	w.t.Helper()
	hundred := 100
	w.Read(func(ctx context.Context, q bun.IDB) error {
		p, err := webhook.Deliveries(ctx, q, w.Store.ID, h.NodeID(), page.Args{First: &hundred})
		if err == nil {
			list = p.Nodes()
		}
		return err
	})
	return list
}

// due counts the jobs to send that wait.
func (w *world) due() (n int) {
	w.t.Helper()
	w.Must(w.sender.Due(w.t.Context()))
	w.Must(w.DB.NewRaw("select count(*) from river.river_job where kind = 'webhook_send'").Scan(w.t.Context(), &n))
	return n
}

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

func verifies(m received, secret string) bool {
	signed := strings.Split(m.header.Get("Dokon-Signature"), ",")
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%s.%s", strings.TrimPrefix(signed[0], "t="), m.body)
	for _, s := range signed[1:] {
		if s == "v1="+hex.EncodeToString(mac.Sum(nil)) {
			return signed[0] == "t="+m.header.Get("Dokon-Timestamp")
		}
	}
	return false
}

func TestSecretsTakeTurns(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, old := w.hook(r.URL)
	sent := func() received {
		w.happen(journal.ProductUpdated)
		w.send(h)
		return r.take()[0]
	}
	if !verifies(sent(), old) {
		t.Error("the signature is not of the secret")
	}
	yes := true
	fresh := w.change(h, webhook.UpsertInput{RotateSecret: &yes})
	if m := sent(); !verifies(m, old) || !verifies(m, fresh) || old == fresh {
		t.Error("for a day both secrets sign")
	}
	w.now = w.now.Add(25 * time.Hour)
	if m := sent(); verifies(m, old) || !verifies(m, fresh) {
		t.Error("after a day the new one alone signs")
	}
	name := "x"
	if again := w.change(h, webhook.UpsertInput{Name: &name}); again != "" {
		t.Error("a secret is shown again")
	}
}

func TestAnAddressThatFailsForAWeekIsSwitchedOff(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, _ := w.hook(r.URL, journal.ProductUpdated)
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

func TestReplay(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, _ := w.hook(r.URL)
	w.happen(journal.ProductUpdated)
	var between time.Time
	w.Must(w.DB.NewRaw("select clock_timestamp()").Scan(t.Context(), &between))
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
	if n := replay(between.Add(-24*time.Hour), between); n != 1 {
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

func TestPrivateNetworksAreOutOfReach(t *testing.T) {
	w := open(t)
	r := receive(t)
	h, _ := w.hook(r.URL)
	w.sender = webhook.New(webhook.Sender{DB: w.DB, Box: w.sender.Box, Now: w.sender.Now})
	// The name is judged where it leads, when it is connected to: here one that leads home.
	byName := strings.Replace(r.URL, "127.0.0.1", "localhost", 1)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("UPDATE webhooks SET url = ? WHERE store_id = ?", byName, w.Store.ID).Exec(ctx)
		return err
	})
	d, err := w.sender.Test(t.Context(), w.Store.ID, h.NodeID())
	w.Must(err)
	if d.Status != nil || !strings.Contains(d.Error, "private network") || len(r.take()) > 0 {
		t.Errorf("%+v", d)
	}
	for _, address := range []string{
		"http://shop.example/hook", "https://127.0.0.1/", "https://10.1.2.3/", "https://[::1]/", "https://[fd00::1]/", "https://169.254.169.254/",
		"https://user:pass@shop.example/", "https:///hook", "ftp://shop.example/", "nonsense", "", "https://shop.example/#x",
	} {
		name := "x"
		_, _, err := w.sender.Upsert(t.Context(), w.Store.ID, webhook.UpsertInput{Name: &name, URL: &address}, all, w.now)
		if !fault.Has(err, fault.Invalid) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestUpsertRefuses(t *testing.T) {
	w := open(t)
	h, _ := w.hook("https://shop.example/hook")
	name, address := "x", "https://shop.example/hook"
	none := func(staff.Permission) bool { return false }
	for what, c := range map[string]struct {
		in   webhook.UpsertInput
		may  func(staff.Permission) bool
		want fault.Code
	}{
		"a scope one has not":   {webhook.UpsertInput{Name: &name, URL: &address, Scopes: []staff.Permission{staff.OrdersRead}}, none, fault.ForbiddenField},
		"a scope of no store":   {webhook.UpsertInput{Name: &name, URL: &address, Scopes: []staff.Permission{staff.Platform}}, all, fault.Invalid},
		"no name":               {webhook.UpsertInput{URL: &address}, all, fault.Required},
		"a type twice":          {webhook.UpsertInput{Name: &name, URL: &address, Types: []journal.Type{journal.OrderPlaced, journal.OrderPlaced}}, all, fault.Duplicate},
		"one that is not there": {webhook.UpsertInput{ID: ptr(id.Of(id.Webhook, id.New())), Name: &name}, all, fault.NotFound},
		"another noun's id":     {webhook.UpsertInput{ID: ptr(id.Of(id.Order, id.New())), Name: &name}, all, fault.InvalidID},
	} {
		if _, _, err := w.sender.Upsert(t.Context(), w.Store.ID, c.in, c.may, w.now); !fault.Has(err, c.want) {
			t.Errorf("%s: %v, want %s", what, err, c.want)
		}
	}
	w.change(h, webhook.UpsertInput{Scopes: []staff.Permission{staff.OrdersRead}})
	key, elsewhere := h.NodeID(), "https://thief.example/"
	if _, _, err := w.sender.Upsert(t.Context(), w.Store.ID, webhook.UpsertInput{ID: &key, URL: &elsewhere}, none, w.now); !fault.Has(err, fault.ForbiddenField) {
		t.Errorf("another's webhook with rights one has not is led elsewhere: %v", err)
	}
	for range 19 {
		w.hook(address)
	}
	if _, _, err := w.sender.Upsert(t.Context(), w.Store.ID, webhook.UpsertInput{Name: &name, URL: &address}, all, w.now); !fault.Has(err, fault.TooMany) {
		t.Errorf("the twenty-first: %v", err)
	}
}

func ptr[T any](v T) *T { return &v }
