package graph_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

// A store with an account offers Payme; the order is paid on its page, which leads back to the order.
func TestCheckoutURL(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	boss.must(`mutation { paymentAccountSet(input: {provider: "payme", secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
		settings: [{name: "merchantId", value: "587f72c72cac0d162c722ae2"}]}) { userErrors { code path } account { secretHint callbackUrl } } }`, nil)
	buyer, who := s.shopper(s.World)
	s.Fill(who, shoptest.Want(s.Variant("Choy", 100_00, 9), 2))
	a := buyer.must(`mutation { cartSet(input: {paymentMethod: PAYME}) { userErrors { code } cart { paymentMethods quote { id } } } }`, nil)
	a = buyer.must(`mutation ($quote: ID!) { orderPlace(input: {quoteId: $quote}) { userErrors { code }
		order { id number totals { total { minor } } payments { method checkoutUrl } } } }`, map[string]any{"quote": a.get("cartSet.cart.quote.id")})
	code, isPayme := strings.CutPrefix(a.text("orderPlace.order.payments.0.checkoutUrl"), "https://checkout.paycom.uz/")
	plain, err := base64.StdEncoding.DecodeString(code)
	want := fmt.Sprintf("m=587f72c72cac0d162c722ae2;ac.order_id=%v;a=%.0f;l=", a.get("orderPlace.order.number"), a.get("orderPlace.order.totals.total.minor"))
	if !isPayme || err != nil || !strings.HasPrefix(string(plain), want) || !strings.HasSuffix(string(plain), "/app/test/o/"+a.text("orderPlace.order.id")) {
		t.Errorf("%s, not %s", plain, want)
	}
	boss.must(`mutation { paymentAccountDisable(input: {provider: "payme"}) { account { isActive } } }`, nil)
	if got := boss.must(`query ($id: ID!) { order(id: $id) { payments { checkoutUrl } } }`, map[string]any{"id": a.get("orderPlace.order.id")}); got.get("order.payments.0.checkoutUrl") != nil {
		t.Error("an account that is off is paid into")
	}
}

// A form for an account can be made of what is told of its provider; one that never calls has no address to be called at.
func TestPaymentProviders(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	a := boss.must(`{ paymentProviders { provider method hasSecret callbackUrl settings { name pattern default } } }`, nil)
	called := map[string]bool{}
	for i := range a.get("paymentProviders").([]any) {
		at := fmt.Sprintf("paymentProviders.%d.", i)
		code := a.text(at + "provider")
		called[code] = a.get(at+"callbackUrl") != nil
		if code == "payme" && (a.text(at+"settings.0.name") != "merchantId" || a.text(at+"settings.1.default") != "order_id" ||
			a.get(at+"hasSecret") != true || !strings.HasSuffix(a.text(at+"callbackUrl"), "/pay/payme/test")) {
			t.Errorf("payme: %v", a.get(fmt.Sprintf("paymentProviders.%d", i)))
		}
	}
	if !called["payme"] || called["bank"] || called["telegram"] {
		t.Errorf("called: %v", called)
	}
}
