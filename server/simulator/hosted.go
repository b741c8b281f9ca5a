package simulator

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment/hosted"
)

// HostedShop is a shop's address for reports as a gateway reaches it.
type HostedShop struct{ URL, Secret string }

// Report is a signed report.
func (s HostedShop) Report(standing hosted.Standing, at time.Time) Request {
	body, err := json.Marshal(standing)
	if err != nil {
		panic(err) // plain fields
	}
	return s.Raw(standing.State, string(body), at)
}

// Raw is a signed report with a body of one's own.
func (s HostedShop) Raw(name, body string, at time.Time) Request {
	h := http.Header{}
	hosted.Put(h, s.Secret, at, hosted.ForReport, []byte(body))
	return Request{Name: name, URL: s.URL, Body: body, Header: map[string]string{
		"Content-Type": "application/json", hosted.TimeHeader: h.Get(hosted.TimeHeader), hosted.SignatureHeader: h.Get(hosted.SignatureHeader),
	}}
}

// Hosted is a gateway of hosted pages. Page is the address of its pages for browsers, with a slash at the end.
type Hosted struct {
	*Books
	Page string
}

// hostedDeal is what a gateway keeps of a payment.
type hostedDeal struct {
	payment string
	back    map[string]money.Tiyin // given back, by key
}

// refunded is what went back.
func (h *hostedDeal) refunded() (sum money.Tiyin) {
	for _, part := range h.back {
		sum += part
	}
	return sum
}

// Code implements Provider.
func (Hosted) Code() string { return hosted.Code }

// Name implements Provider.
func (Hosted) Name() string { return "Gateway" }

// Bill implements Provider: bills come by the API alone.
func (Hosted) Bill(string, url.Values) (Bill, error) { return Bill{}, &Unpayable{Word: "badLink"} }

// Moves implements Provider.
func (Hosted) Moves(d *Deal) []Move {
	switch d.Status {
	case Begun:
		return []Move{Pay, Decline, Delay}
	case Waiting:
		return []Move{Finish, Cancel}
	case Paid:
		return []Move{Refund}
	}
	return nil
}

// Make implements Provider. What the gateway knows counts, whatever the shop answers; it reports again when it is asked to.
func (Hosted) Make(ctx context.Context, d *Deal, m Move) {
	d.Status = map[Move]Status{Pay: Paid, Decline: Declined, Delay: Waiting, Finish: Paid, Cancel: Canceled, Refund: Refunded}[m]
	h := d.Extra.(*hostedDeal)
	if m == Refund {
		h.back["cabinet"] = d.Amount - h.refunded()
	}
	d.Call(ctx, HostedShop{URL: d.Merchant.URL, Secret: d.Merchant.Secret}.Report(hostedStanding(d), d.now()))
}

func hostedStanding(d *Deal) hosted.Standing {
	states := map[Status]string{Begun: hosted.Waiting, Waiting: hosted.Pending, Paid: hosted.Paid, Refunded: hosted.Paid}
	h := d.Extra.(*hostedDeal)
	s := hosted.Standing{ID: d.ID, Payment: h.payment, Amount: d.Amount, Refunded: h.refunded(), State: states[d.Status]}
	if s.State == "" {
		s.State = hosted.Canceled
	}
	return s
}

// API implements Called.
func (g Hosted) API(s *Simulator) http.Handler {
	a := hostedAPI{s, g}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /payments", a.signed(a.open))
	mux.HandleFunc("GET /payments/{id}", a.signed(a.stands))
	mux.HandleFunc("POST /payments/{id}/refunds", a.signed(a.refund))
	return mux
}

type hostedAPI struct {
	*Simulator
	gateway Hosted
}

// signed lets in whoever signs, and signs what is answered: a status, and a value for 200.
func (a hostedAPI) signed(answer func(r *http.Request, m Merchant, body []byte) (int, any)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, mostRead))
		m, known := a.gateway.Merchant(r.Header.Get("X-Merchant"))
		if err != nil || !known || !hosted.IsSigned(r.Header, m.Secret, a.now(), r.Method+" "+r.URL.EscapedPath(), body) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		status, value := answer(r, m, body)
		out := []byte("{}")
		if value != nil {
			if out, err = json.Marshal(value); err != nil {
				panic(err) // plain fields
			}
		}
		hosted.Put(w.Header(), m.Secret, a.now(), hosted.ForAnswer, out)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(out) // whoever has gone asks again
	}
}

// of finds a payment of a shop, locked.
func (a hostedAPI) of(m Merchant, is func(d *Deal) bool) (*Deal, func()) {
	return a.find(func(d *Deal) bool { return d.Merchant.ID == m.ID && is(d) })
}

func (a hostedAPI) open(_ *http.Request, m Merchant, body []byte) (int, any) {
	var b hosted.Bill
	if json.Unmarshal(body, &b) != nil || b.Payment == "" || b.Amount <= 0 || b.Currency != money.UZS || !b.IsTest {
		return http.StatusBadRequest, nil
	}
	d, done := a.of(m, func(d *Deal) bool { return d.Extra.(*hostedDeal).payment == b.Payment })
	done()
	if d == nil {
		language, _, _ := strings.Cut(b.Language, "-")
		back := b.ReturnURL
		if !mayLead(back) {
			back = ""
		}
		bill := Bill{Merchant: m, Order: fmt.Sprint(b.Order), Amount: b.Amount, Language: language, Back: back}
		d = a.sent(bill, "", &hostedDeal{payment: b.Payment, back: map[string]money.Tiyin{}}, Begun)
	}
	return http.StatusOK, hosted.Page{ID: d.ID, URL: a.gateway.Page + "deals/" + d.ID}
}

func (a hostedAPI) stands(r *http.Request, m Merchant, _ []byte) (int, any) {
	d, done := a.of(m, func(d *Deal) bool { return d.ID == r.PathValue("id") })
	defer done()
	if d == nil {
		return http.StatusNotFound, nil
	}
	return http.StatusOK, hostedStanding(d)
}

func (a hostedAPI) refund(r *http.Request, m Merchant, body []byte) (int, any) {
	var b hosted.Back
	d, done := a.of(m, func(d *Deal) bool { return d.ID == r.PathValue("id") })
	defer done()
	switch {
	case json.Unmarshal(body, &b) != nil || b.Key == "" || b.Amount <= 0:
		return http.StatusBadRequest, nil
	case d == nil:
		return http.StatusNotFound, nil
	}
	h := d.Extra.(*hostedDeal)
	if _, again := h.back[b.Key]; !again {
		if d.Status != Paid || h.refunded()+b.Amount > d.Amount {
			return http.StatusOK, hosted.Given{State: hosted.Refused, Reason: "so much was not paid"}
		}
		h.back[b.Key] = b.Amount
		if h.refunded() == d.Amount {
			d.Status = Refunded
		}
	}
	return http.StatusOK, hosted.Given{ID: "R" + b.Key, State: hosted.Done}
}
