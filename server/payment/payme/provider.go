// Package payme is the protocol of Payme: what its Merchant API asks and is answered, its clocks and codes, the link to its
// checkout page and the fiscal detail. It changes nothing; server/till carries out what it understands.
//
// The facts are those of developer.help.paycom.uz, as of October 2026.
package payme

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/payment"
)

// Code of the provider.
const Code = "payme"

// Timeout is how long a transaction may wait to be performed, from its time in Payme.
const Timeout = 12 * time.Hour

// Settings of an account.
const (
	MerchantID   = "merchantId"   // of the kassa
	AccountField = "accountField" // under which the kassa names an order
)

// Provider of Payme.
type Provider struct {
	// Page is where bills of test accounts are paid instead of Payme's sandbox, with a slash at the end: a simulator.
	Page string
	// API is the address of the Subscribe API for test accounts, as this process reaches it: a simulator. Empty: Payme's sandbox.
	API string
}

// Code implements payment.Provider.
func (Provider) Code() string { return Code }

// Method implements payment.Provider.
func (Provider) Method() payment.Method { return payment.Payme }

// IsPrepaid implements payment.Provider.
func (Provider) IsPrepaid() bool { return true }

// Start implements payment.Provider: Payme hears of an attempt when the buyer opens the page.
func (Provider) Start(*payment.Payment, time.Time) error { return nil }

var settings = []payment.Setting{
	{Name: MerchantID, Form: regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)},
	{Name: AccountField, Form: regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,31}$`), Default: "order_id"},
	{Name: SavedCards, Form: regexp.MustCompile(`^(ON|OFF)$`), Default: "OFF"},
}

// Settings implements payment.Remote.
func (Provider) Settings() []payment.Setting { return settings }

// keys are of 36 characters as the documents say; the form leaves room for others.
var keys = regexp.MustCompile(`^[!-~]{16,128}$`)

// IsSecret implements payment.Remote.
func (Provider) IsSecret(secret string) bool { return keys.MatchString(secret) }

// Pages on which bills are paid.
const (
	Checkout = "https://checkout.paycom.uz/"
	Sandbox  = "https://test.paycom.uz/"
)

// CheckoutURL implements payment.Remote.
func (p Provider) CheckoutURL(t payment.Terms, b payment.Bill, l lang.Lang, back string) string {
	page := Checkout
	if t.Mode == payment.Test {
		page = cmp.Or(p.Page, Sandbox)
	}
	return page + Link{
		Merchant: t.Settings[MerchantID], Field: t.Settings[AccountField], Account: fmt.Sprint(b.OrderNumber),
		Amount: int64(b.Amount), Language: language(l), Back: back,
	}.Encode()
}

// Link is what the checkout page is told.
type Link struct {
	Merchant       string
	Field, Account string
	Amount         int64         // tiyin
	Language       string        // ru, uz or en; empty: Payme chooses
	Back           string        // where the buyer returns to, paid or not; empty: nowhere
	Wait           time.Duration // before the return after a payment
}

// Encode writes the part of the address behind the page.
func (l Link) Encode() string {
	fields := []string{"m=" + l.Merchant, "ac." + l.Field + "=" + l.Account, fmt.Sprint("a=", l.Amount)}
	if l.Language != "" {
		fields = append(fields, "l="+l.Language)
	}
	if l.Back != "" {
		fields = append(fields, "c="+strings.ReplaceAll(l.Back, ";", "%3B"))
	}
	if l.Wait > 0 {
		fields = append(fields, fmt.Sprint("ct=", l.Wait.Milliseconds()))
	}
	return base64.StdEncoding.EncodeToString([]byte(strings.Join(fields, ";")))
}

func language(l lang.Lang) string {
	switch l {
	case lang.RU:
		return "ru"
	case lang.EN:
		return "en"
	}
	return "uz"
}
