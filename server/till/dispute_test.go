package till_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/reconcile"
)

// agree expects the books of the store to agree.
func (s *shop) agree() {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		c, err := reconcile.Look(ctx, q, s.Store.ID, s.desk.Now())
		if err == nil && c.Count > 0 {
			s.T.Errorf("%d drifts, the first: %+v", c.Count, *c.Drifts[0])
		}
		return err
	})
}

// disputed expects one open chargeback of an order, and gives it.
func (s *shop) disputed(o *order.Order, by payment.ChargebackSource, amount money.Tiyin) *payment.Chargeback {
	s.T.Helper()
	var list []*payment.Chargeback
	s.Read(func(ctx context.Context, q bun.IDB) error {
		all, err := payment.ChargebacksOf(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		list = all[o.ID]
		return err
	})
	if len(list) != 1 || list[0].State != payment.ChargebackOpen || list[0].Source != by || list[0].Amount != amount {
		s.T.Fatalf("%d chargebacks, not one of %d by %s", len(list), amount, by)
	}
	return list[0]
}

// A bank takes money back: it is out of reach while it is argued about, ours again when that is won, and the buyer's when it is
// lost; the buyer is not asked for it once more.
func TestChargeback(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	o, p := s.paid(g)
	dispute := func(amount *money.Tiyin) (*payment.Chargeback, error) {
		c, _, err := order.OpenChargeback(t.Context(), s.DB, s.around(), s.boss(), order.ChargebackOpenInput{
			PaymentID: p.GlobalID(), Amount: amount, Reason: "bank: not as described", Reference: ptr(" CB-7 "),
		}, s.desk.Now())
		return c, err
	}
	decide := func(c *payment.Chargeback, isWon bool) error {
		_, _, err := order.CloseChargeback(t.Context(), s.DB, s.around(), s.boss(), order.ChargebackCloseInput{ID: c.GlobalID(), IsWon: isWon}, s.desk.Now())
		return err
	}
	_, err := dispute(ptr(p.Amount + 1))
	refusedWith(t, err, fault.NotSoMuchPaid, "amount")
	_, err = dispute(ptr(money.Tiyin(0)))
	refusedWith(t, err, fault.NotSoMuchPaid, "amount")
	c, err := dispute(nil)
	s.Must(err)
	s.looks(o, "CONFIRMED NEEDS_REVIEW CAPTURED")
	s.gateBalanced(0)
	s.agree()
	if c.Reference != "CB-7" || c.Amount != p.Amount {
		t.Errorf("%+v", c)
	}
	_, _, err = s.refund(o, order.PaymentRefundInput{})
	refusedWith(t, err, fault.NotSoMuchPaid, "amount")
	for range 2 {
		s.Must(decide(c, true))
	}
	refusedWith(t, decide(c, false), fault.TransitionRefused, "id")
	s.looks(o, "CONFIRMED PAID CAPTURED")
	s.gateBalanced(p.Amount)

	c, err = dispute(ptr(p.Amount / 2))
	s.Must(err)
	s.Must(decide(c, false))
	s.looks(o, "CONFIRMED PARTIALLY_REFUNDED CAPTURED")
	s.gateBalanced(p.Amount - p.Amount/2)
	s.agree()
	if _, _, err := s.start(o, order.Actor{Kind: order.ByCustomer, ID: o.CustomerID}, nil); err == nil {
		t.Error("the buyer is asked for what was lost")
	}

	// Won for an order that was called off meanwhile: the money goes on to its buyer.
	o, p = s.paid(g)
	c, err = dispute(nil)
	s.Must(err)
	_, err = order.Cancel(t.Context(), s.DB, s.around(), s.boss(), order.OrderCancelInput{ID: o.GlobalID(), Reason: ptr("tugadi")}, s.desk.Now())
	s.Must(err)
	if list := s.refunds(o); len(list) != 0 {
		t.Errorf("%d refunds of disputed money", len(list))
	}
	s.Must(decide(c, true))
	s.Must(s.carry(o))
	s.looks(o, "CANCELED REFUNDED CAPTURED")
	s.agree()

	cash, _ := s.billBy(payment.Cash)
	if _, _, err := order.OpenChargeback(t.Context(), s.DB, s.around(), s.boss(), order.ChargebackOpenInput{
		PaymentID: s.attemptOf(cash).GlobalID(), Reason: "?",
	}, s.desk.Now()); !fault.Has(err, fault.TransitionRefused) {
		t.Errorf("cash is taken back by a bank: %v", err)
	}
}

// Another sum than was asked for is never booked by itself: staff hear of it once, the order needs a look, and they decide.
func TestAnotherSumIsTaken(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	settle := func(p *payment.Payment, isTaken bool) error {
		_, err := order.SettleMismatch(t.Context(), s.DB, s.around(), s.boss(), order.PaymentMismatchSettleInput{
			PaymentID: p.GlobalID(), IsTaken: isTaken, Reason: ptr("kabinetda yoʻq"),
		}, s.desk.Now())
		return err
	}
	for _, isTaken := range []bool{false, true} {
		o, buyer := s.billBy("GATE")
		p, _, err := s.start(o, buyer, nil)
		s.Must(err)
		g.set(func() { g.answers[*p.ProviderRef] = payment.Answer{State: payment.Captured, Amount: p.Amount - 100} })
		refusedWith(t, settle(p, isTaken), fault.TransitionRefused, "paymentId")
		for range 2 {
			s.Must(order.AskPayment(t.Context(), s.calls(), s.around(), p.ID))
		}
		s.looks(o, "PLACED NEEDS_REVIEW CREATED")
		if n := s.told(o, "boshqa summa"); n != 1 {
			t.Errorf("staff were told %d times", n)
		}
		s.Must(settle(p, isTaken))
		if isTaken {
			s.looks(o, "PLACED PARTIALLY_PAID CAPTURED")
			s.gateBalanced(p.Amount - 100)
		} else {
			s.looks(o, "PLACED UNPAID CREATED")
		}
		s.agree()
	}
}

// told counts messages to staff about an order that contain words, toldBuyer those to its buyer.
func (s *shop) told(o *order.Order, words string) int {
	s.T.Helper()
	return s.messages("STAFF_ORDER_NOTE", o, words)
}

func (s *shop) toldBuyer(o *order.Order, words string) int {
	s.T.Helper()
	return s.messages("ORDER_NOTE", o, words)
}

func (s *shop) messages(kind string, o *order.Order, words string) (n int) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		var all []string
		err := q.NewSelect().Table("notifications").Column("words").Where("store_id = ?", s.Store.ID).Where("order_id = ?", o.ID).
			Where("kind = ?", kind).Scan(ctx, &all)
		for _, each := range all {
			if strings.Contains(each, words) {
				n++
			}
		}
		return err
	})
	return n
}

// A refund of which its provider says nothing for a day is a task for staff, who may settle it; before, it is the provider's.
func TestRefundOfASilentProvider(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	o, _ := s.paid(g)
	made, _, err := s.refund(o, order.PaymentRefundInput{})
	s.Must(err)
	settle := func() error {
		_, _, err := order.SettleRefund(t.Context(), s.DB, s.around(), s.boss(), order.RefundSettleInput{ID: id.Of(id.Refund, made[0].ID), IsDone: true}, s.desk.Now())
		return err
	}
	tasks := func() (n int) {
		s.Must(order.ReportLateRefunds(t.Context(), s.DB, s.around(), s.desk.Now()))
		s.Read(func(ctx context.Context, q bun.IDB) error {
			list, err := payment.RefundTasks(ctx, q, s.Store.ID, s.desk.Now())
			n = len(list)
			return err
		})
		return n
	}
	g.set(func() { g.isDown = true })
	if err := s.carry(o); err == nil {
		t.Error("nobody answers, and the job is done")
	}
	s.wait(23 * time.Hour)
	if n := tasks(); n != 0 {
		t.Errorf("%d tasks within a day", n)
	}
	refusedWith(t, settle(), fault.TransitionRefused, "id")
	s.wait(time.Hour)
	for range 2 {
		if n := tasks(); n != 1 {
			t.Errorf("%d tasks after a day", n)
		}
	}
	if n := s.told(o, "javob bermayapti"); n != 1 {
		t.Errorf("staff were told %d times", n)
	}
	for range 2 {
		s.Must(settle())
	}
	g.set(func() { g.isDown = false })
	s.Must(s.carry(o)) // the provider is not asked for what staff gave back
	s.looks(o, "CONFIRMED REFUNDED CAPTURED")
	s.gateBalanced(0)
	s.agree()
}

// attemptOf is the first attempt to pay an order.
func (s *shop) attemptOf(o *order.Order) (p *payment.Payment) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		all, err := payment.OfOrders(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		p = all[o.ID][0]
		return err
	})
	return p
}

// A payment tells whether it was real when it was made, also after the store's account has gone live.
func TestModeOfItsTime(t *testing.T) {
	t.Parallel()
	s := openClick(t)
	s.has(s.World, payment.Test, clickKey)
	o := s.clickBill()
	a := s.pay(o)
	a.prepare().is(t, "prepared", 0)
	a.complete().is(t, "paid", 0)
	s.has(s.World, payment.Live, clickKey)
	if p := s.attemptOf(o); p.Mode == nil || *p.Mode != payment.Test {
		t.Errorf("mode %v", p.Mode)
	}
	o = s.clickBill()
	if p := s.attemptOf(o); p.Mode == nil || *p.Mode != payment.Live {
		t.Errorf("mode of a new attempt %v", p.Mode)
	}
	cash, _ := s.billBy(payment.Cash)
	if p := s.attemptOf(cash); p.Mode != nil {
		t.Errorf("mode of cash %v", *p.Mode)
	}
}
