package simulator_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/hosted"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
)

// hostedWorld is a shop and a gateway, which call each other over HTTP.
type hostedWorld struct {
	*shoptest.Till
	home string
	at   string // of reports
	tea  uuid.UUID
	// lost is the end of paths whose answers are lost after the gateway did what was asked; "-" for none.
	lost   atomic.Value
	isOpen atomic.Bool // reports reach the shop
}

const gatewaySecret = "0123456789abcdef0123456789abcdef"

func openHosted(t *testing.T) *hostedWorld {
	t.Helper()
	now := func() time.Time { return shoptest.Now }
	w := &hostedWorld{Till: shoptest.New(t).Till(now)}
	w.lost.Store("-")
	w.isOpen.Store(true)
	w.at = w.URL + "/pay/hosted/" + w.Store.Slug
	books := new(simulator.Books)
	door := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if w.isOpen.Load() {
			r.SetPathValue("store", w.Store.Slug)
			w.Desk.Hosted(rw, r)
		}
	}))
	t.Cleanup(door.Close)
	books.Add(simulator.Merchant{ID: "choyxona", Name: "Choyxona", Secret: gatewaySecret, URL: door.URL})
	mux := http.NewServeMux()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, w.lost.Load().(string)) {
			mux.ServeHTTP(rw, r)
			return
		}
		mux.ServeHTTP(httptest.NewRecorder(), r)
		rw.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(server.Close)
	w.home = server.URL + "/simulator/hosted/"
	mux.Handle("/", simulator.New(simulator.Hosted{Books: books, Page: w.home}, now))
	w.Desk.Payments = payment.NewProviders(cash.Provider{}, hosted.Provider{API: w.home + "api", Now: now})
	w.Account(hosted.Code, gatewaySecret, hosted.GatewayURL, hosted.Simulated, hosted.MerchantID, "choyxona")
	w.tea = w.Variant("Choy", 20_000*money.Som, 500)
	return w
}

func (w *hostedWorld) desk() order.PayDesk {
	return order.PayDesk{DB: w.DB, Keys: w.Desk.Keys, Back: func(*order.Order) string { return "https://shop.example/o/1" }, Now: w.Desk.Now}
}

func (w *hostedWorld) around() cart.Shop {
	shop := w.Shop()
	shop.Payments = w.Desk.Payments
	return shop
}

func (w *hostedWorld) boss() order.Actor {
	return order.Actor{Kind: order.ByStaff, ID: w.Owner.ID, CanRead: true, CanWrite: true}
}

func (w *hostedWorld) start(o *order.Order) (*payment.Payment, error) {
	method := payment.Hosted
	p, _, err := order.StartPayment(w.T.Context(), w.desk(), w.around(), w.boss(), order.PaymentStartInput{OrderID: o.GlobalID(), Method: &method}, shoptest.Now)
	return p, err
}

// bill is an order with the gateway's page for it.
func (w *hostedWorld) bill() (*order.Order, *payment.Payment, page) {
	w.T.Helper()
	o := w.Bill(payment.Hosted, shoptest.Want(w.tea, 1))
	p, err := w.start(o)
	w.Must(err)
	return o, p, get(w.T.(*testing.T), p.Page).is(w.T.(*testing.T), simulator.Begun)
}

func (w *hostedWorld) looks(o *order.Order, want string) {
	w.T.Helper()
	if got := w.Face(o); got != want {
		w.T.Errorf("the order is %s, not %s", got, want)
	}
}

// refund gives money back and does the jobs of all refunds of the order.
func (w *hostedWorld) refund(o *order.Order, amount *money.Tiyin) {
	w.T.Helper()
	_, _, err := order.Refund(w.T.Context(), w.DB, w.around(), w.boss(), order.PaymentRefundInput{OrderID: o.GlobalID(), Amount: amount, Reason: "singan"}, shoptest.Now)
	w.Must(err)
}

func (w *hostedWorld) carry(o *order.Order) (err error) {
	w.T.Helper()
	var list []*payment.Refund
	w.Read(func(ctx context.Context, q bun.IDB) error {
		found, err := payment.RefundsOf(ctx, q, w.Store.ID, []uuid.UUID{o.ID})
		list = found[o.ID]
		return err
	})
	for _, r := range list {
		err = errors.Join(err, w.Desk.Refund(w.T.Context(), w.Store.ID, r.ID))
	}
	return err
}

// Every button of the gateway's page does to the shop what a gateway would.
func TestHosted(t *testing.T) {
	t.Parallel()
	w := openHosted(t)
	o, p, at := w.bill()
	if !strings.Contains(at.body, `href="https://shop.example/o/1"`) {
		t.Errorf("nothing leads back in\n%s", at.body)
	}
	if again, err := w.start(o); err != nil || again.Page != p.Page {
		t.Errorf("another page %s: %v", again.Page, err)
	}
	at.press(t, simulator.Pay).is(t, simulator.Paid).press(t, simulator.Repeat).is(t, simulator.Paid)
	w.looks(o, "CONFIRMED PAID CAPTURED")
	part := 5_000 * money.Som
	w.refund(o, &part)
	w.Must(w.carry(o))
	w.looks(o, "CONFIRMED PARTIALLY_REFUNDED CAPTURED")

	o, _, at = w.bill()
	at.press(t, simulator.Pay).press(t, simulator.Refund).is(t, simulator.Refunded)
	w.looks(o, "CANCELED REFUNDED CAPTURED")
	o, _, at = w.bill()
	at.press(t, simulator.Decline).is(t, simulator.Declined)
	w.looks(o, "PLACED UNPAID CANCELED")
	o, _, at = w.bill()
	at = at.press(t, simulator.Delay).is(t, simulator.Waiting)
	w.looks(o, "PLACED PENDING PENDING")
	at.press(t, simulator.Finish).is(t, simulator.Paid)
	w.looks(o, "CONFIRMED PAID CAPTURED")
	o, _, at = w.bill()
	at.press(t, simulator.Delay).press(t, simulator.Cancel).is(t, simulator.Canceled)
	w.looks(o, "PLACED UNPAID CANCELED")
}

// report sends a report and gives the status of the answer.
func (w *hostedWorld) report(s hosted.Standing, secret string, at time.Time) int {
	w.T.Helper()
	return simulator.HostedShop{URL: w.at, Secret: secret}.Report(s, at).Send(w.T.Context(), http.DefaultClient).Status
}

// Reports that are not the gateway's, are of another time, order or sum, or come twice and in any order.
func TestHostedReports(t *testing.T) {
	t.Parallel()
	w := openHosted(t)
	o, p, _ := w.bill()
	paid := hosted.Standing{ID: *p.ProviderRef, Payment: p.GlobalID().String(), Amount: p.Amount, State: hosted.Paid}
	with := func(change func(*hosted.Standing)) hosted.Standing { s := paid; change(&s); return s }
	now := shoptest.Now
	raw := func(url, body string) int {
		return simulator.HostedShop{URL: url, Secret: gatewaySecret}.Raw("x", body, now).Send(t.Context(), http.DefaultClient).Status
	}
	for what, c := range map[string]struct{ got, want int }{
		"wrong secret":   {w.report(paid, strings.Repeat("x", 32), now), 401},
		"too old":        {w.report(paid, gatewaySecret, now.Add(-hosted.Drift-time.Second)), 401},
		"of the future":  {w.report(paid, gatewaySecret, now.Add(hosted.Drift+time.Second)), 401},
		"a tiyin more":   {w.report(with(func(s *hosted.Standing) { s.Amount++ }), gatewaySecret, now), 409},
		"a tiyin less":   {w.report(with(func(s *hosted.Standing) { s.Amount-- }), gatewaySecret, now), 409},
		"no such state":  {w.report(with(func(s *hosted.Standing) { s.State = "ok" }), gatewaySecret, now), 400},
		"no id":          {w.report(with(func(s *hosted.Standing) { s.ID = "" }), gatewaySecret, now), 400},
		"no payment":     {w.report(with(func(s *hosted.Standing) { s.Payment = "7" }), gatewaySecret, now), 400},
		"other payment":  {w.report(with(func(s *hosted.Standing) { s.Payment = "pay_00000000000000000000000001" }), gatewaySecret, now), 404},
		"too much back":  {w.report(with(func(s *hosted.Standing) { s.Refunded = s.Amount + 1 }), gatewaySecret, now), 400},
		"another store":  {raw(w.URL+"/pay/hosted/other", "{}"), 401},
		"garbage":        {raw(w.at, "{"), 400},
		"1 MB":           {raw(w.at, strings.Repeat("x", 1<<20)), 413},
		"another method": {simulator.Request{Method: http.MethodGet, URL: w.at}.Send(t.Context(), http.DefaultClient).Status, 405},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, not %d", what, c.got, c.want)
		}
	}
	w.looks(o, "PLACED UNPAID CREATED")
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if got := w.report(paid, gatewaySecret, now); got != 200 {
				t.Errorf("at once: %d", got)
			}
		})
	}
	all.Wait()
	for _, state := range []string{hosted.Paid, hosted.Canceled, hosted.Pending, hosted.Waiting} {
		if got := w.report(with(func(s *hosted.Standing) { s.State = state }), gatewaySecret, now); got != 200 {
			t.Errorf("%s after it was paid: %d", state, got)
		}
	}
	w.looks(o, "CONFIRMED PAID CAPTURED")
}

// Answers of the gateway that are lost: one page, one refund, and the money is found by asking.
func TestHostedLost(t *testing.T) {
	t.Parallel()
	w := openHosted(t)
	w.lost.Store("/payments")
	o := w.Bill(payment.Hosted, shoptest.Want(w.tea, 1))
	if _, err := w.start(o); err == nil {
		t.Error("nobody answers, and there is a page")
	}
	w.lost.Store("-")
	p, err := w.start(o)
	w.Must(err)
	if n := strings.Count(get(t, w.home).body, `class="card row"`); n != 1 {
		t.Errorf("%d bills with the gateway", n)
	}
	ask := func() { t.Helper(); w.Must(order.AskPayment(t.Context(), w.desk(), w.around(), p.ID)) }
	ask()
	w.looks(o, "PLACED UNPAID CREATED")
	w.isOpen.Store(false) // the report is lost as well
	get(t, p.Page).press(t, simulator.Pay)
	w.looks(o, "PLACED UNPAID CREATED")
	for range 2 {
		ask()
	}
	w.looks(o, "CONFIRMED PAID CAPTURED")
	w.lost.Store("/refunds")
	w.refund(o, nil)
	if err := w.carry(o); err == nil {
		t.Error("nobody answers, and the refund is done")
	}
	w.lost.Store("-")
	for range 2 {
		w.Must(w.carry(o))
	}
	w.looks(o, "CONFIRMED REFUNDED CAPTURED")
}
