package cart

import (
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// Shop is the shop around a cart or an order: its settings, the ways to pay, and where to tell of changes.
type Shop struct {
	Store    *store.Store
	Payments *payment.Providers
	Hub      *event.Hub
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
