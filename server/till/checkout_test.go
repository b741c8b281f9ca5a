package till_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/checkout"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
	"github.com/dokon-shop/dokon/server/store"
)

const terminal, gatewayKey = "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "gateway-key-of-the-shop"

// gateway is a shop that takes cards on the page of a simulated Uzum Checkout.
type gateway struct {
	*shop
	is   *simulator.Checkout
	with checkout.Provider
	url  string // of the simulator
	back string // where callbacks go
	// loses tells of each call of the shop whether its answer is lost.
	loses hook
}

func openGateway(t *testing.T) *gateway {
	t.Helper()
	g := new(gateway)
	books := new(simulator.Books)
	clock := func() time.Time { return g.desk.Now() }
	var pages http.Handler
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		pages.ServeHTTP(answer, r)
		if strings.Contains(r.URL.Path, "/api/") && g.loses.says(r.URL.Path) {
			panic(http.ErrAbortHandler)
		}
		for name, values := range answer.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	}))
	t.Cleanup(server.Close)
	g.url = "http://" + server.Listener.Addr().String() + "/simulator/" + checkout.Code + "/"
	g.is = simulator.NewCheckout(books, g.url, clock)
	pages = simulator.New(g.is, clock)
	g.with = checkout.Provider{API: g.url + "api/", Now: clock}
	g.shop = openIn(shoptest.New(t), payme.Provider{}, g.with)
	server.Start()
	account, err := payment.SetAccount(t.Context(), g.DB, g.desk.Box, g.desk.Payments, g.Store.ID, payment.AccountSetInput{
		Provider: checkout.Code, Mode: ptr(payment.Test), Secret: ptr(gatewayKey), Settings: []*payment.SettingInput{{Name: checkout.TerminalID, Value: terminal}},
	}, g.desk.Now())
	g.Must(err)
	g.desk.Stores.Forget(g.Store.ID)
	g.Store, err = store.ByID(t.Context(), g.DB, g.Store.ID)
	g.Must(err)
	mux := http.NewServeMux()
	mux.HandleFunc("/pay/uzum-checkout/{store}/{account}", g.desk.Checkout)
	desk := httptest.NewServer(mux)
	t.Cleanup(desk.Close)
	g.back = desk.URL + "/pay/uzum-checkout/" + g.Store.Slug + "/" + account.GlobalID().String()
	books.Add(simulator.Merchant{ID: terminal, Name: "Doʻkon", Secret: gatewayKey, URL: g.back})
	return g
}

// open begins to pay an order, and gives the page.
func (g *gateway) open(o *order.Order, who order.Actor) (*payment.Payment, error) {
	g.T.Helper()
	desk := order.PayDesk{DB: g.DB, Keys: g.desk.Keys, Now: g.desk.Now, Back: func(*order.Order) string { return "https://shop.example/o" }}
	p, _, err := order.StartPayment(g.T.Context(), desk, g.around(), who, order.PaymentStartInput{OrderID: o.GlobalID(), Method: ptr(payment.UzumCheckout)}, g.desk.Now())
	return p, err
}

// press makes a move on a page, and gives the address of the deal.
func (g *gateway) press(page, move string) string {
	g.T.Helper()
	answer, err := http.PostForm(page, url.Values{"move": {move}})
	g.Must(err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		g.T.Fatalf("%s: status %d", move, answer.StatusCode)
	}
	return answer.Request.URL.String()
}

// callback posts a body to the shop.
func (g *gateway) callback(address, body string) int {
	g.T.Helper()
	answer, err := http.Post(address, "application/json", strings.NewReader(body))
	g.Must(err)
	defer answer.Body.Close()
	return answer.StatusCode
}

// ordered is an order with its page.
func (g *gateway) ordered() (*order.Order, order.Actor, *payment.Payment) {
	g.T.Helper()
	o, who := g.billBy(payment.UzumCheckout)
	p, err := g.open(o, who)
	g.Must(err)
	return o, who, p
}

// Every button of the page, and what becomes of the order.
func TestCheckoutPage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		moves []string
		want  string
	}{
		{"pays", []string{"pay"}, "CONFIRMED PAID CAPTURED"},
		{"pays, told twice", []string{"pay", "repeat"}, "CONFIRMED PAID CAPTURED"},
		{"declined", []string{"decline"}, "PLACED UNPAID FAILED"},
		{"delayed", []string{"delay"}, "PLACED UNPAID CREATED"},
		{"delayed, then there", []string{"delay", "finish"}, "CONFIRMED PAID CAPTURED"},
		{"delayed, then declined", []string{"delay", "decline"}, "PLACED UNPAID FAILED"},
		{"closed", []string{"cancel"}, "PLACED UNPAID CREATED"},
		{"given back by the gateway", []string{"pay", "refund"}, "CANCELED REFUNDED CAPTURED"},
		{"with a receipt", []string{"pay", "receipt"}, "CONFIRMED PAID CAPTURED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			g := openGateway(t)
			o, _, p := g.ordered()
			at := p.Page
			for _, move := range c.moves {
				at = g.press(at, move)
			}
			g.looks(o, c.want)
			g.balanced()
		})
	}
}

// A callback is a hint: what it says is not believed, and who does not know the path is not heard.
func TestCheckoutCallbackIsAHint(t *testing.T) {
	t.Parallel()
	g := openGateway(t)
	o, _, p := g.ordered()
	said := func(orderID string) string {
		body, _ := json.Marshal(map[string]any{"orderId": orderID, "orderNumber": "1", "operationType": "COMPLETE", "operationState": "SUCCESS"})
		return string(body)
	}
	beside := g.back[:strings.LastIndex(g.back, "/")] + "/pac_00000000000000000000000000"
	for name, c := range map[string]struct {
		address, body string
		want          int
	}{
		"a lie":          {g.back, said(*p.ProviderRef), 200},
		"another order":  {g.back, said("5f0c1f0e-0000-4000-8000-000000000000"), 200},
		"another path":   {beside, said(*p.ProviderRef), 404},
		"no JSON":        {g.back, "{", 400},
		"an array":       {g.back, "[]", 400},
		"no order":       {g.back, `{"operationType":"COMPLETE"}`, 400},
		"no callback":    {g.back, `{"orderId":"x"}`, 400},
		"a megabyte":     {g.back, `{"orderId":"` + strings.Repeat("x", 1<<20) + `"}`, 400},
		"another store":  {strings.Replace(g.back, g.Store.Slug, "none", 1), said(*p.ProviderRef), 404},
		"a strange type": {g.back, `{"orderId":7,"operationType":"COMPLETE"}`, 400},
	} {
		if got := g.callback(c.address, c.body); got != c.want {
			t.Errorf("%s: status %d, not %d", name, got, c.want)
		}
	}
	g.loses.set(func(path string) bool { return strings.HasSuffix(path, "getOrderStatus") })
	if got := g.callback(g.back, said(*p.ProviderRef)); got != http.StatusServiceUnavailable {
		t.Errorf("status %d while the gateway is away", got)
	}
	g.looks(o, "PLACED UNPAID CREATED")
	g.balanced()
}

// Whatever is not told is asked: no callback, a lost answer, a page that is over.
func TestCheckoutIsAsked(t *testing.T) {
	t.Parallel()
	g := openGateway(t)
	o, who, p := g.ordered()
	again, err := g.open(o, who)
	if g.Must(err); again.Page != p.Page || p.ExpiresAt == nil || !p.ExpiresAt.Equal(g.desk.Now().Add(30*time.Minute)) {
		t.Errorf("page %s until %v, not %s", again.Page, p.ExpiresAt, p.Page)
	}
	g.wait(31 * time.Minute)
	fresh, err := g.open(o, who)
	if g.Must(err); fresh.Page == p.Page || fresh.Openings != 2 {
		t.Errorf("page %s is over, and now it is %s", p.Page, fresh.Page)
	}
	g.desk.Stores.Forget(g.Store.ID)
	g.silent(fresh.Page, "pay")
	g.wait(time.Hour)
	if _, err := g.open(o, who); !fault.Has(err, fault.ProviderUnavailable) { // the page of before was paid, and nobody has said so yet
		t.Errorf("another page is asked for of an order that is paid: %v", err)
	}
	_ = g.desk.Ask(t.Context())
	g.looks(o, "CONFIRMED PAID CAPTURED")

	o, who = g.billBy(payment.UzumCheckout)
	g.loses.set(func(path string) bool { return strings.HasSuffix(path, "register") })
	_, err = g.open(o, who)
	refusedWith(t, err, fault.ProviderUnavailable, "method")
	g.loses.set(func(string) bool { return false })
	p, err = g.open(o, who)
	g.Must(err)
	g.wait(2 * time.Hour)
	_ = g.desk.Ask(t.Context())
	g.looks(o, "PLACED UNPAID EXPIRED")
	g.silent(p.Page, "pay") // the gateway would not let it
	_ = g.desk.Ask(t.Context())
	g.looks(o, "PLACED UNPAID EXPIRED")
	g.balanced()
}

// silent presses a button of which the shop is not told.
func (g *gateway) silent(page, move string) {
	g.T.Helper()
	g.is.Add(simulator.Merchant{ID: terminal, Secret: gatewayKey, URL: "http://127.0.0.1:1/"})
	defer g.is.Add(simulator.Merchant{ID: terminal, Secret: gatewayKey, URL: g.back})
	g.press(page, move)
}

// Money goes back in parts and as a whole, once for each refund, whatever is lost.
func TestCheckoutRefunds(t *testing.T) {
	t.Parallel()
	for name, refuses := range map[string]bool{"repeats give the operation": false, "repeats are refused": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := openGateway(t)
			g.is.RefusesRepeats = refuses
			o, _, p := g.ordered()
			g.press(p.Page, "pay")
			_, _, err := g.refund(o, order.PaymentRefundInput{Amount: ptr(5000 * money.Som)})
			g.Must(err)
			g.Must(g.carry(o))
			if r := g.refunds(o)[0]; r.State != payment.RefundDone || r.ProviderRef == "" {
				t.Errorf("refund %+v", r)
			}
			g.balanced()

			o, _, p = g.ordered()
			g.press(p.Page, "pay")
			_, _, err = g.refund(o, order.PaymentRefundInput{})
			g.Must(err)
			g.loses.set(func(path string) bool { return strings.HasSuffix(path, "refund") })
			if g.carry(o) == nil {
				t.Error("a lost answer is believed")
			}
			g.loses.set(func(string) bool { return false })
			g.Must(g.carry(o))
			if r := g.refunds(o)[0]; r.State != payment.RefundDone {
				t.Errorf("refund %+v", r)
			}
			if a := g.asked(*p.ProviderRef); a.Refunded != p.Amount {
				t.Errorf("%d went back of %d", a.Refunded, p.Amount)
			}
			g.balanced()
		})
	}
}

// asked is how an order stands with the gateway.
func (g *gateway) asked(orderID string) payment.Answer {
	g.T.Helper()
	a, err := g.with.Ask(g.T.Context(), g.keys(), payment.Question{Ref: orderID})
	g.Must(err)
	return a
}

func (g *gateway) keys() payment.Keys {
	return payment.Keys{StoreID: g.Store.ID, Mode: payment.Test, Settings: map[string]string{checkout.TerminalID: terminal}, Secret: gatewayKey}
}

// What the gateway refuses is told apart from what it does not answer.
func TestCheckoutRefuses(t *testing.T) {
	t.Parallel()
	g := openGateway(t)
	opening := payment.Opening{
		Bill: payment.Bill{OrderNumber: 1, Amount: 100}, PaymentID: g.tea, CustomerID: g.tea, Try: 1, Shop: "Doʻkon", Language: lang.UzCyrl, Back: "https://shop.example/o",
	}
	k := g.keys()
	first, err := g.with.Open(t.Context(), k, opening)
	g.Must(err)
	code := func(err error) int {
		t.Helper()
		var no *checkout.Refusal
		if !errors.As(err, &no) {
			t.Errorf("no refusal: %v", err)
			return 0
		}
		return no.Code
	}
	_, err = g.with.Open(t.Context(), k, opening)
	if got := code(err); got != 3027 {
		t.Errorf("an order number again: %d", got)
	}
	opening.Try, opening.Ref = 2, first.Ref
	_, err = g.with.Open(t.Context(), k, opening)
	g.Must(err)
	opening.Try, opening.Amount = 3, 0
	_, err = g.with.Open(t.Context(), k, opening)
	if got := code(err); got != 3002 {
		t.Errorf("nothing to pay: %d", got)
	}
	opening.Amount, opening.Back = 100, ""
	_, err = g.with.Open(t.Context(), k, opening)
	if got := code(err); got != 2000 {
		t.Errorf("nowhere to return to: %d", got)
	}
	_, err = g.with.Ask(t.Context(), k, payment.Question{Ref: "unknown"})
	if got := code(err); got != 3005 {
		t.Errorf("an unknown order: %d", got)
	}
	k.Secret = "another key"
	_, err = g.with.Ask(t.Context(), k, payment.Question{Ref: first.Ref})
	if got := code(err); got != 1001 {
		t.Errorf("a wrong key: %d", got)
	}
	if strings.Contains(err.Error(), "another key") {
		t.Errorf("the key is told: %v", err)
	}
	call := payment.RefundCall{Key: opening.PaymentID, Ref: first.Ref, Amount: 100, Captured: 100, AskedAt: g.desk.Now()}
	outcome, err := g.with.Refund(t.Context(), g.keys(), call)
	if g.Must(err); outcome.State != payment.RefundFailed || !strings.Contains(outcome.Reason, "3000") {
		t.Errorf("a refund of what is not paid: %+v", outcome)
	}
	g.press(first.URL, "pay")
	call.Amount = 101
	outcome, err = g.with.Refund(t.Context(), g.keys(), call)
	if g.Must(err); outcome.State != payment.RefundFailed || !strings.Contains(outcome.Reason, "3020") {
		t.Errorf("a refund of more than was paid: %+v", outcome)
	}
	answer, err := http.Post(g.url+"api/v2/payment/register", "application/json", bytes.NewReader([]byte("{}")))
	g.Must(err)
	if answer.Body.Close(); answer.StatusCode != http.StatusForbidden {
		t.Errorf("another prefix: %d", answer.StatusCode)
	}
}
