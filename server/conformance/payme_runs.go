package conformance

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/simulator"
)

var methods = []string{"CheckPerformTransaction", "CreateTransaction", "PerformTransaction", "CancelTransaction", "CheckTransaction", "GetStatement"}

// transport asks in ways that are refused before anything is looked up.
func (r *paymeRun) transport(ctx context.Context, o Order) {
	for _, method := range methods {
		stranger := simulator.PaymeShop{URL: r.shop.URL, Key: "wrong-" + r.shop.Key}
		r.send(ctx, "another key", stranger.Request(method, r.creation(o, newID()).with("reason", 1)), codes{payme.NoAccess})
	}
	with := func(change func(*simulator.Request)) simulator.Request {
		request := r.shop.Request("CheckPerformTransaction", r.bill(o))
		change(&request)
		return request
	}
	for _, c := range []struct {
		what string
		want codes
		simulator.Request
	}{
		{"no key", codes{payme.NoAccess}, with(func(q *simulator.Request) { delete(q.Header, "Authorization") })},
		{"another login", codes{payme.NoAccess}, with(func(q *simulator.Request) { q.Header["Authorization"] = simulator.Basic("Stranger", r.shop.Key) })},
		{"not POST", codes{payme.NotPOST}, with(func(q *simulator.Request) { q.Method, q.Body = http.MethodGet, "" })},
		{"no JSON", codes{payme.NotJSON}, r.shop.Raw("text", `{"method":`)},
		{"an empty body", codes{payme.NotJSON, payme.NotACall}, r.shop.Raw("nothing", "")},
		{"a batch", codes{payme.NotACall}, r.shop.Raw("batch", `[{"method":"CheckTransaction","params":{"id":"x"},"id":1}]`)},
		{"no method", codes{payme.NotACall}, r.shop.Raw("no method", `{"params":{},"id":1}`)},
		{"no params", codes{payme.NotACall}, r.shop.Raw("no params", `{"method":"CheckTransaction","id":1}`)},
		{"1 MB", codes{payme.NotACall, payme.NotJSON, payme.Failure}, r.shop.Raw("1 MB", `{"method":"CheckTransaction","params":{"id":"`+strings.Repeat("x", 1<<20)+`"}}`)},
		{"an unknown method", codes{payme.UnknownMethod}, r.shop.Request("ChangeEverything", params{})},
		{"as application/json, with a version", agrees, with(func(q *simulator.Request) {
			q.Header["Content-Type"] = "application/json"
			q.Body = `{"jsonrpc":"2.0",` + strings.TrimPrefix(q.Body, "{")
		})},
	} {
		if a := r.send(ctx, c.what, c.Request, c.want); c.what == "an unknown method" && a.Error != nil && a.Error.Data != "ChangeEverything" {
			r.wrong("data does not name the method")
		}
	}
}

// badParams asks about an order what cannot be done.
func (r *paymeRun) badParams(ctx context.Context, o Order) {
	good := r.creation(o, newID())
	for _, method := range []string{"CheckPerformTransaction", "CreateTransaction"} {
		for _, c := range []struct {
			what string
			with params
			want codes
		}{
			{"a tiyin too much", good.with("amount", o.Amount+1), codes{payme.WrongAmount}},
			{"a tiyin too little", good.with("amount", o.Amount-1), codes{payme.WrongAmount}},
			{"nothing to pay", good.with("amount", 0), codes{payme.WrongAmount}},
			{"half a tiyin", good.with("amount", float64(o.Amount)+.5), codes{payme.WrongAmount}},
			{"an amount as text", good.with("amount", fmt.Sprint(o.Amount)), codes{payme.NotACall, payme.WrongAmount}},
			{"an unknown order", good.with("account", params{r.field: "999999999"}), atAccount},
			{"an order that is no number", good.with("account", params{r.field: "'; --"}), atAccount},
			{"an empty account", good.with("account", params{r.field: ""}), atAccount},
			{"an account without the field", good.with("account", params{"other": "1"}), atAccount},
			{"no account", good.with("account", nil), codes{payme.NotACall, -31050}},
		} {
			r.ask(ctx, c.what, method, c.with, c.want)
		}
	}
	r.ask(ctx, "the order as a number", "CheckPerformTransaction", good.with("account", params{r.field: asNumber(o.Number)}), agrees)
	r.ask(ctx, "a time of thirteen hours ago", "CreateTransaction", good.with("time", r.now().Add(-13*time.Hour).UnixMilli()), paidUp)
	r.ask(ctx, "a time that is none", "CreateTransaction", good.with("time", "now"), codes{payme.NotACall})
	r.ask(ctx, "no id", "CreateTransaction", good.with("id", nil), codes{payme.NotACall})
	for _, method := range []string{"PerformTransaction", "CancelTransaction", "CheckTransaction"} {
		r.ask(ctx, "an unknown transaction", method, params{"id": newID(), "reason": 1}, codes{payme.NoTransaction})
		r.ask(ctx, "an id that is none", method, params{"id": 7, "reason": 1}, codes{payme.NotACall})
	}
	r.ask(ctx, "no moments", "GetStatement", params{}, codes{payme.NotACall})
	fiscal := params{"id": newID(), "type": "PERFORM", "fiscal_data": params{"receipt_id": 121, "status_code": 0}}
	if a := r.ask(ctx, "an unknown receipt", "SetFiscalData", fiscal, codes{payme.UnknownReceipt, payme.UnknownMethod}); a.Error != nil && a.Error.Code == payme.UnknownReceipt {
		r.ask(ctx, "a receipt of no kind", "SetFiscalData", fiscal.with("type", "SALE"), codes{payme.BadParams, payme.UnknownReceipt})
	}
}

// asNumber is the number of an order as JSON writes numbers, when it is one.
func asNumber(number string) any {
	var n int64
	if _, err := fmt.Sscan(number, &n); err != nil || fmt.Sprint(n) != number {
		return number
	}
	return n
}

// create is the part that both runs of the sandbox begin with.
func (r *paymeRun) create(ctx context.Context, o Order) (id string, made params) {
	id = newID()
	made = r.creation(o, id)
	r.ask(ctx, "check", "CheckPerformTransaction", r.bill(o), agrees)
	a := r.twice(ctx, "create", "CreateTransaction", made)
	r.holds(a, map[string]string{"state": "1", "create_time": "some", "transaction": "some"})
	r.holds(r.ask(ctx, "look at what was created", "CheckTransaction", params{"id": id}, agrees),
		map[string]string{"state": "1", "perform_time": "0", "cancel_time": "0", "reason": "null", "create_time": "some"})
	r.ask(ctx, "another transaction while one waits", "CreateTransaction", r.creation(o, newID()), paidUp)
	r.ask(ctx, "the same id for another sum", "CreateTransaction", made.with("amount", o.Amount+1), codes{payme.WrongState, payme.WrongAmount})
	return id, made
}

// cancelled is the first run: created and cancelled before it was performed.
func (r *paymeRun) cancelled(ctx context.Context, o Order) {
	id, made := r.create(ctx, o)
	a := r.twice(ctx, "cancel", "CancelTransaction", params{"id": id, "reason": 3})
	r.holds(a, map[string]string{"state": "-1", "cancel_time": "some", "transaction": "some"})
	r.ask(ctx, "cancel for another reason", "CancelTransaction", params{"id": id, "reason": 5}, agrees)
	r.holds(r.ask(ctx, "look at what was cancelled", "CheckTransaction", params{"id": id}, agrees),
		map[string]string{"state": "-1", "perform_time": "0", "cancel_time": "some", "reason": "3"})
	r.ask(ctx, "perform what was cancelled", "PerformTransaction", params{"id": id}, codes{payme.WrongState})
	r.ask(ctx, "create what was cancelled", "CreateTransaction", made, codes{payme.WrongState})
	next := newID()
	r.ask(ctx, "try again after a cancellation", "CreateTransaction", r.creation(o, next), agrees)
	r.ask(ctx, "cancel that too", "CancelTransaction", params{"id": next, "reason": 3}, agrees)
}

// performed is the second run: created, performed, refunded.
func (r *paymeRun) performed(ctx context.Context, o Order) {
	id, made := r.create(ctx, o)
	a := r.twice(ctx, "perform", "PerformTransaction", params{"id": id})
	r.holds(a, map[string]string{"state": "2", "perform_time": "some", "transaction": "some"})
	r.holds(r.ask(ctx, "look at what was performed", "CheckTransaction", params{"id": id}, agrees),
		map[string]string{"state": "2", "perform_time": "some", "cancel_time": "0", "reason": "null"})
	r.ask(ctx, "create what was performed", "CreateTransaction", made, codes{payme.WrongState})
	r.ask(ctx, "check an order that is paid", "CheckPerformTransaction", r.bill(o), paidUp)
	r.ask(ctx, "pay an order that is paid", "CreateTransaction", r.creation(o, newID()), paidUp)
	at, _ := made["time"].(int64)
	r.statement(ctx, "a statement of one moment", at, at, id, true)
	r.statement(ctx, "a statement that ends before", at-1000, at-1, id, false)
	r.statement(ctx, "a statement that begins after", at+1, at+1000, id, false)
	r.holds(r.twice(ctx, "refund", "CancelTransaction", params{"id": id, "reason": 5}), map[string]string{"state": "-2", "cancel_time": "some"})
	r.holds(r.ask(ctx, "look at what was refunded", "CheckTransaction", params{"id": id}, agrees),
		map[string]string{"state": "-2", "perform_time": "some", "cancel_time": "some", "reason": "5"})
	r.ask(ctx, "perform what was refunded", "PerformTransaction", params{"id": id}, codes{payme.WrongState})
}

// statement expects a transaction to be in a statement, or not to be.
func (r *paymeRun) statement(ctx context.Context, what string, from, to int64, id string, isIn bool) {
	a := r.ask(ctx, what, "GetStatement", params{"from": from, "to": to}, agrees)
	rows, isList := a.Result["transactions"].([]any)
	if !isList {
		r.wrong("transactions is no list")
		return
	}
	found, before := false, 0.
	for _, each := range rows {
		row, _ := each.(map[string]any)
		time, _ := row["time"].(float64)
		if time < before {
			r.wrong("the rows are not in the order of time")
		}
		before = time
		found = found || row["id"] == id
	}
	if found != isIn {
		r.wrong(fmt.Sprintf("the transaction being there is %t", found))
	}
}
