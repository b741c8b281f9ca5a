package till_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/shoptest"
)

const uzumLogin = "uzum:secret-of-the-bank"

// uzumShop is a store that Uzum Bank calls over HTTP.
type uzumShop struct {
	*shoptest.Till
	clock *atomic.Int64
	tea   uuid.UUID
}

func openUzum(t *testing.T, settings ...string) *uzumShop {
	t.Helper()
	s := &uzumShop{clock: new(atomic.Int64)}
	s.clock.Store(shoptest.Now.UnixMilli())
	s.Till = shoptest.New(t).Till(func() time.Time { return time.UnixMilli(s.clock.Load()).UTC() })
	s.Account(uzum.Code, uzumLogin, append([]string{uzum.ServiceID, "101202"}, settings...)...)
	s.tea = s.Variant("Choy", 20_000*money.Som, 500)
	return s
}

func (s *uzumShop) bill() *order.Order {
	s.T.Helper()
	return s.Bill(payment.Uzum, shoptest.Want(s.tea, 1))
}

// uzumReply is an answer.
type uzumReply struct {
	status int
	as     string
	body   map[string]any
}

func (s *uzumShop) send(method, slug, action, login, body string) uzumReply {
	s.T.Helper()
	r, err := http.NewRequestWithContext(s.T.Context(), method, s.URL+"/pay/uzum/"+slug+"/"+action, strings.NewReader(body))
	s.Must(err)
	if name, password, ok := strings.Cut(login, ":"); ok {
		r.SetBasicAuth(name, password)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	s.Must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	s.Must(err)
	out := uzumReply{status: response.StatusCode, as: string(text)}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&out.body); err != nil || response.Header.Get("Content-Type") != "application/json" {
		s.T.Fatalf("%s: %v: %s", action, err, text)
	}
	return out
}

// call makes a call with the right login and service.
func (s *uzumShop) call(action string, p params) uzumReply {
	s.T.Helper()
	body := params{"serviceId": 101202, "timestamp": s.clock.Load()}
	for k, v := range p {
		body[k] = v
	}
	raw, err := json.Marshal(body)
	s.Must(err)
	return s.send(http.MethodPost, s.Store.Slug, action, uzumLogin, string(raw))
}

// of are the params of a creation.
func (s *uzumShop) of(o *order.Order, transID string) params {
	return params{"transId": transID, "params": params{"order_id": fmt.Sprint(o.Number)}, "amount": int64(o.TotalTiyin)}
}

// is expects a code, 0 for what was done, and what goes with either.
func (r uzumReply) is(t testing.TB, what string, code int) uzumReply {
	t.Helper()
	if code == 0 {
		if r.status != http.StatusOK || r.body["errorCode"] != nil {
			t.Errorf("%s: %d %s", what, r.status, r.as)
		}
	} else if r.status != http.StatusBadRequest || r.body["errorCode"] != fmt.Sprint(code) || r.body["status"] != "FAILED" {
		t.Errorf("%s: want %d: %d %s", what, code, r.status, r.as)
	}
	return r
}

// holds expects values of an answer.
func (r uzumReply) holds(t testing.TB, want params) uzumReply {
	t.Helper()
	for name, value := range want {
		if fmt.Sprint(r.body[name]) != fmt.Sprint(value) {
			t.Errorf("%s is %v, not %v: %s", name, r.body[name], value, r.as)
		}
	}
	return r
}

func (s *uzumShop) looks(o *order.Order, want string) {
	s.T.Helper()
	if got := s.Face(o); got != want {
		s.T.Errorf("order is %s, not %s", got, want)
	}
}

// balanced expects that the ledger sums to zero and the bank's account holds what was captured and not given back.
func (s *uzumShop) balanced() {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		accounts, err := payment.Balances(ctx, q, s.Store.ID)
		sum, held := money.Tiyin(0), money.Tiyin(0)
		for _, a := range accounts {
			sum += a.Balance
			if a.Code == payment.ProviderAccount(uzum.Code) {
				held = a.Balance
			}
		}
		var owed money.Tiyin
		if err == nil {
			err = q.NewRaw("SELECT coalesce(sum(amount - refunded), 0)::bigint FROM payments WHERE store_id = ? AND state = 'CAPTURED'", s.Store.ID).Scan(ctx, &owed)
		}
		if sum != 0 || held != owed {
			s.T.Errorf("the ledger sums to %d; Uzum holds %d, captured %d", sum, held, owed)
		}
		return err
	})
}

// A payment from the first question to the reversal, and the rows of the behaviour table on the way.
func TestUzumMethods(t *testing.T) {
	t.Parallel()
	s := openUzum(t)
	start := s.clock.Load()

	t.Run("created, confirmed, reversed", func(t *testing.T) {
		o := s.bill()
		r := s.call("check", params{"params": params{"order_id": o.Number}}).is(t, "check", 0).holds(t, params{"serviceId": 101202, "status": "OK", "timestamp": start})
		if said(r.body["data"]) != said(map[string]any{"amount": map[string]any{"value": "35000"}, "order_id": map[string]any{"value": fmt.Sprint(o.Number)}}) {
			t.Error(r.as)
		}
		s.looks(o, "PLACED UNPAID CREATED")
		for _, amount := range []int64{int64(o.TotalTiyin) + 1, int64(o.TotalTiyin) - 1, 0, -5} {
			p := s.of(o, "t1")
			p["amount"] = amount
			s.call("create", p).is(t, "wrong sum", uzum.WrongAmount).holds(t, params{"transId": "t1", "transTime": start})
		}
		want := params{"transId": "t1", "status": "CREATED", "transTime": start, "amount": int64(o.TotalTiyin), "confirmTime": nil}
		s.call("create", s.of(o, "t1")).is(t, "create", 0).holds(t, want)
		s.looks(o, "PLACED PENDING PENDING")
		s.clock.Add(7)
		s.call("create", s.of(o, "t1")).is(t, "create again", uzum.AlreadyCreated)
		s.call("create", s.of(o, "t2")).is(t, "another transaction", uzum.AlreadyPaid)
		s.call("check", params{"params": params{"account": fmt.Sprint(o.Number)}}).is(t, "check what is being paid", uzum.AlreadyPaid)
		s.call("create", s.of(s.bill(), "t1")).is(t, "the same transaction for another order", uzum.AlreadyCreated)
		s.call("status", params{"transId": "t1"}).is(t, "status", 0).holds(t, want)
		confirmation := params{"transId": "t1", "paymentSource": "UZCARD", "tariff": "01", "processingReferenceNumber": "77", "phone": "998901234567", "cardType": 2}
		s.call("confirm", confirmation).is(t, "confirm", 0).holds(t, params{"status": "CONFIRMED", "confirmTime": start + 7, "amount": int64(o.TotalTiyin)})
		s.looks(o, "CONFIRMED PAID CAPTURED")
		s.clock.Add(7)
		s.call("confirm", confirmation).is(t, "confirm again", uzum.AlreadyConfirmed).holds(t, params{"confirmTime": s.clock.Load()})
		s.call("create", s.of(o, "t1")).is(t, "create what was confirmed", uzum.AlreadyCreated)
		s.call("create", s.of(o, "t3")).is(t, "pay what is paid", uzum.AlreadyPaid)
		s.call("check", params{"params": params{"order_id": o.Number}}).is(t, "check what is paid", uzum.AlreadyPaid)
		s.call("reverse", params{"transId": "t1"}).is(t, "reverse", 0).holds(t, params{"status": "REVERSED", "reverseTime": start + 14})
		s.looks(o, "CANCELED REFUNDED CAPTURED")
		s.call("reverse", params{"transId": "t1"}).is(t, "reverse again", uzum.AlreadyReversed)
		s.call("confirm", params{"transId": "t1"}).is(t, "confirm what was reversed", uzum.Cancelled)
		s.call("status", params{"transId": "t1"}).is(t, "status", 0).
			holds(t, params{"status": "REVERSED", "transTime": start, "confirmTime": start + 7, "reverseTime": start + 14})
		s.call("check", params{"params": params{"order_id": o.Number}}).is(t, "check what was called off", uzum.OrderOver)
		s.balanced()
	})

	t.Run("reversed before it was confirmed", func(t *testing.T) {
		o := s.bill()
		s.call("create", s.of(o, "b1")).is(t, "create", 0)
		s.call("reverse", params{"transId": "b1"}).is(t, "reverse", 0)
		s.looks(o, "PLACED UNPAID CANCELED")
		s.call("confirm", params{"transId": "b1"}).is(t, "confirm", uzum.Cancelled)
		s.call("create", s.of(o, "b2")).is(t, "the next try", 0)
		s.call("confirm", params{"transId": "b2"}).is(t, "confirm", 0)
		s.looks(o, "CONFIRMED PAID CANCELED CAPTURED")
		boss := order.Actor{Kind: order.ByStaff, ID: s.Owner.ID, CanRead: true, CanWrite: true}
		in := order.FulfilmentMoveInput{OrderID: o.GlobalID()}
		_, err := order.Prepare(t.Context(), s.DB, s.Shop(), boss, in, s.Desk.Now())
		s.Must(err)
		_, err = order.Pack(t.Context(), s.DB, s.Shop(), boss, in, s.Desk.Now())
		s.Must(err)
		_, err = order.HandOver(t.Context(), s.DB, s.Shop(), boss, order.FulfilmentHandOverInput{OrderID: o.GlobalID()}, s.Desk.Now())
		s.Must(err)
		s.call("reverse", params{"transId": "b2"}).is(t, "reverse what was handed over", uzum.NotReversible)
		s.looks(o, "CONFIRMED PAID CANCELED CAPTURED")
		s.balanced()
	})

	t.Run("half an hour", func(t *testing.T) {
		late, swept, at := s.bill(), s.bill(), s.clock.Load()
		s.call("create", s.of(late, "l1")).is(t, "create", 0)
		s.call("create", s.of(swept, "l2")).is(t, "create", 0)
		s.clock.Add((30 * time.Minute).Milliseconds() - 1)
		s.call("status", params{"transId": "l1"}).is(t, "just in time", 0).holds(t, params{"status": "CREATED"})
		s.clock.Add(1)
		s.call("status", params{"transId": "l1"}).is(t, "out of time", uzum.NoTransaction)
		s.call("confirm", params{"transId": "l1"}).is(t, "too late", uzum.Cancelled)
		s.call("reverse", params{"transId": "l1"}).is(t, "too late", uzum.NotReversible)
		s.looks(late, "PLACED UNPAID EXPIRED")
		s.Must(s.Desk.Sweep(t.Context()))
		s.looks(swept, "PLACED UNPAID EXPIRED")
		s.call("create", s.of(swept, "l3")).is(t, "the next try", 0)
		s.clock.Store(at)
		s.balanced()
	})

	t.Run("what the shop calls off", func(t *testing.T) {
		o := s.bill()
		s.call("create", s.of(o, "c1")).is(t, "create", 0)
		boss := order.Actor{Kind: order.ByStaff, ID: s.Owner.ID, CanRead: true, CanWrite: true}
		_, err := order.Cancel(t.Context(), s.DB, s.Shop(), boss, order.OrderCancelInput{ID: o.GlobalID(), Reason: ptr("yoʻq")}, s.Desk.Now())
		s.Must(err)
		s.call("confirm", params{"transId": "c1"}).is(t, "confirm", uzum.Cancelled)
		s.balanced()
	})
}

// Where the bank wants the first answer again, a repeat gives it to the byte and does nothing.
func TestUzumReplays(t *testing.T) {
	t.Parallel()
	s := openUzum(t, uzum.Repeats, uzum.Replay, uzum.Lifetime, "60")
	o := s.bill()
	for _, c := range []struct {
		action string
		params params
		face   string
	}{
		{"create", s.of(o, "r1"), "PLACED PENDING PENDING"}, {"confirm", params{"transId": "r1"}, "CONFIRMED PAID CAPTURED"},
		{"reverse", params{"transId": "r1"}, "CANCELED REFUNDED CAPTURED"},
	} {
		first := s.call(c.action, c.params).is(t, c.action, 0)
		s.clock.Add((31 * time.Minute).Milliseconds())
		if again := s.call(c.action, c.params).is(t, c.action, 0); again.as != first.as {
			t.Errorf("%s: %s and then %s", c.action, first.as, again.as)
		}
		other := s.of(o, "r1")
		other["amount"] = 5
		s.call("create", other).is(t, "the same id for another sum", uzum.AlreadyCreated)
		s.looks(o, c.face)
	}
	s.balanced()
}
