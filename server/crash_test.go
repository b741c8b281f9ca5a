package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/store"
	"github.com/dokon-shop/dokon/server/telegram"
)

// asServer makes the test binary run the program instead of tests, so that a process can be killed without mercy. A database
// that was started by a test calls it without that, to keep its log or to get it back.
const asServer = "DOKON_TEST_AS_SERVER"

func init() {
	if os.Getenv(asServer) != "" || len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "wal-") {
		main()
		os.Exit(0)
	}
}

// process is a server of its own, beside others on one database.
type process struct {
	t       *testing.T
	command *exec.Cmd
	address string
	output  bytes.Buffer
	ended   chan struct{} // closed once it has
	left    error         // how it ended
}

func startProcess(t *testing.T, w *shoptest.World, key secret.Key, settings ...string) *process {
	t.Helper()
	state := t.TempDir()
	p := &process{t: t, command: exec.Command(os.Args[0], "serve"), ended: make(chan struct{})}
	p.command.Env = append(os.Environ(), asServer+"=1", "PORT=0", "DOKON_STATE_DIR="+state, "DATABASE_URL="+w.URL,
		"DOKON_SECRET_KEYS="+key.String(), "DOKON_LOG_LEVEL=warn")
	p.command.Env = append(p.command.Env, settings...)
	p.command.Stdout, p.command.Stderr = &p.output, &p.output
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.left = p.command.Wait(); close(p.ended) }()
	t.Cleanup(func() {
		_ = p.command.Process.Kill()
		<-p.ended
	})
	for {
		note, err := os.ReadFile(filepath.Join(state, "running.json"))
		if err == nil {
			var r struct {
				Address string `json:"address"`
			}
			if err := json.Unmarshal(note, &r); err != nil {
				t.Fatal(err)
			}
			p.address = r.Address
			return p
		}
		select {
		case <-p.ended:
			t.Fatalf("the server ended at its start: %v\n%s", p.left, p.output.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// buyer is a shopper with a ready cart who speaks HTTP.
type buyer struct {
	token string
	quote string
}

func (b *buyer) ask(ctx context.Context, address, query string, into any) error {
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
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Data   json.RawMessage `json:"data"`
		Errors []struct{ Message string }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		return fmt.Errorf("answer: %s", answer.Errors[0].Message)
	}
	return json.Unmarshal(answer.Data, into)
}

type placed struct {
	OrderPlace struct {
		Order *struct {
			Number int64
			Lines  []struct{ Quantity int }
		}
		UserErrors []struct{ Code string }
	}
}

// place orders what the buyer was promised. An answer that was lost is an error; whether the order exists is then unknown.
func (b *buyer) place(ctx context.Context, address string) (placed, error) {
	var p placed
	err := b.ask(ctx, address, `mutation { orderPlace(input: {quoteId: "`+b.quote+`"}) {
		order { number lines { quantity } } userErrors { code } } }`, &p)
	return p, err
}

// gateOf lets people in as a process with the key does.
func gateOf(w *shoptest.World, key secret.Key) *auth.Gate {
	w.T.Helper()
	box, err := secret.NewBox(key)
	w.Must(err)
	gate, err := auth.New(auth.Config{DB: w.DB, Stores: store.NewDirectory(w.DB), Box: box, Keys: []secret.Key{key}, Now: time.Now})
	w.Must(err)
	return gate
}

// staffToken signs the owner in.
func staffToken(t *testing.T, w *shoptest.World, key secret.Key) string {
	t.Helper()
	tokens, _, err := gateOf(w, key).SignInStaff(t.Context(), w.Store, &telegram.InitData{
		User: telegram.User{ID: *w.Owner.TelegramID, FirstName: "Ega", Language: "uz"}, AuthDate: time.Now(),
	}, "")
	w.Must(err)
	return tokens.AccessToken
}

// buyers signs shoppers in and fills their carts with one piece each.
func buyers(t *testing.T, w *shoptest.World, key secret.Key, address string, variant uuid.UUID, n int) []*buyer {
	t.Helper()
	gate := gateOf(w, key)
	list := make([]*buyer, n)
	for i := range list {
		tokens, who, err := gate.SignInShopper(t.Context(), w.Store, &telegram.InitData{
			User: telegram.User{ID: int64(900_000 + i), FirstName: "Xaridor", Language: "uz"}, AuthDate: time.Now(),
		}, "")
		w.Must(err)
		w.Fill(who, shoptest.Want(variant, 1))
		list[i] = &buyer{token: tokens.AccessToken}
		var answer struct {
			Me struct {
				Cart struct{ Quote *struct{ ID string } }
			}
		}
		w.Must(list[i].ask(t.Context(), address, `{ me { cart { quote { id } } } }`, &answer))
		if answer.Me.Cart.Quote == nil {
			t.Fatal("the cart is not ready")
		}
		list[i].quote = answer.Me.Cart.Quote.ID
	}
	return list
}

func TestTwoProcessesSellOnePieceOnce(t *testing.T) {
	w := shoptest.New(t)
	key := secret.NewKey("k1")
	processes := []*process{startProcess(t, w, key), startProcess(t, w, key)}
	variant := w.Variant("Oxirgisi", 100_000_00, 1)
	var won, short atomic.Int64
	var all sync.WaitGroup
	for i, b := range buyers(t, w, key, processes[0].address, variant, 200) {
		all.Go(func() {
			p, err := b.place(t.Context(), processes[i%2].address)
			switch {
			case err != nil:
				t.Error(err)
			case p.OrderPlace.Order != nil:
				won.Add(1)
			case len(p.OrderPlace.UserErrors) == 1 && p.OrderPlace.UserErrors[0].Code == "INSUFFICIENT_STOCK":
				short.Add(1)
			default:
				t.Errorf("refused with %v", p.OrderPlace.UserErrors)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 || short.Load() != 199 {
		t.Errorf("%d orders and %d refusals for one piece and 200 buyers", won.Load(), short.Load())
	}
}

func TestKilledWhilePlacingOrders(t *testing.T) {
	w := shoptest.New(t)
	key := secret.NewKey("k1")
	first := startProcess(t, w, key)
	const n = 60
	variant := w.Variant("Koʻp", 100_000_00, 1000)
	list := buyers(t, w, key, first.address, variant, n)

	var acknowledged sync.Map // number → true
	var count atomic.Int64
	var all sync.WaitGroup
	for _, b := range list {
		all.Go(func() {
			p, err := b.place(t.Context(), first.address)
			if err != nil || p.OrderPlace.Order == nil {
				return // killed under the request: nobody knows
			}
			acknowledged.Store(p.OrderPlace.Order.Number, true)
			if count.Add(1) == 15 {
				_ = first.command.Process.Kill()
			}
		})
	}
	all.Wait()
	if count.Load() < 15 {
		t.Fatalf("only %d orders were placed before the kill", count.Load())
	}

	second := startProcess(t, w, key)
	for _, b := range list { // everybody tries again with the same quote
		p, err := b.place(t.Context(), second.address)
		w.Must(err)
		if p.OrderPlace.Order == nil || len(p.OrderPlace.Order.Lines) != 1 || p.OrderPlace.Order.Lines[0].Quantity != 1 {
			t.Fatalf("after the restart: %+v", p.OrderPlace)
		}
		acknowledged.Store(p.OrderPlace.Order.Number, true)
	}
	numbers := 0
	acknowledged.Range(func(any, any) bool { numbers++; return true })
	if numbers != n {
		t.Errorf("%d different order numbers were acknowledged to %d buyers", numbers, n)
	}
	w.Read(func(ctx context.Context, q bun.IDB) error { return checkBooks(ctx, t, q, w.Store.ID, n) })
}

// checkBooks compares what orders, stock, holds and numbers say.
func checkBooks(ctx context.Context, t *testing.T, q bun.IDB, storeID int64, orders int) error {
	t.Helper()
	for name, sql := range map[string]string{
		"orders":                       `SELECT count(*) - ` + fmt.Sprint(orders) + ` FROM orders WHERE store_id = ?`,
		"a gap in the numbers":         `SELECT max(number) - count(*) FROM orders WHERE store_id = ?`,
		"orders without lines":         `SELECT count(*) FROM orders o WHERE store_id = ? AND NOT EXISTS (SELECT FROM order_lines l WHERE l.store_id = o.store_id AND l.order_id = o.id)`,
		"orders without a payment":     `SELECT count(*) FROM orders o WHERE store_id = ? AND NOT EXISTS (SELECT FROM payments p WHERE p.store_id = o.store_id AND p.order_id = o.id)`,
		"orders without a first event": `SELECT count(*) FROM orders o WHERE store_id = ? AND NOT EXISTS (SELECT FROM order_events e WHERE e.store_id = o.store_id AND e.order_id = o.id)`,
		"pieces reserved by nobody": `SELECT sum(l.reserved) - (SELECT coalesce(sum(h.quantity), 0) FROM stock_holds h WHERE h.store_id = min(l.store_id) AND h.state = 'RESERVED')
			FROM stock_levels l WHERE l.store_id = ?`,
		"pieces lost":       `SELECT 1000 - sum(on_hand) FROM stock_levels WHERE store_id = ?`,
		"holds without end": `SELECT count(*) FROM stock_holds WHERE store_id = ? AND state = 'RESERVED' AND expires_at IS NULL`,
	} {
		var off int64
		if err := q.NewRaw(sql, storeID).Scan(ctx, &off); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if off != 0 {
			t.Errorf("%s: off by %d", name, off)
		}
	}
	return nil
}
