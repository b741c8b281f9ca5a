package hosted

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Bill is what the gateway is asked to take: POST /payments. A repeat with the same payment gets the same page.
type Bill struct {
	Payment   string      `json:"payment"` // names the attempt; another attempt of the order has another
	Order     int64       `json:"order"`   // number, for people
	Amount    money.Tiyin `json:"amount"`
	Currency  string      `json:"currency"`
	Language  string      `json:"language"` // BCP 47
	ReturnURL string      `json:"returnUrl"`
	IsTest    bool        `json:"isTest"` // no money is to be moved
}

// Page is the gateway's answer to a Bill.
type Page struct {
	ID        string     `json:"id"` // what the gateway calls the payment
	URL       string     `json:"url"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
}

// Back is what the gateway is asked to give back: POST /payments/{id}/refunds. A repeat with the same key gives nothing more.
type Back struct {
	Key    string      `json:"key"`
	Amount money.Tiyin `json:"amount"`
}

// Given is the gateway's answer to Back.
type Given struct {
	ID     string `json:"id"`
	State  string `json:"state"` // done, processing or refused
	Reason string `json:"reason,omitempty"`
}

// Standing is how a payment stands: the answer to GET /payments/{id}, and what the gateway calls the shop with.
type Standing struct {
	ID       string      `json:"id"`
	Payment  string      `json:"payment"` // of the Bill
	Amount   money.Tiyin `json:"amount"`  // of the Bill; taken as a whole or not at all
	Refunded money.Tiyin `json:"refunded"`
	State    string      `json:"state"`
}

// States of a payment in a Standing.
const (
	Waiting  = "waiting"  // the page is open; nothing was paid
	Pending  = "pending"  // the buyer pays
	Paid     = "paid"     // the money is the shop's
	Canceled = "canceled" // it will not be paid any more
)

// States of a refund in Given.
const (
	Done       = "done"
	Processing = "processing"
	Refused    = "refused"
)

var states = map[string]payment.State{
	Waiting: payment.Created, Pending: payment.Pending, Paid: payment.Captured, Canceled: payment.Canceled,
}

// ErrGarbage says that a Standing says nothing that can be understood.
var ErrGarbage = errors.New("hosted: no standing of a payment")

// Read understands the body of a report: which attempt it is about, and how it stands. Error: ErrGarbage.
func Read(body []byte) (key uuid.UUID, a payment.Answer, amount money.Tiyin, err error) {
	var s Standing
	if err := json.Unmarshal(body, &s); err != nil {
		return key, a, 0, ErrGarbage
	}
	named, err := id.Parse(s.Payment)
	if err == nil {
		key, err = named.Must(id.Payment)
	}
	if err != nil {
		return key, a, 0, ErrGarbage
	}
	a, err = s.answer()
	return key, a, s.Amount, err
}

func (s Standing) answer() (payment.Answer, error) {
	state, known := states[s.State]
	if !known || s.ID == "" || len(s.ID) > 200 || strings.ContainsRune(s.ID, 0) || s.Amount <= 0 || s.Refunded < 0 || s.Refunded > s.Amount {
		return payment.Answer{}, ErrGarbage
	}
	a := payment.Answer{State: state, Refunded: s.Refunded, Ref: s.ID}
	if state == payment.Captured {
		a.Amount = s.Amount
	}
	return a, nil
}

// Open implements payment.Opener.
func (p Provider) Open(ctx context.Context, k payment.Keys, o payment.Opening) (payment.Opened, error) {
	var made Page
	status, err := p.call(ctx, k, http.MethodPost, "/payments", Bill{
		Payment: id.Of(id.Payment, o.PaymentID).String(), Order: o.OrderNumber, Amount: o.Amount, Currency: money.UZS,
		Language: string(o.Language), ReturnURL: o.Back, IsTest: k.Mode == payment.Test,
	}, &made)
	if err != nil {
		return payment.Opened{}, err
	}
	leads, err := url.Parse(made.URL)
	_, _, isSimulated := p.gateway(k)
	if status != http.StatusOK || err != nil || leads.Host == "" || made.ID == "" || leads.Scheme != "https" && !isSimulated {
		return payment.Opened{}, fmt.Errorf("hosted: page of payment %s: status %d, %q", o.PaymentID, status, made.URL)
	}
	return payment.Opened{URL: made.URL, Ref: made.ID, ExpiresAt: made.ExpiresAt}, nil
}

// Refund implements payment.Refunder.
func (p Provider) Refund(ctx context.Context, k payment.Keys, c payment.RefundCall) (payment.RefundOutcome, error) {
	var g Given
	status, err := p.call(ctx, k, http.MethodPost, "/payments/"+url.PathEscape(c.Ref)+"/refunds", Back{c.Key.String(), c.Amount}, &g)
	if err != nil {
		return payment.RefundOutcome{}, err
	}
	known := map[string]payment.RefundState{Done: payment.RefundDone, Processing: payment.RefundProcessing, Refused: payment.RefundFailed}
	state, is := known[g.State]
	if status != http.StatusOK || !is {
		return payment.RefundOutcome{}, fmt.Errorf("hosted: refund %s: status %d, state %q", c.Key, status, g.State)
	}
	return payment.RefundOutcome{State: state, Ref: g.ID, Reason: g.Reason}, nil
}

// Ask implements payment.Asker.
func (p Provider) Ask(ctx context.Context, k payment.Keys, q payment.Question) (payment.Answer, error) {
	if q.Ref == "" {
		return payment.Answer{State: payment.Created}, nil // no page was made
	}
	var s Standing
	status, err := p.call(ctx, k, http.MethodGet, "/payments/"+url.PathEscape(q.Ref), nil, &s)
	switch {
	case err != nil:
		return payment.Answer{}, err
	case status == http.StatusNotFound:
		return payment.Answer{State: payment.Created}, nil
	case status != http.StatusOK, s.Payment != id.Of(id.Payment, q.PaymentID).String():
		return payment.Answer{}, fmt.Errorf("hosted: payment %s: status %d, of %q", q.Ref, status, s.Payment)
	}
	return s.answer()
}

// mostRead bounds an answer, in bytes.
const mostRead = 64 << 10

// call asks the gateway and reads its answer, which must be signed. Of a status other than 200 nothing is read.
func (p Provider) call(ctx context.Context, k payment.Keys, method, path string, ask, into any) (status int, err error) {
	body := []byte{}
	if ask != nil {
		if body, err = json.Marshal(ask); err != nil {
			return 0, fmt.Errorf("hosted %s: %w", path, err)
		}
	}
	at, client, _ := p.gateway(k)
	r, err := http.NewRequestWithContext(ctx, method, at+path, bytes.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("hosted %s: %w", path, err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Merchant", k.Settings[MerchantID])
	Put(r.Header, k.Secret, p.now(), method+" "+path, body)
	answer, err := client.Do(r)
	if err != nil {
		return 0, fmt.Errorf("hosted %s: %w", path, err)
	}
	defer func() { _ = answer.Body.Close() }()
	read, err := io.ReadAll(io.LimitReader(answer.Body, mostRead))
	switch {
	case err != nil:
		return 0, fmt.Errorf("hosted %s: %w", path, err)
	case !IsSigned(answer.Header, k.Secret, p.now(), ForAnswer, read):
		return 0, fmt.Errorf("hosted %s: status %d, and the answer is not signed", path, answer.StatusCode)
	case answer.StatusCode != http.StatusOK:
		return answer.StatusCode, nil
	}
	if err := json.Unmarshal(read, into); err != nil {
		return 0, fmt.Errorf("hosted %s: %w", path, err)
	}
	return answer.StatusCode, nil
}
