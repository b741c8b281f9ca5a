package webhook_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
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

func ptr[T any](v T) *T { return &v }
