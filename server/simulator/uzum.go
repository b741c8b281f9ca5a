package simulator

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment/uzum"
)

// UzumShop is a shop's Merchant API as Uzum Bank reaches it.
type UzumShop struct {
	URL       string // to which the name of a call is added
	Secret    string // login:password
	ServiceID string
}

// Request is a call with fields beside serviceId and timestamp.
func (u UzumShop) Request(action string, fields map[string]any, now time.Time) Request {
	all := map[string]any{"serviceId": json.Number(u.ServiceID), "timestamp": now.UnixMilli()}
	for name, value := range fields {
		all[name] = value
	}
	body, err := json.Marshal(all)
	if err != nil {
		panic(err) // fields are plain
	}
	return u.Raw(action, string(body))
}

// Raw is a call with a body of one's own.
func (u UzumShop) Raw(action, body string) Request {
	return Request{Name: action, URL: u.URL + "/" + action, Body: body, Header: map[string]string{
		"Content-Type": "application/json", "Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte(u.Secret)),
	}}
}

// UzumAnswer is an answer of a shop.
type UzumAnswer struct {
	ServiceID json.RawMessage `json:"serviceId"`
	TransID   string          `json:"transId"`
	Status    string          `json:"status"`
	ErrorCode string          `json:"errorCode"`
	Amount    int64           `json:"amount"`
}

// UzumAnswered reads an answer; false when it is not one of the protocol: 200 for what was done, 400 with a code for a refusal.
func UzumAnswered(e Exchange) (UzumAnswer, bool) {
	var a UzumAnswer
	if !e.Read(&a) || a.Status == "" {
		return a, false
	}
	if e.Status == http.StatusBadRequest {
		_, err := strconv.Atoi(a.ErrorCode)
		return a, a.Status == uzum.Failed && err == nil
	}
	return a, e.Status == http.StatusOK && a.ErrorCode == "" && a.Status != uzum.Failed
}

// Uzum is Uzum Bank's side of its Merchant API, and the page of its app that pays a service.
type Uzum struct{ *Books }

// Code implements Provider.
func (Uzum) Code() string { return uzum.Code }

// Name implements Provider.
func (Uzum) Name() string { return "Uzum Bank" }

// Bill implements Provider: the address names service, order and sum, as uzum.Provider writes it.
func (u Uzum) Bill(link string, query url.Values) (Bill, error) {
	amount, err := strconv.ParseInt(query.Get("amount"), 10, 64)
	if link != "open-service" || err != nil || amount <= 0 {
		return Bill{}, &Unpayable{Word: "badLink"}
	}
	m, known := u.Merchant(query.Get("serviceId"))
	if !known {
		return Bill{}, &Unpayable{Word: "noMerchant"}
	}
	b := Bill{Merchant: m, Amount: money.Tiyin(amount), Back: query.Get("redirectUrl")}
	for name := range query {
		switch name {
		case "amount", "serviceId", "redirectUrl":
		default:
			b.Account, b.Order = name, query.Get(name)
		}
	}
	if b.Order == "" {
		return Bill{}, &Unpayable{Word: "badLink"}
	}
	return b, nil
}

// Moves implements Provider.
func (Uzum) Moves(d *Deal) []Move {
	switch d.Status {
	case Begun:
		return []Move{Pay, Decline, Delay}
	case Waiting:
		return []Move{Finish, Cancel, Ask}
	case Paid:
		return []Move{Refund, Ask}
	case Canceled, Declined, Refunded:
		return []Move{Ask}
	}
	return nil
}

// Make implements Provider.
func (u Uzum) Make(ctx context.Context, d *Deal, m Move) {
	shop := UzumShop{URL: d.Merchant.URL, Secret: d.Merchant.Secret, ServiceID: d.Merchant.ID}
	call := func(action string, fields map[string]any) bool {
		e := d.Call(ctx, shop.Request(action, fields, d.now()))
		_, isAnswer := UzumAnswered(e)
		return isAnswer && e.Status == http.StatusOK
	}
	named := map[string]any{"transId": d.ID}
	create := func() bool {
		account := map[string]any{d.Account: d.Order}
		if call(uzum.Check, map[string]any{"params": account}) &&
			call(uzum.Create, map[string]any{"transId": d.ID, "params": account, "amount": int64(d.Amount)}) {
			d.Status = Waiting
			return true
		}
		d.Status = Refused
		return false
	}
	confirm := func() {
		if call(uzum.Confirm, map[string]any{"transId": d.ID, "paymentSource": "UZCARD", "cardType": 2}) {
			d.Status = Paid
		}
	}
	reverse := func(to Status) {
		if call(uzum.Reverse, named) {
			d.Status = to
		}
	}
	switch m {
	case Pay:
		if create() {
			confirm()
		}
	case Decline:
		if create() {
			reverse(Declined)
		}
	case Delay:
		create()
	case Finish:
		confirm()
	case Cancel:
		reverse(Canceled)
	case Refund:
		reverse(Refunded)
	case Ask:
		if !call(uzum.Status, named) && d.Status == Waiting {
			d.Status = Expired
		}
	}
}
