package checkout

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Statuses of orders. AUTHORIZED is on the way to COMPLETED: pages are of one step.
const (
	registered = "REGISTERED"
	completed  = "COMPLETED"
	toppedUp   = "TOP_UP_COMPLETED"
	refunded   = "REFUNDED"
	reversed   = "REVERSED"
	declined   = "DECLINED"
)

// uzs is the currency as ISO 4217 numbers it.
const uzs = 860

// Open implements payment.Opener: it registers an order. The gateway takes each orderNumber once, so each opening has its own;
// the page of one whose answer was lost is known to nobody. No page takes the place of one that was paid, or may be: then the
// gateway is asked about that one soon.
func (p Provider) Open(ctx context.Context, k payment.Keys, o payment.Opening) (payment.Opened, error) {
	if o.Ref != "" {
		before, err := p.status(ctx, k, o.Ref)
		if err != nil {
			return payment.Opened{}, err
		}
		if before.Status != registered && before.Status != declined && before.Status != reversed {
			return payment.Opened{}, fmt.Errorf("uzum checkout: order %s is %s", o.Ref, before.Status)
		}
	}
	lasts := session(k.Settings)
	key := o.PaymentID.String()
	var out struct {
		OrderID string `json:"orderId"`
		Page    string `json:"paymentRedirectUrl"`
	}
	err := p.call(ctx, k, "payment/register", "", o.Language, map[string]any{
		"clientId": o.CustomerID.String(), "currency": uzs, "orderNumber": fmt.Sprintf("%d-%s-%d", o.OrderNumber, key[len(key)-12:], o.Try),
		"viewType": "REDIRECT", "paymentParams": map[string]any{"operationType": "PAYMENT", "payType": "ONE_STEP"},
		"sessionTimeoutSecs": int(lasts.Seconds()), "amount": int64(o.Amount), "successUrl": o.Back, "failureUrl": o.Back,
		"paymentDetails": fmt.Sprintf("%s №%d", o.Shop, o.OrderNumber),
	}, &out)
	if err != nil {
		return payment.Opened{}, err
	}
	if out.OrderID == "" {
		return payment.Opened{}, errors.New("uzum checkout registers an order without a name")
	}
	until := p.now().Add(lasts)
	return payment.Opened{URL: out.Page, Ref: out.OrderID, ExpiresAt: &until}, nil
}

// status is what getOrderStatus answers.
type status struct {
	Status    string `json:"status"`
	Amount    int64  `json:"amount"`
	Completed int64  `json:"completedAmount"`
	Refunded  int64  `json:"refundedAmount"`
}

func (p Provider) status(ctx context.Context, k payment.Keys, orderID string) (s status, err error) {
	err = p.call(ctx, k, "payment/getOrderStatus", "", lang.Default, map[string]string{"orderId": orderID}, &s)
	return s, err
}

// Ask implements payment.Asker.
func (p Provider) Ask(ctx context.Context, k payment.Keys, q payment.Question) (payment.Answer, error) {
	if q.Ref == "" { // its page was never told to anybody
		return payment.Answer{State: payment.Created}, nil
	}
	s, err := p.status(ctx, k, q.Ref)
	if err != nil {
		return payment.Answer{}, err
	}
	a := payment.Answer{State: payment.Pending, Amount: money.Tiyin(cmp.Or(s.Completed, s.Amount)), Refunded: money.Tiyin(s.Refunded)}
	switch s.Status {
	case completed, toppedUp:
		a.State = payment.Captured
	case refunded:
		a.State, a.Refunded = payment.Captured, cmp.Or(a.Refunded, a.Amount)
	case reversed:
		a.State = payment.Canceled
	case declined:
		a.State = payment.Failed
	case registered:
		if a.State = payment.Created; q.IsOver {
			a.State = payment.Expired
		}
	}
	return a, nil
}

// doubt is how long the gateway is asked about a refund that it has heard of but does not show; then people look.
const doubt = 24 * time.Hour

// Refund implements payment.Refunder. The gateway carries an operation out once, under the key of the refund.
func (p Provider) Refund(ctx context.Context, k payment.Keys, c payment.RefundCall) (payment.RefundOutcome, error) {
	var made struct {
		OperationID string `json:"operationId"`
	}
	err := p.call(ctx, k, "acquiring/refund", c.Key.String(), lang.Default, map[string]any{"orderId": c.Ref, "amount": int64(c.Amount)}, &made)
	var no *Refusal
	switch {
	case errors.As(err, &no) && no.Code == operationExists:
		return p.doubted(ctx, k, c)
	case errors.As(err, &no) && no.isFinal():
		return payment.RefundOutcome{State: payment.RefundFailed, Reason: no.Error()}, nil
	case err != nil:
		return payment.RefundOutcome{}, err
	}
	var is struct {
		Operation struct {
			State string `json:"state"`
		} `json:"operation"`
	}
	if err := p.call(ctx, k, "payment/getOperationState", "", lang.Default, map[string]string{"operationId": made.OperationID}, &is); err != nil {
		return payment.RefundOutcome{}, err
	}
	switch is.Operation.State {
	case "SUCCESS":
		return payment.RefundOutcome{State: payment.RefundDone, Ref: made.OperationID}, nil
	case "FAIL":
		return payment.RefundOutcome{State: payment.RefundFailed, Reason: "uzum checkout: FAIL of operation " + made.OperationID}, nil
	}
	return payment.RefundOutcome{State: payment.RefundProcessing}, nil
}

// doubted tells what became of a refund whose operation the gateway knows and does not name: all that can be seen is how much of
// the order went back.
func (p Provider) doubted(ctx context.Context, k payment.Keys, c payment.RefundCall) (payment.RefundOutcome, error) {
	s, err := p.status(ctx, k, c.Ref)
	switch {
	case err != nil:
		return payment.RefundOutcome{}, err
	case c.Amount == c.Captured && s.Status == refunded:
		return payment.RefundOutcome{State: payment.RefundDone}, nil
	case p.now().Sub(c.AskedAt) > doubt:
		return payment.RefundOutcome{ByHand: true, Reason: "uzum checkout: 3028, see what became of operation " + c.Key.String()}, nil
	}
	return payment.RefundOutcome{State: payment.RefundProcessing}, nil
}
