package simulator

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/dokon-shop/dokon/server/payment/click"
)

// ClickShop is a shop's SHOP-API as CLICK reaches it.
type ClickShop struct {
	URL, Service, Key string
}

// ClickPayment is a payment as CLICK knows it.
type ClickPayment struct {
	Trans, Paydoc, Prepared int64 // Prepared is the shop's number of it, once there is one
	Order, Som              string
}

// ClickFailed is the error with which CLICK calls payments off in its own test suite.
const ClickFailed = -5017

// Request is a call of an action, signed. changes are fields that are set afterwards, by name and value.
func (s ClickShop) Request(p ClickPayment, action, wrong int, at time.Time, changes ...string) Request {
	name, prepared := "prepare", ""
	v := url.Values{
		"click_trans_id": {fmt.Sprint(p.Trans)}, "service_id": {s.Service}, "click_paydoc_id": {fmt.Sprint(p.Paydoc)},
		"merchant_trans_id": {p.Order}, "amount": {p.Som}, "action": {fmt.Sprint(action)}, "error": {fmt.Sprint(wrong)},
		"error_note": {"Success"}, "sign_time": {at.In(tashkent).Format(time.DateTime)},
	}
	if wrong < 0 {
		v.Set("error_note", "Failed")
	}
	if action == click.Complete {
		name, prepared = "complete", fmt.Sprint(p.Prepared)
		v.Set("merchant_prepare_id", prepared)
	}
	v.Set("sign_string", click.Sign(v.Get("click_trans_id"), s.Service, s.Key, p.Order, prepared, p.Som, v.Get("action"), v.Get("sign_time")))
	for i := 0; i < len(changes); i += 2 {
		v.Set(changes[i], changes[i+1])
	}
	return Request{Name: name, URL: s.URL, Body: v.Encode(), Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}
}

var tashkent = time.FixedZone("Asia/Tashkent", 5*60*60)

// ClickAnswer is an answer of a shop.
type ClickAnswer struct {
	Trans     int64  `json:"click_trans_id"`
	Order     string `json:"merchant_trans_id"`
	PrepareID int64  `json:"merchant_prepare_id"`
	ConfirmID *int64 `json:"merchant_confirm_id"`
	Error     *int   `json:"error"`
	Note      string `json:"error_note"`
}

// ClickAnswered reads an answer; false when it is not one of the protocol.
func ClickAnswered(e Exchange) (ClickAnswer, bool) {
	var a ClickAnswer
	ok := e.Read(&a) && e.Status == http.StatusOK && a.Error != nil && a.Note != ""
	return a, ok
}

// Click is CLICK's side of its SHOP-API, and its page.
type Click struct{ *Books }

// Code implements Provider.
func (Click) Code() string { return click.Code }

// Name implements Provider.
func (Click) Name() string { return "CLICK" }

// Bill implements Provider: the page is "pay", and what is paid stands in the query. The sum is taken as it is there: CLICK
// too leaves it to the shop to refuse another.
func (c Click) Bill(link string, query url.Values) (Bill, error) {
	b := Bill{Order: query.Get("transaction_param"), Back: query.Get("return_url")}
	sum, isSum := click.Call{Amount: query.Get("amount")}.Sum()
	if link != "pay" || b.Order == "" || !isSum || query.Get("service_id") == "" {
		return Bill{}, &Unpayable{Word: "badLink"}
	}
	b.Amount = sum
	var known bool
	if b.Merchant, known = c.Merchant(query.Get("service_id")); !known {
		return Bill{}, &Unpayable{Word: "noMerchant", Elsewhere: click.Page + "?" + query.Encode()}
	}
	return b, nil
}

// Moves implements Provider. A payment that is confirmed can be called off, as CLICK does in its test suite, and be given back in
// CLICK's cabinet.
func (Click) Moves(d *Deal) []Move {
	_, isPass := d.Extra.(pass)
	switch {
	case isPass && d.Status == Paid:
		return []Move{Refund}
	case isPass:
		return nil
	case d.Status == Begun:
		return []Move{Pay, Decline, Delay}
	case d.Status == Waiting:
		return []Move{Finish, Cancel}
	case d.Status == Paid:
		return []Move{Refund, Cancel}
	}
	return nil
}

// Make implements Provider.
func (Click) Make(ctx context.Context, d *Deal, m Move) {
	c := &clickDeal{Deal: d, shop: ClickShop{URL: d.Merchant.URL, Service: d.Merchant.ID, Key: d.Merchant.Secret}}
	switch m {
	case Pay:
		if c.prepare(ctx) {
			c.complete(ctx)
		}
	case Decline:
		if c.prepare(ctx) {
			c.cancel(ctx, Declined)
		}
	case Delay:
		c.prepare(ctx)
	case Finish:
		c.complete(ctx)
	case Cancel:
		c.cancel(ctx, Canceled)
	case Refund:
		d.Status = Refunded
		if _, isPass := d.Extra.(pass); !isPass {
			c.call(ctx, click.Complete, ClickFailed)
		}
	}
}

// clickDeal is a deal on which calls are made.
type clickDeal struct {
	*Deal
	shop ClickShop
}

// paydocOf is CLICK's number of a deal's payment, made of the deal's.
func paydocOf(d *Deal) int64 {
	n, err := strconv.ParseInt(d.ID[:12], 16, 64)
	if err != nil {
		panic(err) // ids are hexadecimal
	}
	return n + 2
}

// payment is the deal as CLICK knows it: its numbers are made of the deal's, and the shop's number is what it answered.
func (c *clickDeal) payment() ClickPayment {
	n := paydocOf(c.Deal)
	p := ClickPayment{Trans: n - 1, Paydoc: n, Order: c.Order, Som: click.Som(c.Amount)}
	for _, e := range c.Calls {
		if a, ok := ClickAnswered(e); ok && e.Name == "prepare" && *a.Error == 0 {
			p.Prepared = a.PrepareID
		}
	}
	return p
}

// call gives what the shop answers; an answer that is none reads as a failure.
func (c *clickDeal) call(ctx context.Context, action, wrong int) int {
	a, ok := ClickAnswered(c.Call(ctx, c.shop.Request(c.payment(), action, wrong, c.now())))
	if !ok {
		return click.Failure
	}
	return *a.Error
}

func (c *clickDeal) prepare(ctx context.Context) bool {
	if c.call(ctx, click.Prepare, 0) != 0 {
		c.Status = Refused
		return false
	}
	c.Status = Waiting
	return true
}

func (c *clickDeal) complete(ctx context.Context) {
	switch c.call(ctx, click.Complete, 0) {
	case 0, click.AlreadyPaid: // by another payment: the money is with CLICK all the same
		c.Status = Paid
	case click.Cancelled:
		c.Status = Canceled
	}
}

// cancel calls the payment off; to is what it then is to the buyer. One that the shop says is paid stays so.
func (c *clickDeal) cancel(ctx context.Context, to Status) {
	if c.call(ctx, click.Complete, ClickFailed) == click.Cancelled && c.Status == Waiting {
		c.Status = to
	}
}
