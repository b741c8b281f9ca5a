package payment_test

import (
	"testing"

	"github.com/dokon-shop/dokon/server/payment"
)

// No two refunds are promised the same money, and one that fails frees what it was promised.
func TestMoneyIsPromisedOnce(t *testing.T) {
	t.Parallel()
	p := &payment.Payment{State: payment.Captured, Amount: 100}
	first, err := payment.NewRefund(p, 60, payment.ByStaff, now)
	if err != nil || p.Left() != 40 {
		t.Fatalf("%d left: %v", p.Left(), err)
	}
	if _, err := payment.NewRefund(p, 41, payment.OfSurplus, now); err == nil || p.Left() != 40 {
		t.Errorf("the same money twice: %d left", p.Left())
	}
	if _, err := payment.NewRefund(p, 0, payment.ByStaff, now); err == nil {
		t.Error("a refund of nothing")
	}
	first.Fail(p, "no", now)
	if p.Left() != 100 || first.State.IsOpen() || first.ClosedAt == nil {
		t.Errorf("%d left after a failure", p.Left())
	}
	if _, err := payment.NewRefund(&payment.Payment{State: payment.Pending, Amount: 100}, 1, payment.ByStaff, now); err == nil {
		t.Error("what was not captured goes back")
	}
}
