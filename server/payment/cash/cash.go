// Package cash is money that a buyer hands to the courier or over the counter. There is no protocol: an attempt waits until
// the goods are delivered, and delivering captures it.
package cash

import (
	"time"

	"github.com/dokon-shop/dokon/server/payment"
)

// Provider of cash. It has no settings.
type Provider struct{}

// Code implements payment.Provider.
func (Provider) Code() string { return "cash" }

// Method implements payment.Provider.
func (Provider) Method() payment.Method { return payment.Cash }

// IsPrepaid implements payment.Provider: the goods come first.
func (Provider) IsPrepaid() bool { return false }

// Start implements payment.Provider: nothing has to be arranged, and the attempt lasts as long as the order.
func (Provider) Start(*payment.Payment, time.Time) error { return nil }
