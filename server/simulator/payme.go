package simulator

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment/payme"
)

// PaymeShop is a shop's Merchant API as Payme reaches it.
type PaymeShop struct {
	URL, Key string
}

// rpcIDs number the calls of this process.
var rpcIDs atomic.Int64

// Request is a call of a method with params.
func (p PaymeShop) Request(method string, params any) Request {
	body, err := json.Marshal(map[string]any{"method": method, "params": params, "id": rpcIDs.Add(1)})
	if err != nil {
		panic(err) // params are plain
	}
	return p.Raw(method, string(body))
}

// Raw is a call with a body of one's own.
func (p PaymeShop) Raw(name, body string) Request {
	return Request{Name: name, URL: p.URL, Body: body, Header: map[string]string{
		"Content-Type": "text/json; charset=UTF-8", "Authorization": Basic("Paycom", p.Key),
	}}
}

// Basic is a header of HTTP Basic authentication.
func Basic(login, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(login+":"+password))
}

// PaymeAnswer is an answer of a shop.
type PaymeAnswer struct {
	Result map[string]any  `json:"result"`
	Error  *payme.Error    `json:"error"`
	ID     json.RawMessage `json:"id"`
}

// PaymeAnswered reads an answer; false when it is not one of the protocol.
func PaymeAnswered(e Exchange) (PaymeAnswer, bool) {
	var a PaymeAnswer
	ok := e.Read(&a) && e.Status == http.StatusOK && (a.Result == nil) != (a.Error == nil)
	return a, ok
}

// Payme is Payme's side of its Merchant API, and its checkout page.
type Payme struct{ *Books }

// Code implements Provider.
func (Payme) Code() string { return payme.Code }

// Name implements Provider.
func (Payme) Name() string { return "Payme" }

// Bill implements Provider: the link is Base64 of fields, as payme.Link writes it.
func (p Payme) Bill(link string, _ url.Values) (Bill, error) {
	plain, err := base64.StdEncoding.DecodeString(link)
	if err != nil {
		return Bill{}, &Unpayable{Word: "badLink"}
	}
	var b Bill
	merchantID := ""
	for part := range strings.SplitSeq(string(plain), ";") {
		name, value, _ := strings.Cut(part, "=")
		value = strings.ReplaceAll(value, "%3B", ";")
		switch {
		case name == "m":
			merchantID = value
		case name == "a":
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil || n <= 0 {
				return Bill{}, &Unpayable{Word: "badLink"}
			}
			b.Amount = money.Tiyin(n)
		case name == "l":
			b.Language = value
		case name == "c":
			b.Back = value
		case name == "ct":
			ms, _ := strconv.ParseInt(value, 10, 32)
			b.Wait = time.Duration(ms) * time.Millisecond
		case strings.HasPrefix(name, "ac.") && b.Account == "":
			b.Account, b.Order = strings.TrimPrefix(name, "ac."), value
		}
	}
	if merchantID == "" || b.Amount == 0 || b.Account == "" {
		return Bill{}, &Unpayable{Word: "badLink"}
	}
	var known bool
	if b.Merchant, known = p.Merchant(merchantID); !known {
		return Bill{}, &Unpayable{Word: "noMerchant", Elsewhere: payme.Sandbox + link}
	}
	return b, nil
}

// Moves implements Provider.
func (Payme) Moves(d *Deal) []Move {
	switch d.Status {
	case Begun:
		return []Move{Pay, Decline, Delay}
	case Waiting:
		return []Move{Finish, Cancel, Expire, Ask}
	case Paid:
		return []Move{Refund, Receipt, Ask}
	case Canceled, Declined, Expired, Refunded:
		return []Move{Ask}
	}
	return nil
}

// Reasons of CancelTransaction.
const (
	noDebit   = 2 // the processing centre did not take the money
	byFailure = 3
	byRefund  = 5
)

// Make implements Provider.
func (p Payme) Make(ctx context.Context, d *Deal, m Move) {
	t := &paymeDeal{Deal: d, shop: PaymeShop{URL: d.Merchant.URL, Key: d.Merchant.Secret}}
	switch m {
	case Pay:
		if t.create(ctx) {
			t.perform(ctx)
		}
	case Decline:
		if t.create(ctx) {
			t.cancel(ctx, noDebit, Declined)
		}
	case Delay:
		t.create(ctx)
	case Finish:
		t.perform(ctx)
	case Cancel:
		t.cancel(ctx, byFailure, Canceled)
	case Expire:
		t.cancel(ctx, payme.ByTimeout, Expired)
	case Refund:
		t.cancel(ctx, byRefund, Refunded)
	case Ask:
		t.ask(ctx)
	case Receipt:
		t.receipt(ctx)
	}
}

// paymeDeal is a deal on which calls are made.
type paymeDeal struct {
	*Deal
	shop PaymeShop
}

// call tells whether the shop agrees. A refusal ends a deal that has not begun; any other stays as it is.
func (t *paymeDeal) call(ctx context.Context, method string, params map[string]any) (PaymeAnswer, bool) {
	a, ok := PaymeAnswered(t.Call(ctx, t.shop.Request(method, params)))
	return a, ok && a.Error == nil
}

func (t *paymeDeal) create(ctx context.Context) bool {
	bill := map[string]any{"amount": int64(t.Amount), "account": map[string]string{t.Account: t.Order}}
	if _, agreed := t.call(ctx, "CheckPerformTransaction", bill); !agreed {
		t.Status = Refused
		return false
	}
	bill["id"], bill["time"] = t.ID, t.now().UnixMilli()
	if _, agreed := t.call(ctx, "CreateTransaction", bill); !agreed {
		t.Status = Refused
		return false
	}
	t.Status = Waiting
	return true
}

func (t *paymeDeal) perform(ctx context.Context) {
	if _, agreed := t.call(ctx, "PerformTransaction", map[string]any{"id": t.ID}); agreed {
		t.Status = Paid
	}
}

// cancel ends the transaction; to is what it then is to the buyer.
func (t *paymeDeal) cancel(ctx context.Context, reason int, to Status) {
	if _, agreed := t.call(ctx, "CancelTransaction", map[string]any{"id": t.ID, "reason": reason}); agreed {
		t.Status = to
	}
}

// ask finds out whether the shop has ended the transaction on its side.
func (t *paymeDeal) ask(ctx context.Context) {
	a, agreed := t.call(ctx, "CheckTransaction", map[string]any{"id": t.ID})
	if state, _ := a.Result["state"].(float64); agreed && state < 0 && (t.Status == Waiting || t.Status == Paid) {
		t.Status = map[float64]Status{payme.Cancelled: Canceled, payme.Refunded: Refunded}[state]
	}
}

// receipt tells of a fiscal receipt as the cash register of Payme prints it.
func (t *paymeDeal) receipt(ctx context.Context) {
	now := t.now().In(tashkent).Format("20060102150405")
	number := rpcIDs.Load()
	t.call(ctx, "SetFiscalData", map[string]any{"id": t.ID, "type": "PERFORM", "fiscal_data": map[string]any{
		"receipt_id": number, "status_code": 0, "message": "accepted", "terminal_id": "EP000000000000",
		"fiscal_sign": "000000000000", "date": now,
		"qr_code_url": fmt.Sprintf("https://ofd.soliq.uz/check?t=EP000000000000&r=%d&c=%s&s=000000000000", number, now),
	}})
}
