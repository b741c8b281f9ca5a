package payme_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"
)

// The first is the vector of Payme's documents.
func TestLink(t *testing.T) {
	t.Parallel()
	kassa := "587f72c72cac0d162c722ae2"
	for want, l := range map[string]payme.Link{
		"bT01ODdmNzJjNzJjYWMwZDE2MmM3MjJhZTI7YWMub3JkZXJfaWQ9MTk3O2E9NTAw": {Merchant: kassa, Field: "order_id", Account: "197", Amount: 500},
		"bT01ODdmNzJjNzJjYWMwZDE2MmM3MjJhZTI7YWMub3JkZXJfaWQ9T1JELTEwMDc7YT0xMjUwMDAwMDtsPXV6O2M9aHR0cHM6Ly9zaG9wLmV4YW1wbGUvby9PUkQtMTAwNztjdD01MDAw": {
			Merchant: kassa, Field: "order_id", Account: "ORD-1007", Amount: 12_500_000, Language: "uz", Back: "https://shop.example/o/ORD-1007", Wait: 5 * time.Second,
		},
	} {
		if got := l.Encode(); got != want {
			t.Errorf("%+v: %s", l, got)
		}
	}
	terms := payment.Terms{Mode: payment.Test, Settings: map[string]string{payme.MerchantID: kassa, payme.AccountField: "order"}}
	url := payme.Provider{}.CheckoutURL(terms, payment.Bill{OrderNumber: 7, Amount: 100}, lang.UzCyrl, "https://t.me/b?startapp=a;b")
	code, isTest := strings.CutPrefix(url, "https://test.paycom.uz/")
	plain, err := base64.StdEncoding.DecodeString(code)
	if want := "m=" + kassa + ";ac.order=7;a=100;l=uz;c=https://t.me/b?startapp=a%3Bb"; !isTest || err != nil || string(plain) != want {
		t.Errorf("%s: %s", url, plain)
	}
}
