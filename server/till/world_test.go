package till_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/pace"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/till"
)

const key, otherKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "zyxwvutsrqponmlkjihgfedcba9876543210"

// shop is a store that Payme calls over HTTP.
type shop struct {
	*shoptest.World
	url   string
	clock *atomic.Int64 // milliseconds since 1970
	desk  *till.Desk
	tea   uuid.UUID
	names *atomic.Int64
}

func ptr[T any](v T) *T { return &v }

func open(t *testing.T, more ...payment.Provider) *shop {
	t.Helper()
	return openIn(shoptest.New(t), append([]payment.Provider{payme.Provider{}}, more...)...)
}

// openIn opens a shop with a Payme of one's own among the providers.
func openIn(w *shoptest.World, more ...payment.Provider) *shop {
	w.T.Helper()
	s := &shop{World: w, clock: new(atomic.Int64), names: new(atomic.Int64)}
	s.clock.Store(shoptest.Now.UnixMilli())
	box, err := secret.NewBox(secret.NewKey("a"))
	s.Must(err)
	s.desk = &till.Desk{
		DB: s.DB, Box: box, Stores: store.NewDirectory(s.DB), Hub: s.Hub,
		Payments: payment.NewProviders(append([]payment.Provider{cash.Provider{}, click.Provider{}}, more...)...),
		Now:      func() time.Time { return time.UnixMilli(s.clock.Load()).UTC() }, Log: slog.New(slog.DiscardHandler),
		Origin:    func(r *http.Request) netip.Addr { return netip.MustParseAddrPort(r.RemoteAddr).Addr() },
		PerMinute: 60, Keep: 1000 * time.Hour,
	}
	s.desk.Pace = pace.New(pace.Config{Now: s.desk.Now, Registry: prometheus.NewRegistry()})
	mux := http.NewServeMux()
	mux.HandleFunc("/pay/payme/{store}", s.desk.Payme)
	mux.HandleFunc("/pay/click/{store}", s.desk.Click)
	mux.HandleFunc("/pay/uzum/{store}/{action}", s.desk.Uzum)
	server := httptest.NewServer(mux)
	w.T.Cleanup(server.Close)
	s.url = server.URL + "/pay/payme/"
	s.account(s.World, key)
	s.tea = s.Variant("Choy", 20_000*money.Som, 500)
	return s
}

// account opens the account of a store with Payme.
func (s *shop) account(w *shoptest.World, key string, allowed ...string) {
	s.T.Helper()
	_, err := payment.SetAccount(s.T.Context(), s.DB, s.desk.Box, s.desk.Payments, w.Store.ID, payment.AccountSetInput{
		Provider: payme.Code, Secret: &key, AllowedIPs: append([]string{}, allowed...),
		Settings: []*payment.SettingInput{{Name: payme.MerchantID, Value: "587f72c72cac0d162c722ae2"}},
	}, shoptest.Now)
	s.Must(err)
	s.desk.Stores.Forget(w.Store.ID)
	w.Store, err = store.ByID(s.T.Context(), s.DB, w.Store.ID)
	s.Must(err)
}

// bill places an order to be paid by Payme.
func (s *shop) bill() *order.Order {
	s.T.Helper()
	o, _ := s.billBy(payment.Payme)
	return o
}

// name is an id as Payme makes them.
func (s *shop) name() string { return fmt.Sprintf("5305e3bab097f420a6%06d", s.names.Add(1)) }

func (s *shop) now() int64 { return s.clock.Load() }

// reply is an answer.
type reply struct {
	Result map[string]any
	Error  *struct {
		Code    int
		Message map[string]string
		Data    any
	}
	ID any
	as string // the body
}

// post sends a body and reads the answer, whose status is always 200.
func (s *shop) post(slug, password, body string) reply {
	s.T.Helper()
	r, err := http.NewRequestWithContext(s.T.Context(), http.MethodPost, s.url+slug, strings.NewReader(body))
	s.Must(err)
	r.SetBasicAuth("Paycom", password)
	r.Header.Set("Content-Type", "text/json; charset=UTF-8")
	return s.send(r)
}

func (s *shop) send(r *http.Request) reply {
	s.T.Helper()
	answer, err := http.DefaultClient.Do(r)
	s.Must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	s.Must(err)
	out := reply{as: string(body)}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&out); err != nil || answer.StatusCode != http.StatusOK || (out.Result == nil) == (out.Error == nil) {
		s.T.Fatalf("status %d: %s", answer.StatusCode, body)
	}
	if e := out.Error; e != nil && (e.Message["uz"] == "" || e.Message["ru"] == "" || e.Message["en"] == "") {
		s.T.Errorf("not in three languages: %s", body)
	}
	return out
}

// call is post with the right key.
func (s *shop) call(method string, params any) reply {
	s.T.Helper()
	raw, err := json.Marshal(map[string]any{"method": method, "params": params, "id": 7})
	s.Must(err)
	out := s.post(s.Store.Slug, key, string(raw))
	if fmt.Sprint(out.ID) != "7" {
		s.T.Errorf("%s: id %v", method, out.ID)
	}
	return out
}

type params map[string]any

// of are the params of a creation.
func (s *shop) of(o *order.Order, name string) params {
	return params{"id": name, "time": s.now(), "amount": int64(o.TotalTiyin), "account": params{"order_id": fmt.Sprint(o.Number)}}
}

// is expects a code, 0 for a result.
func (r reply) is(t testing.TB, what string, code int) reply {
	t.Helper()
	got := 0
	if r.Error != nil {
		got = r.Error.Code
	}
	if got != code {
		t.Errorf("%s: want %d: %s", what, code, r.as)
	}
	return r
}

// face is where an order and its money stand.
func (s *shop) face(o *order.Order) string {
	s.T.Helper()
	var out string
	s.Read(func(ctx context.Context, q bun.IDB) error {
		is, err := order.ByIDs(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		if err != nil {
			return err
		}
		attempts, err := payment.OfOrders(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		for _, p := range attempts[o.ID] {
			out += " " + string(p.State)
		}
		out = fmt.Sprintf("%s %s%s", is[0].Lifecycle, is[0].PaymentStatus, out)
		return err
	})
	return out
}

// looks expects a face.
func (s *shop) looks(o *order.Order, want string) {
	s.T.Helper()
	if got := s.face(o); got != want {
		s.T.Errorf("order is %s, not %s", got, want)
	}
}

// balanced expects that the ledger sums to zero and the accounts of the providers hold what was captured and not given back.
func (s *shop) balanced() {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		accounts, err := payment.Balances(ctx, q, s.Store.ID)
		sum, held := money.Tiyin(0), money.Tiyin(0)
		for _, a := range accounts {
			sum += a.Balance
			if strings.HasPrefix(a.Code, payment.ProviderAccount("")) || a.Code == payment.DisputeAccount {
				held += a.Balance
			}
		}
		var owed money.Tiyin
		if err == nil {
			err = q.NewRaw("SELECT coalesce(sum(amount - refunded - charged_back), 0)::bigint FROM payments WHERE store_id = ? AND state = 'CAPTURED'", s.Store.ID).Scan(ctx, &owed)
		}
		if sum != 0 || held != owed {
			s.T.Errorf("the ledger sums to %d; providers hold %d, captured %d", sum, held, owed)
		}
		return err
	})
}

// handOver brings the goods of an order on their way.
func (s *shop) handOver(o *order.Order) {
	s.T.Helper()
	boss := order.Actor{Kind: order.ByStaff, ID: s.Owner.ID, CanRead: true, CanWrite: true}
	in := order.FulfilmentMoveInput{OrderID: o.GlobalID()}
	for _, step := range []func() (*order.Order, error){
		func() (*order.Order, error) {
			return order.Prepare(s.T.Context(), s.DB, s.Shop(), boss, in, shoptest.Now)
		},
		func() (*order.Order, error) { return order.Pack(s.T.Context(), s.DB, s.Shop(), boss, in, shoptest.Now) },
		func() (*order.Order, error) {
			return order.HandOver(s.T.Context(), s.DB, s.Shop(), boss, order.FulfilmentHandOverInput{OrderID: o.GlobalID()}, shoptest.Now)
		},
	} {
		_, err := step()
		s.Must(err)
	}
}

// said writes values with spaces between them.
func said(values ...any) string { return strings.TrimSpace(fmt.Sprintln(values...)) }

// attempt is the key of the one attempt to pay an order.
func (s *shop) attempt(ctx context.Context, q bun.IDB, o *order.Order) (uuid.UUID, error) {
	attempts, err := payment.OfOrders(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
	if err != nil {
		return uuid.Nil, err
	}
	return attempts[o.ID][0].ID, nil
}

// counting gives a function that tells the statements of what it runs.
func counting(d *db.DB) func(do func()) []string {
	var mu sync.Mutex
	var sent []string
	d.OnStatement(func(sql string) {
		mu.Lock()
		defer mu.Unlock()
		if !strings.Contains(sql, `FROM "stores"`) { // it is remembered for half a second
			sent = append(sent, sql)
		}
	})
	return func(do func()) []string {
		mu.Lock()
		sent = nil
		mu.Unlock()
		do()
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(sent)
	}
}
