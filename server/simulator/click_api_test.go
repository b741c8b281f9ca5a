package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
	"github.com/dokon-shop/dokon/server/store"
)

// clickWorld is a shop and CLICK, which call each other over HTTP.
type clickWorld struct {
	*shoptest.Till
	home  string
	clock time.Time
	tea   uuid.UUID
}

func openClickWorld(t *testing.T, settings ...string) *clickWorld {
	t.Helper()
	w := &clickWorld{clock: shoptest.Now}
	now := func() time.Time { return w.clock }
	w.Till = shoptest.New(t).Till(now)
	books := new(simulator.Books)
	books.Add(simulator.Merchant{ID: "31245", Name: "Choyxona", Secret: key, URL: w.URL + "/pay/click/" + w.Store.Slug})
	w.home = serve(t, simulator.Click{Books: books})
	w.Desk.Payments = payment.NewProviders(cash.Provider{}, click.Provider{Page: w.home, API: w.home + "api/", Now: now})
	w.Account(click.Code, key, append([]string{click.ServiceID, "31245", click.MerchantID, "11", click.MerchantUserID, "12", click.UsesAPI, "YES"}, settings...)...)
	w.tea = w.Variant("Choy", 20_000*money.Som, 500)
	return w
}

// bill is an order with CLICK's page for it.
func (w *clickWorld) bill() (*order.Order, func() page) {
	w.T.Helper()
	o := w.Bill(payment.Click, shoptest.Want(w.tea, 26)) // brought for nothing
	terms, _ := w.Shop().Terms(click.Code)
	at := click.Provider{Page: w.home}.CheckoutURL(terms, payment.Bill{OrderNumber: o.Number, Amount: o.Due()}, lang.EN, "")
	return o, func() page { return get(w.T.(*testing.T), at) }
}

func (w *clickWorld) looks(o *order.Order, want string) {
	w.T.Helper()
	if got := w.Face(o); got != want {
		w.T.Errorf("the order is %s, not %s", got, want)
	}
}

// attempts reads the attempts to pay an order, and refunds those of their refunds.
func (w *clickWorld) attempts(o *order.Order) (list []*payment.Payment, refunds []*payment.Refund) {
	w.T.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		all, err := payment.OfOrders(ctx, q, w.Store.ID, []uuid.UUID{o.ID})
		list = all[o.ID]
		back, backErr := payment.RefundsOf(ctx, q, w.Store.ID, []uuid.UUID{o.ID})
		refunds = back[o.ID]
		return errors.Join(err, backErr)
	})
	return list, refunds
}

// carry does the jobs of the refunds of an order, and gives how they stand.
func (w *clickWorld) carry(o *order.Order) (faces string) {
	w.T.Helper()
	_, refunds := w.attempts(o)
	for _, r := range refunds {
		w.Must(w.Desk.Refund(w.T.Context(), w.Store.ID, r.ID))
	}
	_, refunds = w.attempts(o)
	for _, r := range refunds {
		faces += fmt.Sprintf("%s %t;", r.State, r.IsByHand)
	}
	return faces
}

// Money goes back by CLICK's API: what staff want back, and what a buyer has paid twice. What CLICK cannot do is left to staff.
func TestClickGivesBack(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t)
	boss := order.Actor{Kind: order.ByStaff, ID: w.Owner.ID, CanRead: true, CanWrite: true}
	refund := func(o *order.Order, amount *money.Tiyin) {
		t.Helper()
		_, _, err := order.Refund(t.Context(), w.DB, w.Shop(), boss, order.PaymentRefundInput{OrderID: o.GlobalID(), Amount: amount, Reason: "singan"}, w.clock)
		w.Must(err)
	}
	o, at := w.bill()
	p := at().press(t, simulator.Pay).is(t, simulator.Paid)
	refund(o, nil)
	if got := w.carry(o); got != "DONE false;" {
		t.Errorf("refund: %s", got)
	}
	w.looks(o, "CONFIRMED REFUNDED CAPTURED")
	get(t, p.Request.URL.String()).is(t, simulator.Refunded)

	o, at = w.bill()
	p = at().press(t, simulator.Pay)
	part := 1_000 * money.Som
	refund(o, &part)
	if got := w.carry(o); got != "PROCESSING true;" {
		t.Errorf("a part: %s", got)
	}
	get(t, p.Request.URL.String()).is(t, simulator.Paid)

	o, at = w.bill()
	first, second := at().press(t, simulator.Delay), at().press(t, simulator.Delay)
	first.press(t, simulator.Finish).is(t, simulator.Paid)
	second.press(t, simulator.Finish).is(t, simulator.Paid)
	w.looks(o, "CONFIRMED OVERPAID CAPTURED CAPTURED")
	if got := w.carry(o); got != "DONE false;" {
		t.Errorf("paid twice: %s", got)
	}
	w.looks(o, "CONFIRMED PARTIALLY_REFUNDED CAPTURED CAPTURED")
	get(t, first.Request.URL.String()).is(t, simulator.Paid)
	get(t, second.Request.URL.String()).is(t, simulator.Refunded)
}

// Money whose confirmation was lost is found by asking, once; what CLICK gave back by itself is found as well.
func TestClickIsAsked(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t)
	desk := order.PayDesk{DB: w.DB, Keys: w.Desk.Keys, Now: w.Desk.Now}
	ask := func(o *order.Order) {
		t.Helper()
		all, _ := w.attempts(o)
		w.Must(order.AskPayment(t.Context(), desk, w.around(), all[0].ID))
	}
	o, at := w.bill()
	p := at().press(t, simulator.Delay).is(t, simulator.Waiting)
	ask(o)
	w.looks(o, "PLACED PENDING PENDING")
	if all, _ := w.attempts(o); all[0].AskAt == nil {
		t.Error("nobody asks again")
	}
	p = p.press(t, simulator.Finish).is(t, simulator.Paid)
	w.looks(o, "CONFIRMED PAID CAPTURED")
	if all, _ := w.attempts(o); all[0].AskAt != nil && w.Desk.Ask(t.Context()) != nil {
		t.Error("what is paid is asked about")
	}
	p.press(t, simulator.Refund).is(t, simulator.Refunded)
	w.looks(o, "CONFIRMED PAID CAPTURED") // CLICK's call says that it was called off, and not where the money is
	w.clock = w.clock.Add(time.Minute)
	w.Must(w.Desk.Ask(t.Context()))
	w.looks(o, "CANCELED REFUNDED CAPTURED")
}

// around is the world with the desk's providers.
func (w *clickWorld) around() (s cart.Shop) {
	s = w.Shop()
	s.Payments = w.Desk.Payments
	return s
}

// The fiscal receipt is printed once of a payment that was captured, and its page is kept; what has no codes is noted.
func TestClickPrints(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t, click.Fiscal, "YES")
	desk := order.PayDesk{DB: w.DB, Keys: w.Desk.Keys, Now: w.Desk.Now}
	receipt := func(o *order.Order) (r payment.FiscalReceipt) {
		t.Helper()
		all, _ := w.attempts(o)
		if err := order.Print(t.Context(), desk, w.around(), all[0].ID); err != nil && !errors.As(err, new(*river.JobSnoozeError)) {
			t.Fatal(err)
		}
		w.Read(func(ctx context.Context, q bun.IDB) error {
			return q.NewSelect().Model(&r).Where("store_id = ?", w.Store.ID).Where("payment_id = ?", all[0].ID).Scan(ctx)
		})
		return r
	}
	o, at := w.bill()
	at().press(t, simulator.Pay)
	if r := receipt(o); r.StatusCode == 0 || !strings.Contains(r.Message, "tax id") {
		t.Errorf("without a tax id: %+v", r)
	}
	taxID := "123456789"
	_, err := store.Update(t.Context(), w.DB, w.Store.ID, store.UpdateInput{Legal: &store.LegalInput{TaxID: &taxID}}, w.clock)
	w.Must(err)
	w.Store.Legal.TaxID = taxID
	coded := func(ikpu, pack string) {
		t.Helper()
		w.Write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewUpdate().Table("order_lines").Set("ikpu = ?, package_code = ?", ikpu, pack).Where("store_id = ?", w.Store.ID).Exec(ctx)
			return err
		})
	}
	coded("", "")
	if r := receipt(o); r.StatusCode == 0 || !strings.Contains(r.Message, "Choy") {
		t.Errorf("without codes: %+v", r)
	}
	coded("02202999001000001", "1495086")
	if r := receipt(o); r.StatusCode != 0 || !strings.HasPrefix(r.QRCodeURL, "https://ofd.soliq.uz/") {
		t.Errorf("printed: %+v", r)
	}
}

// Who does not know the key, or says something else than the sheet, gets the code of it.
func TestClickAPIRefuses(t *testing.T) {
	t.Parallel()
	w := openClickWorld(t)
	auth := click.Auth("12", key, w.clock)
	for _, c := range []struct {
		method, path, auth, accept, body string
		status                           int
	}{
		{"GET", "payment/status/31245/1", auth, "application/json", "", 404},
		{"GET", "payment/status/31245/1", "", "application/json", "", 401},
		{"GET", "payment/status/31245/1", click.Auth("12", "other", w.clock), "application/json", "", 401},
		{"GET", "payment/status/31245/1", click.Auth("12", key, w.clock.Add(-time.Hour)), "application/json", "", 401},
		{"GET", "payment/status/4/1", auth, "application/json", "", 401},
		{"GET", "payment/status/31245/1", auth, "text/html", "", 406},
		{"GET", "invoice/status/31245/1", auth, "application/json", "", 404},
		{"GET", "payment/status_by_mti/31245/7/2026-11-22", auth, "application/json", "", 404},
		{"DELETE", "payment/reversal/31245/1", auth, "application/json", "", 404},
		{"GET", "payment/ofd_data/31245/1", auth, "application/json", "", 404},
		{"POST", "invoice/create", auth, "application/json", "{", 400},
		{"POST", "invoice/create", auth, "application/json", `{"service_id":31245,"amount":"5"}`, 400},
		{"POST", "click_pass/payment", auth, "application/json", `{"service_id":31245,"amount":5,"otp_data":"x"}`, 400},
		{"POST", "click_pass/confirm", auth, "application/json", `{"service_id":31245,"payment_id":5}`, 404},
		{"POST", "payment/ofd_data/submit_items", auth, "application/json", `{"service_id":31245,"payment_id":5}`, 404},
		{"POST", "payment/ofd_data/submit_qrcode", auth, "application/json", `{"service_id":31245,"payment_id":5}`, 404},
		{"POST", "elsewhere", auth, "application/json", `{}`, 404},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, w.home+"api/"+c.path, strings.NewReader(c.body))
		w.Must(err)
		r.Header.Set("Auth", c.auth)
		r.Header.Set("Accept", c.accept)
		answer, err := http.DefaultClient.Do(r)
		w.Must(err)
		body, err := io.ReadAll(answer.Body)
		w.Must(err)
		w.Must(answer.Body.Close())
		if answer.StatusCode != c.status || !strings.Contains(string(body), `"error_code":-`) {
			t.Errorf("%s %s: %d %s", c.method, c.path, answer.StatusCode, body)
		}
	}
}
