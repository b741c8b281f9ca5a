package till

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/click"
)

// clickPlayground is the page of CLICK's documents from which a browser plays its calls.
const clickPlayground = "https://docs.click.uz"

// Click answers the SHOP-API of CLICK, both of its calls at one address, whatever is asked with status 200. The store is the
// path value "store". An account in test mode may be called from CLICK's playground too.
func (d *Desk) Click(w http.ResponseWriter, r *http.Request) {
	v := &clickVisit{desk: d, now: d.Now()}
	answer := v.answer(w, r)
	if v.caller != nil && v.account.Mode == payment.Test && r.Header.Get("Origin") == clickPlayground {
		w.Header().Set("Access-Control-Allow-Origin", clickPlayground)
		w.Header().Set("Vary", "Origin")
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(answer) // whoever has gone asks again
}

// clickVisit is one call being carried out.
type clickVisit struct {
	desk *Desk
	*caller
	call click.Call
	tx   *db.Tx
	now  time.Time

	till    *order.Till
	isMoved bool // something was done in the till
	writes  []schema.QueryAppender
}

func (v *clickVisit) answer(w http.ResponseWriter, r *http.Request) (answer []byte) {
	d := v.desk
	failed := func(err error) []byte {
		d.Log.ErrorContext(r.Context(), "click call failed", "action", v.call.Action, "error", err)
		answer := click.Answer(v.call, 0, click.Refuse(click.Failure))
		if v.caller != nil {
			d.failed(r.Context(), v.record, answer, click.Failure)
		}
		return answer
	}
	defer func() {
		if problem := recover(); problem != nil {
			answer = failed(fmt.Errorf("panic: %v\n%s", problem, debug.Stack()))
		}
	}()
	body, err := click.ReadBody(http.MaxBytesReader(w, r.Body, click.MaxBody+1))
	if err != nil && !errors.Is(err, click.ErrTooLarge) {
		return failed(err)
	}
	refuse := func(code int) []byte { return click.Answer(v.call, 0, click.Refuse(code)) }
	var no *click.Error
	if v.call, no = click.Read(body); no != nil || err != nil || r.Method != http.MethodPost {
		return refuse(click.BadRequest)
	}
	k := knock{provider: click.Code, method: clickMethod(v.call.Action), body: body, opens: func(a *payment.Account) (bool, error) {
		return a.Proves(d.Box, v.now, v.call.IsSigned)
	}}
	switch v.caller, err = d.admit(r, k, v.now); {
	case errors.Is(err, errTooMany):
		d.refused(r, click.Code, err)
		return refuse(click.Failure)
	case errors.Is(err, errNoAccount):
		d.refused(r, click.Code, err)
		return refuse(click.BadRequest)
	case errors.Is(err, errNoKey):
		d.refused(r, click.Code, err)
		return refuse(click.BadSignature)
	case err != nil:
		return failed(err)
	}
	err = d.DB.Write(r.Context(), v.shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		visit := &clickVisit{desk: d, caller: v.caller, call: v.call, tx: tx, now: v.now}
		done, no, err := visit.carryOut(ctx)
		if err != nil {
			return err
		}
		code := 0
		if no != nil {
			code = no.Code
		}
		answer = click.Answer(v.call, done, no)
		return visit.end(ctx, tx.NewInsert().Model(v.record.answer(answer, code, v.now)))
	})
	if err != nil {
		return failed(err)
	}
	return answer
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
	var err error
	if v.till, err = order.OpenTill(ctx, v.tx, v.shop, click.Provider{}, narrow, v.now); err != nil {
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

// end writes what the call has changed, and its answer, in one statement.
func (v *clickVisit) end(ctx context.Context, kept ...schema.QueryAppender) error {
	writes := append(v.writes, kept...)
	if v.isMoved {
		v.till.Also(writes...)
		return v.till.Close(ctx, v.tx)
	}
	return v.tx.Together(ctx, writes...)
}
