package till

import (
	"context"
	"fmt"
	"strconv"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
)

// prepare holds the order for a payment that CLICK is about to take, and gives the number under which it will be completed.
// known are the transactions of the order, and the one of the call whatever order it was for.
func (v *clickVisit) prepare(ctx context.Context, known []*clickTransaction) (int64, *click.Error, error) {
	o := v.till.Order()
	t := thatOne(known, func(t *clickTransaction) bool { return t.TransID == v.call.TransID })
	switch standing := v.till.Standing(); {
	case t != nil && t.OrderID != o.ID:
		return 0, click.Refuse(click.BadRequest), nil
	case v.call.Error < 0:
		return 0, click.Refuse(click.Cancelled), nil
	case t != nil && t.isPaid() || standing == order.IsPaid:
		return 0, click.Refuse(click.AlreadyPaid), nil
	case standing == order.IsOver, standing == order.IsBusy && v.isBusyElsewhere(known):
		return 0, click.Refuse(click.Cancelled), nil
	case v.differs(v.till.Due()):
		return 0, click.Refuse(click.WrongAmount), nil
	case t != nil && (t.State == clickCanceled || !v.mayBring(t)):
		return 0, click.Refuse(click.Cancelled), nil
	case t != nil: // a repeat; money of one whose time is over comes late, and is taken
		return t.ID, nil, nil
	}
	p, err := v.till.Begin(v.tx, strconv.FormatInt(v.call.PaydocID, 10), v.now.Add(click.Timeout))
	if err != nil {
		return 0, nil, err
	}
	service, err := strconv.ParseInt(v.call.ServiceID, 10, 64)
	if err != nil {
		return 0, nil, fmt.Errorf("service of an account with click: %w", err)
	}
	t = &clickTransaction{
		StoreID: o.StoreID, ServiceID: service, TransID: v.call.TransID, PaydocID: v.call.PaydocID, PaymentID: p.ID, OrderID: o.ID,
		Amount: v.till.Due(), State: clickPrepared, PreparedAt: v.now,
	}
	if _, err := v.tx.NewInsert().Model(t).Returning("id").Exec(ctx); err != nil {
		return 0, nil, fmt.Errorf("prepare click transaction %d: %w", t.TransID, err)
	}
	return t.ID, nil, nil
}

// complete makes the money of a prepared payment ours, or ends one that CLICK has called off. Once CLICK has the money it
// takes AlreadyPaid and Cancelled alone for an answer; a late payment is taken, and given back when the goods are gone.
func (v *clickVisit) complete(ctx context.Context, known []*clickTransaction) (int64, *click.Error, error) {
	t := thatOne(known, func(t *clickTransaction) bool {
		return t.ID == v.call.PrepareID && t.TransID == v.call.TransID && t.OrderID == v.till.Order().ID
	})
	if t == nil {
		return 0, click.Refuse(click.NoTransaction), nil
	}
	p := v.till.Payment(t.PaymentID)
	if v.call.Error < 0 {
		return v.callOff(ctx, t, p, known)
	}
	switch {
	case t.isPaid():
		return 0, click.Refuse(click.AlreadyPaid), nil
	case t.State == clickCanceled:
		return 0, click.Refuse(click.Cancelled), nil
	case v.differs(t.Amount):
		return 0, click.Refuse(click.WrongAmount), nil
	case p.State == payment.Captured && isOf(p, t): // CLICK was asked, and told of it before
		v.close(t, clickConfirmed)
		return t.ID, nil, nil
	case p.State == payment.Captured:
		return 0, click.Refuse(click.AlreadyPaid), v.extra(ctx, t)
	case !v.mayBring(t): // the order was called off while the payer paid
		v.close(t, clickCanceled)
		return 0, click.Refuse(click.Cancelled), nil
	}
	ref := strconv.FormatInt(t.PaydocID, 10)
	p.ProviderRef = &ref
	if err := v.till.Capture(ctx, v.tx, p); err != nil {
		return 0, nil, err
	}
	v.close(t, clickConfirmed)
	return t.ID, nil, nil
}

// callOff ends a payment that CLICK has called off. One that was confirmed is disputed, since nobody knows yet where its money is:
// staff hear of it, and decide.
func (v *clickVisit) callOff(ctx context.Context, t *clickTransaction, p *payment.Payment, known []*clickTransaction) (int64, *click.Error, error) {
	switch {
	case t.isPaid():
		if t.DisputedAt == nil {
			t.DisputedAt = &v.now
			v.save(t)
			if !v.till.AskBack(v.tx, p) && t.State == clickConfirmed {
				if err := v.till.Dispute(ctx, v.tx, p, fmt.Sprintf("CLICK error %d", v.call.Error), strconv.FormatInt(t.PaydocID, 10)); err != nil {
					return 0, nil, err
				}
			}
			v.log.WarnContext(ctx, "click called off what was confirmed", "store", t.StoreID, "order", t.OrderID, "paydoc", t.PaydocID, "error", v.call.Error)
		}
		code, err := strconv.Atoi(v.account.Settings[click.CancelPaid])
		if err != nil {
			return 0, nil, fmt.Errorf("setting %s of an account with click: %w", click.CancelPaid, err)
		}
		return 0, click.Refuse(code), nil
	case t.State == clickPrepared:
		t.Error = v.call.Error
		v.close(t, clickCanceled)
		others := thatOne(known, func(other *clickTransaction) bool {
			return other != t && other.PaymentID == t.PaymentID && other.State == clickPrepared
		})
		if others == nil && p.State.IsLive() {
			if err := v.till.Release(ctx, v.tx, p, payment.Canceled); err != nil {
				return 0, nil, err
			}
		}
	}
	return 0, click.Refuse(click.Cancelled), nil
}

// mayBring tells whether the attempt of a transaction still takes its money.
func (v *clickVisit) mayBring(t *clickTransaction) bool {
	p := v.till.Payment(t.PaymentID)
	return p.State.IsLive() || p.State == payment.Expired
}

// differs tells whether the call is about another sum.
func (v *clickVisit) differs(from money.Tiyin) bool {
	sum, isSum := v.call.Sum()
	return !isSum || sum != from
}

// isBusyElsewhere tells that the money on its way is not CLICK's.
func (v *clickVisit) isBusyElsewhere(known []*clickTransaction) bool {
	return thatOne(known, func(t *clickTransaction) bool {
		p := v.till.Payment(t.PaymentID)
		return p != nil && p.State == payment.Pending
	}) == nil
}

// isOf tells whether the money of an attempt is that of a transaction.
func isOf(p *payment.Payment, t *clickTransaction) bool {
	return p.ProviderRef != nil && *p.ProviderRef == strconv.FormatInt(t.PaydocID, 10)
}

// extra takes the money of an order that CLICK has taken twice, to give it back: by CLICK's API, or by staff in its cabinet.
func (v *clickVisit) extra(ctx context.Context, t *clickTransaction) error {
	p, err := v.till.Unasked(v.tx, t.Amount)
	if err != nil {
		return err
	}
	ref := strconv.FormatInt(t.PaydocID, 10)
	p.ProviderRef = &ref
	if err := v.till.Capture(ctx, v.tx, p); err != nil {
		return err
	}
	t.PaymentID = p.ID
	v.close(t, clickExtra)
	v.log.WarnContext(ctx, "click took the money of an order twice", "store", t.StoreID, "order", t.OrderID, "paydoc", t.PaydocID)
	return nil
}
