package simulator_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
)

func (w *clickWorld) desk() order.PayDesk {
	return order.PayDesk{DB: w.DB, Keys: w.Desk.Keys, Back: func(*order.Order) string { return "" }, Now: w.Desk.Now}
}

func (w *clickWorld) boss() order.Actor {
	return order.Actor{Kind: order.ByStaff, ID: w.Owner.ID, CanRead: true, CanWrite: true}
}

// take takes the money of an order by a code.
func (w *clickWorld) take(o *order.Order, code string) (*payment.Payment, error) {
	w.T.Helper()
	p, _, err := order.TakePayment(w.T.Context(), w.desk(), w.around(), w.boss(), order.PaymentTakeInput{
		OrderID: o.GlobalID(), Method: payment.Click, Code: code,
	}, w.clock)
	return p, err
}

func (w *clickWorld) refused(err error, code fault.Code, field string) {
	w.T.Helper()
	faults, _ := fault.As(err)
	if len(faults) != 1 || faults[0].Code != code || faults[0].Path[1] != field {
		w.T.Errorf("want %s at %s: %v", code, field, err)
	}
}

// ask has the first live attempt of an order asked about.
func (w *clickWorld) ask(o *order.Order) {
	w.T.Helper()
	all, _ := w.attempts(o)
	w.Must(order.AskPayment(w.T.Context(), w.desk(), w.around(), all[len(all)-1].ID))
}

// At the counter the order is paid on the spot, whether the shop has to confirm it or not, also one that was to be paid in cash.
func TestClickPassAtTheCounter(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t)
	for _, code := range []string{"880101698207133391", "880101698207133399"} {
		o, _ := w.bill()
		p, err := w.take(o, code)
		w.Must(err)
		if p.State != payment.Captured {
			t.Errorf("%s: %s", code, p.State)
		}
		w.looks(o, "CONFIRMED PAID CAPTURED")
		_, err = w.take(o, code)
		w.refused(err, fault.AlreadyPaid, "orderId")
	}
	o := w.Bill(payment.Cash, shoptest.Want(w.tea, 1))
	_, err := w.take(o, "880101698207133390")
	w.refused(err, fault.PaymentRefused, "code")
	_, err = w.take(o, "https://evil.example")
	w.refused(err, fault.Invalid, "code")
	_, err = w.take(o, "880101698207133391")
	w.Must(err)
	if face := w.Face(o); !strings.HasPrefix(face, "CONFIRMED PAID ") || !strings.HasSuffix(face, " CAPTURED") {
		t.Errorf("cash that was paid by a code: %s", face)
	}
	o, at := w.bill()
	at().press(t, simulator.Delay)
	_, err = w.take(o, "880101698207133391")
	w.refused(err, fault.PaymentInProgress, "orderId")
	_, _, err = order.TakePayment(t.Context(), w.desk(), w.around(), w.boss(), order.PaymentTakeInput{OrderID: o.GlobalID(), Method: payment.Cash, Code: "12345678"}, w.clock)
	w.refused(err, fault.PaymentUnavailable, "method")
}

// An answer that is lost, at any of the two calls, leaves the payment PENDING; asking finds the money once.
func TestClickPassLost(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t)
	var lost atomic.Pointer[string]
	lossy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		forward, err := http.NewRequestWithContext(r.Context(), r.Method, w.home+"api"+r.URL.Path, r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		forward.Header = r.Header
		answer, err := http.DefaultClient.Do(forward)
		if err != nil {
			t.Error(err)
			return
		}
		defer answer.Body.Close()
		if strings.HasSuffix(r.URL.Path, *lost.Load()) {
			rw.WriteHeader(http.StatusBadGateway)
			return
		}
		rw.WriteHeader(answer.StatusCode)
		body := make([]byte, 4096)
		n, _ := answer.Body.Read(body)
		_, _ = rw.Write(body[:n])
	}))
	t.Cleanup(lossy.Close)
	w.Desk.Payments = payment.NewProviders(cash.Provider{}, click.Provider{Page: w.home, API: lossy.URL + "/", Now: w.Desk.Now})
	for call, code := range map[string]string{"click_pass/payment": "880101698207133391", "click_pass/confirm": "880101698207133399"} {
		lost.Store(&call)
		o, _ := w.bill()
		p, err := w.take(o, code)
		w.Must(err)
		if p.State.IsLive() == (p.State == payment.Created) || p.AskAt == nil {
			t.Errorf("%s: %s, asked at %v", call, p.State, p.AskAt)
		}
		_, err = w.take(o, code)
		w.refused(err, fault.PaymentInProgress, "orderId")
		for range 2 {
			w.ask(o)
		}
		w.looks(o, "CONFIRMED PAID CAPTURED")
	}
}

// A bill goes to the app of a phone once, and is paid there; a second one to another phone is of the same order.
func TestClickBillsByPhone(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t)
	start := func(o *order.Order, phone string) (*payment.Payment, error) {
		p, _, err := order.StartPayment(t.Context(), w.desk(), w.around(), w.boss(), order.PaymentStartInput{OrderID: o.GlobalID(), Phone: &phone}, w.clock)
		return p, err
	}
	o, _ := w.bill()
	for range 2 {
		p, err := start(o, "90 123 45 67")
		w.Must(err)
		if p.BilledPhone != "+998901234567" || p.State != payment.Created || p.AskAt == nil {
			t.Errorf("%+v", p)
		}
	}
	list := get(t, w.home)
	if n := strings.Count(list.body, `class="card row"`); n != 1 {
		t.Fatalf("%d bills were sent\n%s", n, list.body)
	}
	w.ask(o)
	w.looks(o, "PLACED UNPAID CREATED")
	_, err := start(o, "90 123 00 00")
	w.refused(err, fault.PaymentRefused, "phone")
	_, err = start(o, "12")
	w.refused(err, fault.InvalidPhone, "phone")
	_, rest, _ := strings.Cut(list.body, w.path()+"deals/")
	bill := get(t, w.home+"deals/"+rest[:24]).is(t, simulator.Begun)
	bill.press(t, simulator.Pay).is(t, simulator.Paid)
	w.looks(o, "CONFIRMED PAID CAPTURED")

	cashOrder := w.Bill(payment.Cash, shoptest.Want(w.tea, 1))
	_, err = start(cashOrder, "90 123 45 67")
	w.refused(err, fault.Invalid, "phone")
}

// Money that was found by asking before CLICK could confirm it is confirmed afterwards, and is no second payment.
func TestClickConfirmsWhatWasAsked(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t)
	done := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = rw.Write([]byte(`{"error_code":0,"error_note":"Success","payment_id":1,"payment_status":2}`))
	}))
	t.Cleanup(done.Close)
	w.Desk.Payments = payment.NewProviders(cash.Provider{}, click.Provider{Page: w.home, API: done.URL + "/", Now: w.Desk.Now})
	o, at := w.bill()
	p := at().press(t, simulator.Delay).is(t, simulator.Waiting)
	w.ask(o)
	w.looks(o, "CONFIRMED PAID CAPTURED")
	if p = p.press(t, simulator.Finish).is(t, simulator.Paid); !strings.Contains(p.body, "merchant_confirm_id") || strings.Contains(p.body, "Already paid") {
		t.Errorf("the first confirmation is answered as a second one:\n%s", p.body)
	}
	if all, refunds := w.attempts(o); len(all) != 1 || len(refunds) != 0 {
		t.Errorf("%d attempts, %d refunds", len(all), len(refunds))
	}
}

// path is the address of CLICK's pages without the host.
func (w *clickWorld) path() string {
	_, path, _ := strings.Cut(strings.TrimPrefix(w.home, "http://"), "/")
	return "/" + path
}

// An invoice that was paid is found by the number of the order, and its money counts once.
func TestClickInvoiceIsAsked(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t)
	k, err := w.Desk.Keys(t.Context(), w.Store.ID, click.Code)
	w.Must(err)
	with := click.Provider{API: w.home + "api/", Now: w.Desk.Now}
	o, _ := w.bill()
	ref, err := with.Bill(t.Context(), k, payment.Opening{Bill: payment.Bill{OrderNumber: o.Number, Amount: o.Due()}}, "+998901234567")
	w.Must(err)
	list := get(t, w.home)
	_, rest, _ := strings.Cut(list.body, w.path()+"deals/")
	bill := get(t, w.home+"deals/"+rest[:24])
	question := payment.Question{Ref: ref, OrderNumber: o.Number, Amount: o.Due(), BegunAt: w.clock}
	bill.press(t, simulator.Pay)
	a, err := with.Ask(t.Context(), k, question)
	if err != nil || a.State != payment.Captured || a.Ref == "" || a.Amount != o.Due() {
		t.Errorf("%+v %v", a, err)
	}
	w.ask(o) // the payment is counted once, whoever told of it
	w.looks(o, "CONFIRMED PAID CAPTURED")
	if all, refunds := w.attempts(o); len(all) != 1 || len(refunds) != 0 || all[0].Amount != 520_000*money.Som {
		t.Errorf("%d attempts, %d refunds", len(all), len(refunds))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := with.Ask(ctx, k, question); err == nil || errors.As(err, new(*payment.Refusal)) {
		t.Errorf("nobody answered: %v", err)
	}
}
