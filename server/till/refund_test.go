package till_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
)

func (g *gate) Refund(_ context.Context, _ payment.Keys, c payment.RefundCall) (payment.RefundOutcome, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refunds[c.Key.String()]++
	if g.isDown {
		return payment.RefundOutcome{}, errDown
	}
	return g.outcome, nil
}

func (g *gate) Ask(_ context.Context, _ payment.Keys, q payment.Question) (payment.Answer, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.isDown {
		return payment.Answer{}, errDown
	}
	return g.answers[q.Ref], nil
}

func (s *shop) boss() order.Actor {
	return order.Actor{Kind: order.ByStaff, ID: s.Owner.ID, CanRead: true, CanWrite: true}
}

// paid is an order by the gate whose money has come, as the gate tells when it is asked.
func (s *shop) paid(g *gate) (*order.Order, *payment.Payment) {
	s.T.Helper()
	o, buyer := s.billBy("GATE")
	p, _, err := s.start(o, buyer, nil)
	s.Must(err)
	s.comes(g, p)
	return o, p
}

// comes has the gate take the money of an attempt and tell of it.
func (s *shop) comes(g *gate, p *payment.Payment) {
	s.T.Helper()
	g.set(func() { g.answers[*p.ProviderRef] = payment.Answer{State: payment.Captured, Amount: p.Amount} })
	s.Must(order.AskPayment(s.T.Context(), s.calls(), s.around(), p.ID))
}

// calls is what the shop calls providers with.
func (s *shop) calls() order.PayDesk {
	return order.PayDesk{DB: s.DB, Keys: s.desk.Keys, Now: s.desk.Now}
}

// refunds reads the refunds of an order.
func (s *shop) refunds(o *order.Order) (list []*payment.Refund) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		all, err := payment.RefundsOf(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		list = all[o.ID]
		return err
	})
	return list
}

// carry does the jobs of the open refunds of an order.
func (s *shop) carry(o *order.Order) (err error) {
	s.T.Helper()
	for _, r := range s.refunds(o) {
		err = errors.Join(err, s.desk.Refund(s.T.Context(), s.Store.ID, r.ID))
	}
	return err
}

func (s *shop) refund(o *order.Order, in order.PaymentRefundInput) ([]*payment.Refund, *order.Order, error) {
	in.OrderID, in.Reason = o.GlobalID(), "singan"
	return order.Refund(s.T.Context(), s.DB, s.around(), s.boss(), in, s.desk.Now())
}

// Money goes back once, whatever is lost between asking and hearing.
func TestRefundIsAskedUnderOneKey(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	o, _ := s.paid(g)
	s.looks(o, "CONFIRMED PAID CAPTURED")
	made, now, err := s.refund(o, order.PaymentRefundInput{Amount: ptr(10_000 * money.Som)})
	s.Must(err)
	if len(made) != 1 || now.Due() != 0 {
		t.Fatalf("%d refunds, %d due", len(made), now.Due())
	}
	g.set(func() { g.isDown = true })
	for range 2 {
		if err := s.carry(o); err == nil {
			t.Error("nobody answers, and the job is done")
		}
	}
	g.set(func() { g.isDown, g.outcome.State = false, payment.RefundProcessing })
	var snooze *river.JobSnoozeError
	if err := s.carry(o); !errors.As(err, &snooze) {
		t.Errorf("the provider is still at work: %v", err)
	}
	g.set(func() { g.outcome = payment.RefundOutcome{State: payment.RefundDone, Ref: "R-1"} })
	for range 2 {
		s.Must(s.carry(o))
	}
	r := s.refunds(o)[0]
	if r.State != payment.RefundDone || r.ProviderRef != "R-1" || len(g.refunds) != 1 || g.refunds[r.ID.String()] != 4 {
		t.Errorf("%s %s, asked %v", r.State, r.ProviderRef, g.refunds)
	}
	s.looks(o, "CONFIRMED PARTIALLY_REFUNDED CAPTURED")
	s.Read(func(ctx context.Context, q bun.IDB) error {
		is, err := order.ByIDs(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		if due := is[0].Due(); due != 0 {
			t.Errorf("what went back is due again: %d", due)
		}
		return err
	})
	_, _, err = s.refund(o, order.PaymentRefundInput{Amount: ptr(o.TotalTiyin)})
	refusedWith(t, err, fault.NotSoMuchPaid, "amount")
	_, _, err = s.refund(o, order.PaymentRefundInput{Amount: ptr(money.Tiyin(0))})
	refusedWith(t, err, fault.OutOfRange, "amount")
	_, _, err = s.refund(o, order.PaymentRefundInput{})
	s.Must(err)
	s.Must(s.carry(o))
	s.looks(o, "CONFIRMED REFUNDED CAPTURED")
	s.gateBalanced(0)
}

// gateBalanced expects what the gate holds for the shop.
func (s *shop) gateBalanced(want money.Tiyin) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		accounts, err := payment.Balances(ctx, q, s.Store.ID)
		sum := money.Tiyin(0)
		for _, a := range accounts {
			sum += a.Balance
			if a.Code == payment.ProviderAccount("gate") && a.Balance != want {
				s.T.Errorf("the gate holds %d, not %d", a.Balance, want)
			}
		}
		if sum != 0 {
			s.T.Errorf("the ledger sums to %d", sum)
		}
		return err
	})
}

// A provider that refuses frees the money for another refund; an order that is called off gives it all back in one step.
func TestRefundThatFails(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	o, p := s.paid(g)
	_, err := order.Cancel(t.Context(), s.DB, s.around(), s.boss(), order.OrderCancelInput{ID: o.GlobalID(), Reason: ptr("tugadi")}, s.desk.Now())
	s.Must(err)
	s.looks(o, "CANCELED NEEDS_REVIEW CAPTURED")
	g.set(func() { g.outcome = payment.RefundOutcome{State: payment.RefundFailed, Reason: "card is closed"} })
	s.Must(s.carry(o))
	r := s.refunds(o)[0]
	if r.State != payment.RefundFailed || r.Failure != "card is closed" || r.Amount != p.Amount || r.Cause != payment.OfCanceled {
		t.Errorf("%+v", r)
	}
	s.Read(func(ctx context.Context, q bun.IDB) error {
		tasks, err := payment.RefundTasks(ctx, q, s.Store.ID, s.desk.Now())
		if len(tasks) != 1 {
			t.Errorf("%d tasks", len(tasks))
		}
		return err
	})
	g.set(func() { g.outcome = payment.RefundOutcome{State: payment.RefundDone} })
	_, _, err = s.refund(o, order.PaymentRefundInput{})
	s.Must(err)
	s.Must(s.carry(o))
	s.looks(o, "CANCELED REFUNDED CAPTURED")
	s.gateBalanced(0)
}

// A provider that cannot be asked leaves a task to staff, who say when it is done; the provider may say so as well.
func TestRefundByHand(t *testing.T) {
	t.Parallel()
	s := open(t)
	settle := func(r *payment.Refund, isDone bool) error {
		_, _, err := order.SettleRefund(t.Context(), s.DB, s.around(), s.boss(), order.RefundSettleInput{
			ID: id.Of(id.Refund, r.ID), IsDone: isDone, Reference: ptr("cheque 7"), Reason: ptr("yoʻq"),
		}, s.desk.Now())
		return err
	}
	for _, byProvider := range []bool{false, true} {
		o := s.bill()
		name := s.name()
		s.call("CreateTransaction", s.of(o, name)).is(t, "create", 0)
		s.call("PerformTransaction", params{"id": name}).is(t, "perform", 0)
		s.handOver(o)
		made, _, err := s.refund(o, order.PaymentRefundInput{})
		s.Must(err)
		refusedWith(t, settle(made[0], true), fault.TransitionRefused, "id")
		s.Must(s.carry(o))
		left := s.refunds(o)[0]
		if !left.IsByHand || left.State != payment.RefundProcessing {
			t.Fatalf("%+v", left)
		}
		s.wait(time.Minute)
		s.Must(s.carry(o)) // a job that comes again does not leave it to staff again
		if again := s.refunds(o)[0]; !again.UpdatedAt.Equal(left.UpdatedAt) {
			t.Error("left to staff twice")
		}
		if byProvider { // the goods have left, but the shop wants the money back
			s.call("CancelTransaction", params{"id": name, "reason": 5}).is(t, "cancel", 0)
		} else {
			s.Must(settle(made[0], true))
			s.Must(settle(made[0], true))
			refusedWith(t, settle(made[0], false), fault.TransitionRefused, "id")
		}
		if list := s.refunds(o); len(list) != 1 || list[0].State != payment.RefundDone {
			t.Errorf("%d refunds, %s", len(list), list[0].State)
		}
		s.looks(o, "CONFIRMED REFUNDED CAPTURED")
		s.balanced()
	}
}

// What is paid twice, or for an order that is over, goes back by itself; a late payment whose goods are there revives.
func TestMoneyThatIsNotDue(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	s.tea = s.Variant("Nodir", 30_000*money.Som, 6)

	twice, buyer := s.billBy("GATE")
	p, _, err := s.start(twice, buyer, nil)
	s.Must(err)
	_, _, err = s.start(twice, buyer, ptr(payment.Payme))
	s.Must(err)
	name := s.name()
	s.call("CreateTransaction", s.of(twice, name)).is(t, "create", 0)
	s.call("PerformTransaction", params{"id": name}).is(t, "perform", 0)
	s.comes(g, p)
	s.looks(twice, "CONFIRMED OVERPAID CAPTURED CAPTURED")
	s.Must(s.carry(twice))
	if list := s.refunds(twice); len(list) != 1 || list[0].Cause != payment.OfSurplus || list[0].PaymentID != p.ID {
		t.Errorf("%d refunds", len(list))
	}
	s.looks(twice, "CONFIRMED PARTIALLY_REFUNDED CAPTURED CAPTURED")

	back, buyer := s.billBy("GATE")
	p, _, err = s.start(back, buyer, nil)
	s.Must(err)
	s.wait(48 * time.Hour)
	s.Must(order.Expire(t.Context(), s.DB, s.around(), back.ID, s.desk.Now()))
	s.comes(g, p)
	s.looks(back, "CONFIRMED PAID CAPTURED")

	gone, buyer := s.billBy("GATE")
	p, _, err = s.start(gone, buyer, nil)
	s.Must(err)
	s.wait(48 * time.Hour)
	s.Must(order.Expire(t.Context(), s.DB, s.around(), gone.ID, s.desk.Now()))
	s.Place(s.Buyer(), shoptest.Want(s.tea, 2))
	s.comes(g, p)
	s.looks(gone, "EXPIRED NEEDS_REVIEW CAPTURED")
	s.Must(s.carry(gone))
	s.looks(gone, "EXPIRED REFUNDED CAPTURED")
	s.gateBalanced(back.TotalTiyin)
}

// Nobody who does not answer makes an attempt fail; who has taken another sum is not believed.
func TestAskingWhatBecame(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	o, buyer := s.billBy("GATE")
	p, _, err := s.start(o, buyer, nil)
	s.Must(err)
	due := func() (n int) {
		s.Read(func(ctx context.Context, q bun.IDB) error {
			keys, err := order.ToBeAsked(ctx, q, s.Store.ID, s.desk.Now())
			n = len(keys)
			return err
		})
		return n
	}
	if n := due(); n != 0 {
		t.Errorf("asked at once")
	}
	s.wait(time.Minute)
	g.set(func() { g.isDown = true })
	if err := s.desk.Ask(t.Context()); err == nil {
		t.Error("nobody answers, and all is well")
	}
	s.looks(o, "PLACED UNPAID CREATED")
	if n := due(); n != 0 {
		t.Errorf("asked again at once")
	}
	s.wait(2 * time.Minute)
	g.set(func() {
		g.isDown, g.answers[*p.ProviderRef] = false, payment.Answer{State: payment.Captured, Amount: p.Amount - 1}
	})
	s.Must(s.desk.Ask(t.Context()))
	s.looks(o, "PLACED NEEDS_REVIEW CREATED")
	s.wait(time.Hour)
	g.set(func() { g.answers[*p.ProviderRef] = payment.Answer{State: payment.Failed} })
	s.Must(s.desk.Ask(t.Context()))
	s.looks(o, "PLACED UNPAID FAILED")
}

// Pieces of lines come to the whole order, to the tiyin, in whatever portions they go back.
func TestRefundByLine(t *testing.T) {
	t.Parallel()
	g := newGate()
	s := open(t, g)
	o, p := s.paid(g)
	var line id.ID
	s.Read(func(ctx context.Context, q bun.IDB) error {
		lines, err := order.LinesOf(ctx, q, s.Store.ID, []uuid.UUID{o.ID})
		line = lines[o.ID][0].GlobalID()
		return err
	})
	piece := order.PaymentRefundInput{Lines: []*order.RefundLineInput{{LineID: line, Quantity: 1}}, WithDelivery: ptr(true)}
	first, _, err := s.refund(o, piece)
	s.Must(err)
	second, _, err := s.refund(o, piece)
	s.Must(err)
	if sum := first[0].Amount + second[0].Amount; sum != p.Amount {
		t.Errorf("%d and %d of %d", first[0].Amount, second[0].Amount, p.Amount)
	}
	_, _, err = s.refund(o, piece)
	if !fault.Has(err, fault.OutOfRange) {
		t.Errorf("a third piece of two: %v", err)
	}
}
