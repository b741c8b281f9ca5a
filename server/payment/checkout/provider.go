// Package checkout is the gateway Uzum Checkout: the shop asks it for a page, where the buyer pays by card, and asks it what became
// of that; its callbacks are hints alone, since nothing in them can be verified. It changes nothing; server/till and
// server/order carry out what follows.
//
// The facts are those of the OpenAPI description 1.10.3 at developer.uzumbank.uz/en/checkout, as of October 2026.
package checkout

import (
	"regexp"
	"strconv"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
)

// Code of the provider.
const Code = "uzum-checkout"

// Settings of an account.
const (
	TerminalID     = "terminalId"
	APIHost        = "apiHost"        // of the live API: integrations know two, and Uzum says which
	SessionMinutes = "sessionMinutes" // how long a page can be paid
)

// TestHost is where test accounts are called.
const TestHost = "https://test-chk-api.uzumcheckout.uz"

// Provider of Uzum Checkout.
type Provider struct {
	// API is where test accounts are called instead of Uzum's test host, ending in /api/: a simulator.
	API string
	Now func() time.Time // time.Now when nil
}

func (p Provider) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// Code implements payment.Provider.
func (Provider) Code() string { return Code }

// Method implements payment.Provider.
func (Provider) Method() payment.Method { return payment.UzumCheckout }

// IsPrepaid implements payment.Provider.
func (Provider) IsPrepaid() bool { return true }

// Start implements payment.Provider: Uzum hears of an attempt when its page is asked for.
func (Provider) Start(*payment.Payment, time.Time) error { return nil }

var settings = []payment.Setting{
	{Name: TerminalID, Form: regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)},
	{Name: APIHost, Form: regexp.MustCompile(`^https://(chk-api\.uzumcheckout\.uz|checkout-key\.inplat-tech\.com)$`), Default: "https://chk-api.uzumcheckout.uz"},
	{Name: SessionMinutes, Form: regexp.MustCompile(`^(1[0-9]|2[0-9]|30)$`), Default: "30"},
}

// Settings implements payment.Remote.
func (Provider) Settings() []payment.Setting { return settings }

var keys = regexp.MustCompile(`^[!-~]{8,256}$`)

// IsSecret implements payment.Remote.
func (Provider) IsSecret(secret string) bool { return keys.MatchString(secret) }

// CheckoutURL implements payment.Remote: the page is asked for.
func (Provider) CheckoutURL(payment.Terms, payment.Bill, lang.Lang, string) string { return "" }

// session is how long a page can be paid: 600 to 1800 seconds.
func session(settings map[string]string) time.Duration {
	minutes, err := strconv.Atoi(settings[SessionMinutes])
	if err != nil {
		minutes = 30
	}
	return time.Duration(min(max(minutes, 10), 30)) * time.Minute
}
