package click

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/payment"
)

var (
	_ payment.Biller  = Provider{}
	_ payment.Counter = Provider{}
)

// refusal is what the rest of the house knows of a refusal.
func refusal(err error) error {
	var no *Refused
	if errors.As(err, &no) {
		return &payment.Refusal{Reason: no.Error()}
	}
	return err
}

// Bill implements payment.Biller: an invoice in the app of CLICK.
func (p Provider) Bill(ctx context.Context, k payment.Keys, o payment.Opening, phone string) (string, error) {
	var made struct {
		ID json.Number `json:"invoice_id"`
	}
	err := p.call(ctx, k, http.MethodPost, "invoice/create", map[string]any{
		"service_id": service(k), "amount": json.Number(Som(o.Amount)), "phone_number": strings.TrimPrefix(phone, "+"),
		"merchant_trans_id": fmt.Sprint(o.OrderNumber),
	}, &made)
	if err != nil {
		return "", refusal(err)
	}
	if !paydoc.MatchString(made.ID.String()) {
		return "", errors.New("click invoice: no number")
	}
	return invoiceRef + made.ID.String(), nil
}

// CounterRef implements payment.Counter.
func (Provider) CounterRef(paymentID uuid.UUID) string { return passRef + paymentID.String() }

// Take implements payment.Counter by CLICK Pass. The name of the attempt is its transaction_id, so that a call whose answer was
// lost is found again.
func (p Provider) Take(ctx context.Context, k payment.Keys, c payment.CounterCall) (payment.Taken, error) {
	var made struct {
		stands
		Mode int `json:"confirm_mode"`
	}
	err := p.call(ctx, k, http.MethodPost, "click_pass/payment", map[string]any{
		"service_id": service(k), "otp_data": c.Code, "amount": json.Number(Som(c.Amount)), "transaction_id": c.PaymentID.String(),
	}, &made)
	switch {
	case err != nil:
		return payment.Taken{}, refusal(err)
	case made.Status == nil || !paydoc.MatchString(made.ID.String()):
		return payment.Taken{}, errors.New("click pass: no number or no status")
	case *made.Status < PaymentCreated:
		return payment.Taken{}, &payment.Refusal{Reason: fmt.Sprintf("CLICK Pass: %d %s", *made.Status, made.Note)}
	}
	t := payment.Taken{Ref: made.ID.String(), State: payment.Pending}
	switch {
	case *made.Status == PaymentDone:
		t.State = payment.Captured
	case made.Mode == 1:
		t.State = payment.Authorized
	}
	return t, nil
}

// Confirm implements payment.Counter; CLICK waits 30 seconds for it and then gives the money back.
func (p Provider) Confirm(ctx context.Context, k payment.Keys, ref string) error {
	err := p.call(ctx, k, http.MethodPost, "click_pass/confirm", map[string]any{"service_id": service(k), "payment_id": json.Number(ref)}, nil)
	return refusal(err)
}
