package payme

import (
	"context"
	"errors"
	"fmt"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// States of receipts. The money is ours in ReceiptPaid alone.
const (
	ReceiptCreated   = 0
	ReceiptChecked   = 1 // a kassa with billing asks the shop
	ReceiptDebiting  = 2
	ReceiptClosing   = 3 // a kassa with billing tells the shop
	ReceiptPaid      = 4
	ReceiptByHand    = 20 // people of Payme look at it
	ReceiptCanceling = 21
	ReceiptCanceled  = 50
)

// receipt is a receipt as Payme tells of it.
type receipt struct {
	Receipt struct {
		ID     string `json:"_id"`
		State  int    `json:"state"`
		Amount int64  `json:"amount"`
	} `json:"receipt"`
}

// answer is how a charge stands.
func (r receipt) answer() payment.Answer {
	a := payment.Answer{State: payment.Pending, Amount: money.Tiyin(r.Receipt.Amount)}
	switch r.Receipt.State {
	case ReceiptPaid:
		a.State = payment.Captured
	case ReceiptCanceled:
		a.State = payment.Canceled
	}
	return a
}

// PrepareCharge implements payment.CardPayer: it makes a receipt. One that is never paid costs nobody anything.
func (p Provider) PrepareCharge(ctx context.Context, k payment.Keys, o payment.Opening) (string, error) {
	params := map[string]any{
		"amount": int64(o.Amount), "account": map[string]string{k.Settings[AccountField]: fmt.Sprint(o.OrderNumber)},
		"description": fmt.Sprintf("%s №%d", o.Shop, o.OrderNumber),
	}
	if o.Receipt != nil {
		if d := Detailed(o.Receipt); d != nil {
			params["detail"] = d
		}
	}
	var r receipt
	if err := p.call(ctx, k, asCashier, "receipts.create", params, &r); err != nil {
		return "", final(err)
	}
	return r.Receipt.ID, nil
}

// Charge implements payment.CardPayer: it pays the receipt. A refusal is believed when the receipt says the same.
func (p Provider) Charge(ctx context.Context, k payment.Keys, c payment.Charge) (payment.Answer, error) {
	var r receipt
	err := p.call(ctx, k, asCashier, "receipts.pay", map[string]string{"id": c.Ref, "token": c.Token}, &r)
	if err == nil {
		return r.answer(), nil
	}
	var no *payment.CardRefusal
	if err = final(err); !errors.As(err, &no) {
		return payment.Answer{}, err
	}
	if no.Code == fault.CardCodeUnsent { // no SMS is wanted here: the bank has cut the card off
		no.Code = fault.CardRefused
	}
	state, checkErr := p.stateOf(ctx, k, c.Ref)
	if checkErr != nil || state != ReceiptCreated && state != ReceiptCanceled {
		return payment.Answer{}, fmt.Errorf("payme refuses to pay receipt %s in state %d: %w", c.Ref, state, errors.Join(errors.New(no.Reason), checkErr))
	}
	return payment.Answer{}, no
}

func (p Provider) stateOf(ctx context.Context, k payment.Keys, ref string) (int, error) {
	var is struct {
		State int `json:"state"`
	}
	err := p.call(ctx, k, asCashier, "receipts.check", map[string]string{"id": ref}, &is)
	return is.State, err
}

// AskCharge implements payment.CardPayer. A receipt that nobody has begun to pay in time is cancelled, so that a call that
// was lost on its way cannot pay it any more.
func (p Provider) AskCharge(ctx context.Context, k payment.Keys, q payment.Question) (payment.Answer, error) {
	var r receipt
	if err := p.call(ctx, k, asCashier, "receipts.get", map[string]string{"id": q.ChargeRef}, &r); err != nil {
		return payment.Answer{}, err
	}
	if r.Receipt.State != ReceiptCreated || !q.IsOver {
		return r.answer(), nil
	}
	if err := p.call(ctx, k, asCashier, "receipts.cancel", map[string]string{"id": q.ChargeRef}, &r); err != nil {
		return payment.Answer{}, err
	}
	return r.answer(), nil
}

// Refund implements payment.Refunder: it cancels the receipt of a saved card's charge, which Payme puts into a queue. A receipt
// goes back whole, and what was paid on Payme's page has no call in the Merchant API: staff do these in the cabinet.
func (p Provider) Refund(ctx context.Context, k payment.Keys, c payment.RefundCall) (payment.RefundOutcome, error) {
	if c.ChargeRef == "" || c.Amount != c.Captured {
		return payment.RefundOutcome{ByHand: true}, nil
	}
	state, err := p.stateOf(ctx, k, c.ChargeRef)
	if err == nil && state == ReceiptPaid {
		var r receipt
		err = p.call(ctx, k, asCashier, "receipts.cancel", map[string]string{"id": c.ChargeRef}, &r)
		state = r.Receipt.State
	}
	var no *payment.CardRefusal
	switch {
	case err != nil && errors.As(final(err), &no):
		return payment.RefundOutcome{State: payment.RefundFailed, Reason: no.Reason}, nil
	case err != nil:
		return payment.RefundOutcome{}, err
	case state == ReceiptCanceled:
		return payment.RefundOutcome{State: payment.RefundDone, Ref: c.ChargeRef}, nil
	}
	return payment.RefundOutcome{State: payment.RefundProcessing}, nil
}
