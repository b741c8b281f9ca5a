package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/simulator"
)

// uzumRun is a run against one shop.
type uzumRun struct {
	*Report
	shop   simulator.UzumShop
	client *http.Client
	now    func() time.Time
}

// Uzum asks a shop what Uzum Bank asks: what it refuses, a transaction that is created and reversed, and one that is confirmed and
// reversed. key is the name of the order's number in params. A repeat may be answered by its code or as the first time, since
// integrations do not agree; it takes two orders. Error: those of orders, and a shop that cannot be reached.
func Uzum(ctx context.Context, shop simulator.UzumShop, key string, orders Orders, now func() time.Time) (*Report, error) {
	r := &uzumRun{Report: new(Report), shop: shop, client: newClient(), now: now}
	var bills [2]Order
	for i := range bills {
		var err error
		if bills[i], err = orders.Next(ctx); err != nil {
			return nil, err
		}
	}
	of := func(o Order, id string) params {
		return params{"transId": id, "amount": o.Amount, "params": params{key: o.Number}}
	}
	r.ask(ctx, "check an order", uzum.Check, toCheck(of(bills[0], "")), "OK")
	if e := r.Results[0]; e.Failure != "" {
		return nil, fmt.Errorf("the shop cannot be reached: %s", e.Failure)
	}
	r.refusals(ctx, of(bills[0], newID()), key)
	for i, o := range bills {
		id := newID()
		r.twice(ctx, "create", uzum.Create, of(o, id), uzum.Created, uzum.AlreadyCreated)
		r.ask(ctx, "the same transaction for another sum", uzum.Create, of(o, id).with("amount", o.Amount+1), "", uzum.AlreadyCreated, uzum.WrongAmount)
		r.ask(ctx, "another transaction while one waits", uzum.Create, of(o, newID()), "", uzum.AlreadyPaid)
		r.ask(ctx, "status", uzum.Status, params{"transId": id}, uzum.Created)
		if i == 1 {
			r.twice(ctx, "confirm", uzum.Confirm, params{"transId": id, "paymentSource": "UZCARD"}, uzum.Confirmed, uzum.AlreadyConfirmed)
			r.ask(ctx, "status", uzum.Status, params{"transId": id}, uzum.Confirmed)
			r.ask(ctx, "check what is paid", uzum.Check, toCheck(of(o, "")), "", uzum.AlreadyPaid)
			r.ask(ctx, "pay what is paid", uzum.Create, of(o, newID()), "", uzum.AlreadyPaid)
		}
		r.twice(ctx, "reverse", uzum.Reverse, params{"transId": id}, uzum.Reversed, uzum.AlreadyReversed)
		r.ask(ctx, "confirm what was reversed", uzum.Confirm, params{"transId": id}, "", uzum.Cancelled)
		r.ask(ctx, "status", uzum.Status, params{"transId": id}, uzum.Reversed)
	}
	return r.Report, nil
}

// toCheck leaves what /check carries of a creation: neither transaction nor sum.
func toCheck(p params) params { return params{"params": p["params"]} }

// refusals asks what cannot be done about a payable order.
func (r *uzumRun) refusals(ctx context.Context, good params, key string) {
	for _, action := range []string{uzum.Check, uzum.Create, uzum.Confirm, uzum.Reverse, uzum.Status} {
		stranger := r.shop
		stranger.Secret += "-wrong"
		r.send(ctx, "another password", stranger.Request(action, good, r.now()), "", uzum.NoAccess)
		r.send(ctx, "no JSON", r.shop.Raw(action, `{"serviceId":`), "", uzum.NotJSON)
		r.send(ctx, "no service", r.shop.Raw(action, `{"transId":"x"}`), "", uzum.NoParam, uzum.WrongService)
		other := r.shop
		other.ServiceID += "9"
		r.send(ctx, "another service", other.Request(action, good, r.now()), "", uzum.WrongService)
		get := r.shop.Raw(action, "")
		get.Method = http.MethodGet
		r.send(ctx, "not POST", get, "", uzum.NoOperation)
	}
	r.send(ctx, "an unknown call", r.shop.Request("pay", good, r.now()), "", uzum.NoOperation)
	amount, _ := good["amount"].(int64)
	for _, c := range []struct {
		what string
		with params
		code int
	}{
		{"a tiyin too much", good.with("amount", amount+1), uzum.WrongAmount},
		{"a tiyin too little", good.with("amount", amount-1), uzum.WrongAmount},
		{"no sum", good.with("amount", nil), uzum.NoParam},
		{"no transaction", good.with("transId", nil), uzum.NoParam},
		{"an unknown order", good.with("params", params{key: "999999999"}), uzum.NoOrder},
		{"an order that is no number", good.with("params", params{key: "'; --"}), uzum.NoOrder},
		{"params without the order", good.with("params", params{"other": "1"}), uzum.NoParam},
		{"no params", good.with("params", nil), uzum.NoParam},
	} {
		r.ask(ctx, c.what, uzum.Create, c.with, "", c.code)
		if c.with["amount"] == amount && c.with["transId"] != nil {
			r.ask(ctx, c.what, uzum.Check, toCheck(c.with), "", c.code)
		}
	}
	for _, action := range []string{uzum.Confirm, uzum.Reverse, uzum.Status} {
		r.ask(ctx, "an unknown transaction", action, params{"transId": newID()}, "", uzum.NoTransaction)
		r.ask(ctx, "no transaction", action, params{}, "", uzum.NoParam)
	}
}

func (r *uzumRun) ask(ctx context.Context, what, action string, p params, status string, refusals ...int) simulator.Exchange {
	return r.send(ctx, what, r.shop.Request(action, p, r.now()), status, refusals...)
}

// twice makes a call again: it is answered by its code, or as the first time.
func (r *uzumRun) twice(ctx context.Context, what, action string, p params, status string, repeated int) {
	request := r.shop.Request(action, p, r.now())
	first := r.send(ctx, what, request, status)
	if again := r.send(ctx, what+", again", request, status, repeated); again.Status == http.StatusOK && again.Answer != first.Answer {
		r.wrong("another answer than the first")
	}
}

// send expects a status, or one of the refusals; an empty status is none.
func (r *uzumRun) send(ctx context.Context, what string, request simulator.Request, status string, refusals ...int) simulator.Exchange {
	e := request.Send(ctx, r.client)
	var want []string
	if status != "" {
		want = append(want, status)
	}
	for _, code := range refusals {
		want = append(want, strconv.Itoa(code))
	}
	r.Results = append(r.Results, Result{Name: what, Want: strings.Join(want, " or "), Exchange: e})
	a, isAnswer := simulator.UzumAnswered(e)
	var asked struct {
		ServiceID json.RawMessage
		TransID   string
	}
	_ = json.Unmarshal([]byte(request.Body), &asked) // what is no JSON has neither
	switch {
	case !isAnswer:
		r.wrong("neither 200 with a status nor 400 with FAILED and a code as text")
	case a.ErrorCode != "" && !slices.Contains(want, a.ErrorCode), a.ErrorCode == "" && !slices.Contains(want, a.Status):
		r.wrong(strings.TrimSpace(a.Status + " " + a.ErrorCode))
	case len(asked.ServiceID) > 0 && !bytes.Equal(a.ServiceID, asked.ServiceID):
		r.wrong("serviceId is not that of the request")
	case a.ErrorCode == "" && a.Status != "OK" && a.TransID != asked.TransID:
		r.wrong("transId is not that of the request")
	}
	return e
}
