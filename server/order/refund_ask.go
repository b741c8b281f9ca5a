package order

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// PaymentRefundInput gives money of an order back: an amount, or what pieces of its lines cost, or all that is left.
type PaymentRefundInput struct {
	OrderID         id.ID
	ExpectedVersion *int
	PaymentID       *id.ID       // out of which payment; the last ones first when nil
	Amount          *money.Tiyin // above zero
	Lines           []*RefundLineInput
	WithDelivery    *bool // the lines' part of the delivery too
	Reason          string
}

// RefundLineInput is pieces of a line.
type RefundLineInput struct {
	LineID   id.ID
	Quantity int
}

// Refund promises money of an order to refunds, one for each payment that it is taken out of; a job carries them out. When they
// are done, what was paid in full is due no more by as much.
//
// Faults: INVALID_ID, NOT_FOUND at orderId, paymentId and lines; STALE_VERSION; REASON_REQUIRED and TOO_LONG at reason;
// OUT_OF_RANGE at amount and lines; INVALID at lines when an amount is given too; NOT_SO_MUCH_PAID at amount or lines.
func Refund(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in PaymentRefundInput, now time.Time) (refunds []*payment.Refund, o *Order, err error) {
	reason, err := readReason(&in.Reason, true)
	if err != nil {
		return nil, nil, err
	}
	key, err := in.OrderID.Must(id.Order, "input", "orderId")
	if err != nil {
		return nil, nil, err
	}
	if in.Amount != nil && len(in.Lines) > 0 {
		return nil, nil, fault.New(fault.Invalid, "input", "lines")
	}
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		refunds = nil
		m, err := lock(ctx, tx, shop, who, key, now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "input", "orderId")
		}
		o = m.Order
		if in.ExpectedVersion != nil && *in.ExpectedVersion != m.Version {
			return fault.New(fault.StaleVersion, "input", "expectedVersion")
		}
		from, err := m.refundable(in.PaymentID)
		if err != nil {
			return err
		}
		amount, lines, err := m.refundAmount(ctx, tx, in, from)
		if err != nil {
			return err
		}
		if err := m.checkWhole(from, amount, in); err != nil {
			return err
		}
		for _, p := range from {
			part := min(amount, p.Left())
			if part == 0 {
				continue
			}
			r, err := m.giveBack(ctx, tx, p, part, payment.ByStaff, func(r *payment.Refund) { r.Reason, r.Lines = reason, lines })
			if err != nil {
				return err
			}
			refunds, amount, lines = append(refunds, r), amount-part, []payment.RefundLine{}
		}
		return m.finish(ctx, tx)
	})
	if err != nil {
		return nil, nil, err
	}
	return refunds, o, nil
}

// refundable are the payments out of which money can go back, the last one first.
func (m *moving) refundable(which *id.ID) (from []*payment.Payment, err error) {
	var key uuid.UUID
	if which != nil {
		if key, err = which.Must(id.Payment, "input", "paymentId"); err != nil {
			return nil, err
		}
		if m.attempt(key) == nil {
			return nil, fault.New(fault.NotFound, "input", "paymentId")
		}
	}
	for i := len(m.money) - 1; i >= 0; i-- {
		if p := m.money[i]; p.State == payment.Captured && p.Left() > 0 && (which == nil || p.ID == key) {
			from = append(from, p)
		}
	}
	return from, nil
}

// refundAmount is what is to go back of payments, and for which pieces.
func (m *moving) refundAmount(ctx context.Context, tx *db.Tx, in PaymentRefundInput, from []*payment.Payment) (amount money.Tiyin, lines []payment.RefundLine, err error) {
	left, field := money.Tiyin(0), "amount"
	for _, p := range from {
		left += p.Left()
	}
	switch {
	case in.Amount != nil && *in.Amount <= 0:
		return 0, nil, fault.New(fault.OutOfRange, "input", "amount").With("min", 1).With("max", int64(left))
	case in.Amount != nil:
		amount = *in.Amount
	case len(in.Lines) > 0:
		field = "lines"
		if amount, lines, err = m.refundLines(ctx, tx, in); err != nil {
			return 0, nil, err
		}
	default:
		amount = left
	}
	if amount > left || amount == 0 {
		return 0, nil, fault.New(fault.NotSoMuchPaid, "input", field).With("left", money.New(left))
	}
	if lines == nil {
		lines = []payment.RefundLine{}
	}
	return amount, lines, nil
}

// refundLines is what pieces cost; those for which money went back before are not counted again.
func (m *moving) refundLines(ctx context.Context, tx *db.Tx, in PaymentRefundInput) (sum money.Tiyin, out []payment.RefundLine, err error) {
	keys := []uuid.UUID{m.ID}
	bought, err := LinesOf(ctx, tx, m.StoreID, keys)
	if err != nil {
		return 0, nil, err
	}
	before, err := payment.RefundsOf(ctx, tx, m.StoreID, keys)
	if err != nil {
		return 0, nil, err
	}
	gone := map[uuid.UUID]int{}
	for _, r := range before[m.ID] {
		for _, l := range r.Lines {
			if r.State != payment.RefundFailed {
				gone[l.LineID] += l.Quantity
			}
		}
	}
	of := shares(m.Order, bought[m.ID])
	for i, l := range in.Lines {
		key, err := l.LineID.Must(id.OrderLine, append(input.At(i, "input", "lines"), "lineId")...)
		if err != nil {
			return 0, nil, err
		}
		s, has := of[key]
		if !has {
			return 0, nil, fault.New(fault.NotFound, append(input.At(i, "input", "lines"), "lineId")...)
		}
		path := append(input.At(i, "input", "lines"), "quantity")
		if f := input.Number(l.Quantity, 1, len(s.goods)-gone[key], path...); f != nil {
			return 0, nil, f
		}
		goods := s.of(gone[key], l.Quantity, false)
		part := s.of(gone[key], l.Quantity, in.WithDelivery != nil && *in.WithDelivery)
		gone[key] += l.Quantity
		sum += part
		out = append(out, payment.RefundLine{LineID: key, Quantity: l.Quantity, Amount: part, Delivery: part - goods})
	}
	return sum, out, nil
}

// checkWhole refuses a part of a payment that its provider gives back in full or not at all. Fault: REFUND_IN_FULL at amount
// or lines.
func (m *moving) checkWhole(from []*payment.Payment, amount money.Tiyin, in PaymentRefundInput) error {
	field := "amount"
	if len(in.Lines) > 0 {
		field = "lines"
	}
	for _, p := range from {
		part := min(amount, p.Left())
		with, _ := m.shop.Payments.Named(p.Provider)
		if _, isWhole := with.(payment.WholeRefunder); isWhole && part > 0 && part != p.Amount {
			return fault.New(fault.RefundInFull, "input", field).With("paid", money.New(p.Amount))
		}
		amount -= part
	}
	return nil
}
