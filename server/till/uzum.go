package till

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/uzum"
)

// Uzum answers the Merchant API of Uzum Bank: 200 for what was done, 400 for what is refused, 500 when it is not known what became
// of the call, so that the bank asks for the status. The store is the path value "store", the call "action".
func (d *Desk) Uzum(w http.ResponseWriter, r *http.Request) {
	status, answer := d.answerUzum(w, r)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(answer) // whoever has gone asks again
}

func (d *Desk) answerUzum(w http.ResponseWriter, r *http.Request) (status int, answer []byte) {
	now := d.Now()
	call := uzum.Call{Action: r.PathValue("action")}
	refuse := func(code int) (int, []byte) {
		return http.StatusBadRequest, call.Refusal(uzum.Refused(code), now.UnixMilli()).Body()
	}
	var c *caller
	// failed tells of a call of which nothing was done; nobody would know of one whose commit failed.
	failed := func(err error) (int, []byte) {
		d.Log.ErrorContext(r.Context(), "uzum call failed", "action", call.Action, "error", err)
		status, answer := refuse(uzum.Failure)
		if c != nil {
			d.failed(r.Context(), c.record, answer, uzum.Failure)
		}
		return status, answer
	}
	defer func() {
		if problem := recover(); problem != nil {
			status, answer = failed(fmt.Errorf("panic: %v\n%s", problem, debug.Stack()))
		}
	}()
	if r.Method != http.MethodPost {
		return refuse(uzum.NoOperation)
	}
	body, err := uzum.ReadBody(http.MaxBytesReader(w, r.Body, uzum.MaxBody+1))
	if err != nil && !errors.Is(err, uzum.ErrTooLarge) {
		return failed(err)
	}
	isTooLarge := err != nil
	call, no := uzum.Read(call.Action, body)
	if isTooLarge {
		no = uzum.Refused(uzum.NotJSON)
	}
	shown := uzum.Credentials(r.Header.Get("Authorization"))
	c, err = d.admit(r, knock{provider: uzum.Code, method: call.Action, body: body, opens: d.shows(shown, now)}, now)
	switch {
	case errors.Is(err, errTooMany):
		d.refused(r, uzum.Code, err)
		_, answer := refuse(uzum.Failure)
		return http.StatusServiceUnavailable, answer
	case errors.Is(err, errNoAccount), errors.Is(err, errNoKey):
		d.refused(r, uzum.Code, err)
		return refuse(uzum.NoAccess)
	case err != nil:
		return failed(err)
	}
	err = d.DB.Write(r.Context(), c.shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		v := &uzumVisit{desk: d, caller: c, service: c.account.Settings[uzum.ServiceID], call: call, tx: tx, now: now}
		a, no := uzum.Answered{}, no
		if no == nil {
			var err error
			if a, no, err = v.carryOut(ctx); err != nil {
				return err
			}
		}
		code := 0
		if status, answer = http.StatusOK, a.Body(); no != nil {
			code = no.Code
			status, answer = refuse(code)
		}
		return v.end(ctx, tx.NewInsert().Model(c.record.answer(answer, code, now)))
	})
	if err != nil {
		status, answer = failed(err)
		if call.Action != uzum.Check && call.Action != uzum.Status {
			status = http.StatusInternalServerError
		}
	}
	return status, answer
}

// uzumVisit is one call being carried out.
type uzumVisit struct {
	desk *Desk
	*caller
	service string // of the account
	call    uzum.Call
	tx      *db.Tx
	now     time.Time

	till    *order.Till
	isMoved bool // something was done in the till
	writes  []schema.QueryAppender
}

func (v *uzumVisit) provider() payment.Provider { return uzum.Provider{} }

func (v *uzumVisit) carryOut(ctx context.Context) (uzum.Answered, *uzum.Error, error) {
	if !v.call.IsFor(v.service) {
		return uzum.Answered{}, uzum.Refused(uzum.WrongService), nil
	}
	switch v.call.Action {
	case uzum.Check:
		return v.check(ctx)
	case uzum.Create:
		return v.create(ctx)
	case uzum.Confirm:
		return v.confirm(ctx)
	case uzum.Reverse:
		return v.reverse(ctx)
	}
	return v.status(ctx)
}

// repeated answers a call that was carried out before: by a code, or as it was answered then.
func (v *uzumVisit) repeated(code int, first uzum.Answered) (uzum.Answered, *uzum.Error, error) {
	if v.account.Settings[uzum.Repeats] == uzum.Replay {
		return first, nil, nil
	}
	return uzum.Answered{}, uzum.Refused(code), nil
}

// end writes what the call has changed, and its answer, in one statement.
func (v *uzumVisit) end(ctx context.Context, kept ...schema.QueryAppender) error {
	writes := append(v.writes, kept...)
	if v.isMoved {
		v.till.Also(writes...)
		return v.till.Close(ctx, v.tx)
	}
	return v.tx.Together(ctx, writes...)
}
