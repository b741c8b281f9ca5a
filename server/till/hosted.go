package till

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/hosted"
)

// hostedPatience is how long an order waits for a buyer who has begun to pay on the gateway's page.
const hostedPatience = 30 * time.Minute

// Hosted takes the reports of a gateway of hosted pages: 200 for what was understood, also when it was known before; anything else
// is reported again. The store is the path value "store".
func (d *Desk) Hosted(w http.ResponseWriter, r *http.Request) {
	status := d.answerHosted(w, r)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(hostedAnswer(status)) // whoever has gone reports again
}

func hostedAnswer(status int) []byte {
	body, err := json.Marshal(map[string]string{"answer": http.StatusText(status)})
	if err != nil {
		panic(err) // a plain field
	}
	return body
}

func (d *Desk) answerHosted(w http.ResponseWriter, r *http.Request) (status int) {
	now := d.Now()
	var c *caller
	failed := func(err error) int {
		d.Log.ErrorContext(r.Context(), "hosted report failed", "error", err)
		if c != nil {
			d.failed(r.Context(), c.record, hostedAnswer(http.StatusInternalServerError), http.StatusInternalServerError)
		}
		return http.StatusInternalServerError
	}
	defer func() {
		if problem := recover(); problem != nil {
			status = failed(fmt.Errorf("panic: %v\n%s", problem, debug.Stack()))
		}
	}()
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed
	}
	body, isTooLarge, err := readCall(w, r)
	switch {
	case err != nil:
		return failed(err)
	case isTooLarge:
		return http.StatusRequestEntityTooLarge
	}
	k := knock{provider: hosted.Code, method: hosted.ForReport, body: body, opens: func(a *payment.Account) (bool, error) {
		return a.Proves(d.Box, now, func(key string) bool { return hosted.IsSigned(r.Header, key, now, hosted.ForReport, body) })
	}}
	switch c, err = d.admit(r, k, now); {
	case errors.Is(err, errTooMany):
		d.refused(r, hosted.Code, err)
		return http.StatusTooManyRequests
	case errors.Is(err, errNoAccount), errors.Is(err, errNoKey):
		d.refused(r, hosted.Code, err)
		return http.StatusUnauthorized
	case err != nil:
		return failed(err)
	}
	with, _ := d.Payments.Named(hosted.Code)
	err = d.carryOut(r.Context(), c, with, now, func(ctx context.Context, v *visit) ([]byte, int, error) {
		key, answer, amount, err := hosted.Read(body)
		if status = http.StatusBadRequest; err == nil {
			status, err = v.reported(ctx, key, answer, amount)
		} else {
			err = nil
		}
		code := 0
		if status != http.StatusOK {
			code = status
		}
		return hostedAnswer(status), code, err
	})
	if err != nil {
		return failed(err)
	}
	return status
}

// reported does what follows from a report about an attempt, and gives the status of the answer. Another sum than the attempt's
// is never taken.
func (v *visit) reported(ctx context.Context, key uuid.UUID, a payment.Answer, amount money.Tiyin) (status int, err error) {
	if err := v.enter(ctx, order.OfPayment(key)); err != nil || v.till == nil {
		return http.StatusNotFound, err
	}
	p := v.till.Payment(key)
	switch {
	case p.Provider != v.with.Code():
		return http.StatusNotFound, nil
	case p.Amount != amount:
		return http.StatusConflict, nil
	case a.State == payment.Pending && p.State == payment.Created && v.till.Standing() == order.IsPayable:
		_, err := v.till.Begin(v.tx, a.Ref, v.now.Add(hostedPatience))
		return http.StatusOK, err
	}
	return http.StatusOK, v.till.Told(ctx, v.tx, p, a)
}
