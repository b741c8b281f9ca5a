package conformance

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment/hosted"
	"github.com/dokon-shop/dokon/server/simulator"
)

// Hosted reports to a shop as a gateway of hosted pages does: what is not signed, too old, of another sum or of nothing, and then
// a payment that is paid, told again, and told of in the wrong order, and one that is called off. It takes two orders, whose
// payments must be named; one ends as paid. Error: those of orders, and a shop that cannot be reached.
func Hosted(ctx context.Context, shop simulator.HostedShop, orders Orders, now func() time.Time) (*Report, error) {
	r := new(Report)
	client := newClient()
	send := func(what string, request simulator.Request, want int) {
		e := request.Send(ctx, client)
		r.Results = append(r.Results, Result{Name: what, Want: fmt.Sprint("status ", want), Exchange: e})
		if e.Status != want {
			r.wrong(fmt.Sprint("status ", e.Status))
		}
	}
	var of [2]hosted.Standing
	for i := range of {
		o, err := orders.Next(ctx)
		if err != nil {
			return nil, err
		}
		if o.Payment == "" {
			return nil, fmt.Errorf("order %s: its payment has no name", o.Number)
		}
		of[i] = hosted.Standing{ID: fmt.Sprintf("conformance-%d-%d", now().UnixNano(), i), Payment: o.Payment, Amount: money.Tiyin(o.Amount), State: hosted.Paid}
	}
	report := func(what string, s hosted.Standing, want int) { send(what, shop.Report(s, now()), want) }
	stranger := simulator.HostedShop{URL: shop.URL, Secret: strings.Repeat("x", 32)}
	send("wrong secret", stranger.Report(of[0], now()), http.StatusUnauthorized)
	if e := r.Results[0]; e.Failure != "" {
		return nil, fmt.Errorf("the shop cannot be reached: %s", e.Failure)
	}
	send("too old", shop.Report(of[0], now().Add(-hosted.Drift-time.Minute)), http.StatusUnauthorized)
	send("no JSON", shop.Raw("garbage", "{", now()), http.StatusBadRequest)
	send("1 MB", shop.Raw("large", strings.Repeat("x", 1<<20), now()), http.StatusRequestEntityTooLarge)
	change := func(s hosted.Standing, with func(*hosted.Standing)) hosted.Standing { with(&s); return s }
	report("unknown state", change(of[0], func(s *hosted.Standing) { s.State = "elsewhere" }), http.StatusBadRequest)
	report("no such payment", change(of[0], func(s *hosted.Standing) { s.Payment = "pay_00000000000000000000000001" }), http.StatusNotFound)
	report("a tiyin less", change(of[0], func(s *hosted.Standing) { s.Amount-- }), http.StatusConflict)
	report("a tiyin more", change(of[0], func(s *hosted.Standing) { s.Amount++ }), http.StatusConflict)
	for _, state := range []string{hosted.Waiting, hosted.Pending, hosted.Paid, hosted.Paid, hosted.Pending, hosted.Canceled} {
		report("paid: "+state, change(of[0], func(s *hosted.Standing) { s.State = state }), http.StatusOK)
	}
	for _, state := range []string{hosted.Pending, hosted.Canceled, hosted.Canceled} {
		report("called off: "+state, change(of[1], func(s *hosted.Standing) { s.State = state }), http.StatusOK)
	}
	return r, nil
}
