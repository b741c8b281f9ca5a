package graph_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
)

// secrets of the inside that no answer may tell.
var inside = []string{"SQL", "select", "relation", "pgx", "bun", "goroutine", "runtime", "nil pointer", ".go:", "dial", "127.0.0.1", "connection refused", "EOF"}

func tells(body []byte) string {
	for _, word := range inside {
		if strings.Contains(string(body), word) {
			return word
		}
	}
	return ""
}

// What nobody expected is answered in a sentence and written to the log in full.
func TestUnexpectedErrors(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	pool := s.owner()
	exec := func(sql string) {
		_, err := pool.Exec(t.Context(), sql)
		s.Must(err)
	}
	exec("alter table products rename to lost")
	a := boss.speaks("ru").ask(`{ store { slug } products { nodes { id } } }`, nil)
	if a.code() != "INTERNAL" || a.Errors[0].Message != "У нас произошла ошибка. Попробуйте ещё раз чуть позже." || tells(a.Body) != "" {
		t.Errorf("%s tells %q", a.Body, tells(a.Body))
	}
	a = boss.ask(`mutation { productUpsert(input: {name: {ru: "Чай"}}) { product { id } userErrors { code } } }`, nil)
	if a.code() != "INTERNAL" || a.Status != 500 || tells(a.Body) != "" {
		t.Errorf("%d %s tells %q", a.Status, a.Body, tells(a.Body))
	}
	if !strings.Contains(s.logs.String(), `relation \"products\" does not exist`) {
		t.Errorf("the log does not say what happened: %s", s.logs)
	}
	exec("alter table lost rename to products")
	boss.must(`{ products { nodes { id } } }`, nil)
}

// A panic is an unexpected error, in a resolver and in a goroutine of ours, and the server goes on.
func TestPanics(t *testing.T) {
	t.Parallel()
	s := open(t, func(_ *site, h *graph.Handler) { h.Resolver.Payments = nil })
	buyer, who := s.shopper(s.World)
	if a := buyer.ask(`{ store { slug paymentMethods } }`, nil); a.code() != "INTERNAL" || tells(a.Body) != "" {
		t.Errorf("%s tells %q", a.Body, tells(a.Body))
	}
	l := buyer.listen(`subscription { cartUpdated { version } }`, nil)
	w := buyer.socket()
	w.subscribe("1", `subscription { cartUpdated { version } }`, nil)
	eventually(t, "both listen", func() bool { return s.subscriptions() == 2 })
	s.Hub.Publish(s.Store.ID, "cart", who.ID.String())
	if a := l.answer(); a.code() != "INTERNAL" || tells(a.Body) != "" {
		t.Errorf("%s tells %q", a.Body, tells(a.Body))
	}
	if m := w.take(); m.Type != "error" || !strings.Contains(string(m.Payload), "INTERNAL") || tells(m.Payload) != "" {
		t.Errorf("%+v %s", m, m.Payload)
	}
	buyer.must(`{ store { slug } }`, nil)
	if !strings.Contains(s.logs.String(), "nil pointer") {
		t.Errorf("the log does not say what happened: %s", s.logs)
	}
}

// So is a panic before an operation begins.
func TestPanicInTransport(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	h := graph.NewHandler(graph.Handler{ // without Editions
		Resolver: &graph.Resolver{Now: time.Now}, Log: slog.New(slog.NewTextHandler(&log, nil)), Metrics: graph.NewMetrics(prometheus.NewRegistry()),
		Limits: graph.DefaultLimits(), SavedBytes: 1 << 20,
	})
	ctx := auth.NewContext(t.Context(), &auth.Actor{Kind: auth.Anonymous}, &store.Store{ID: 1})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/graphql?query={store{slug}}", nil))
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "INTERNAL") || tells(w.Body.Bytes()) != "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "nil pointer") {
		t.Errorf("the log does not say what happened: %s", log.String())
	}
}

// Queries and mutations end at the deadline; the bot may wait longer for something to do.
func TestDeadline(t *testing.T) {
	t.Parallel()
	s := open(t, limited(func(l *graph.Limits) { l.Deadline = time.Millisecond }))
	boss, _ := s.member(s.World, staff.Owner)
	pool := s.owner()
	conn, err := pool.Acquire(t.Context())
	s.Must(err)
	_, err = conn.Exec(t.Context(), "begin; lock table products in access exclusive mode")
	s.Must(err)
	if a := boss.ask(`{ products { nodes { id } } }`, nil); a.code() != "INTERNAL" || tells(a.Body) != "" {
		t.Errorf("%s tells %q", a.Body, tells(a.Body))
	}
	_, err = conn.Exec(t.Context(), "rollback")
	s.Must(err)
	conn.Release()

	bot := s.service(auth.Bot)
	claimed := make(chan *answer, 1)
	go func() {
		claimed <- bot.ask(`mutation { notificationsClaim(input: {limit: 1, waitSeconds: 25}) { notifications { kind order { number } } } }`, nil)
	}()
	_, who := s.shopper(s.World)
	o := s.Place(who, shoptest.Want(s.Variant("Choy", 100_00, 3), 1))
	a := <-claimed
	if a.code() != "" || a.get("notificationsClaim.notifications.0.order.number") != float64(o.Number) {
		t.Errorf("%s", a.Body)
	}
}

// When the database is away every caller gets a sentence, and as soon as it is back an answer, without a restart.
func TestDatabaseStopsAndStarts(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.Variant("Choy", 100_00, 3)
	gate := newSwitch(t, s.URL)
	s.serve(openDB(t, gate.url), s.Hub, unsaved)
	boss, _ := s.member(s.World, staff.Owner)
	buyer, _ := s.shopper(s.World)
	const query = `{ products { nodes { id } } }`
	ask := func() []*answer {
		return []*answer{s.anonymous().at(s.World).ask(query, nil), buyer.ask(query, nil), boss.ask(query, nil)}
	}
	for _, a := range ask() {
		if a.code() != "" {
			t.Fatalf("%s", a.Body)
		}
	}
	l := boss.listen(adminOrders, nil)
	eventually(t, "it listens", func() bool { return s.subscriptions() == 1 })
	gate.off()
	for _, a := range ask() {
		if a.code() != "INTERNAL" || tells(a.Body) != "" || a.Errors[0].Message == "" {
			t.Errorf("%d %s tells %q", a.Status, a.Body, tells(a.Body))
		}
	}
	s.Hub.Publish(s.Store.ID, "order", "x")
	if a := l.answer(); a.code() != "INTERNAL" {
		t.Errorf("%s", a.Body)
	}
	gate.on()
	eventually(t, "answers are back", func() bool {
		for _, a := range ask() {
			if a.code() != "" {
				return false
			}
		}
		return true
	})
}

// gateway passes connections on to the database, until it is switched off.
type gateway struct {
	t    *testing.T
	url  string // of the database, through the gateway
	addr string // of the gateway
	to   string

	mu       sync.Mutex
	listener net.Listener
	open     map[net.Conn]bool
}

func newSwitch(t *testing.T, database string) *gateway {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	g := &gateway{t: t, to: u.Host, open: map[net.Conn]bool{}, addr: "127.0.0.1:0"}
	if host := u.Query().Get("host"); host != "" { // a socket in the file system
		g.to = fmt.Sprintf("%s/.s.PGSQL.%s", host, u.Query().Get("port"))
	}
	g.on()
	q := u.Query()
	q.Del("host")
	q.Del("port")
	u.RawQuery, u.Host = q.Encode(), g.addr
	g.url = u.String()
	t.Cleanup(g.off)
	return g
}

func (g *gateway) on() {
	g.t.Helper()
	l, err := net.Listen("tcp", g.addr)
	if err != nil {
		g.t.Fatal(err)
	}
	g.mu.Lock()
	g.listener, g.addr = l, l.Addr().String()
	g.mu.Unlock()
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			go g.pass(in)
		}
	}()
}

func (g *gateway) pass(in net.Conn) {
	network := "tcp"
	if strings.HasPrefix(g.to, "/") {
		network = "unix"
	}
	out, err := new(net.Dialer).DialContext(context.Background(), network, g.to)
	if err != nil {
		_ = in.Close()
		return
	}
	g.mu.Lock()
	g.open[in], g.open[out] = true, true
	g.mu.Unlock()
	go func() {
		_, _ = io.Copy(out, in)
		_ = out.Close()
	}()
	_, _ = io.Copy(in, out)
	_ = in.Close()
}

func (g *gateway) off() {
	g.mu.Lock()
	defer g.mu.Unlock()
	_ = g.listener.Close()
	for c := range g.open {
		_ = c.Close()
	}
	clear(g.open)
}
