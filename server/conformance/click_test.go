package conformance_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/dokon-shop/dokon/server/conformance"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/simulator"
)

// The shop is as CLICK's documents say, with either answer to the cancelling of what is paid.
func TestClick(t *testing.T) {
	t.Parallel()
	b := open(t, payment.Click)
	for _, cancelPaid := range []int{click.Cancelled, click.AlreadyPaid} {
		b.Account(click.Code, key, click.ServiceID, "31245", click.MerchantID, "11", click.MerchantUserID, "12", click.CancelPaid, fmt.Sprint(cancelPaid))
		r, err := conformance.Click(t.Context(), simulator.ClickShop{URL: b.URL + "/pay/click/" + b.Store.Slug, Service: "31245", Key: key}, cancelPaid, b, now)
		passes(t, r, err)
		if len(r.Results) < 30 {
			t.Errorf("%d answers", len(r.Results))
		}
	}
}

// A shop that answers anything gets no good word for what it does.
func TestClickFindsFaults(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"error":0,"error_note":"Success"}`, `{"error":{"error":-1}}`, `OK`} {
		shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }))
		orders := conformance.Listed{{Number: "1", Amount: 100}, {Number: "2", Amount: 100}, {Number: "3", Amount: 100}, {Number: "4", Amount: 100}}
		r, err := conformance.Click(t.Context(), simulator.ClickShop{URL: shop.URL, Service: "1", Key: key}, -9, &orders, now)
		if err != nil {
			t.Fatal(err)
		}
		if good := len(r.Results) - r.Failed(); good > 0 {
			t.Errorf("%s: %d answers are called right", body, good)
		}
		shop.Close()
	}
}
