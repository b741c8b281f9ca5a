package till_test

import (
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/staff"
)

// refusedWith expects one fault at a path.
func refusedWith(t *testing.T, err error, code fault.Code, field string) {
	t.Helper()
	faults, _ := fault.As(err)
	if len(faults) != 1 || faults[0].Code != code || len(faults[0].Path) != 2 || faults[0].Path[1] != field {
		t.Errorf("want %s at %s: %v", code, field, err)
	}
}

// A page is asked for once, kept, and asked for again when it was lost or is over.
func TestPageOfAnOpener(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	o, buyer := s.billBy("GATE")
	if text := order.StatusText(o, nil, s.desk.Payments, lang.EN); text != "Waiting for payment" {
		t.Errorf("status %q", text)
	}
	if !o.ExpiresAt.Equal(o.PlacedAt.Add(30 * time.Minute)) {
		t.Errorf("waits until %v", o.ExpiresAt)
	}
	g.set(func() { g.isDown = true })
	_, _, err := s.start(o, buyer, nil)
	refusedWith(t, err, fault.ProviderUnavailable, "method")
	s.looks(o, "PLACED UNPAID CREATED")
	g.set(func() { g.isDown = false })
	p, now, err := s.start(o, buyer, nil)
	s.Must(err)
	if p.Page != "https://gate.example/"+*p.ProviderRef || p.Openings != 2 || g.opened[0].Try != 2 || g.opened[0].Back == "" || g.opened[0].Shop == "" {
		t.Errorf("page %s after %d openings: %+v", p.Page, p.Openings, g.opened)
	}
	if !now.ExpiresAt.Equal(*p.ExpiresAt) {
		t.Errorf("the page is good until %v, the order until %v", p.ExpiresAt, now.ExpiresAt)
	}
	again, _, err := s.start(o, buyer, nil)
	s.Must(err)
	if again.Page != p.Page || len(g.opened) != 1 {
		t.Errorf("page %s, opened %d times", again.Page, len(g.opened))
	}
	s.wait(3 * time.Hour)
	fresh, _, err := s.start(o, buyer, nil)
	s.Must(err)
	if fresh.ID != p.ID || fresh.Page == p.Page || fresh.Openings != 3 {
		t.Errorf("%s after %s", fresh.Page, p.Page)
	}
	s.looks(o, "PLACED UNPAID CREATED")
}

// The way to pay can be changed while no money is on its way; two live attempts with one provider never are.
func TestSwitchOfMethod(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	o, buyer := s.billBy("GATE")
	_, _, err := s.start(o, buyer, ptr(payment.Payme))
	s.Must(err)
	s.looks(o, "PLACED UNPAID CANCELED CREATED")
	name := s.name()
	s.call("CreateTransaction", s.of(o, name)).is(t, "CreateTransaction", 0)
	s.looks(o, "PLACED PENDING CANCELED PENDING")
	p, _, err := s.start(o, buyer, nil) // on the page where it was begun
	s.Must(err)
	if p.State != payment.Pending {
		t.Errorf("another attempt %s", p.State)
	}
	_, _, err = s.start(o, buyer, ptr(payment.Cash))
	refusedWith(t, err, fault.PaymentInProgress, "orderId")
	s.call("CancelTransaction", params{"id": name, "reason": 3}).is(t, "CancelTransaction", 0)
	_, now, err := s.start(o, buyer, ptr(payment.Cash))
	s.Must(err)
	s.looks(o, "PLACED UNPAID CANCELED CANCELED CREATED")
	if text := order.StatusText(now, nil, s.desk.Payments, lang.EN); text != "Waiting to be accepted" || now.PaymentMethod != payment.Cash {
		t.Errorf("%s by %s", text, now.PaymentMethod)
	}
	_, _, err = s.start(o, buyer, ptr(payment.Payme))
	s.Must(err)
	s.call("CreateTransaction", s.of(o, s.name())).is(t, "CreateTransaction", 0)
	s.looks(o, "PLACED PENDING CANCELED CANCELED CANCELED PENDING")
	_, _, err = s.start(o, buyer, ptr(payment.Method("STARS")))
	refusedWith(t, err, fault.PaymentUnavailable, "method")
	_, _, err = s.start(o, order.Actor{Kind: order.ByCustomer, ID: s.Buyer().ID}, nil)
	refusedWith(t, err, fault.NotFound, "orderId")
	s.balanced()
}

// What is paid, or over, is not paid again.
func TestNothingToPay(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, buyer := s.billBy(payment.Payme)
	name := s.name()
	s.call("CreateTransaction", s.of(o, name)).is(t, "CreateTransaction", 0)
	s.call("PerformTransaction", params{"id": name}).is(t, "PerformTransaction", 0)
	_, _, err := s.start(o, buyer, nil)
	refusedWith(t, err, fault.AlreadyPaid, "orderId")
	over, buyer := s.billBy(payment.Payme)
	s.Must(order.Expire(t.Context(), s.DB, s.around(), over.ID, over.PlacedAt.Add(24*time.Hour)))
	_, _, err = s.start(over, buyer, nil)
	refusedWith(t, err, fault.OrderClosed, "orderId")
	reader := s.Member(staff.Courier)
	_, _, err = s.start(o, order.Actor{Kind: order.ByStaff, ID: reader.ID, CanRead: true}, nil)
	if !fault.Has(err, fault.Forbidden) {
		t.Errorf("whoever only reads begins to pay: %v", err)
	}
}

// An order that was accepted to be paid at the door can be paid online before; cash waits until the money has come.
func TestPaidBeforeTheDoor(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, buyer := s.billBy(payment.Cash)
	boss := order.Actor{Kind: order.ByStaff, ID: s.Owner.ID, CanRead: true, CanWrite: true}
	_, err := order.Confirm(t.Context(), s.DB, s.around(), boss, order.OrderConfirmInput{ID: o.GlobalID()}, s.desk.Now())
	s.Must(err)
	_, _, err = s.start(o, buyer, ptr(payment.Payme))
	s.Must(err)
	s.looks(o, "CONFIRMED UNPAID CREATED CREATED")
	name := s.name()
	s.call("CreateTransaction", s.of(o, name)).is(t, "CreateTransaction", 0)
	s.call("PerformTransaction", params{"id": name}).is(t, "PerformTransaction", 0)
	s.looks(o, "CONFIRMED PAID CANCELED CAPTURED")
	s.balanced()
}

// Attempts that are begun and called off again and again hold goods for a day and not for ever.
func TestWaitingIsBounded(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, _ := s.billBy(payment.Payme)
	for range 30 {
		name := s.name()
		if r := s.call("CreateTransaction", s.of(o, name)); r.Error != nil {
			t.Fatal(r.as)
		}
		s.wait(50 * time.Minute)
		s.call("CancelTransaction", params{"id": name, "reason": 3}).is(t, "CancelTransaction", 0)
	}
	s.Must(order.Expire(t.Context(), s.DB, s.around(), o.ID, s.desk.Now()))
	if face := s.face(o); face[:8] != "EXPIRED " {
		t.Errorf("after 25 hours the order is %s", face)
	}
}
