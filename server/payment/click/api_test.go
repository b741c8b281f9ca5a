package click_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/simulator"
)

// begun is the last day of a month in Tashkent.
var begun = time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)

// cabinet is CLICK with one service, reached over HTTP.
type cabinet struct {
	click.Provider
	payment.Keys
	t   *testing.T
	url string
	now time.Time
}

func openCabinet(t *testing.T) *cabinet {
	t.Helper()
	c := &cabinet{t: t, now: begun}
	books := new(simulator.Books)
	books.Add(simulator.Merchant{ID: "31245", Name: "Choyxona", Secret: secretKey, URL: "http://127.0.0.1:1"})
	server := httptest.NewServer(simulator.New(simulator.Click{Books: books}, func() time.Time { return c.now }))
	t.Cleanup(server.Close)
	c.url = server.URL + "/simulator/click/"
	c.Provider = click.Provider{API: c.url + "api/", Now: func() time.Time { return c.now }}
	c.Keys = payment.Keys{Mode: payment.Test, Secret: secretKey, Settings: map[string]string{
		click.ServiceID: "31245", click.MerchantID: "11", click.MerchantUserID: "778899", click.UsesAPI: "YES", click.Fiscal: "YES",
	}}
	return c
}

// paid is money taken by CLICK Pass.
func (c *cabinet) paid(amount money.Tiyin) (ref string, id uuid.UUID) {
	c.t.Helper()
	id = uuid.New()
	taken, err := c.Take(c.t.Context(), c.Keys, payment.CounterCall{PaymentID: id, Code: "880101698207133391", Amount: amount})
	if err != nil || taken.State != payment.Captured {
		c.t.Fatalf("%+v: %v", taken, err)
	}
	return taken.Ref, id
}

func (c *cabinet) refund(ref string, amount, captured money.Tiyin) (payment.RefundOutcome, error) {
	return c.Refund(c.t.Context(), c.Keys, payment.RefundCall{Key: uuid.New(), Ref: ref, Amount: amount, Captured: captured, CapturedAt: begun})
}

func (c *cabinet) stands(q payment.Question) payment.Answer {
	c.t.Helper()
	q.BegunAt = begun
	a, err := c.Ask(c.t.Context(), c.Keys, q)
	if err != nil {
		c.t.Errorf("%s: %v", q.Ref, err)
	}
	return a
}

// A header that was computed apart from this code.
func TestAuth(t *testing.T) {
	t.Parallel()
	if got := click.Auth("778899", secretKey, time.Unix(1519051543, 0)); got != "778899:6514b5d18d5787077934f74d5676c38293b66f76:1519051543" {
		t.Error(got)
	}
}

// payment/reversal, payment/status: money goes back once, as a whole, in its month and on the first day of the next.
func TestReversal(t *testing.T) {
	t.Parallel()
	c := openCabinet(t)
	ref, _ := c.paid(50_000_00)
	if o, err := c.refund(ref, 10_000_00, 50_000_00); err != nil || !o.ByHand {
		t.Errorf("a part: %+v %v", o, err)
	}
	if a := c.stands(payment.Question{Ref: ref, Amount: 50_000_00}); a.State != payment.Captured || a.Amount != 50_000_00 || a.Refunded != 0 {
		t.Errorf("paid: %+v", a)
	}
	c.now = begun.Add(24 * time.Hour) // the first of the next month
	for range 2 {                     // the second is refused by CLICK, which says that it went back
		if o, err := c.refund(ref, 50_000_00, 50_000_00); err != nil || o.State != payment.RefundDone || o.ByHand {
			t.Errorf("all of it: %+v %v", o, err)
		}
	}
	if a := c.stands(payment.Question{Ref: ref, Amount: 50_000_00, IsCaptured: true}); a.State != payment.Captured || a.Refunded != 50_000_00 {
		t.Errorf("went back: %+v", a)
	}
	c.now = begun
	late, _ := c.paid(1_000_00)
	c.now = begun.Add(48 * time.Hour)
	if o, err := c.refund(late, 1_000_00, 1_000_00); err != nil || !o.ByHand || !strings.Contains(o.Reason, "of a month that is closed") {
		t.Errorf("of a closed month: %+v %v", o, err)
	}
	for _, ref := range []string{"77", "", "invoice:5", "pass:x"} {
		if o, err := c.refund(ref, 1, 1); err != nil || !o.ByHand {
			t.Errorf("%q: %+v %v", ref, o, err)
		}
	}
	if c.MayAsk(payment.Terms{Settings: map[string]string{click.UsesAPI: "NO"}}) || !c.MayAsk(payment.Terms{Settings: c.Keys.Settings}) {
		t.Error("the account does not say whether the API is used")
	}
}

// invoice/create, invoice/status and status_by_mti.
func TestInvoice(t *testing.T) {
	t.Parallel()
	c := openCabinet(t)
	o := payment.Opening{Bill: payment.Bill{OrderNumber: 71, Amount: 125_000_05}}
	ref, err := c.Bill(t.Context(), c.Keys, o, "+998901234567")
	if err != nil || !strings.HasPrefix(ref, "invoice:") {
		t.Fatalf("%q: %v", ref, err)
	}
	if a := c.stands(payment.Question{Ref: ref, OrderNumber: 71, Amount: o.Amount}); a.State != payment.Pending {
		t.Errorf("not paid: %+v", a)
	}
	var no *payment.Refusal
	if _, err := c.Bill(t.Context(), c.Keys, o, "+998901230000"); !errors.As(err, &no) {
		t.Errorf("nobody has the phone: %v", err)
	}
	o.Amount = 0
	if _, err := c.Bill(t.Context(), c.Keys, o, "+998901234567"); !errors.As(err, &no) {
		t.Errorf("no sum: %v", err)
	}
	if _, err := c.Ask(t.Context(), c.Keys, payment.Question{Ref: "invoice:1", BegunAt: begun}); err == nil {
		t.Error("an invoice that is not there has a state")
	}
	if a := c.stands(payment.Question{OrderNumber: 71}); a.State != payment.Created {
		t.Errorf("nothing was begun: %+v", a)
	}
}

// click_pass/payment, click_pass/confirm, and status_by_mti for an answer that was lost.
func TestPass(t *testing.T) {
	t.Parallel()
	c := openCabinet(t)
	ref, id := c.paid(7_000_00)
	if a := c.stands(payment.Question{Ref: c.CounterRef(id), Amount: 7_000_00}); a.State != payment.Captured || a.Ref != ref {
		t.Errorf("%+v is not payment %s", a, ref)
	}
	if a := c.stands(payment.Question{Ref: c.CounterRef(uuid.New())}); a.State != payment.Created {
		t.Errorf("never taken: %+v", a)
	}
	var no *payment.Refusal
	poor := payment.CounterCall{PaymentID: uuid.New(), Code: "880101698207133390", Amount: 1}
	if _, err := c.Take(t.Context(), c.Keys, poor); !errors.As(err, &no) || strings.Contains(fmt.Sprint(poor), poor.Code) {
		t.Errorf("no money: %v", err)
	}
	if a := c.stands(payment.Question{Ref: c.CounterRef(poor.PaymentID)}); a.State != payment.Expired {
		t.Errorf("refused: %+v", a)
	}
	if err := c.Confirm(t.Context(), c.Keys, ref); !errors.As(err, &no) {
		t.Errorf("nothing is to be confirmed: %v", err)
	}
	taken, err := c.Take(t.Context(), c.Keys, payment.CounterCall{PaymentID: uuid.New(), Code: "880101698207133399", Amount: 5_00})
	if err != nil || taken.State != payment.Authorized {
		t.Fatalf("%+v: %v", taken, err)
	}
	if a := c.stands(payment.Question{Ref: taken.Ref, Amount: 5_00}); a.State != payment.Pending {
		t.Errorf("not confirmed: %+v", a)
	}
	if err := c.Confirm(t.Context(), c.Keys, taken.Ref); err != nil {
		t.Error(err)
	}
	if a := c.stands(payment.Question{Ref: taken.Ref, Amount: 5_00}); a.State != payment.Captured {
		t.Errorf("confirmed: %+v", a)
	}
}

// payment/ofd_data: sums in tiyin, and items that come to the sum.
func TestReceiptOfClick(t *testing.T) {
	t.Parallel()
	c := openCabinet(t)
	ref, _ := c.paid(30_000_01)
	sale := payment.Sale{Ref: ref, SellerTaxID: "123456789", Receipt: &payment.Receipt{Total: 30_000_01, Items: []payment.Item{
		{Title: strings.Repeat("Choy ", 20), Unit: 10_000_00, Quantity: 2, Discount: 99, IKPU: "02202999001000001", PackageCode: "1495086", VATPercent: 12},
		{Title: "Yetkazish", Unit: 10_001_00, Quantity: 1, IKPU: "02202999001000002", PackageCode: "1495087", IsDelivery: true},
	}}}
	if url, err := c.ReceiptURL(t.Context(), c.Keys, ref); err != nil || url != "" {
		t.Errorf("printed before it was sent: %s %v", url, err)
	}
	wrong := sale
	wrong.Receipt = &payment.Receipt{Total: 30_000_02, Items: sale.Receipt.Items}
	var no *payment.Refusal
	if err := c.Register(t.Context(), c.Keys, wrong); !errors.As(err, &no) {
		t.Errorf("another sum: %v", err)
	}
	wrong = sale
	wrong.SellerTaxID = "12"
	if err := c.Register(t.Context(), c.Keys, wrong); !errors.As(err, &no) {
		t.Errorf("no tax id: %v", err)
	}
	for _, taxID := range []string{"123456789", "12345678901234"} {
		sale.SellerTaxID = taxID
		if err := c.Register(t.Context(), c.Keys, sale); err != nil {
			t.Errorf("%s: %v", taxID, err)
		}
	}
	if url, err := c.ReceiptURL(t.Context(), c.Keys, ref); err != nil || !strings.HasPrefix(url, "https://ofd.soliq.uz/") {
		t.Errorf("printed: %s %v", url, err)
	}
	if url, err := c.ReceiptURL(t.Context(), c.Keys, "77"); err != nil || url != "" {
		t.Errorf("no such payment: %s %v", url, err)
	}
}

// A wrong key, and a clock that is wrong, are refused and end in work for staff, not in a loop.
func TestWrongKey(t *testing.T) {
	t.Parallel()
	c := openCabinet(t)
	ref, _ := c.paid(1_000_00)
	c.Keys.Secret = "another-key"
	if o, err := c.refund(ref, 1_000_00, 1_000_00); err != nil || !o.ByHand || strings.Contains(o.Reason, c.Keys.Secret) {
		t.Errorf("wrong key: %+v %v", o, err)
	}
}

// What is not known is asked again: silence, garbage and failures of CLICK say nothing about the money.
func TestFaultsOfTheMerchantAPI(t *testing.T) {
	t.Parallel()
	for what, answer := range map[string]http.HandlerFunc{
		"500": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"502 with JSON": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(502)
			_, _ = w.Write([]byte(`{"error_code":0}`))
		},
		"garbage": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"nothing": func(http.ResponseWriter, *http.Request) {},
		"no code": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`{"payment_id":1,"payment_status":2}`))
		},
		"cut off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "99")
			_, _ = w.Write([]byte("{"))
		},
		"elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.com", http.StatusFound)
		},
		"endless": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(strings.Repeat("{", 1<<20))) },
		"429":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
	} {
		server := httptest.NewServer(answer)
		p := click.Provider{API: server.URL + "/"}
		k := payment.Keys{Mode: payment.Test, Secret: secretKey, Settings: map[string]string{click.ServiceID: "1", click.MerchantUserID: "2"}}
		now := time.Now()
		if o, err := p.Refund(t.Context(), k, payment.RefundCall{Ref: "5", Amount: 1, Captured: 1, CapturedAt: now}); err == nil || strings.Contains(err.Error(), secretKey) {
			t.Errorf("%s: refund %+v %v", what, o, err)
		}
		if a, err := p.Ask(t.Context(), k, payment.Question{Ref: "5", Amount: 1}); err == nil {
			t.Errorf("%s: state %+v", what, a)
		}
		if _, err := p.Take(t.Context(), k, payment.CounterCall{PaymentID: uuid.New(), Code: "1", Amount: 1}); err == nil || errors.As(err, new(*payment.Refusal)) {
			t.Errorf("%s: pass %v", what, err)
		}
		server.Close()
	}
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer slow.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (click.Provider{API: slow.URL + "/"}).Ask(ctx, payment.Keys{Mode: payment.Test}, payment.Question{Ref: "5"}); err == nil {
		t.Error("nobody answers, and a state is known")
	}
}

// A refund whose answer was lost gives no more back.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	c := openCabinet(t)
	ref, _ := c.paid(9_000_00)
	var calls atomic.Int64
	lossy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		forward, err := http.NewRequestWithContext(r.Context(), r.Method, c.url+"api"+r.URL.Path, r.Body)
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
		if calls.Add(1) == 1 { // it was done, and nobody hears of it
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.WriteHeader(answer.StatusCode)
		body := make([]byte, 4096)
		n, _ := answer.Body.Read(body)
		_, _ = w.Write(body[:n])
	}))
	defer lossy.Close()
	c.API = lossy.URL + "/"
	if _, err := c.refund(ref, 9_000_00, 9_000_00); err == nil {
		t.Error("nothing was heard, and something is known")
	}
	if o, err := c.refund(ref, 9_000_00, 9_000_00); err != nil || o.State != payment.RefundDone || calls.Load() != 3 {
		t.Errorf("asked again: %+v %v after %d calls", o, err, calls.Load())
	}
}
