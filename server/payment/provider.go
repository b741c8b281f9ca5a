package payment

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// Provider moves the money of one method. Its folder knows the protocol; this package knows the money.
type Provider interface {
	// Code names the provider in the database and in addresses: "cash".
	Code() string
	// Method is what a buyer chooses to come here.
	Method() Method
	// IsPrepaid tells that the store waits for the money before it accepts an order.
	IsPrepaid() bool
	// Start completes a new attempt before it is written: reference, expiry. It runs inside the transaction of the order
	// and asks nobody outside.
	Start(p *Payment, now time.Time) error
}

// Remote is a provider outside the shop: a store needs an account with it, and buyers pay on its pages.
type Remote interface {
	Provider
	// Settings are what an account consists of besides its secret.
	Settings() []Setting
	// IsSecret tells whether a secret can be one of this provider; the empty one is where accounts need none.
	IsSecret(secret string) bool
	// CheckoutURL is the page on which a bill is paid. The provider leads from there to back, paid or not.
	CheckoutURL(t Terms, b Bill, l lang.Lang, back string) string
}

// ModeTeller is a Remote whose secrets say themselves whether they move money.
type ModeTeller interface {
	// ModeOf tells the mode of a secret that IsSecret takes.
	ModeOf(secret string) Mode
}

// StarProvider is a provider that is paid with Telegram Stars.
type StarProvider interface {
	Remote
	// Stars is what a sum comes to, rounded up; 0 when the terms have no rate.
	Stars(t Terms, sum money.Tiyin) int
}

// WholeRefunder is a Refunder that gives back all that a payment brought, or nothing.
type WholeRefunder interface {
	Refunder
	RefundsInFull()
}

// Setting is one setting of accounts with a provider.
type Setting struct {
	Name    string
	Form    *regexp.Regexp // of the whole value
	Default string         // empty: it must be given
}

// Terms is what everybody may know of a store's account with a provider.
type Terms struct {
	Mode      Mode
	Settings  map[string]string
	PayWithin time.Duration // how long an order waits for the money; 0: as long as the provider says
}

// Patient is a provider whose money takes another time than an hour to come.
type Patient interface {
	// PayWithin is how long an order waits for the money in a store that says nothing else.
	PayWithin() time.Duration
}

// PayWithin is how long an order of a store with these terms waits for a provider's money.
func PayWithin(with Provider, t Terms) time.Duration {
	if t.PayWithin > 0 {
		return t.PayWithin
	}
	if patient, is := with.(Patient); is {
		return patient.PayWithin()
	}
	return time.Hour
}

// Bill is what a buyer is asked to pay.
type Bill struct {
	OrderNumber int64
	Amount      money.Tiyin
}

// Opening is what an Opener is told of an attempt. All but Try and Ref is the same each time the attempt is opened.
type Opening struct {
	Bill
	PaymentID  uuid.UUID // names the attempt with the provider: another attempt of the order has another
	Ref        string    // of the page before, as the provider called it; empty: there was none, or it was not told
	Try        int       // counts how often this attempt was opened, from 1: the earlier pages were lost or are over
	OrderID    uuid.UUID
	CustomerID uuid.UUID
	Shop       string    // name of the store in Language
	Language   lang.Lang // of the buyer
	Back       string    // where the buyer returns to, paid or not
	Receipt    *Receipt  // what is paid for, down to the tiyin; nil for a part of an order
	Stars      int       // what Amount comes to, of a StarProvider
}

// Providers are those of a deployment.
type Providers struct {
	inOrder []Provider
}

// NewProviders takes providers in the order in which their methods are offered. Two for one method or with one code are a
// programming error.
func NewProviders(list ...Provider) *Providers {
	for i, p := range list {
		for _, before := range list[:i] {
			if before.Code() == p.Code() || before.Method() == p.Method() {
				panic(fmt.Sprintf("payment: two providers %s for %s", p.Code(), p.Method()))
			}
		}
	}
	return &Providers{inOrder: list}
}

// Offered are the methods of a store, in order; hasAccount tells whether it has an active account with a remote provider.
func (ps *Providers) Offered(hasAccount func(code string) bool) []Method {
	methods := make([]Method, 0, len(ps.inOrder))
	for _, p := range ps.inOrder {
		if _, isRemote := p.(Remote); !isRemote || hasAccount(p.Code()) {
			methods = append(methods, p.Method())
		}
	}
	return methods
}

// For gives the provider of a method, false when there is none.
func (ps *Providers) For(m Method) (Provider, bool) {
	i := slices.IndexFunc(ps.inOrder, func(p Provider) bool { return p.Method() == m })
	if i < 0 {
		return nil, false
	}
	return ps.inOrder[i], true
}

// Named gives a provider by its code, false when there is none.
func (ps *Providers) Named(code string) (Provider, bool) {
	i := slices.IndexFunc(ps.inOrder, func(p Provider) bool { return p.Code() == code })
	if i < 0 {
		return nil, false
	}
	return ps.inOrder[i], true
}

// Remotes are the providers that a store may have accounts with, in order.
func (ps *Providers) Remotes() []Remote {
	remotes := make([]Remote, 0, len(ps.inOrder))
	for _, p := range ps.inOrder {
		if r, isRemote := p.(Remote); isRemote {
			remotes = append(remotes, r)
		}
	}
	return remotes
}

// Remote gives a remote provider by its code, false when there is none.
func (ps *Providers) Remote(code string) (Remote, bool) {
	p, _ := ps.Named(code)
	r, isRemote := p.(Remote)
	return r, isRemote
}
