// Package hosted is the protocol of a gateway that takes money on pages of its own and signs what it says: the general case of a
// payment provider, and the pattern for those that are not here yet. docs/providers.md tells it field by field.
//
// The shop asks the gateway for a page, for a refund, and how a payment stands; the gateway calls the shop when something has
// changed. Both sign the time, what they want and the body with the secret of the account.
package hosted

import (
	"net/http"
	"regexp"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
)

// Code of the provider.
const Code = "hosted"

// Settings of an account.
const (
	GatewayURL = "gatewayUrl" // before /payments
	MerchantID = "merchantId" // the shop, as the gateway calls it
)

// Provider of hosted pages.
type Provider struct {
	// Client reaches gateways. Whoever sets an account names the address, so it must not connect into the house.
	Client *http.Client
	// API is the address of a simulator, without a slash at the end, for test accounts whose gateway is Simulated; empty: none.
	API string
	Now func() time.Time // time.Now when nil
}

// Simulated is the gateway of accounts that are played by the repository itself. Nobody can have the address.
const Simulated = "https://gateway.example"

var (
	_ payment.Remote   = Provider{}
	_ payment.Opener   = Provider{}
	_ payment.Refunder = Provider{}
	_ payment.Asker    = Provider{}
)

// Code implements payment.Provider.
func (Provider) Code() string { return Code }

// Method implements payment.Provider.
func (Provider) Method() payment.Method { return payment.Hosted }

// IsPrepaid implements payment.Provider.
func (Provider) IsPrepaid() bool { return true }

// Start implements payment.Provider: the gateway is asked for its page outside of the transaction.
func (Provider) Start(*payment.Payment, time.Time) error { return nil }

var settings = []payment.Setting{
	{Name: GatewayURL, Form: regexp.MustCompile(`^https://[^\s?#@]{1,250}[^\s?#@/]$`)},
	{Name: MerchantID, Form: regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)},
}

// Settings implements payment.Remote.
func (Provider) Settings() []payment.Setting { return settings }

// secrets have 32 characters at least, as an HMAC with SHA-256 wants.
var secrets = regexp.MustCompile(`^[!-~]{32,128}$`)

// IsSecret implements payment.Remote.
func (Provider) IsSecret(secret string) bool { return secrets.MatchString(secret) }

// CheckoutURL implements payment.Remote: the page is the gateway's to make; see Open.
func (Provider) CheckoutURL(payment.Terms, payment.Bill, lang.Lang, string) string { return "" }

func (p Provider) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// gateway is where the gateway of an account is, and what reaches it.
func (p Provider) gateway(k payment.Keys) (at string, client *http.Client, isSimulated bool) {
	if k.Mode == payment.Test && p.API != "" && k.Settings[GatewayURL] == Simulated {
		return p.API, http.DefaultClient, true
	}
	return k.Settings[GatewayURL], p.Client, false
}
