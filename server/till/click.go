package till

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
)

// clickPlayground is the page of CLICK's documents from which a browser plays its calls.
const clickPlayground = "https://docs.click.uz"

// Click answers the SHOP-API of CLICK, both of its calls at one address, whatever is asked with status 200. The store is the
// path value "store". An account in test mode may be called from CLICK's playground too.
func (d *Desk) Click(w http.ResponseWriter, r *http.Request) {
	answer, c := d.answerClick(w, r)
	if c != nil && c.account.Mode == payment.Test && r.Header.Get("Origin") == clickPlayground {
		w.Header().Set("Access-Control-Allow-Origin", clickPlayground)
		w.Header().Set("Vary", "Origin")
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(answer) // whoever has gone asks again
}

// answerClick gives the answer, and who called when they were let in.
func (d *Desk) answerClick(w http.ResponseWriter, r *http.Request) (answer []byte, c *caller) {
	now := d.Now()
	var call click.Call
	refuse := func(code int) []byte { return click.Answer(call, 0, click.Refuse(code)) }
	failed := func(err error) []byte {
		d.Log.ErrorContext(r.Context(), "click call failed", "action", call.Action, "error", err)
		answer := refuse(click.Failure)
		if c != nil {
			d.failed(r.Context(), c.record, answer, click.Failure)
		}
		return answer
	}
	defer func() {
		if problem := recover(); problem != nil {
			answer = failed(fmt.Errorf("panic: %v\n%s", problem, debug.Stack()))
		}
	}()
	body, isTooLarge, err := readCall(w, r)
	if err != nil {
		return failed(err), nil
	}
	var no *click.Error
	if call, no = click.Read(body); no != nil || isTooLarge || r.Method != http.MethodPost {
		return refuse(click.BadRequest), nil
	}
	k := knock{provider: click.Code, method: clickMethod(call.Action), body: body, opens: func(a *payment.Account) (bool, error) {
		return a.Proves(d.Box, now, call.IsSigned)
	}}
	switch c, err = d.admit(r, k, now); {
	case errors.Is(err, errTooMany):
		d.refused(r, click.Code, err)
		return refuse(click.Failure), nil
	case errors.Is(err, errNoAccount):
		d.refused(r, click.Code, err)
		return refuse(click.BadRequest), nil
	case errors.Is(err, errNoKey):
		d.refused(r, click.Code, err)
		return refuse(click.BadSignature), nil
	case err != nil:
		return failed(err), nil
	}
	err = d.carryOut(r.Context(), c, click.Provider{}, now, func(ctx context.Context, v *visit) ([]byte, int, error) {
		done, no, err := (&clickVisit{visit: v, call: call, log: d.Log}).carryOut(ctx)
		if err != nil {
			return nil, 0, err
		}
		code := 0
		if no != nil {
			code = no.Code
		}
		answer = click.Answer(call, done, no)
		return answer, code, nil
	})
	if err != nil {
		return failed(err), c
	}
	return answer, c
}

// clickVisit is one call being carried out.
type clickVisit struct {
	*visit
	call click.Call
	log  *slog.Logger
}

func clickMethod(action int) string {
	switch action {
	case click.Prepare:
		return "prepare"
	case click.Complete:
		return "complete"
	}
	return strconv.Itoa(action)
}

// carryOut does what the call says and gives our id of it, in the order of checks that CLICK's documents recommend.
func (v *clickVisit) carryOut(ctx context.Context) (int64, *click.Error, error) {
	if v.call.Action != click.Prepare && v.call.Action != click.Complete {
		return 0, click.Refuse(click.UnknownAction), nil
	}
	if v.call.ServiceID != v.account.Settings[click.ServiceID] {
		return 0, click.Refuse(click.BadRequest), nil
	}
	narrow := numbered(v.call.Account)
	if narrow == nil {
		return 0, click.Refuse(click.NoOrder), nil
	}
	if err := v.enter(ctx, narrow); err != nil {
		return 0, nil, err
	}
	if v.till == nil {
		return 0, click.Refuse(click.NoOrder), nil
	}
	known, err := v.known(ctx)
	if err != nil {
		return 0, nil, err
	}
	if v.call.Action == click.Prepare {
		return v.prepare(ctx, known)
	}
	return v.complete(ctx, known)
}
