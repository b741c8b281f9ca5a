package order

import (
	"slices"

	"github.com/dokon-shop/dokon/server/payment"
)

// PaymentStatus is derived from the payments of an order, never set by hand.
type PaymentStatus string

const (
	NotRequired       PaymentStatus = "NOT_REQUIRED"
	Unpaid            PaymentStatus = "UNPAID"
	PaymentPending    PaymentStatus = "PENDING"
	Authorized        PaymentStatus = "AUTHORIZED"
	PartiallyPaid     PaymentStatus = "PARTIALLY_PAID"
	Paid              PaymentStatus = "PAID"
	Overpaid          PaymentStatus = "OVERPAID"
	PartiallyRefunded PaymentStatus = "PARTIALLY_REFUNDED"
	Refunded          PaymentStatus = "REFUNDED"
	NeedsReview       PaymentStatus = "NEEDS_REVIEW"
)

// FulfilmentStatus is derived from the fulfilments of an order, never set by hand.
type FulfilmentStatus string

const (
	NothingFulfilled   FulfilmentStatus = "NONE"
	PartlyFulfilled    FulfilmentStatus = "PARTIAL"
	Fulfilled          FulfilmentStatus = "FULFILLED"
	PartlyReturned     FulfilmentStatus = "PARTIALLY_RETURNED"
	AllReturned        FulfilmentStatus = "RETURNED"
	FulfilmentCanceled FulfilmentStatus = "CANCELED"
)

// derivePayment tells how an order stands with its money, whose sums are counted. What is due leaves out what was canceled; a
// live attempt counts as on its way once money may move: one that was only begun, as cash is, leaves the order unpaid.
func derivePayment(o *Order, attempts []*payment.Payment) PaymentStatus {
	due, paid, refunded := o.DueTiyin, o.PaidTiyin, o.RefundedTiyin
	has := func(s payment.State) bool {
		return slices.ContainsFunc(attempts, func(p *payment.Payment) bool { return p.State == s })
	}
	switch {
	case paid < 0 || refunded < 0 || refunded > paid,
		slices.ContainsFunc(attempts, (*payment.Payment).IsDoubtful),
		o.Lifecycle.IsClosed() && paid-refunded > due: // money of an order that was called off, beyond what is kept of it
		return NeedsReview
	case due == 0 && paid == 0:
		return NotRequired
	case o.Lifecycle.IsClosed() && due > 0 && paid-refunded == due: // the deposit was kept
		return Paid
	case refunded == paid && paid > 0:
		return Refunded
	case refunded > 0:
		return PartiallyRefunded
	case paid > due:
		return Overpaid
	case paid == due:
		return Paid
	case paid > 0:
		return PartiallyPaid
	case has(payment.Authorized), o.HeldTiyin > 0 && o.HeldTiyin >= due:
		return Authorized
	case has(payment.Pending):
		return PaymentPending
	}
	return Unpaid
}

// deriveFulfilment tells how an order stands with its goods.
func deriveFulfilment(lifecycle Lifecycle, fulfilments []*Fulfilment) FulfilmentStatus {
	count := map[FulfilmentState]int{}
	for _, f := range fulfilments {
		count[f.State]++
	}
	alive := len(fulfilments) - count[GoodsCanceled]
	switch {
	case alive == 0 && (len(fulfilments) > 0 || lifecycle.IsClosed()):
		return FulfilmentCanceled
	case alive > 0 && count[Returned] == alive:
		return AllReturned
	case count[Returned] > 0:
		return PartlyReturned
	case alive > 0 && count[Delivered] == alive:
		return Fulfilled
	case count[Delivered] > 0:
		return PartlyFulfilled
	}
	return NothingFulfilled
}

// isComplete tells whether nothing is left to do: all goods have come to their end, some were delivered, and the money is
// right, also after some of it went back.
func isComplete(s PaymentStatus, isOwed bool, fulfilments []*Fulfilment) bool {
	switch s {
	case Paid, NotRequired:
	case Overpaid, PartiallyRefunded, Refunded:
		if isOwed {
			return false
		}
	default:
		return false
	}
	delivered := false
	for _, f := range fulfilments {
		if !f.State.isTerminal() {
			return false
		}
		delivered = delivered || f.State == Delivered
	}
	return delivered
}
