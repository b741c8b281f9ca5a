package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/money"
)

// Refusal is the error of a provider that has decided: no money has moved, and asking again changes nothing.
type Refusal struct{ Reason string } // in the words of the provider

// Error implements error.
func (r *Refusal) Error() string { return "payment: refused: " + r.Reason }

// Biller is a provider that sends a bill to the app of whoever has a phone number. It is paid there or on the page, once.
type Biller interface {
	// Bill gives what the provider calls the bill. Error: *Refusal when nobody there has the phone.
	Bill(ctx context.Context, k Keys, o Opening, phone string) (ref string, err error)
}

// Counter is a provider that takes money of whoever shows a code of its app at the counter of the shop.
type Counter interface {
	// CounterRef names an attempt before the provider has given it a number, for Ask.
	CounterRef(paymentID uuid.UUID) string
	// Take takes the money, once for an attempt, as Confirm and Ask tell. Error: *Refusal.
	Take(ctx context.Context, k Keys, c CounterCall) (Taken, error)
	// Confirm says yes to money that was taken to be confirmed. Error: *Refusal.
	Confirm(ctx context.Context, k Keys, ref string) error
}

// CounterCall is money to be taken at the counter.
type CounterCall struct {
	PaymentID uuid.UUID
	Code      string // what the buyer shows; it is good for a minute
	Amount    money.Tiyin
}

// String implements fmt.Stringer without the code.
func (c CounterCall) String() string {
	return fmt.Sprintf("%d at the counter for %s", c.Amount, c.PaymentID)
}

// GoString implements fmt.GoStringer without the code.
func (c CounterCall) GoString() string { return c.String() }

// Taken is how money at the counter stands.
type Taken struct {
	Ref   string // what the provider calls the payment
	State State  // Captured, Authorized: it has to be confirmed, or Pending: Ask tells
}

// Registrar is a provider that prints the fiscal receipt of what was paid there, of items that it is sent afterwards.
type Registrar interface {
	// Prints tells whether accounts of these terms print.
	Prints(t Terms) bool
	// Register sends the items; a repeat changes nothing. Error: *Refusal.
	Register(ctx context.Context, k Keys, s Sale) error
	// ReceiptURL is where the QR code of the receipt leads; "" while there is none. Error: *Refusal.
	ReceiptURL(ctx context.Context, k Keys, ref string) (string, error)
}

// Sale is what a receipt is printed of.
type Sale struct {
	Ref         string // what the provider calls the payment
	Receipt     *Receipt
	SellerTaxID string // 9 digits, or 14 of a person
}
