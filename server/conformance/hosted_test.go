package conformance_test

import (
	"testing"

	"github.com/dokon-shop/dokon/server/conformance"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/hosted"
	"github.com/dokon-shop/dokon/server/simulator"
)

// The shop takes reports as docs/providers.md says.
func TestHosted(t *testing.T) {
	t.Parallel()
	b := open(t, payment.Hosted)
	secret := "0123456789abcdef0123456789abcdef"
	b.Account(hosted.Code, secret, hosted.GatewayURL, hosted.Simulated, hosted.MerchantID, "choyxona")
	shop := simulator.HostedShop{URL: b.URL + "/pay/hosted/" + b.Store.Slug, Secret: secret}
	r, err := conformance.Hosted(t.Context(), shop, b, now)
	passes(t, r, err)
	if len(r.Results) < 17 {
		t.Errorf("%d answers", len(r.Results))
	}
	if _, err := conformance.Hosted(t.Context(), shop, &conformance.Listed{{Number: "1", Amount: 1}}, now); err == nil {
		t.Error("a payment without a name is reported")
	}
}
