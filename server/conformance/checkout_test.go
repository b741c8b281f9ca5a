package conformance_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/dokon-shop/dokon/server/conformance"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/cash"
	"github.com/dokon-shop/dokon/server/payment/checkout"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// The shop hears Uzum Checkout, and nobody who pretends to be it; one that believes everybody is found out.
func TestCheckout(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t).Till(now)
	w.Desk.Payments = payment.NewProviders(cash.Provider{}, checkout.Provider{})
	account, err := payment.SetAccount(t.Context(), w.DB, w.Desk.Box, w.Desk.Payments, w.Store.ID, payment.AccountSetInput{
		Provider: checkout.Code, Mode: new(payment.Test), Secret: new("gateway-key"),
		Settings: []*payment.SettingInput{{Name: checkout.TerminalID, Value: "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}},
	}, now())
	w.Must(err)
	w.Desk.Stores.Forget(w.Store.ID)
	mux := http.NewServeMux()
	mux.HandleFunc("/pay/uzum-checkout/{store}/{account}", w.Desk.Checkout)
	desk := httptest.NewServer(mux)
	t.Cleanup(desk.Close)
	report, err := conformance.Checkout(t.Context(), desk.URL+"/pay/uzum-checkout/"+w.Store.Slug+"/"+account.GlobalID().String())
	passes(t, report, err)

	believer := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(believer.Close)
	report, err = conformance.Checkout(t.Context(), believer.URL+"/x")
	if w.Must(err); report.Failed() != 7 {
		t.Errorf("%d faults of a shop that believes everybody", report.Failed())
	}
	believer.Close()
	if _, err := conformance.Checkout(t.Context(), believer.URL+"/x"); err == nil {
		t.Error("a shop that is away answers")
	}
}
