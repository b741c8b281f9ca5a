// Package click is the protocol of CLICK: what its SHOP-API asks and is answered, the signature, and the link to its page.
// It changes nothing of ours; server/till carries out what it understands.
//
// The facts are those of docs.click.uz, as of October 2026.
package click

import (
	"fmt"
	"net/url"
	"regexp"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Code of the provider.
const Code = "click"

// Timeout is how long goods are held for a payment that was prepared. The protocol names none; a payer has the page, an SMS
// and the app of their bank to go through.
const Timeout = 30 * time.Minute

// Settings of an account.
const (
	ServiceID      = "serviceId"
	MerchantID     = "merchantId"
	MerchantUserID = "merchantUserId" // the one of the cabinet in whose name the page bills
	// CancelPaid is the answer to the cancelling of a payment that was confirmed: the documents say -9 in one place and -4 in
	// another. Whoever integrates a service asks CLICK before it goes live.
	CancelPaid = "cancelPaid"
	// UsesAPI says whether CLICK has opened its Merchant API for the service: refunds, states, bills by phone and CLICK Pass.
	UsesAPI = "merchantApi"
	// Fiscal says whether CLICK prints the fiscal receipts, of items that it is sent.
	Fiscal = "fiscal"
)

// Provider of CLICK.
type Provider struct {
	// Page and API are the addresses of a simulator's pages and of its Merchant API, each with a slash at the end, which serve
	// accounts in test mode alone; empty: CLICK's.
	Page, API string
	Now       func() time.Time // time.Now when nil
}

// Code implements payment.Provider.
func (Provider) Code() string { return Code }

// Method implements payment.Provider.
func (Provider) Method() payment.Method { return payment.Click }

// IsPrepaid implements payment.Provider.
func (Provider) IsPrepaid() bool { return true }

// Start implements payment.Provider: CLICK hears of an attempt when the buyer opens the page.
func (Provider) Start(*payment.Payment, time.Time) error { return nil }

var number = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)

var yes = regexp.MustCompile(`^(YES|NO)$`)

var settings = []payment.Setting{
	{Name: ServiceID, Form: number},
	{Name: MerchantID, Form: number},
	{Name: MerchantUserID, Form: number},
	{Name: CancelPaid, Form: regexp.MustCompile(`^-[49]$`), Default: "-9"},
	{Name: UsesAPI, Form: yes, Default: "NO"},
	{Name: Fiscal, Form: yes, Default: "NO"},
}

// Settings implements payment.Remote.
func (Provider) Settings() []payment.Setting { return settings }

var keys = regexp.MustCompile(`^[!-~]{8,128}$`)

// IsSecret implements payment.Remote.
func (Provider) IsSecret(secret string) bool { return keys.MatchString(secret) }

// Page is where buyers pay.
const Page = "https://my.click.uz/services/pay"

// CheckoutURL implements payment.Remote. CLICK's page speaks the language of the payer's own settings there. Nothing in the
// address is signed: what it says is checked when CLICK asks.
func (p Provider) CheckoutURL(t payment.Terms, b payment.Bill, _ lang.Lang, back string) string {
	at := Page
	if t.Mode == payment.Test && p.Page != "" {
		at = p.Page + "pay"
	}
	q := url.Values{
		"service_id": {t.Settings[ServiceID]}, "merchant_id": {t.Settings[MerchantID]}, "amount": {Som(b.Amount)},
		"transaction_param": {fmt.Sprint(b.OrderNumber)}, "merchant_user_id": {t.Settings[MerchantUserID]},
	}
	if back != "" {
		q.Set("return_url", back)
	}
	return at + "?" + q.Encode()
}

// Som writes a sum as CLICK does: "125000.00".
func Som(t money.Tiyin) string { return fmt.Sprintf("%d.%02d", t/money.Som, t%money.Som) }
