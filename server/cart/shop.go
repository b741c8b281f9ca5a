package cart

import (
	"time"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// Shop is the shop around a cart or an order: its settings, the ways to pay, and where to tell of changes.
type Shop struct {
	Store    *store.Store
	Payments *payment.Providers
	Hub      *event.Hub
	// IsOutside says that the buyer is not in Telegram, as far as their session tells: there digital goods are paid like others.
	IsOutside bool
}

// Methods are what a buyer may pay with in this shop, in order: what needs an account is there while the shop has one.
func (s Shop) Methods() []payment.Method {
	return s.Payments.Offered(func(provider string) bool { _, has := s.Store.Payments[provider]; return has })
}

// Terms is what is known of the shop's account with a provider, false when it has none that is active.
func (s Shop) Terms(provider string) (payment.Terms, bool) {
	t, has := s.Store.Payments[provider]
	return payment.Terms{
		Mode: payment.Mode(t.Mode), Settings: t.Settings, PayWithin: time.Duration(t.PayWithinMinutes) * time.Minute,
	}, has
}

// Stars is what a sum comes to in Telegram Stars; nil in a shop that does not take them.
func (s Shop) Stars(sum money.Tiyin) *int {
	p, known := s.Payments.For(payment.TelegramStars)
	with, is := p.(payment.StarProvider)
	if !known || !is {
		return nil
	}
	terms, has := s.Terms(with.Code())
	if n := with.Stars(terms, sum); has && n > 0 {
		return &n
	}
	return nil
}

// Holder is whose cart is meant: the anonymous one of Token when that is given, else the open one of Customer.
type Holder struct {
	Customer *customer.Customer // nil for somebody who has not signed in
	Token    string
}

// with is the holder with the token of an input, when there is one.
func (h Holder) with(token *string) Holder {
	if token != nil {
		h.Token = *token
	}
	return h
}
