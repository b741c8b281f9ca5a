package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// balancer stands in front of servers as a load balancer does: it asks /readyz often and sends requests to those that said
// yes, in turn. It tries nothing twice, so whatever fails behind it fails for the caller.
type balancer struct {
	*httptest.Server
	mu    sync.Mutex
	all   []*url.URL
	ready []*url.URL
	turn  int
}

func startBalancer(t *testing.T) *balancer {
	t.Helper()
	b := &balancer{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			b.mu.Lock()
			defer b.mu.Unlock()
			if len(b.ready) == 0 {
				r.SetURL(&url.URL{Scheme: "http", Host: "127.0.0.1:1"}) // nobody is there
				return
			}
			b.turn++
			r.SetURL(b.ready[b.turn%len(b.ready)])
		},
		FlushInterval: -1,
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	}
	b.Server = httptest.NewServer(proxy)
	ctx, stop := context.WithCancel(context.Background())
	var looking sync.WaitGroup
	looking.Go(func() {
		for ctx.Err() == nil {
			b.look(ctx)
			select {
			case <-ctx.Done():
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
	t.Cleanup(func() { stop(); looking.Wait(); b.CloseClientConnections(); b.Close() })
	return b
}

func (b *balancer) look(ctx context.Context) {
	b.mu.Lock()
	all := slices.Clone(b.all)
	b.mu.Unlock()
	var ready []*url.URL
	for _, u := range all {
		if answersReady(ctx, u.String()) {
			ready = append(ready, u)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ready = ready
}

// use makes processes the ones behind the balancer.
func (b *balancer) use(t *testing.T, processes ...*process) {
	t.Helper()
	var all []*url.URL
	for _, p := range processes {
		u, err := url.Parse(p.address)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, u)
	}
	b.mu.Lock()
	b.all = all
	b.mu.Unlock()
	until(t.Context(), t, "all are ready", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.ready) == len(all)
	})
}

// shopping is what shoppers do again and again while servers come and go.
type shopping struct {
	t       *testing.T
	w       *shoptest.World
	b       *balancer
	variant uuid.UUID
	stop    chan struct{}
	all     sync.WaitGroup

	asked   atomic.Int64
	numbers sync.Map // of orders
	mu      sync.Mutex
	failed  []error
}

// askOnce sends a request, under a key unless that is empty. Anything but a full answer is an error.
func (b *buyer) askOnce(ctx context.Context, address, key, query string, into any) error {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+b.token)
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var answer struct {
		Data   json.RawMessage `json:"data"`
		Errors []struct{ Message string }
	}
	if err := json.Unmarshal(text, &answer); err != nil || response.StatusCode != http.StatusOK || len(answer.Errors) > 0 {
		return fmt.Errorf("%d: %.300s", response.StatusCode, text)
	}
	return json.Unmarshal(answer.Data, into)
}

// round fills the cart and orders it. When again is set, whatever fails is sent once more under its key.
func (s *shopping) round(b *buyer, again bool) error {
	send := func(query string, into any) error {
		key := uuid.NewString()
		err := b.askOnce(s.t.Context(), s.b.URL, key, query, into)
		s.asked.Add(1)
		for tries := 0; err != nil && again && tries < 200; tries++ {
			select {
			case <-s.t.Context().Done():
			case <-time.After(20 * time.Millisecond): // the balancer has to see that somebody is gone
			}
			err = b.askOnce(s.t.Context(), s.b.URL, key, query, into)
		}
		return err
	}
	var cart struct {
		CartSet struct {
			Cart struct {
				Quote *struct{ ID string }
			}
			UserErrors []struct{ Code string }
		}
	}
	err := send(fmt.Sprintf(`mutation { cartSet(input: {lines: [{variantId: %q, quantity: 1}], contact: {name: "Ali", phone: "+998901234567"},
		delivery: {method: PICKUP, pickupPointId: %q}, paymentMethod: CASH}) { cart { quote { id } } userErrors { code } } }`,
		shoptest.Want(s.variant, 1).VariantID.String(), s.w.Pickup.GlobalID().String()), &cart)
	if err != nil {
		return fmt.Errorf("cartSet: %w", err)
	}
	if cart.CartSet.Cart.Quote == nil {
		return fmt.Errorf("cartSet: %+v", cart.CartSet)
	}
	var p placed
	err = send(`mutation { orderPlace(input: {quoteId: "`+cart.CartSet.Cart.Quote.ID+`"}) { order { number lines { quantity } } userErrors { code } } }`, &p)
	if err != nil {
		return fmt.Errorf("orderPlace: %w", err)
	}
	if p.OrderPlace.Order == nil {
		return fmt.Errorf("orderPlace: %+v", p.OrderPlace)
	}
	if _, twice := s.numbers.LoadOrStore(p.OrderPlace.Order.Number, true); twice {
		return fmt.Errorf("order %d was given twice", p.OrderPlace.Order.Number)
	}
	return nil
}

// begin lets every buyer go on until end is called.
func (s *shopping) begin(list []*buyer, again bool) {
	for _, b := range list {
		s.all.Go(func() {
			for {
				select {
				case <-s.stop:
					return
				default:
				}
				var catalog struct {
					Products struct{ Nodes []struct{ ID string } }
				}
				err := s.round(b, again)
				if !again {
					err = errors.Join(err, b.askOnce(s.t.Context(), s.b.URL, "", `{ products(first: 5) { nodes { id } } }`, &catalog))
					s.asked.Add(1)
				}
				if err != nil {
					s.mu.Lock()
					s.failed = append(s.failed, err)
					s.mu.Unlock()
					return
				}
			}
		})
	}
}

// goOn waits until so many more requests were answered.
func (s *shopping) goOn(n int64) {
	s.t.Helper()
	from := s.asked.Load()
	until(s.t.Context(), s.t, "shoppers go on", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.asked.Load() >= from+n || len(s.failed) > 0
	})
}

// end gives the number of orders that were acknowledged, and checks them against the books.
func (s *shopping) end() {
	s.t.Helper()
	close(s.stop)
	s.all.Wait()
	for _, err := range s.failed {
		s.t.Error(err)
	}
	orders := 0
	s.numbers.Range(func(any, any) bool { orders++; return true })
	s.w.Read(func(ctx context.Context, q bun.IDB) error { return checkBooks(ctx, s.t, q, s.w.Store.ID, orders) })
	s.t.Logf("%d requests, %d orders", s.asked.Load(), orders)
}

// listener follows the orders of a shop over Server-Sent Events as a screen does: a stream that ends without "complete" is
// opened again.
type listener struct {
	heard  atomic.Int64 // events
	opened atomic.Int64 // streams
}

func (l *listener) follow(ctx context.Context, address, token string) error {
	body := `{"query":"subscription { adminOrders { kind } }"}`
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/graphql", strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("a stream was answered %s", response.Status)
	}
	l.opened.Add(1)
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		switch lines.Text() {
		case "event: next":
			l.heard.Add(1)
		case "event: complete":
			return errors.New("the stream was completed, so nobody would open it again")
		}
	}
	return nil
}

func openShopping(t *testing.T) (*shopping, secret.Key) {
	t.Helper()
	w := shoptest.New(t)
	s := &shopping{t: t, w: w, b: startBalancer(t), variant: w.Variant("Koʻp", 100_000_00, 1000), stop: make(chan struct{})}
	return s, secret.NewKey("k1")
}

// drained gives those who follow /readyz time to hear.
var drained = []string{"DOKON_DRAIN=500ms", "DOKON_RATE_CALLER=1000000"}

// TestRestartOneByOne: two servers behind a load balancer are restarted in turn while people shop. No request fails, no order
// is lost or there twice, and screens go on hearing of orders.
func TestRestartOneByOne(t *testing.T) {
	s, key := openShopping(t)
	one, two := startProcess(t, s.w, key, drained...), startProcess(t, s.w, key, drained...)
	s.b.use(t, one, two)
	owner := staffToken(t, s.w, key)
	var screen listener
	listening, leave := context.WithCancel(t.Context())
	screens := make(chan error, 1)
	go func() {
		for listening.Err() == nil {
			if err := screen.follow(listening, s.b.URL, owner); err != nil && listening.Err() == nil {
				screens <- err
				return
			}
		}
		screens <- nil
	}()
	s.begin(buyers(t, s.w, key, one.address, s.variant, 4), false)
	s.goOn(20)

	processes := []*process{one, two}
	for i, old := range processes {
		if err := old.command.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		<-old.ended
		if old.left != nil {
			t.Errorf("a server that was told to stop ended with %v\n%s", old.left, old.output.String())
		}
		s.goOn(20)
		processes[i] = startProcess(t, s.w, key, drained...)
		s.b.use(t, processes...)
		s.goOn(20)
	}
	if n := screen.opened.Load(); n < 2 {
		t.Errorf("the screen has opened %d streams, though the servers of all are gone", n)
	}
	heard := screen.heard.Load()
	until(t.Context(), t, "the screen hears of orders after the restarts", func() bool { return screen.heard.Load() > heard })
	s.end()
	leave()
	if err := <-screens; err != nil {
		t.Error(err)
	}
}

// TestKilledBehindABalancer: a server that is killed takes its requests in flight with it and nothing else; sent again under
// their keys they are carried out once.
func TestKilledBehindABalancer(t *testing.T) {
	s, key := openShopping(t)
	one, two := startProcess(t, s.w, key, drained...), startProcess(t, s.w, key, drained...)
	s.b.use(t, one, two)
	s.begin(buyers(t, s.w, key, one.address, s.variant, 8), true)
	s.goOn(40)
	if err := two.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-two.ended
	s.goOn(40)
	s.end()
}
