package simulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/simulator"
)

// Every button of CLICK's page does to the shop what CLICK would; a sum that the payer has changed is refused by the shop, and a
// link that leads to no bill says why.
func TestClick(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t).Till(func() time.Time { return shoptest.Now })
	w.Account(click.Code, key, click.ServiceID, "31245", click.MerchantID, "11", click.MerchantUserID, "12")
	tea := w.Variant("Choy", 20_000*money.Som, 500)
	books := new(simulator.Books)
	books.Add(simulator.Merchant{ID: "31245", Name: "Choyxona", Secret: key, URL: w.URL + "/pay/click/" + w.Store.Slug})
	home := serve(t, simulator.Click{Books: books})
	terms, _ := w.Shop().Terms(click.Code)
	link := func(terms payment.Terms, b payment.Bill) string {
		return click.Provider{Page: home}.CheckoutURL(terms, b, lang.RU, "https://shop.example/o/1?a=b&c=d")
	}
	bill := func() (page, func(want string)) {
		t.Helper()
		o := w.Bill(payment.Click, shoptest.Want(tea, 1))
		return get(t, link(terms, payment.Bill{OrderNumber: o.Number, Amount: o.Due()})).is(t, simulator.Begun), func(want string) {
			t.Helper()
			if got := w.Face(o); got != want {
				t.Errorf("the order is %s, not %s", got, want)
			}
		}
	}

	p, looks := bill()
	if !strings.Contains(p.body, `href="https://shop.example/o/1?a=b&amp;c=d"`) {
		t.Errorf("nothing leads back in\n%s", p.body)
	}
	p = p.press(t, simulator.Pay).is(t, simulator.Paid)
	looks("CONFIRMED PAID CAPTURED")
	p.press(t, simulator.Repeat).is(t, simulator.Paid).press(t, simulator.Cancel).is(t, simulator.Paid)
	looks("CONFIRMED NEEDS_REVIEW CAPTURED")

	p, looks = bill()
	p.press(t, simulator.Decline).is(t, simulator.Declined)
	looks("PLACED UNPAID CANCELED")
	p, looks = bill()
	p = p.press(t, simulator.Delay).is(t, simulator.Waiting)
	looks("PLACED PENDING PENDING")
	p.press(t, simulator.Finish).is(t, simulator.Paid)
	looks("CONFIRMED PAID CAPTURED")
	p, looks = bill()
	p.press(t, simulator.Delay).press(t, simulator.Cancel).is(t, simulator.Canceled)
	looks("PLACED UNPAID CANCELED")

	o := w.Bill(payment.Click, shoptest.Want(tea, 1))
	get(t, link(terms, payment.Bill{OrderNumber: o.Number, Amount: o.Due() - 1})).press(t, simulator.Pay).is(t, simulator.Refused)
	other := payment.Terms{Mode: payment.Test, Settings: map[string]string{click.ServiceID: "4", click.MerchantID: "4"}}
	for address, want := range map[string]string{
		home + "pay": "",
		strings.Replace(link(terms, payment.Bill{OrderNumber: 1, Amount: 100}), "/pay?", "/elsewhere?", 1): "",
		link(other, payment.Bill{OrderNumber: o.Number, Amount: 100}):                                      click.Page,
	} {
		if p := get(t, address); p.StatusCode != http.StatusNotFound || !strings.Contains(p.body, want) {
			t.Errorf("%s: %s\n%s", address, p.Status, p.body)
		}
	}
}
