package graph_test

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
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/pace"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/bank"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/payment/hosted"
	"github.com/dokon-shop/dokon/server/payment/invoice"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/reconcile"
	"github.com/dokon-shop/dokon/server/search"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
	"github.com/dokon-shop/dokon/server/till"
	"github.com/dokon-shop/dokon/server/webhook"
)

// clock moves only when a test says so.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// site is a world served over HTTP as the roof serves it.
type site struct {
	webhooks *webhook.Sender
	*shoptest.World
	t      testing.TB
	url    string
	clock  *clock
	gate   *auth.Gate
	stores *store.Directory // as the process remembers them
	keys   []secret.Key
	box    *secret.Box
	logs   *logs
	// metrics of the process that url leads to.
	metrics *prometheus.Registry
	server  *httptest.Server

	writeTimeout time.Duration // of the server; a minute when zero
	address      netip.Addr    // from which all requests seem to come; this machine's own when zero
}

// logs keeps what the server wrote.
type logs struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// holdNoSecrets looks for what must not stand in a log. The roof takes it out on its way; here it must not come in.
func (l *logs) holdNoSecrets(t testing.TB) func() {
	return func() {
		for line := range strings.Lines(l.String()) {
			if clean := secret.Redact(line); clean != line {
				t.Errorf("a secret went into the log: %s", clean)
			}
		}
	}
}

// option changes how a site is built.
type option func(*site, *graph.Handler)

func limited(change func(*graph.Limits)) option {
	return func(_ *site, h *graph.Handler) { change(&h.Limits) }
}

// unsaved makes every answer anew.
func unsaved(_ *site, h *graph.Handler) { h.SavedBytes = 0 }

// open serves a fresh world with one store.
func open(t testing.TB, options ...option) *site {
	t.Helper()
	w := shoptest.New(t)
	s := &site{World: w, t: t, clock: &clock{at: shoptest.Now}, keys: []secret.Key{secret.NewKey("k1")}, logs: new(logs), writeTimeout: patience}
	var err error
	t.Cleanup(s.logs.holdNoSecrets(t)) // when the server has ended
	s.box, err = secret.NewBox(s.keys...)
	w.Must(err)
	s.setBot(w)
	s.serve(w.DB, w.Hub, options...)
	return s
}

// botToken is the token of the bot that a world's store gets.
func botToken(w *shoptest.World) string {
	return fmt.Sprintf("%d:%s", 1_000_000+w.Store.ID, strings.Repeat("A", 35))
}

// setBot gives the store of a world a bot.
func (s *site) setBot(w *shoptest.World) {
	s.t.Helper()
	_, err := store.SetBot(s.t.Context(), w.DB, s.box, w.Store.ID, store.BotSetInput{Token: botToken(w)}, shoptest.Now)
	s.Must(err)
}

// botOf is what signs for the bot of a world's store.
func botOf(s *site, w *shoptest.World) telegram.Bot {
	s.t.Helper()
	bot, err := telegram.BotOf(botToken(w))
	s.Must(err)
	return bot
}

// initData is what Telegram would sign for a person who opens the shop.
func (s *site) initData(w *shoptest.World, person int64) string {
	return botOf(s, w).MintUser(telegram.User{ID: person, FirstName: "Zafar", Language: "uz"}, "", s.clock.Now())
}

// beside is a second store in the same deployment.
func (s *site) beside(slug string) *shoptest.World {
	s.t.Helper()
	w := s.Beside(slug)
	s.setBot(w)
	return w
}

// writeTimeout of an impatient server. Streams live longer.
const writeTimeout = 2 * time.Second

// from lets all requests come from an address of the internet.
func from(address string) option {
	return func(s *site, _ *graph.Handler) { s.address = netip.MustParseAddr(address) }
}

// impatient ends answers that take longer than writeTimeout. Elsewhere a busy machine has all the time it needs.
func impatient(s *site, _ *graph.Handler) { s.writeTimeout = writeTimeout }

// serve starts a server process on a database, and makes its address the site's.
func (s *site) serve(d *db.DB, hub *event.Hub, options ...option) {
	s.t.Helper()
	stores := store.NewDirectory(d)
	gate, err := auth.New(auth.Config{DB: d, Stores: stores, Box: s.box, Keys: s.keys, Now: s.clock.Now})
	s.Must(err)
	s.gate, s.stores = gate, stores
	editions := store.NewEditions(d, stores, slog.New(slog.NewTextHandler(s.logs, nil)))
	s.t.Cleanup(editions.Close)
	s.metrics = prometheus.NewRegistry()
	s.webhooks = webhook.New(webhook.Sender{DB: d, Box: s.box, Now: s.clock.Now, AllowPrivate: true, Check: graph.CheckStored})
	disk, err := media.OpenDisk(s.t.TempDir(), s.keys...)
	s.Must(err)
	files := media.Open(disk)
	vault, err := media.OpenVault(files, s.keys...)
	s.Must(err)
	providers := payment.NewProviders(cash.Provider{}, payme.Provider{}, click.Provider{}, uzum.Provider{}, bank.Provider{}, invoice.Provider{}, invoice.Stars{}, hosted.Provider{})
	h := graph.Handler{
		Resolver: &graph.Resolver{
			DB: d, Hub: hub, Gate: gate, Payments: providers,
			Till: &till.Desk{DB: d, Box: s.box, Stores: stores, Payments: providers, Hub: hub, Now: s.clock.Now, Log: slog.New(slog.NewTextHandler(s.logs, nil))},
			Box:  s.box, Stores: stores, Editions: editions, Now: s.clock.Now,
			Shelves: search.NewShelves(10_000), AdminURL: "https://shop.example/admin/", Files: files, Vault: vault, Webhooks: s.webhooks,
			Books: &reconcile.Books{DB: d, Stores: stores, Hub: hub, Now: s.clock.Now, Log: slog.New(slog.NewTextHandler(s.logs, nil))},
		},
		Log: slog.New(slog.NewTextHandler(s.logs, &slog.HandlerOptions{Level: slog.LevelDebug})), Metrics: graph.NewMetrics(s.metrics), Limits: graph.DefaultLimits(),
		SavedBytes: 8 << 20,
	}
	for _, change := range options {
		change(s, &h)
	}
	answering := graph.NewHandler(h)
	s.webhooks.Ask = answering.AskStored
	served := gate.Middleware(refuse)(answering)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served.ServeHTTP(w, r.WithContext(pace.WithAddress(r.Context(), s.address)))
	}))
	server.Config.WriteTimeout = time.Minute
	if s.writeTimeout > 0 {
		server.Config.WriteTimeout = s.writeTimeout
	}
	server.Config.ErrorLog = slog.NewLogLogger(slog.NewTextHandler(s.logs, nil), slog.LevelDebug)
	server.Start()
	s.t.Cleanup(server.Close)
	s.server, s.url = server, server.URL+"/graphql"
}

// second is another process on the same database, whose hub hears of the first one's events.
func (s *site) second(options ...option) *site {
	s.t.Helper()
	other := *s
	d := openDB(s.t, s.URL)
	hub, err := event.Open(s.t.Context(), s.URL, slog.New(slog.NewTextHandler(s.logs, nil)))
	s.Must(err)
	s.t.Cleanup(hub.Close)
	other.serve(d, hub, options...)
	return &other
}

func openDB(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), db.Config{URL: url, MaxConns: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// refuse answers as the roof does whom the gate does not let in.
func refuse(w http.ResponseWriter, r *http.Request, err error) {
	f, status := fault.New(fault.Internal), http.StatusServiceUnavailable
	if faults, ok := fault.As(err); ok {
		f, status = faults[0], http.StatusUnauthorized
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{"message": f.Message(lang.EN), "extensions": map[string]any{"code": f.Code}}}})
}

// caller asks over HTTP.
type caller struct {
	s       *site
	headers map[string]string
}

// anonymous has shown nothing.
func (s *site) anonymous() *caller { return &caller{s: s, headers: map[string]string{}} }

// bearer has shown a token.
func (s *site) bearer(token string) *caller {
	return s.anonymous().with("Authorization", "Bearer "+token)
}

// at names a store.
func (c *caller) at(w *shoptest.World) *caller { return c.with("X-Store", w.Store.Slug) }

// speaks names a language.
func (c *caller) speaks(tag string) *caller { return c.with("Accept-Language", tag) }

func (c *caller) with(header, value string) *caller {
	next := &caller{s: c.s, headers: map[string]string{}}
	for k, v := range c.headers {
		next.headers[k] = v
	}
	next.headers[header] = value
	return next
}

// shopper is a buyer who has signed in.
func (s *site) shopper(w *shoptest.World) (*caller, *customer.Customer) {
	s.t.Helper()
	who := w.Buyer()
	tokens := s.signIn(w, who)
	return s.bearer(tokens.AccessToken).at(w), who
}

func (s *site) signIn(w *shoptest.World, who *customer.Customer) *auth.Tokens {
	s.t.Helper()
	tokens, _, err := s.gate.SignInShopper(s.t.Context(), w.Store, &telegram.InitData{
		User: telegram.User{ID: *who.TelegramID, FirstName: who.FirstName, Language: "uz", CanWrite: true}, AuthDate: s.clock.Now(),
	}, "test")
	s.Must(err)
	return tokens
}

// member is somebody of the staff who has signed in.
func (s *site) member(w *shoptest.World, role staff.Role) (*caller, *staff.Member) {
	s.t.Helper()
	m := w.Owner
	if role != staff.Owner {
		m = w.Member(role)
	}
	tokens, _, err := s.gate.SignInByLink(s.t.Context(), nil, s.link(w, m).Code, "test")
	s.Must(err)
	return s.bearer(tokens.AccessToken).at(w), m
}

func (s *site) link(w *shoptest.World, m *staff.Member) *staff.Link {
	s.t.Helper()
	var link *staff.Link
	w.Write(func(ctx context.Context, tx *db.Tx) (err error) {
		link, err = staff.NewLink(ctx, tx, staff.By{Role: staff.Owner}, m.ID, s.clock.Now())
		return err
	})
	return link
}

// program has an API token with these scopes.
func (s *site) program(w *shoptest.World, scopes ...staff.Permission) *caller {
	s.t.Helper()
	_, token := s.apiToken(w, scopes...)
	return s.bearer(token).at(w)
}

func (s *site) apiToken(w *shoptest.World, scopes ...staff.Permission) (id, secret string) {
	s.t.Helper()
	owner, _ := s.member(w, staff.Owner)
	a := owner.must(`mutation ($scopes: [Permission!]!) {
		apiTokenCreate(input: {name: "test", scopes: $scopes}) { token { id } secret userErrors { code } } }`, map[string]any{"scopes": scopes})
	return a.text("apiTokenCreate.token.id"), a.text("apiTokenCreate.secret")
}

// service has a token of the platform.
func (s *site) service(kind auth.Kind) *caller {
	s.t.Helper()
	token, err := auth.NewServiceToken(s.t.Context(), s.DB, kind, "test", s.clock.Now())
	s.Must(err)
	return s.bearer(token)
}

// answer is what came back.
type answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Body   []byte

	Data       map[string]any
	Errors     []graphError
	Extensions map[string]any
}

type graphError struct {
	Message    string
	Path       []any
	Extensions map[string]any
}

func (e graphError) code() string { return fmt.Sprint(e.Extensions["code"]) }

// ask sends one operation by POST.
func (c *caller) ask(query string, variables map[string]any) *answer {
	c.s.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	c.s.Must(err)
	return c.post(string(body))
}

func (c *caller) post(body string) *answer {
	c.s.t.Helper()
	return c.do(http.MethodPost, c.s.url, body)
}

func (c *caller) do(method, url, body string) *answer {
	c.s.t.Helper()
	r, err := http.NewRequestWithContext(c.s.t.Context(), method, url, strings.NewReader(body))
	c.s.Must(err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.headers {
		if value == "" {
			r.Header.Del(name)
			continue
		}
		r.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(r)
	c.s.Must(err)
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	c.s.Must(err)
	a := &answer{t: c.s.t, Status: res.StatusCode, Header: res.Header, Body: raw}
	if strings.Contains(res.Header.Get("Content-Type"), "json") {
		c.s.Must(json.Unmarshal(raw, a))
	}
	return a
}

// must is ask for an operation without any error.
func (c *caller) must(query string, variables map[string]any) *answer {
	c.s.t.Helper()
	a := c.ask(query, variables)
	if len(a.Errors) > 0 {
		c.s.t.Fatalf("%s\n%s", query, a.Body)
	}
	return a
}

// get finds a value in the data: "cartSet.cart.lines.0.id".
func (a *answer) get(path string) any {
	a.t.Helper()
	var at any = a.Data
	for _, step := range strings.Split(path, ".") {
		switch here := at.(type) {
		case map[string]any:
			at = here[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(here) {
				a.t.Fatalf("no %s of %s in %s", step, path, a.Body)
			}
			at = here[i]
		default:
			a.t.Fatalf("no %s of %s in %s", step, path, a.Body)
		}
	}
	return at
}

func (a *answer) text(path string) string {
	a.t.Helper()
	return fmt.Sprint(a.get(path))
}

// code of the first error; empty when there is none.
func (a *answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].code()
}

// owner connects past row-level security, as no part of the shop does.
func (s *site) owner() *pgxpool.Pool {
	s.t.Helper()
	pool, err := pgxpool.New(s.t.Context(), s.URL)
	s.Must(err)
	s.t.Cleanup(pool.Close)
	return pool
}

// subscriptions counts those that are open now.
func (s *site) subscriptions() int {
	families, err := s.metrics.Gather()
	s.Must(err)
	for _, f := range families {
		if f.GetName() == "dokon_graphql_subscriptions" {
			return int(f.GetMetric()[0].GetGauge().GetValue())
		}
	}
	return -1
}
