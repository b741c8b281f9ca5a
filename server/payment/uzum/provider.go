// Package uzum is the Merchant API of Uzum Bank: what it asks and is answered, its codes, and the link that opens a payment in the
// bank's app. It changes nothing; server/till carries out what it understands.
//
// The flow and the addresses are those of developer.uzumbank.uz, as of October 2026. Its tables of fields and codes are not public
// in full: they are taken from what integrations agree on, and what they do not agree on is a setting of the account.
package uzum

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
)

// Code of the provider.
const Code = "uzum"

// Settings of an account.
const (
	ServiceID  = "serviceId"
	ParamsKey  = "paramsKey"  // under which the bank names an order; "account" is understood as well
	Lifetime   = "lifetime"   // minutes that a transaction may wait to be confirmed
	Repeats    = "repeats"    // how a call is answered that was carried out before: Refuse or Replay
	LinkPrefix = "linkPrefix" // the page that opens a payment in the app
)

// Values of Repeats. The codes for "created, confirmed, reversed before" speak for Refuse; some integrations report that the
// bank repeats calls and wants the first answer again. Whoever integrates a service asks the bank.
const (
	Refuse = "REFUSE"
	Replay = "REPLAY"
)

// Provider of Uzum Bank.
type Provider struct {
	// Page is where bills of test accounts are paid, with a slash at the end: a simulator. The bank has no page for tests.
	Page string
}

// Code implements payment.Provider.
func (Provider) Code() string { return Code }

// Method implements payment.Provider.
func (Provider) Method() payment.Method { return payment.Uzum }

// IsPrepaid implements payment.Provider.
func (Provider) IsPrepaid() bool { return true }

// Start implements payment.Provider: the bank tells of an attempt when the buyer opens it in the app.
func (Provider) Start(*payment.Payment, time.Time) error { return nil }

var settings = []payment.Setting{
	{Name: ServiceID, Form: regexp.MustCompile(`^[1-9][0-9]{0,17}$`)},
	{Name: ParamsKey, Form: regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,31}$`), Default: "order_id"},
	{Name: Lifetime, Form: regexp.MustCompile(`^([5-9]|[1-9][0-9]|[1-9][0-9]{2}|1[0-3][0-9]{2}|14[0-3][0-9]|1440)$`), Default: "30"},
	{Name: Repeats, Form: regexp.MustCompile(`^(REFUSE|REPLAY)$`), Default: Refuse},
	{Name: LinkPrefix, Form: regexp.MustCompile(`^https://[a-z0-9.-]+/[A-Za-z0-9/_.-]{0,100}$`), Default: "https://www.uzumbank.uz/open-service"},
}

// Settings implements payment.Remote.
func (Provider) Settings() []payment.Setting { return settings }

// secrets are login and password of HTTP Basic authentication, as agreed with the bank.
var secrets = regexp.MustCompile(`^[!-9;-~]{1,64}:[!-~]{8,128}$`)

// IsSecret implements payment.Remote.
func (Provider) IsSecret(secret string) bool { return secrets.MatchString(secret) }

// CheckoutURL implements payment.Remote. Nothing in the address is signed: what it says is checked when the bank asks.
func (p Provider) CheckoutURL(t payment.Terms, b payment.Bill, l lang.Lang, back string) string {
	at := t.Settings[LinkPrefix]
	q := url.Values{
		"serviceId": {t.Settings[ServiceID]}, t.Settings[ParamsKey]: {fmt.Sprint(b.OrderNumber)}, "amount": {strconv.FormatInt(int64(b.Amount), 10)},
	}
	if back != "" {
		q.Set("redirectUrl", back)
	}
	if t.Mode == payment.Test && p.Page != "" {
		at = p.Page + "open-service"
		q.Set("lang", language(l))
	}
	return at + "?" + q.Encode()
}

func language(l lang.Lang) string {
	return cmp.Or(map[lang.Lang]string{lang.RU: "ru", lang.EN: "en"}[l], "uz")
}

// LifetimeOf is how long a transaction of an account may wait to be confirmed.
func LifetimeOf(settings map[string]string) time.Duration {
	minutes, err := strconv.Atoi(settings[Lifetime])
	if err != nil || minutes <= 0 {
		minutes = 30
	}
	return time.Duration(minutes) * time.Minute
}
