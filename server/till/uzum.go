package till

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

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
	body, isTooLarge, err := readCall(w, r)
	if err != nil {
		return failed(err)
	}
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
	err = d.carryOut(r.Context(), c, uzum.Provider{}, now, func(ctx context.Context, v *visit) ([]byte, int, error) {
		a, no, code := uzum.Answered{}, no, 0
		if no == nil {
			var err error
			if a, no, err = (&uzumVisit{visit: v, service: c.account.Settings[uzum.ServiceID], call: call}).carryOut(ctx); err != nil {
				return nil, 0, err
			}
		}
		if status, answer = http.StatusOK, a.Body(); no != nil {
			code = no.Code
			status, answer = refuse(code)
		}
		return answer, code, nil
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
	*visit
	service string // of the account
	call    uzum.Call
}

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
