package till

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/uzum"
)

// refusal is what an order that is not payable is refused with; nil for one that is.
func (v *uzumVisit) refusal(s order.Standing) *uzum.Error {
	switch s {
	case order.IsPaid, order.IsBusy:
		return uzum.Refused(uzum.AlreadyPaid)
	case order.IsOver:
		return uzum.Refused(uzum.OrderOver)
	}
	return nil
}

// number reads the order's number and what narrows orders to it.
func (v *uzumVisit) number() (string, func(*bun.SelectQuery) *bun.SelectQuery, *uzum.Error) {
	account, no := v.call.Account(v.account.Settings[uzum.ParamsKey])
	if no != nil {
		return "", nil, no
	}
	narrow := numbered(account)
	if narrow == nil {
		return "", nil, uzum.Refused(uzum.NoOrder)
	}
	return account, narrow, nil
}

// check tells whether an order can be paid. The sum it shows fills in the payer's form: it is in soʻm, as text.
func (v *uzumVisit) check(ctx context.Context) (a uzum.Answered, no *uzum.Error, err error) {
	account, narrow, no := v.number()
	if no != nil {
		return a, no, nil
	}
	storeID := v.shop.Store.ID
	o := new(order.Order)
	if o, err = edit.One(o, narrow(v.tx.NewSelect().Model(o).Where("ord.store_id = ?", storeID)).Scan(ctx)); err != nil {
		return a, nil, err
	}
	if o == nil {
		return a, uzum.Refused(uzum.NoOrder), nil
	}
	attempts, err := payment.OfOrders(ctx, v.tx, storeID, []uuid.UUID{o.ID})
	if err != nil {
		return a, nil, err
	}
	if no := v.refusal(order.StandingOf(o, attempts[o.ID], v.with, v.now)); no != nil {
		return a, no, nil
	}
	data := v.data(account)
	data["amount"] = uzum.Shown{Value: strings.TrimSuffix(o.Due().Decimal(), ".00")}
	return uzum.Answered{ServiceID: v.call.ServiceID, Timestamp: v.now.UnixMilli(), Status: "OK", Data: data}, nil, nil
}

func (v *uzumVisit) create(ctx context.Context) (a uzum.Answered, no *uzum.Error, err error) {
	account, narrow, no := v.number()
	if no != nil {
		return a, no, nil
	}
	amount, no := v.call.Amount()
	if no != nil {
		return a, no, nil
	}
	if err := v.enter(ctx, narrow); err != nil {
		return a, nil, err
	}
	if v.till == nil {
		return a, uzum.Refused(uzum.NoOrder), nil
	}
	o := v.till.Order()
	var known []*uzumTransaction
	err = v.tx.NewSelect().Model(&known).Where("store_id = ?", o.StoreID).WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("service_id = ? AND id = ?", v.service, v.call.TransID).WhereOr("order_id = ?", o.ID)
	}).Scan(ctx)
	if err != nil {
		return a, nil, fmt.Errorf("uzum transactions of order %s: %w", o.ID, err)
	}
	for _, t := range known {
		if t.OrderID == o.ID {
			t.Payment = v.till.Payment(t.PaymentID)
			if err := v.settle(ctx, t, t.Payment); err != nil {
				return a, nil, err
			}
		}
		if t.ID != v.call.TransID {
			continue
		}
		if t.OrderID != o.ID || t.Amount != amount || t.State != uzum.Created {
			return a, uzum.Refused(uzum.AlreadyCreated), nil
		}
		return v.repeated(uzum.AlreadyCreated, v.answer(t, uzum.Created))
	}
	if no := v.refusal(v.till.Standing()); no != nil {
		return a, no, nil
	}
	if amount != int64(v.till.Due()) {
		return a, uzum.Refused(uzum.WrongAmount), nil
	}
	until := v.now.Add(uzum.LifetimeOf(v.account.Settings)).Truncate(time.Millisecond)
	p, err := v.till.Begin(v.tx, v.call.TransID, until)
	if err != nil {
		return a, nil, err
	}
	t := &uzumTransaction{
		StoreID: o.StoreID, ServiceID: v.service, ID: v.call.TransID, PaymentID: p.ID, OrderID: o.ID,
		Amount: amount, Account: account, State: uzum.Created, Until: until.UnixMilli(), TransTime: v.now.UnixMilli(),
	}
	v.writes = append(v.writes, db.New(t))
	return v.answer(t, uzum.Created), nil, nil
}

func (v *uzumVisit) confirm(ctx context.Context) (a uzum.Answered, no *uzum.Error, err error) {
	t, err := v.open(ctx)
	if err != nil {
		return a, nil, err
	}
	if t == nil {
		return a, uzum.Refused(uzum.NoTransaction), nil
	}
	switch t.State {
	case uzum.Created:
		if err := v.till.Capture(ctx, v.tx, t.Payment); err != nil {
			return a, nil, err
		}
		t.State, t.ConfirmTime, t.Source, t.CardType = uzum.Confirmed, v.now.UnixMilli(), v.call.Source, v.call.CardType
		v.save(t)
		return v.answer(t, uzum.Confirmed), nil, nil
	case uzum.Confirmed:
		return v.repeated(uzum.AlreadyConfirmed, v.answer(t, uzum.Confirmed))
	}
	return a, uzum.Refused(uzum.Cancelled), nil
}

// reverse ends a transaction. Of a confirmed one the bank has given the money back: it is refused only while goods are out of the
// house.
func (v *uzumVisit) reverse(ctx context.Context) (a uzum.Answered, no *uzum.Error, err error) {
	t, err := v.open(ctx)
	if err != nil {
		return a, nil, err
	}
	if t == nil {
		return a, uzum.Refused(uzum.NoTransaction), nil
	}
	switch t.State {
	case uzum.Created:
		err = v.till.Release(ctx, v.tx, t.Payment, payment.Canceled)
	case uzum.Confirmed:
		err = v.till.Refund(ctx, v.tx, t.Payment)
	case uzum.Reversed:
		return v.repeated(uzum.AlreadyReversed, v.answer(t, uzum.Reversed))
	default:
		return a, uzum.Refused(uzum.NotReversible), nil
	}
	if errors.Is(err, order.ErrGoodsGone) {
		return a, uzum.Refused(uzum.NotReversible), nil
	}
	if err != nil {
		return a, nil, err
	}
	t.State, t.ReverseTime = uzum.Reversed, v.now.UnixMilli()
	v.save(t)
	return v.answer(t, uzum.Reversed), nil, nil
}

// status tells how a transaction stands; one that is out of time is told as if it had never been.
func (v *uzumVisit) status(ctx context.Context) (a uzum.Answered, no *uzum.Error, err error) {
	t, err := v.see(ctx)
	if err != nil {
		return a, nil, err
	}
	if t == nil || t.State == uzum.Failed {
		return a, uzum.Refused(uzum.NoTransaction), nil
	}
	return v.answer(t, t.State), nil, nil
}
