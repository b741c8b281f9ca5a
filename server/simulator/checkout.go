package simulator

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment/checkout"
)

// Checkout is the gateway Uzum Checkout: its API, its page, and its callbacks. Books name a merchant by its terminal; the key is its
// secret.
type Checkout struct {
	*Books
	Page string // address of the pages for buyers, with a slash at the end
	// RefusesRepeats has a refund that is asked for again answered with 3028 instead of its operation: it is not known which.
	RefusesRepeats bool
	Now            func() time.Time

	mu         sync.Mutex
	orders     map[string]*checkoutOrder
	operations map[string]*checkoutOperation // by operationId
	keys       map[string]string             // operationId by X-Operation-Id
}

// NewCheckout makes the gateway of the merchants on the books.
func NewCheckout(b *Books, page string, now func() time.Time) *Checkout {
	return &Checkout{
		Books: b, Page: page, Now: now, orders: map[string]*checkoutOrder{}, operations: map[string]*checkoutOperation{}, keys: map[string]string{},
	}
}

// checkoutOrder is what a shop has registered.
type checkoutOrder struct {
	id, number, status, language, back string
	merchant                           Merchant
	amount, completed, refunded        int64
	until                              time.Time
}

type checkoutOperation struct{ state, kind string }

// Code implements Provider.
func (*Checkout) Code() string { return checkout.Code }

// Name implements Provider.
func (*Checkout) Name() string { return "Uzum Checkout" }

// order finds one by its id; nil when there is none.
func (c *Checkout) order(orderID string) *checkoutOrder {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.orders[orderID]
}

// Bill implements Provider: the link names an order that was registered.
func (c *Checkout) Bill(link string, _ url.Values) (Bill, error) {
	o := c.order(strings.TrimPrefix(link, "pay/"))
	if o == nil {
		return Bill{}, &Unpayable{Word: "badLink"}
	}
	return Bill{
		Merchant: o.merchant, Order: o.number, Amount: money.Tiyin(o.amount), Language: o.language[:2], Back: o.back, Account: o.id,
	}, nil
}

// Moves implements Provider. A deal shows that the shop has given its money back since.
func (c *Checkout) Moves(d *Deal) []Move {
	if o := c.order(d.Account); o != nil && d.Status == Paid {
		c.mu.Lock()
		if o.status == "REFUNDED" {
			d.Status = Refunded
		}
		c.mu.Unlock()
	}
	switch d.Status {
	case Begun:
		return []Move{Pay, Decline, Delay, Cancel}
	case Waiting:
		return []Move{Finish, Decline}
	case Paid:
		return []Move{Refund, Receipt}
	}
	return nil
}

// Make implements Provider.
func (c *Checkout) Make(ctx context.Context, d *Deal, m Move) {
	o := c.order(d.Account)
	if o == nil {
		d.Status = Expired
		return
	}
	say := func(name string, fields map[string]any) {
		fields["orderId"] = o.id
		if name != "receipt" {
			fields["orderNumber"] = o.number
		}
		body, err := json.Marshal(fields)
		if err != nil {
			panic(err) // fields are plain
		}
		m, _ := c.Merchant(o.merchant.ID) // where it is called now
		d.Call(ctx, Request{Name: name, URL: m.URL, Body: string(body), Header: map[string]string{"Content-Type": "application/json"}})
	}
	become := func(status string, to Status, change func()) {
		c.mu.Lock()
		defer c.mu.Unlock()
		o.status, d.Status = status, to
		if change != nil {
			change()
		}
	}
	if d.Status == Begun && o.until.Before(c.Now()) {
		become("REGISTERED", Expired, nil)
		return
	}
	operation := func(kind, state string) {
		say("callback", map[string]any{"operationType": kind, "operationState": state, "cardType": 2, "rrn": o.id[:12]})
	}
	switch m {
	case Pay, Finish:
		become("COMPLETED", Paid, func() { o.completed = o.amount })
		operation("COMPLETE", "SUCCESS")
	case Decline:
		become("DECLINED", Declined, nil)
		operation("AUTHORIZE", "FAIL")
	case Delay:
		become("AUTHORIZED", Waiting, nil)
		operation("AUTHORIZE", "SUCCESS")
	case Cancel:
		become("REGISTERED", Canceled, nil)
		say("event", map[string]any{"eventType": "FORM_CLOSED", "actionCode": 3042, "actionCodeDescription": "form closed"})
	case Refund:
		become("REFUNDED", Refunded, func() { o.refunded = o.completed })
		operation("REFUND", "SUCCESS")
	case Receipt:
		say("receipt", map[string]any{"receiptType": "PURCHASE", "receiptUrl": "https://ofd.soliq.uz/check?t=UZ000000000000&r=1"})
	}
}

// serveCheckout answers in the envelope of the gateway: always 200, with a code.
func serveCheckout(w http.ResponseWriter, result any, code int, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	answer := map[string]any{"errorCode": code}
	if code != 0 {
		answer["message"] = message
	} else {
		answer["result"] = result
	}
	_ = json.NewEncoder(w).Encode(answer) // whoever has gone asks again
}
