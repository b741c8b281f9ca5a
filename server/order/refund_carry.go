package order

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/payment"
)

// refundWithin is how long a provider may take to answer.
const refundWithin = 30 * time.Second

// CarryOutRefund asks the provider of a refund for it, outside of any transaction and under the same key each time, and books
// what it answers. A provider that cannot be asked leaves the refund to staff. An error means that it is not known what
// became of the call, and makes the job come again; so does a provider that is still at work.
func CarryOutRefund(ctx context.Context, desk PayDesk, shop cart.Shop, refundID uuid.UUID) error {
	var call *payment.RefundCall
	var with payment.Refunder
	var provider string
	err := desk.DB.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		call = nil
		m, r, err := lockRefund(ctx, tx, shop, System, refundID, desk.Now())
		if err != nil || m == nil || !r.State.IsOpen() || r.IsByHand {
			return err
		}
		p := m.attempt(r.PaymentID)
		var canAsk bool
		if with, canAsk = m.refunder(p); !canAsk {
			return m.leaveToStaff(ctx, tx, r, "")
		}
		provider = p.Provider
		call = &payment.RefundCall{
			Key: r.ID, PaymentID: p.ID, Amount: r.Amount, Captured: p.Amount, CustomerID: m.CustomerID, AskedAt: r.CreatedAt,
			IsRepeat: r.State == payment.RefundProcessing, ChargeRef: p.ChargeRef,
		}
		if p.ProviderRef != nil {
			call.Ref = *p.ProviderRef
		}
		if p.CapturedAt != nil {
			call.CapturedAt = *p.CapturedAt
		}
		lines, err := LinesOf(ctx, tx, m.StoreID, []uuid.UUID{m.ID})
		if err != nil {
			return err
		}
		if call.Receipt, err = m.RefundReceipt(lines[m.ID], r); err != nil {
			call.Receipt = nil // for no goods in particular
		}
		if call.IsRepeat {
			return nil
		}
		r.State, r.AskedAt, r.UpdatedAt = payment.RefundProcessing, &m.now, m.now
		if err := tx.Together(ctx, payment.SaveRefund(r)); err != nil {
			return fmt.Errorf("refund %s to %s: %w", r.ID, r.State, err)
		}
		publish(tx, shop, m.Order)
		return nil
	})
	if err != nil || call == nil {
		return err
	}
	outcome, err := askBack(ctx, desk, shop, with, provider, *call)
	if err != nil {
		return fmt.Errorf("refund %s: %w", refundID, err)
	}
	if outcome.State == payment.RefundProcessing && !outcome.ByHand {
		return river.JobSnooze(min(max(time.Minute, desk.Now().Sub(call.AskedAt)/4), time.Hour))
	}
	return desk.DB.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, r, err := lockRefund(ctx, tx, shop, Actor{Kind: ByProvider, Name: provider, CanRead: true}, refundID, desk.Now())
		if err != nil || m == nil || !r.State.IsOpen() {
			return err
		}
		switch {
		case outcome.ByHand:
			return m.leaveToStaff(ctx, tx, r, outcome.Reason)
		case outcome.State == payment.RefundDone:
			err = m.refundDone(ctx, tx, r, outcome.Ref)
		case outcome.State == payment.RefundFailed:
			err = m.refundFailed(tx, r, outcome.Reason)
		default:
			err = fmt.Errorf("%s answers %q to refund %s", provider, outcome.State, r.ID)
		}
		if err != nil {
			return err
		}
		return m.finish(ctx, tx)
	})
}

func askBack(ctx context.Context, desk PayDesk, shop cart.Shop, with payment.Refunder, provider string, call payment.RefundCall) (payment.RefundOutcome, error) {
	ctx, cancel := context.WithTimeout(ctx, refundWithin)
	defer cancel()
	keys, err := desk.Keys(ctx, shop.Store.ID, provider)
	if err != nil {
		return payment.RefundOutcome{}, err
	}
	return with.Refund(ctx, keys, call)
}

// refunder is the provider of a payment, if it can be asked for money.
func (m *moving) refunder(p *payment.Payment) (payment.Refunder, bool) {
	with, _ := m.shop.Payments.Named(p.Provider)
	asked, can := with.(payment.Refunder)
	if _, isRemote := with.(payment.Remote); can && isRemote {
		terms, has := m.shop.Terms(p.Provider)
		can = has && payment.MayAsk(with, terms)
	}
	return asked, can
}

// leaveToStaff makes an open refund a task; why is what the provider says about it, if it was asked.
func (m *moving) leaveToStaff(ctx context.Context, tx *db.Tx, r *payment.Refund, why string) error {
	r.State, r.IsByHand, r.AskedAt, r.UpdatedAt, r.Failure = payment.RefundProcessing, true, &m.now, m.now, why
	m.writes = append(m.writes, payment.SaveRefund(r))
	m.log(WasRefundLeft, EventData{Amount: r.Amount, Reason: why})
	m.say = append(m.say, saying{m.events[len(m.events)-1], true})
	return m.finish(ctx, tx)
}

// lockRefund locks the order of a refund and reads both; nil when the store has no such refund.
func lockRefund(ctx context.Context, tx *db.Tx, shop cart.Shop, who Actor, refundID uuid.UUID, now time.Time) (*moving, *payment.Refund, error) {
	m, err := lockBy(ctx, tx, shop, who, ofRefund(refundID), now)
	if err != nil || m == nil {
		return nil, nil, err
	}
	r, err := m.refund(ctx, tx, refundID)
	return m, r, err
}

// RefundSettleInput says what became of a refund that staff had to make.
type RefundSettleInput struct {
	ID        id.ID
	IsDone    bool
	Reference *string // of the provider or the bank; up to 100 letters
	Reason    *string // needed when it was not done
	CourierID *id.ID  // the courier who gave the cash back; nil: see heldAt
}

// SettleRefund says that staff have given the money back, or that they will not, also where the provider was asked and does not
// answer. A repeat changes nothing.
// Faults: INVALID_ID, NOT_FOUND at id; TRANSITION_REFUSED at id for one that the provider is asked for, or that ended in the
// other way; REASON_REQUIRED, TOO_LONG at reason; TOO_LONG at reference; INVALID_ID, INVALID and NOT_SO_MUCH_CASH at courierId.
func SettleRefund(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in RefundSettleInput, now time.Time) (refund *payment.Refund, o *Order, err error) {
	key, err := in.ID.Must(id.Refund, "input", "id")
	if err != nil {
		return nil, nil, err
	}
	reason, err := readReason(in.Reason, !in.IsDone)
	if err != nil {
		return nil, nil, err
	}
	reference, err := readReference(in.Reference)
	if err != nil {
		return nil, nil, err
	}
	var courier *uuid.UUID
	if in.CourierID != nil {
		member, err := in.CourierID.Must(id.Staff, "input", "courierId")
		if err != nil {
			return nil, nil, err
		}
		courier = &member
	}
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, r, err := lockRefund(ctx, tx, shop, who, key, now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "input", "id")
		}
		refund, o = r, m.Order
		isStaffs := r.IsByHand || r.OverdueAt != nil
		switch {
		case isStaffs && (in.IsDone && r.State == payment.RefundDone || !in.IsDone && r.State == payment.RefundFailed):
			return nil
		case !isStaffs || !r.State.IsOpen():
			return fault.New(fault.TransitionRefused, "input", "id")
		case in.IsDone:
			err = m.refundPaidBy(ctx, tx, r, reference, courier)
		default:
			err = m.refundFailed(tx, r, reason)
		}
		if err != nil {
			return err
		}
		return m.finish(ctx, tx)
	})
	if err != nil {
		return nil, nil, err
	}
	return refund, o, nil
}
