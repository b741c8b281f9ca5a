package till_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
	"github.com/dokon-shop/dokon/server/store"
)

// Cards of Payme's sandbox.
const (
	goodCard, secondCard = "8600495473316478", "8600069195406311"
	noSMSCard, oldCard   = "8600060921090842", "3333336415804657"
	blockedCard          = "4444445987459073"
	brokenCard, slowCard = "8600143417770323", "8600134301849596"
	emptyCard            = "8600000000000009"
)

const kassa = "587f72c72cac0d162c722ae2"

// wallet is a shop whose buyers keep cards with a simulated Payme.
type wallet struct {
	*shop
	api    *simulator.PaymeAPI
	url    string // of the API
	before hook   // is asked before each call of the API; true: it is not carried out
	after  hook   // is told of each call that was carried out; true: the answer is lost
}

// hook is a function that a test changes while others call it.
type hook struct {
	is atomic.Pointer[func(name string) bool]
}

func (h *hook) set(f func(name string) bool) { h.is.Store(&f) }

func (h *hook) says(name string) bool {
	f := h.is.Load()
	return f != nil && (*f)(name)
}

// openWallet opens a shop; hasBilling says whether its kassa asks the Merchant API too.
func openWallet(t *testing.T, hasBilling bool) *wallet {
	t.Helper()
	w := new(wallet)
	books := new(simulator.Books)
	var clock func() time.Time
	w.api = simulator.NewPaymeAPI(books, func() time.Time { return clock() })
	w.api.Pause = 0
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		var body bytes.Buffer
		_, _ = body.ReadFrom(r.Body)
		var call struct{ Method string }
		_ = json.Unmarshal(body.Bytes(), &call)
		r.Body = http.MaxBytesReader(out, readCloser{&body}, 1<<20)
		if w.before.says(call.Method) {
			panic(http.ErrAbortHandler)
		}
		answer := httptest.NewRecorder()
		w.api.ServeHTTP(answer, r)
		if w.after.says(call.Method) {
			panic(http.ErrAbortHandler)
		}
		_, _ = out.Write(answer.Body.Bytes())
	}))
	t.Cleanup(server.Close)
	w.url = "http://" + server.Listener.Addr().String()
	w.shop = openIn(shoptest.New(t), payme.Provider{Page: "https://pay.example/", API: w.url})
	clock = w.desk.Now
	m := simulator.Merchant{ID: kassa, Name: "Doʻkon", Secret: key}
	if hasBilling {
		m.URL = w.shop.url + w.Store.Slug
	}
	books.Add(m)
	server.Start()
	w.setCards("ON")
	return w
}

type readCloser struct{ *bytes.Buffer }

func (readCloser) Close() error { return nil }

// setCards makes the account one for tests that saves cards, or not.
func (w *wallet) setCards(value string) {
	w.T.Helper()
	_, err := payment.SetAccount(w.T.Context(), w.DB, w.desk.Box, w.desk.Payments, w.Store.ID, payment.AccountSetInput{
		Provider: payme.Code, Mode: ptr(payment.Test), Secret: ptr(key), Settings: []*payment.SettingInput{{Name: payme.SavedCards, Value: value}},
	}, w.desk.Now())
	w.Must(err)
	w.desk.Stores.Forget(w.Store.ID)
	w.Store, err = store.ByID(w.T.Context(), w.DB, w.Store.ID)
	w.Must(err)
}

// device calls Payme as a shopper's device does, without a key.
func (w *wallet) device(method string, params any) (result map[string]map[string]any, code int) {
	w.T.Helper()
	body, err := json.Marshal(map[string]any{"id": 1, "method": method, "params": params})
	w.Must(err)
	r, err := http.NewRequestWithContext(w.T.Context(), http.MethodPost, w.url, bytes.NewReader(body))
	w.Must(err)
	r.Header.Set("X-Auth", kassa)
	answer, err := http.DefaultClient.Do(r)
	w.Must(err)
	defer answer.Body.Close()
	var out struct {
		Result map[string]map[string]any
		Error  struct{ Code int }
	}
	w.Must(json.NewDecoder(answer.Body).Decode(&out))
	return out.Result, out.Error.Code
}

// token makes a token of a card.
func (w *wallet) token(number string, save bool) string {
	w.T.Helper()
	result, code := w.device("cards.create", map[string]any{"card": map[string]any{"number": number, "expire": "0399"}, "save": save})
	if code != 0 {
		w.T.Fatalf("card %s: %d", number, code)
	}
	return result["card"]["token"].(string)
}

// box keeps the cards of a buyer.
func (w *wallet) box(who order.Actor) *payment.CardBox {
	return &payment.CardBox{
		DB: w.DB, Secrets: w.desk.Box, Providers: w.desk.Payments, StoreID: w.Store.ID, CustomerID: who.ID, Terms: w.around().Terms, Now: w.desk.Now,
	}
}

// keep keeps a card of a buyer and verifies it.
func (w *wallet) keep(who order.Actor, number string) *payment.SavedCard {
	w.T.Helper()
	c, code, err := w.box(who).Add(w.T.Context(), payment.CardAddInput{Provider: payme.Code, Token: w.token(number, true)})
	w.Must(err)
	if code == nil || code.Phone == "" || code.Wait != 60 || c.IsVerified() {
		w.T.Errorf("code %+v of card %+v", code, c)
	}
	c, err = w.box(who).Verify(w.T.Context(), payment.CardVerifyInput{ID: c.GlobalID(), Code: simulator.SMSCode})
	w.Must(err)
	return c
}

// charge pays an order with a card.
func (w *wallet) charge(o *order.Order, who order.Actor, c *payment.SavedCard) (*payment.Payment, error) {
	w.T.Helper()
	cardID := c.GlobalID()
	p, _, err := order.StartPayment(w.T.Context(), w.paying(), w.around(), who, order.PaymentStartInput{OrderID: o.GlobalID(), CardID: &cardID}, w.desk.Now())
	return p, err
}

// paying is what the shop calls Payme with when a buyer waits.
func (w *wallet) paying() order.PayDesk {
	return order.PayDesk{DB: w.DB, Keys: w.desk.Keys, Now: w.desk.Now, Secrets: w.desk.Box, Back: func(*order.Order) string { return "https://shop.example/o" }}
}

// ask asks about what is due.
func (w *wallet) ask() {
	w.T.Helper()
	_ = w.desk.Ask(w.T.Context()) // whoever does not answer is asked again
}

// newest reads the attempt of an order that was made last.
func (w *wallet) newest(o *order.Order) (p *payment.Payment) {
	w.T.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		all, err := payment.OfOrders(ctx, q, w.Store.ID, []uuid.UUID{o.ID})
		p = all[o.ID][len(all[o.ID])-1]
		return err
	})
	return p
}

// stranger names something that is not there.
func stranger(k id.Kind) id.ID { return id.Of(k, id.New()) }
