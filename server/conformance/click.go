package conformance

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment/click"
	"github.com/dokon-shop/dokon/server/simulator"
)

// clickRun is a run against one shop.
type clickRun struct {
	*Report
	shop   simulator.ClickShop
	client *http.Client
	now    func() time.Time
	next   int64 // number of a payment
}

// Click runs the fifteen scenarios of CLICK's own test suite against a shop, in their order, and then what else the protocol
// says of broken calls, repeats and sums. cancelPaid is what the shop answers to the cancelling of what it has confirmed. It takes
// four orders, of which three end as paid, one of them twice. Error: those of orders, and a shop that cannot be reached.
func Click(ctx context.Context, shop simulator.ClickShop, cancelPaid int, orders Orders, now func() time.Time) (*Report, error) {
	r := &clickRun{Report: new(Report), shop: shop, client: newClient(), now: now, next: 1_000_000_000 + rand.Int64N(1<<50)}
	var p [4]simulator.ClickPayment
	for i := range p {
		o, err := orders.Next(ctx)
		if err != nil {
			return nil, err
		}
		p[i] = r.payment(o)
	}
	const none = "00000000000000000000000000000000"
	prepare, complete := click.Prepare, click.Complete
	r.ask(ctx, "1 wrong signature", p[0], prepare, 0, click.BadSignature, "sign_string", none)
	if e := r.Results[0]; e.Failure != "" {
		return nil, fmt.Errorf("the shop cannot be reached: %s", e.Failure)
	}
	unknown := p[0]
	unknown.Order = "99999999999"
	r.ask(ctx, "2 unknown order", unknown, prepare, 0, click.NoOrder)
	r.prepare(ctx, "3 prepared", &p[0])
	r.ask(ctx, "4 wrong signature", p[0], complete, 0, click.BadSignature, "sign_string", none)
	wrong := p[0]
	wrong.Som = "300"
	r.ask(ctx, "5 another sum", wrong, complete, 0, click.WrongAmount)
	r.ask(ctx, "6 confirmed", p[0], complete, 0, 0)
	r.ask(ctx, "7 confirmed again", p[0], complete, 0, click.AlreadyPaid)
	r.ask(ctx, "8 the confirmed one is called off", p[0], complete, simulator.ClickFailed, cancelPaid)
	r.prepare(ctx, "9 prepared", &p[1])
	lost := p[1]
	lost.Prepared = 999999999
	r.ask(ctx, "10 unknown prepare id", lost, complete, 0, click.NoTransaction)
	r.ask(ctx, "11 confirmed", p[1], complete, 0, 0)
	r.prepare(ctx, "12 prepared", &p[2])
	r.ask(ctx, "13 called off", p[2], complete, simulator.ClickFailed, click.Cancelled)
	r.ask(ctx, "14 called off again", p[2], complete, simulator.ClickFailed, click.Cancelled)
	r.ask(ctx, "15 confirmed after all", p[2], complete, 0, click.Cancelled)
	r.beyond(ctx, p[3], p[0])
	return r.Report, nil
}

// beyond asks what CLICK's suite does not.
func (r *clickRun) beyond(ctx context.Context, p, paid simulator.ClickPayment) {
	r.ask(ctx, "unknown action", p, 5, 0, click.UnknownAction)
	for _, field := range []string{"click_trans_id", "amount", "error", "sign_time", "merchant_trans_id"} {
		r.ask(ctx, "without "+field, p, click.Prepare, 0, click.BadRequest, field, "")
	}
	other := r.shop
	other.Service = "1"
	r.send(ctx, "another service", other.Request(p, click.Prepare, 0, r.now()), p, click.BadRequest, click.BadSignature)
	r.send(ctx, "1 MB", simulator.Request{Name: "prepare", URL: r.shop.URL, Body: strings.Repeat("x", 1<<20)}, simulator.ClickPayment{}, click.BadRequest)
	for _, sum := range []string{p.Som + "1", "0", "1" + p.Som} {
		of := p
		of.Som = sum
		r.ask(ctx, "the sum "+sum, of, click.Prepare, 0, click.WrongAmount)
	}
	r.prepare(ctx, "prepared", &p)
	again := p
	if r.prepare(ctx, "prepared again", &again); again.Prepared != p.Prepared {
		r.wrong("another prepare id than the first time")
	}
	of := paid
	of.Order = p.Order
	r.ask(ctx, "the prepare id of another order", of, click.Complete, 0, click.NoTransaction)
	r.ask(ctx, "a paid order", r.payment(Order{Number: paid.Order, Amount: r.sum(paid)}), click.Prepare, 0, click.AlreadyPaid)
	second := p
	second.Trans, second.Paydoc = r.next+2, r.next+3
	r.next += 4
	r.prepare(ctx, "prepared a second time", &second)
	r.ask(ctx, "paid", p, click.Complete, 0, 0)
	for range 2 {
		r.ask(ctx, "paid a second time", second, click.Complete, 0, click.AlreadyPaid)
	}
}

func (r *clickRun) payment(o Order) simulator.ClickPayment {
	r.next += 2
	return simulator.ClickPayment{Trans: r.next, Paydoc: r.next + 1, Order: o.Number, Som: click.Som(money.Tiyin(o.Amount))}
}

func (r *clickRun) sum(p simulator.ClickPayment) int64 {
	sum, _ := click.Call{Amount: p.Som}.Sum()
	return int64(sum)
}

// prepare expects a number for the payment and keeps it.
func (r *clickRun) prepare(ctx context.Context, what string, p *simulator.ClickPayment) {
	a := r.ask(ctx, what, *p, click.Prepare, 0, 0)
	if p.Prepared = a.PrepareID; a.PrepareID <= 0 || a.PrepareID > 1<<31-1 {
		r.wrong("merchant_prepare_id is no number of 31 bits")
	}
}

func (r *clickRun) ask(ctx context.Context, what string, p simulator.ClickPayment, action, wrong, want int, changes ...string) simulator.ClickAnswer {
	return r.send(ctx, what, r.shop.Request(p, action, wrong, r.now(), changes...), p, want)
}

// send sends a request. The answer must be one of the protocol with one of the codes; what was done repeats the payment's names.
func (r *clickRun) send(ctx context.Context, what string, request simulator.Request, p simulator.ClickPayment, want ...int) simulator.ClickAnswer {
	e := request.Send(ctx, r.client)
	said := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(want)), " or "), "[]")
	r.Results = append(r.Results, Result{Name: what, Want: "error " + said, Exchange: e})
	a, isAnswer := simulator.ClickAnswered(e)
	switch {
	case !isAnswer:
		r.wrong("no answer with status 200, error and error_note")
	case *a.Error != want[0] && *a.Error != want[len(want)-1]:
		r.wrong(fmt.Sprint("error ", *a.Error))
	case *a.Error == 0 && (a.Trans != p.Trans || a.Order != p.Order):
		r.wrong("click_trans_id and merchant_trans_id are not those of the request")
	}
	return a
}
