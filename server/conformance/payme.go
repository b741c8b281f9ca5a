package conformance

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/simulator"
)

// codes are those of which an answer may have any; none for a result.
type codes []int

var (
	agrees    codes
	atAccount = codes{-31050} // and up to -31099
	paidUp    = codes{-31050, payme.WrongState}
)

func (c codes) hold(code int) bool {
	isAccount := code <= -31050 && code >= -31099
	return slices.Contains(c, code) || isAccount && slices.Contains(c, -31050)
}

func (c codes) String() string {
	if len(c) == 0 {
		return "a result"
	}
	var all []string
	for _, code := range c {
		text := fmt.Sprint(code)
		if code == -31050 {
			text = "-31050 … -31099"
		}
		all = append(all, text)
	}
	return strings.Join(all, " or ")
}

// paymeRun is a run against one shop.
type paymeRun struct {
	*Report
	shop   simulator.PaymeShop
	field  string // of the account, for the order
	client *http.Client
	now    func() time.Time
}

// Payme runs Payme's sandbox against a shop: what it refuses, a transaction that is created and cancelled, one that is performed
// and refunded, each call twice where the sandbox does so. field is the name of the order's number in accounts; it takes two
// orders, of which one ends as refunded and one unpaid. Error: those of orders, and a shop that cannot be reached.
func Payme(ctx context.Context, shop simulator.PaymeShop, field string, orders Orders, now func() time.Time) (*Report, error) {
	r := &paymeRun{Report: new(Report), shop: shop, field: field, client: newClient(), now: now}
	var bills [2]Order
	for i := range bills {
		var err error
		if bills[i], err = orders.Next(ctx); err != nil {
			return nil, err
		}
	}
	first := r.ask(ctx, "check an order", "CheckPerformTransaction", r.bill(bills[0]), agrees)
	if e := r.Results[0]; e.Failure != "" {
		return nil, fmt.Errorf("the shop cannot be reached: %s", e.Failure)
	} else if first.Error == nil && first.Result["allow"] != true {
		r.wrong("allow is not true")
	}
	r.transport(ctx, bills[0])
	r.badParams(ctx, bills[0])
	r.cancelled(ctx, bills[0])
	r.performed(ctx, bills[1])
	return r.Report, nil
}

// newID makes an id as Payme's are.
func newID() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

type params map[string]any

func (p params) with(name string, value any) params {
	out := params{}
	for k, v := range p {
		out[k] = v
	}
	out[name] = value
	return out
}

func (r *paymeRun) bill(o Order) params {
	return params{"amount": o.Amount, "account": params{r.field: o.Number}}
}

func (r *paymeRun) creation(o Order, id string) params {
	return r.bill(o).with("id", id).with("time", r.now().UnixMilli())
}

// ask calls a method and expects one of the codes.
func (r *paymeRun) ask(ctx context.Context, what, method string, p params, want codes) simulator.PaymeAnswer {
	return r.send(ctx, what, r.shop.Request(method, p), want)
}

// send sends a request. The answer must be one of the protocol, its id that of the request, its message in three languages.
func (r *paymeRun) send(ctx context.Context, what string, request simulator.Request, want codes) simulator.PaymeAnswer {
	e := request.Send(ctx, r.client)
	r.Results = append(r.Results, Result{Name: what, Want: want.String(), Exchange: e})
	a, isAnswer := simulator.PaymeAnswered(e)
	var asked struct {
		ID json.RawMessage `json:"id"`
	}
	hasID := json.Unmarshal([]byte(request.Body), &asked) == nil && len(asked.ID) > 0
	switch {
	case !isAnswer:
		r.wrong("no answer with status 200 and either result or error")
	case hasID && !bytes.Equal(bytes.TrimSpace(a.ID), asked.ID):
		r.wrong("the id is not that of the request")
	case a.Error == nil:
		if len(want) > 0 {
			r.wrong("a result")
		}
	case !want.hold(a.Error.Code):
		r.wrong(fmt.Sprint("error ", a.Error.Code))
	case a.Error.Message.RU == "" || a.Error.Message.UZ == "" || a.Error.Message.EN == "":
		r.wrong("the message is not in ru, uz and en")
	case a.Error.Code <= -31050 && a.Error.Code >= -31099 && a.Error.Data != r.field:
		r.wrong("data does not name the field of the account")
	}
	return a
}

// twice sends the same call again and expects the same answer.
func (r *paymeRun) twice(ctx context.Context, what, method string, p params) simulator.PaymeAnswer {
	first := r.ask(ctx, what, method, p, agrees)
	second := r.ask(ctx, what+", again", method, p, agrees)
	one, _ := json.Marshal(first.Result) // of JSON
	two, _ := json.Marshal(second.Result)
	if !bytes.Equal(one, two) {
		r.wrong("another answer than the first")
	}
	return first
}

// holds expects fields of a result, as JSON writes them.
func (r *paymeRun) holds(a simulator.PaymeAnswer, fields map[string]string) {
	for name, want := range fields {
		got, err := json.Marshal(a.Result[name])
		if value, is := a.Result[name].(float64); is {
			got = []byte(fmt.Sprintf("%.0f", value))
		}
		if err != nil || want == "some" && (string(got) == "0" || string(got) == "null" || string(got) == `""`) || want != "some" && string(got) != want {
			r.wrong(fmt.Sprintf("%s is %s, not %s", name, got, want))
		}
	}
}
