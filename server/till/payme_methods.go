package till

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/payme"

	"github.com/google/uuid"
)

// refusal is what an order that is not payable is refused with; nil for one that is.
func (v *paymeVisit) refusal(s order.Standing) *payme.Error {
	switch s {
	case order.IsPaid:
		return payme.RefuseAccount(payme.AlreadyPaid, v.field())
	case order.IsOver:
		return payme.RefuseAccount(payme.OrderOver, v.field())
	case order.IsBusy:
		return payme.RefuseAccount(payme.OrderBusy, v.field())
	}
	return nil
}

// numbered narrows orders to the one that an account names; nil for what is no number.
func numbered(account string) func(*bun.SelectQuery) *bun.SelectQuery {
	n, err := strconv.ParseInt(account, 10, 64)
	if err != nil {
		return nil
	}
	return func(sel *bun.SelectQuery) *bun.SelectQuery { return sel.Where("ord.number = ?", n) }
}

func (v *paymeVisit) checkPerform(ctx context.Context) (any, *payme.Error, error) {
	bill, refused := v.call.Bill(v.field())
	if refused != nil {
		return nil, refused, nil
	}
	narrow := numbered(bill.Account)
	if narrow == nil {
		return nil, payme.RefuseAccount(payme.NoOrder, v.field()), nil
	}
	storeID := v.shop.Store.ID
	o := new(order.Order)
	o, err := edit.One(o, narrow(v.tx.NewSelect().Model(o).Where("ord.store_id = ?", storeID)).Scan(ctx))
	if err != nil {
		return nil, nil, err
	}
	if o == nil {
		return nil, payme.RefuseAccount(payme.NoOrder, v.field()), nil
	}
	attempts, err := payment.OfOrders(ctx, v.tx, storeID, []uuid.UUID{o.ID})
	if err != nil {
		return nil, nil, err
	}
	if refused := v.refusal(order.StandingOf(o, attempts[o.ID], v.with, v.now)); refused != nil {
		return nil, refused, nil
	}
	if bill.Amount != int64(o.Due()) {
		return nil, payme.Refuse(payme.WrongAmount), nil
	}
	lines, err := order.LinesOf(ctx, v.tx, storeID, []uuid.UUID{o.ID})
	return payme.Allowed{Allow: true, Detail: detail(o, lines[o.ID])}, nil, err
}

// detail is what the fiscal receipt of an order is printed from; nil when a code is missing or the lines do not come to the sum.
func detail(o *order.Order, lines []*order.Line) *payme.Detail {
	r, err := o.Receipt(lines)
	if err != nil {
		return nil
	}
	return payme.Detailed(r)
}

func (v *paymeVisit) create(ctx context.Context) (any, *payme.Error, error) {
	in, refused := v.call.Creation(v.field())
	if refused != nil {
		return nil, refused, nil
	}
	narrow := numbered(in.Account)
	if narrow == nil {
		return nil, payme.RefuseAccount(payme.NoOrder, v.field()), nil
	}
	if err := v.enter(ctx, narrow); err != nil {
		return nil, nil, err
	}
	if v.till == nil {
		return nil, payme.RefuseAccount(payme.NoOrder, v.field()), nil
	}
	o := v.till.Order()
	var known []*paymeTransaction
	err := v.tx.NewSelect().Model(&known).Where("store_id = ?", o.StoreID).WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("id = ?", in.ID).WhereOr("order_id = ?", o.ID)
	}).Scan(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("payme transactions of order %s: %w", o.ID, err)
	}
	isLive := false
	for _, t := range known {
		if t.OrderID == o.ID {
			t.Payment = v.till.Payment(t.PaymentID)
			if err := v.settle(ctx, t, t.Payment); err != nil {
				return nil, nil, err
			}
		}
		isLive = isLive || t.OrderID == o.ID && t.State == payme.Created
		if t.ID != in.ID {
			continue
		}
		if t.OrderID != o.ID || t.State != payme.Created || t.Amount != in.Amount {
			return nil, payme.Refuse(payme.WrongState), nil
		}
		return t.created(), nil, nil
	}
	if isLive {
		return nil, payme.Refuse(payme.WrongState), nil
	}
	if refused := v.refusal(v.till.Standing()); refused != nil {
		return nil, refused, nil
	}
	if in.Amount != int64(v.till.Due()) {
		return nil, payme.Refuse(payme.WrongAmount), nil
	}
	t := &paymeTransaction{
		StoreID: o.StoreID, ID: in.ID, OrderID: o.ID, Time: in.Time, Amount: in.Amount, Account: in.Account,
		State: payme.Created, CreateTime: v.now.UnixMilli(),
	}
	// What is long over, or lies in another day altogether, is no reason to hold goods.
	if until := t.overAt(); !v.now.Before(until) || v.now.Add(2*payme.Timeout).Before(until) {
		return nil, payme.Refuse(payme.WrongState), nil
	}
	p, err := v.till.Begin(v.tx, in.ID, t.overAt())
	if err != nil {
		return nil, nil, err
	}
	t.PaymentID = p.ID
	v.writes = append(v.writes, db.New(t))
	return t.created(), nil, nil
}

// named reads the transaction that a call is about, unless the call is refused already; nil with the refusal when there is
// none.
func named(ctx context.Context, transactionID string, refused *payme.Error, read func(ctx context.Context, transactionID string) (*paymeTransaction, error)) (*paymeTransaction, *payme.Error, error) {
	if refused != nil {
		return nil, refused, nil
	}
	t, err := read(ctx, transactionID)
	if err == nil && t == nil {
		refused = payme.Refuse(payme.NoTransaction)
	}
	return t, refused, err
}

func (v *paymeVisit) perform(ctx context.Context) (any, *payme.Error, error) {
	transactionID, refused := v.call.Transaction()
	t, refused, err := named(ctx, transactionID, refused, v.open)
	if t == nil {
		return nil, refused, err
	}
	switch t.State {
	case payme.Created:
		if err := v.till.Capture(ctx, v.tx, t.Payment); err != nil {
			return nil, nil, err
		}
		t.State, t.PerformTime = payme.Performed, v.now.UnixMilli()
		v.save(t)
	case payme.Performed: // a repeat
	default:
		return nil, payme.Refuse(payme.WrongState), nil
	}
	return payme.PerformedResult{Transaction: t.ours(), PerformTime: t.PerformTime, State: t.State}, nil, nil
}

func (v *paymeVisit) cancel(ctx context.Context) (any, *payme.Error, error) {
	transactionID, reason, refused := v.call.Cancellation()
	t, refused, err := named(ctx, transactionID, refused, v.open)
	if t == nil {
		return nil, refused, err
	}
	switch t.State {
	case payme.Created:
		err = v.till.Release(ctx, v.tx, t.Payment, payment.Canceled)
	case payme.Performed:
		err = v.till.Refund(ctx, v.tx, t.Payment)
		if errors.Is(err, order.ErrGoodsGone) {
			return nil, payme.Refuse(payme.Delivered), nil
		}
	default: // a repeat
		return t.cancelled(), nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	t.cancel(reason, v.now.UnixMilli())
	v.save(t)
	return t.cancelled(), nil, nil
}

func (v *paymeVisit) check(ctx context.Context) (any, *payme.Error, error) {
	transactionID, refused := v.call.Transaction()
	t, refused, err := named(ctx, transactionID, refused, v.see)
	if t == nil {
		return nil, refused, err
	}
	return payme.CheckedResult{
		CreateTime: t.CreateTime, PerformTime: t.PerformTime, CancelTime: t.CancelTime, Transaction: t.ours(), State: t.State, Reason: t.Reason,
	}, nil, nil
}

// mostStated is how many transactions a statement holds, some 3 MB. The protocol knows no pages, and a statement of which a
// part is missing reads as if those payments were not there: a period with more is refused, and a shorter one is asked for.
const mostStated = 10_000

func (v *paymeVisit) statement(ctx context.Context) (any, *payme.Error, error) {
	from, to, refused := v.call.Statement()
	if refused != nil {
		return nil, refused, nil
	}
	var found []*paymeTransaction
	err := v.tx.NewSelect().Model(&found).Relation("Payment").Where("ptx.store_id = ?", v.shop.Store.ID).
		Where("ptx.time >= ?", from).Where("ptx.time <= ?", to).Order("ptx.time", "ptx.id").
		Limit(mostStated + 1).Scan(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("payme statement: %w", err)
	}
	if len(found) > mostStated {
		return nil, payme.RefusePeriod(), nil
	}
	rows := make([]payme.StatementRow, len(found))
	for i, t := range found {
		t.settle(v.now)
		rows[i] = payme.StatementRow{
			ID: t.ID, Time: t.Time, Amount: t.Amount, Account: map[string]string{v.field(): t.Account}, CreateTime: t.CreateTime,
			PerformTime: t.PerformTime, CancelTime: t.CancelTime, Transaction: t.ours(), State: t.State, Reason: t.Reason,
		}
	}
	return payme.StatementResult{Transactions: rows}, nil, nil
}

func (v *paymeVisit) setFiscalData(ctx context.Context) (any, *payme.Error, error) {
	r, refused := v.call.Receipt()
	isReadable := refused == nil
	t, refused, err := named(ctx, r.Transaction, refused, v.see)
	if t == nil && err == nil && isReadable {
		refused = payme.Refuse(payme.UnknownReceipt)
	}
	if t == nil {
		return nil, refused, err
	}
	return payme.Done{Success: true}, nil, v.printed(ctx, &payment.FiscalReceipt{
		StoreID: t.StoreID, PaymentID: t.PaymentID, Kind: r.Kind, ReceiptID: r.ReceiptID, StatusCode: r.Status, Message: r.Message,
		TerminalID: r.Terminal, FiscalSign: r.Sign, QRCodeURL: r.URL, RegisteredAt: r.At, UpdatedAt: v.now,
	})
}
