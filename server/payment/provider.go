package payment

import (
	"fmt"
	"time"
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

// Methods are what a buyer may choose from, in order.
func (ps *Providers) Methods() []Method {
	methods := make([]Method, len(ps.inOrder))
	for i, p := range ps.inOrder {
		methods[i] = p.Method()
	}
	return methods
}

// For gives the provider of a method, false when there is none.
func (ps *Providers) For(m Method) (Provider, bool) {
	for _, p := range ps.inOrder {
		if p.Method() == m {
			return p, true
		}
	}
	return nil, false
}
