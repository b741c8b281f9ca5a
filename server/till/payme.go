package till

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/dokon-shop/dokon/server/payment/payme"
)

// Payme answers the Merchant API of Payme, whatever is asked with status 200: Payme takes any other for a failure. The store
// is the path value "store".
func (d *Desk) Payme(w http.ResponseWriter, r *http.Request) {
	answer := d.answerPayme(w, r)
	w.Header().Set("Content-Type", "text/json; charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(answer) // whoever has gone asks again
}

func (d *Desk) answerPayme(w http.ResponseWriter, r *http.Request) (answer []byte) {
	var call payme.Call
	var c *caller
	failed := func(err error) []byte {
		d.Log.ErrorContext(r.Context(), "payme call failed", "method", call.Method, "error", err)
		answer := payme.Answer(call.ID, nil, payme.Refuse(payme.Failure))
		if c != nil {
			d.failed(r.Context(), c.record, answer, payme.Failure)
		}
		return answer
	}
	defer func() {
		if problem := recover(); problem != nil {
			answer = failed(fmt.Errorf("panic: %v\n%s", problem, debug.Stack()))
		}
	}()
	if r.Method != http.MethodPost {
		return payme.Answer(nil, nil, payme.Refuse(payme.NotPOST))
	}
	body, isTooLarge, err := readCall(w, r)
	if err != nil {
		return failed(err)
	}
	call, no := payme.Read(body)
	if isTooLarge {
		call, no = payme.Call{}, payme.Refuse(payme.NotACall)
	}
	now := d.Now()
	key := payme.Password(r.Header.Get("Authorization"))
	c, err = d.admit(r, knock{provider: payme.Code, method: call.Method, body: body, opens: d.shows(key, now)}, now)
	switch {
	case errors.Is(err, errTooMany):
		d.refused(r, payme.Code, err)
		return payme.Answer(call.ID, nil, payme.Refuse(payme.Failure))
	case errors.Is(err, errNoAccount), errors.Is(err, errNoKey):
		d.refused(r, payme.Code, err)
		return payme.Answer(call.ID, nil, payme.Refuse(payme.NoAccess))
	case err != nil:
		return failed(err)
	}
	err = d.carryOut(r.Context(), c, payme.Provider{}, now, func(ctx context.Context, v *visit) ([]byte, int, error) {
		result, no, code := any(nil), no, 0
		if no == nil {
			var err error
			if result, no, err = (&paymeVisit{visit: v, call: call}).carryOut(ctx); err != nil {
				return nil, 0, err
			}
		}
		if no != nil {
			code = no.Code
		}
		answer = payme.Answer(call.ID, result, no)
		return answer, code, nil
	})
	if err != nil {
		return failed(err)
	}
	return answer
}

// paymeVisit is one call being carried out.
type paymeVisit struct {
	*visit
	call payme.Call
}

// field is under which name the kassa sends the number of the order.
func (v *paymeVisit) field() string { return v.account.Settings[payme.AccountField] }

func (v *paymeVisit) carryOut(ctx context.Context) (any, *payme.Error, error) {
	switch v.call.Method {
	case "CheckPerformTransaction":
		return v.checkPerform(ctx)
	case "CreateTransaction":
		return v.create(ctx)
	case "PerformTransaction":
		return v.perform(ctx)
	case "CancelTransaction":
		return v.cancel(ctx)
	case "CheckTransaction":
		return v.check(ctx)
	case "GetStatement":
		return v.statement(ctx)
	case "SetFiscalData":
		return v.setFiscalData(ctx)
	}
	return nil, payme.RefuseMethod(v.call.Method), nil
}
