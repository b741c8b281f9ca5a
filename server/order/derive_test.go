package order

import (
	"slices"
	"testing"

	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

func TestDerivePayment(t *testing.T) {
	t.Parallel()
	attempt := func(s payment.State) []*payment.Payment { return []*payment.Payment{{State: s}} }
	for _, c := range []struct {
		lifecycle           Lifecycle
		due, paid, refunded money.Tiyin
		attempts            []*payment.Payment
		want                PaymentStatus
	}{
		{Placed, 0, 0, 0, nil, NotRequired},
		{Canceled, 0, 0, 0, attempt(payment.Canceled), NotRequired},
		{Placed, 100, 0, 0, nil, Unpaid},
		{Placed, 100, 0, 0, attempt(payment.Created), Unpaid},
		{Placed, 100, 0, 0, attempt(payment.Failed), Unpaid},
		{Placed, 100, 0, 0, attempt(payment.Pending), PaymentPending},
		{Placed, 100, 0, 0, append(attempt(payment.Pending), attempt(payment.Authorized)...), Authorized},
		{Confirmed, 100, 40, 0, nil, PartiallyPaid},
		{Confirmed, 100, 100, 0, nil, Paid},
		{Confirmed, 100, 101, 0, nil, Overpaid},
		{Confirmed, 0, 100, 0, nil, Overpaid},
		{Confirmed, 100, 100, 30, nil, PartiallyRefunded},
		{Confirmed, 100, 100, 100, nil, Refunded},
		{Canceled, 0, 100, 100, nil, Refunded},
		{Expired, 0, 100, 0, nil, NeedsReview},
		{Confirmed, 100, 50, 60, nil, NeedsReview},
	} {
		if got := derivePayment(&Order{Lifecycle: c.lifecycle, DueTiyin: c.due, PaidTiyin: c.paid, RefundedTiyin: c.refunded}, c.attempts); got != c.want {
			t.Errorf("%s, due %d, paid %d, refunded %d: %s, want %s", c.lifecycle, c.due, c.paid, c.refunded, got, c.want)
		}
	}
}

func TestDeriveFulfilment(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lifecycle Lifecycle
		states    []FulfilmentState
		want      FulfilmentStatus
	}{
		{Placed, nil, NothingFulfilled},
		{Expired, nil, FulfilmentCanceled},
		{Confirmed, []FulfilmentState{Packed}, NothingFulfilled},
		{Confirmed, []FulfilmentState{Delivered, Packed}, PartlyFulfilled},
		{Confirmed, []FulfilmentState{Delivered, GoodsCanceled}, Fulfilled},
		{Completed, []FulfilmentState{Delivered}, Fulfilled},
		{Canceled, []FulfilmentState{GoodsCanceled}, FulfilmentCanceled},
		{Canceled, []FulfilmentState{Returned}, AllReturned},
		{Confirmed, []FulfilmentState{Returned, Delivered}, PartlyReturned},
	} {
		var goods []*Fulfilment
		for _, s := range c.states {
			goods = append(goods, &Fulfilment{State: s})
		}
		if got := deriveFulfilment(c.lifecycle, goods); got != c.want {
			t.Errorf("%s with %v: %s, want %s", c.lifecycle, c.states, got, c.want)
		}
	}
}

// Terminal states have no way out, and every move begins and ends where an order can be.
func TestMovesEnd(t *testing.T) {
	t.Parallel()
	for from := range lifecycleMoves {
		if from.isTerminal() {
			t.Errorf("a way out of %s", from)
		}
	}
	for _, m := range goodsMoves {
		if m.from.isTerminal() {
			t.Errorf("a way out of %s", m.from)
		}
		if m.by == DoHandOver && m.method != delivery.Courier || m.by == DoReady && m.method != delivery.Pickup {
			t.Errorf("%s by %q", m.by, m.method)
		}
	}
}

// A store that is paid first waits for the money before it accepts.
func TestPrepaidIsConfirmedWhenPaid(t *testing.T) {
	t.Parallel()
	staff := Actor{Kind: ByStaff, CanRead: true, CanWrite: true}
	for status, want := range map[PaymentStatus]bool{Unpaid: false, PaymentPending: false, PartiallyPaid: false, Authorized: true, Paid: true} {
		o := &Order{Lifecycle: Placed, PaymentStatus: status, DueTiyin: 100}
		if status == Paid {
			o.PaidTiyin = 100
		}
		if got := refusal(o, nil, true, DoConfirm, staff) == nil; got != want {
			t.Errorf("prepaid order %s can be confirmed: %t", status, got)
		}
		if refusal(o, nil, false, DoConfirm, staff) != nil {
			t.Errorf("cash order %s cannot be confirmed", status)
		}
	}
}

func TestIsComplete(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status PaymentStatus
		states []FulfilmentState
		want   bool
	}{
		{Paid, []FulfilmentState{Delivered}, true},
		{NotRequired, []FulfilmentState{Delivered, GoodsCanceled}, true},
		{Unpaid, []FulfilmentState{Delivered}, false},
		{Overpaid, []FulfilmentState{Delivered}, false},
		{Paid, []FulfilmentState{Delivered, Packed}, false},
		{Paid, []FulfilmentState{GoodsCanceled}, false},
		{Paid, nil, false},
	} {
		var goods []*Fulfilment
		for _, s := range c.states {
			goods = append(goods, &Fulfilment{State: s})
		}
		if isComplete(PartiallyRefunded, true, goods) || isComplete(PartiallyRefunded, false, goods) != isComplete(Paid, true, goods) {
			t.Errorf("what went back makes an order with %v complete, or not", c.states)
		}
		if got := isComplete(c.status, true, goods); got != c.want {
			t.Errorf("%s with %v: %t", c.status, c.states, got)
		}
	}
}

// Commands belong to those who may give them, whatever they can see.
func TestWhoMay(t *testing.T) {
	t.Parallel()
	buyer, courier := id.New(), id.New()
	o := &Order{CustomerID: buyer, Lifecycle: Confirmed}
	all := append([]Action{}, staffActions...)
	for name, c := range map[string]struct {
		who Actor
		may []Action
	}{
		"staff":    {Actor{Kind: ByStaff, CanRead: true, CanWrite: true}, all},
		"courier":  {Actor{Kind: ByStaff, ID: courier, CanDeliver: true}, []Action{DoDeliver, DoFailDelivery}},
		"buyer":    {Actor{Kind: ByCustomer, ID: buyer}, []Action{DoCancel}},
		"stranger": {Actor{Kind: ByCustomer, ID: courier}, nil},
		"reader":   {Actor{Kind: ByAPI, CanRead: true}, nil},
	} {
		for _, a := range all {
			if got, want := c.who.may(a, o), slices.Contains(c.may, a); got != want {
				t.Errorf("%s may %s: %t", name, a, got)
			}
			if f := refusal(o, nil, false, a, c.who); !c.who.may(a, o) && (f == nil || f.Code != fault.Forbidden) {
				t.Errorf("%s of %s is answered %v", a, name, f)
			}
		}
	}
}
