package order

import (
	"context"
	"time"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// doubt keeps that the provider of an attempt says to have taken another sum than was asked for. No program may put that
// right: the order NEEDS_REVIEW, and staff are told once of each sum.
func (t *Till) doubt(tx *db.Tx, p *payment.Payment, told money.Tiyin) {
	m := t.m
	if p.ToldTiyin != nil && *p.ToldTiyin == told {
		return
	}
	p.ToldTiyin, p.UpdatedAt = &told, m.now
	t.Also(payment.Save(p))
	m.log(WasMismatched, EventData{Amount: told})
	m.say = append(m.say, saying{m.events[len(m.events)-1], true})
}

// PaymentMismatchSettleInput decides about a payment whose provider says to have taken another sum than was asked for.
type PaymentMismatchSettleInput struct {
	PaymentID id.ID
	IsTaken   bool // the money is there, as the provider says
	Reason    *string
}

// SettleMismatch books what the provider says it has taken, with all that follows from money that comes, or forgets what it
// said: the money is not there, or was given back in the provider's cabinet. The provider is not asked about the attempt again.
// Faults: INVALID_ID and NOT_FOUND at paymentId; TRANSITION_REFUSED there when nothing is to be decided, and when money is to be
// booked of which the provider says that it is none; TOO_LONG at reason, REASON_REQUIRED there when nothing was taken.
func SettleMismatch(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in PaymentMismatchSettleInput, now time.Time) (*Order, error) {
	reason, err := readReason(in.Reason, !in.IsTaken)
	if err != nil {
		return nil, err
	}
	key, err := in.PaymentID.Must(id.Payment, "input", "paymentId")
	if err != nil {
		return nil, err
	}
	var o *Order
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lockBy(ctx, tx, shop, who, OfPayment(key), now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "input", "paymentId")
		}
		o = m.Order
		p := m.attempt(key)
		with, known := shop.Payments.Named(p.Provider)
		if p.ToldTiyin == nil || p.State == payment.Captured || !known || in.IsTaken && *p.ToldTiyin == 0 {
			return fault.New(fault.TransitionRefused, "input", "paymentId")
		}
		told := *p.ToldTiyin
		p.ToldTiyin, p.AskAt, p.UpdatedAt = nil, nil, now
		m.log(WasMatched, EventData{Amount: told, Reason: reason})
		t := &Till{m: m, with: with}
		if !in.IsTaken {
			t.Also(payment.Save(p))
			return t.Close(ctx, tx)
		}
		p.Amount = told
		if err := t.Capture(ctx, tx, p); err != nil {
			return err
		}
		return t.Close(ctx, tx)
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}
