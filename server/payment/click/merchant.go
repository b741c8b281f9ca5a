package click

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/payment"
)

var (
	_ payment.Refunder = Provider{}
	_ payment.Asker    = Provider{}
	_ payment.Choosy   = Provider{}
)

// States of a payment in the Merchant API. Below Created it failed, or went back.
const (
	PaymentCreated = 0
	PaymentWaits   = 1 // CLICK is at work: no money yet
	PaymentDone    = 2
)

// States of an invoice.
const (
	InvoiceDeleted = -99
	InvoiceWaits   = 0
	InvoicePaid    = 1
)

// stands is how a payment stands.
type stands struct {
	ID     json.Number `json:"payment_id"`
	Status *int        `json:"payment_status"`
	Note   string      `json:"payment_status_note"`
}

// MayAsk implements payment.Choosy: the Merchant API is there for services that CLICK has opened it for.
func (Provider) MayAsk(t payment.Terms) bool { return t.Settings[UsesAPI] == "YES" }

// paydoc is CLICK's number of a payment.
var paydoc = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)

// reference says by what name an attempt is known to CLICK before it has a number: that of the invoice, or one that we gave.
const (
	invoiceRef = "invoice:"
	passRef    = "pass:"
)

// status asks how a payment stands.
func (p Provider) status(ctx context.Context, k payment.Keys, ref string) (int, error) {
	var s stands
	if err := p.call(ctx, k, http.MethodGet, "payment/status/"+k.Settings[ServiceID]+"/"+ref, nil, &s); err != nil {
		return 0, err
	}
	if s.Status == nil {
		return 0, fmt.Errorf("click payment %s: no status", ref)
	}
	return *s.Status, nil
}

// named asks for the payment that was made under a name of ours on a day in Tashkent; "" when there is none.
func (p Provider) named(ctx context.Context, k payment.Keys, name string, at time.Time) (ref string, status int, err error) {
	var s stands
	day := at.In(tashkent).Format(time.DateOnly)
	err = p.call(ctx, k, http.MethodGet, "payment/status_by_mti/"+k.Settings[ServiceID]+"/"+url.PathEscape(name)+"/"+day, nil, &s)
	var no *Refused
	switch {
	case errors.As(err, &no):
		return "", 0, nil
	case err != nil:
		return "", 0, err
	case !paydoc.MatchString(s.ID.String()):
		return "", 0, fmt.Errorf("click payment of %s: no number", name)
	case s.Status != nil:
		return s.ID.String(), *s.Status, nil
	}
	status, err = p.status(ctx, k, s.ID.String()) // the documents disagree whether the first answer has it
	return s.ID.String(), status, err
}

// Ask implements payment.Asker. CLICK says no sums: it takes what was agreed in Prepare, or asked for by an invoice or a code,
// and that is the sum of the attempt.
func (p Provider) Ask(ctx context.Context, k payment.Keys, q payment.Question) (payment.Answer, error) {
	var status int
	var err error
	ref := q.Ref
	switch {
	case strings.HasPrefix(ref, invoiceRef):
		return p.askInvoice(ctx, k, q)
	case strings.HasPrefix(ref, passRef):
		ref, status, err = p.lately(ctx, k, strings.TrimPrefix(ref, passRef), q.BegunAt)
	case paydoc.MatchString(ref):
		status, err = p.status(ctx, k, ref)
	default:
		return payment.Answer{State: payment.Created}, nil
	}
	if err != nil {
		return payment.Answer{}, err
	}
	return answer(q, ref, status), nil
}

// lately looks for a payment on the day on which it was begun and on the day after: one may be made around midnight.
func (p Provider) lately(ctx context.Context, k payment.Keys, name string, begun time.Time) (ref string, status int, err error) {
	ref, status, err = p.named(ctx, k, name, begun)
	if next := begun.Add(24 * time.Hour); err == nil && ref == "" && !p.now().In(tashkent).Before(dayOf(next)) {
		return p.named(ctx, k, name, next)
	}
	return ref, status, err
}

func (p Provider) askInvoice(ctx context.Context, k payment.Keys, q payment.Question) (payment.Answer, error) {
	var i struct {
		Status *int `json:"invoice_status"`
		Older  *int `json:"status"` // as CLICK's own libraries read it
	}
	number := strings.TrimPrefix(q.Ref, invoiceRef)
	if err := p.call(ctx, k, http.MethodGet, "invoice/status/"+k.Settings[ServiceID]+"/"+number, nil, &i); err != nil {
		return payment.Answer{}, err
	}
	if i.Status == nil {
		i.Status = i.Older
	}
	switch {
	case i.Status == nil:
		return payment.Answer{}, fmt.Errorf("click invoice %s: no status", number)
	case *i.Status < 0: // the page of the attempt is still there to be paid on
		return payment.Answer{State: payment.Created}, nil
	case *i.Status < InvoicePaid:
		return payment.Answer{State: payment.Pending}, nil
	}
	ref, status, err := p.lately(ctx, k, fmt.Sprint(q.OrderNumber), q.BegunAt)
	if err != nil {
		return payment.Answer{}, err
	}
	return answer(q, ref, status), nil
}

// answer says a state of CLICK in ours. One that failed is over and not called off: other payments of CLICK may stand on the same
// attempt, and their money is late money.
func answer(q payment.Question, ref string, status int) payment.Answer {
	a := payment.Answer{State: payment.Pending, Ref: ref}
	switch {
	case ref == "":
		a.State = payment.Created
	case status == PaymentDone:
		a.State, a.Amount = payment.Captured, q.Amount
	case status < PaymentCreated && q.IsCaptured:
		a.State, a.Amount, a.Refunded = payment.Captured, q.Amount, q.Amount
	case status < PaymentCreated:
		a.State = payment.Expired
	}
	return a
}

// Refund implements payment.Refunder. CLICK gives a payment back as a whole, in the month of its making; all else is done in its
// cabinet. What it refuses it may have done already.
func (p Provider) Refund(ctx context.Context, k payment.Keys, c payment.RefundCall) (payment.RefundOutcome, error) {
	switch {
	case !paydoc.MatchString(c.Ref):
		return byHand("CLICK's number of the payment is not known"), nil
	case c.Amount != c.Captured:
		return byHand("CLICK gives a payment back only as a whole"), nil
	case !reversible(c.CapturedAt, p.now()):
		return byHand("the payment is of a month that is closed"), nil
	}
	err := p.call(ctx, k, http.MethodDelete, "payment/reversal/"+k.Settings[ServiceID]+"/"+c.Ref, nil, nil)
	var no *Refused
	if !errors.As(err, &no) {
		return payment.RefundOutcome{State: payment.RefundDone, Ref: c.Ref}, err
	}
	status, err := p.status(ctx, k, c.Ref)
	var unknown *Refused
	switch {
	case err == nil && status < PaymentCreated:
		return payment.RefundOutcome{State: payment.RefundDone, Ref: c.Ref}, nil
	case err != nil && !errors.As(err, &unknown):
		return payment.RefundOutcome{}, err
	}
	return byHand(no.Error()), nil
}

func byHand(why string) payment.RefundOutcome {
	return payment.RefundOutcome{ByHand: true, Reason: why}
}

var tashkent = time.FixedZone("Asia/Tashkent", 5*60*60)

// dayOf is the beginning of a moment's day in Tashkent.
func dayOf(at time.Time) time.Time {
	y, m, d := at.In(tashkent).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, tashkent)
}

// reversible tells whether CLICK takes back a payment of a moment now: in the same month, and on the first day of the next.
func reversible(taken, now time.Time) bool {
	y, m, _ := taken.In(tashkent).Date()
	return now.Before(time.Date(y, m+1, 2, 0, 0, 0, 0, tashkent))
}
