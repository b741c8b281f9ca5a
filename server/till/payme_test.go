package till_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/payment/payme"
)

// The two runs of Payme's sandbox, each call sent twice where the sandbox does so, and then the rows of the method tables.
func TestPaymeMethods(t *testing.T) {
	t.Parallel()
	s := open(t)
	twice := func(method string, p params) reply {
		t.Helper()
		first, second := s.call(method, p), s.call(method, p)
		if first.as != second.as {
			t.Errorf("%s: %s and then %s", method, first.as, second.as)
		}
		return first
	}

	t.Run("created and cancelled", func(t *testing.T) {
		o, name := s.bill(), s.name()
		p := s.of(o, name)
		wrong := s.of(o, s.name())
		wrong["amount"] = int64(o.TotalTiyin) + 1
		s.call("CheckPerformTransaction", wrong).is(t, "wrong sum", payme.WrongAmount)
		s.call("CreateTransaction", wrong).is(t, "wrong sum", payme.WrongAmount)
		wrong["amount"], wrong["account"] = int64(o.TotalTiyin), params{"order_id": "999999"}
		for _, method := range []string{"CheckPerformTransaction", "CreateTransaction"} {
			if r := s.call(method, wrong).is(t, "no order", payme.NoOrder); r.Error != nil && r.Error.Data != "order_id" {
				t.Errorf("data %v", r.Error.Data)
			}
		}
		if r := s.call("CheckPerformTransaction", p).is(t, "may be paid", 0); r.Result["allow"] != true {
			t.Error(r.as)
		}
		s.looks(o, "PLACED UNPAID CREATED")
		r := twice("CreateTransaction", p).is(t, "created", 0)
		if said(r.Result["state"], r.Result["create_time"]) != said(1, s.now()) || !strings.HasPrefix(fmt.Sprint(r.Result["transaction"]), "pay_") {
			t.Error(r.as)
		}
		s.looks(o, "PLACED PENDING PENDING")
		s.call("CheckTransaction", params{"id": name}).is(t, "checked", 0)
		s.call("CreateTransaction", s.of(o, s.name())).is(t, "another one", payme.WrongState)
		s.call("CheckPerformTransaction", p).is(t, "busy", payme.OrderBusy)
		other := s.of(o, name)
		other["amount"] = int64(o.TotalTiyin) - 1
		s.call("CreateTransaction", other).is(t, "the same id for another sum", payme.WrongState)
		s.clock.Add(5)
		if r := twice("CancelTransaction", params{"id": name, "reason": 3}); said(r.Result["state"], r.Result["cancel_time"]) != said(-1, s.now()) {
			t.Error(r.as)
		}
		s.looks(o, "PLACED UNPAID CANCELED")
		s.clock.Add(5)
		s.call("CancelTransaction", params{"id": name, "reason": 5}).is(t, "again", 0)
		if r := s.call("CheckTransaction", params{"id": name}); said(r.Result["reason"], r.Result["perform_time"], r.Result["cancel_time"]) != said(3, 0, s.now()-5) {
			t.Error(r.as)
		}
		s.call("PerformTransaction", params{"id": name}).is(t, "too late", payme.WrongState)
		s.call("CreateTransaction", p).is(t, "a cancelled id", payme.WrongState)
		s.call("CreateTransaction", s.of(o, s.name())).is(t, "the next try", 0)
		s.looks(o, "PLACED PENDING CANCELED PENDING")
		s.balanced()
	})

	t.Run("performed and refunded", func(t *testing.T) {
		o, name := s.bill(), s.name()
		left := s.Left(s.tea)
		twice("CreateTransaction", s.of(o, name)).is(t, "created", 0)
		s.clock.Add(5)
		if r := twice("PerformTransaction", params{"id": name}); said(r.Result["state"], r.Result["perform_time"]) != said(2, s.now()) {
			t.Error(r.as)
		}
		s.looks(o, "CONFIRMED PAID CAPTURED")
		s.balanced()
		if r := s.call("CheckTransaction", params{"id": name}); r.Result["reason"] != nil || fmt.Sprint(r.Result["cancel_time"]) != "0" {
			t.Error(r.as)
		}
		s.call("CreateTransaction", s.of(o, name)).is(t, "a performed id", payme.WrongState)
		s.call("CreateTransaction", s.of(o, s.name())).is(t, "paid", payme.AlreadyPaid)
		s.call("CheckPerformTransaction", s.of(o, name)).is(t, "paid", payme.AlreadyPaid)
		receipt := params{"id": name, "type": "PERFORM", "fiscal_data": params{"receipt_id": 121, "status_code": 0, "message": "accepted",
			"terminal_id": "EP000000000025", "fiscal_sign": "800031554082", "qr_code_url": "https://ofd.soliq.uz/check", "date": "20220706221021"}}
		twice("SetFiscalData", receipt).is(t, "receipt", 0)
		s.printed(o, "SALE https://ofd.soliq.uz/check")
		if n := s.toldBuyer(o, "https://ofd.soliq.uz/check"); n != 1 {
			t.Errorf("the buyer was told of the receipt %d times", n)
		}
		s.call("SetFiscalData", params{"id": s.name(), "type": "PERFORM", "fiscal_data": params{}}).is(t, "no such receipt", payme.UnknownReceipt)
		s.call("SetFiscalData", params{"id": name, "type": "SALE", "fiscal_data": params{}}).is(t, "no such kind", payme.BadParams)
		if r := twice("CancelTransaction", params{"id": name, "reason": 5}); fmt.Sprint(r.Result["state"]) != "-2" {
			t.Error(r.as)
		}
		s.looks(o, "CANCELED REFUNDED CAPTURED")
		if now := s.Left(s.tea); now != left+2 {
			t.Errorf("%d pieces left, before %d", now, left)
		}
		s.call("PerformTransaction", params{"id": name}).is(t, "given back", payme.WrongState)
		s.call("CheckPerformTransaction", s.of(o, name)).is(t, "called off", payme.OrderOver)
		s.balanced()
	})

	t.Run("delivered goods are not refunded", func(t *testing.T) {
		o, name := s.bill(), s.name()
		s.call("CreateTransaction", s.of(o, name))
		s.call("PerformTransaction", params{"id": name}).is(t, "paid", 0)
		s.handOver(o)
		s.call("CancelTransaction", params{"id": name, "reason": 5}).is(t, "gone", payme.Delivered)
		s.looks(o, "CONFIRMED PAID CAPTURED")
		s.balanced()
	})

	t.Run("unknown transactions", func(t *testing.T) {
		for _, method := range []string{"PerformTransaction", "CheckTransaction", "CancelTransaction"} {
			s.call(method, params{"id": s.name(), "reason": 1}).is(t, method, payme.NoTransaction)
		}
	})

	t.Run("twelve hours", func(t *testing.T) {
		o, name, late := s.bill(), s.name(), s.bill()
		began := s.now()
		s.call("CreateTransaction", s.of(o, name)).is(t, "created", 0)
		swept := s.name()
		s.call("CreateTransaction", s.of(late, swept)).is(t, "created", 0)
		old := s.of(s.bill(), s.name())
		old["time"] = began - payme.Timeout.Milliseconds()
		s.call("CreateTransaction", old).is(t, "long over", payme.WrongState)
		s.clock.Add(payme.Timeout.Milliseconds() - 1)
		if r := s.call("CheckTransaction", params{"id": name}); fmt.Sprint(r.Result["state"]) != "1" {
			t.Error(r.as)
		}
		s.clock.Add(1)
		for range 2 {
			r := s.call("CheckTransaction", params{"id": name})
			if said(r.Result["state"], r.Result["reason"], r.Result["cancel_time"]) != said(-1, 4, s.now()) {
				t.Error(r.as)
			}
			s.call("PerformTransaction", params{"id": name}).is(t, "over", payme.WrongState)
		}
		s.looks(o, "PLACED UNPAID EXPIRED")
		s.Must(s.desk.Sweep(t.Context()))
		s.looks(late, "PLACED UNPAID EXPIRED")
		s.call("CreateTransaction", s.of(late, s.name())).is(t, "the next try", 0)
		s.clock.Add(-payme.Timeout.Milliseconds())
		s.balanced()
	})

	t.Run("statement", func(t *testing.T) {
		s.clock.Add(time.Hour.Milliseconds() / 2)
		from := s.now()
		var names []string
		for range 3 {
			names = append(names, s.name())
			s.call("CreateTransaction", s.of(s.bill(), names[len(names)-1])).is(t, "created", 0)
			s.clock.Add(1)
		}
		list := func(from, to int64) (ids []string) {
			r := s.call("GetStatement", params{"from": from, "to": to}).is(t, "statement", 0)
			for _, row := range r.Result["transactions"].([]any) {
				ids = append(ids, row.(map[string]any)["id"].(string))
			}
			return ids
		}
		for _, c := range []struct {
			from, to int64
			want     []string
		}{{from, from + 2, names}, {from, from, names[:1]}, {from + 1, from + 2, names[1:]}, {from + 3, from + 9, nil}} {
			if got := list(c.from, c.to); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("from %d to %d: %v", c.from-from, c.to-from, got)
			}
		}
		s.call("GetStatement", params{"from": from}).is(t, "no end", payme.NotACall)
	})
}

// What never reaches an order.
func TestPaymeRefusals(t *testing.T) {
	t.Parallel()
	s := open(t)
	o := s.bill()
	good, err := json.Marshal(map[string]any{"method": "CheckPerformTransaction", "params": s.of(o, "x"), "id": 7})
	s.Must(err)
	with := func(change func(p params)) string {
		p := s.of(o, s.name())
		change(p)
		raw, err := json.Marshal(map[string]any{"method": "CreateTransaction", "params": p, "id": 7})
		s.Must(err)
		return string(raw)
	}
	for what, c := range map[string]struct {
		body string
		code int
	}{
		"good":                {string(good), 0},
		"garbage":             {`{"method":`, payme.NotJSON},
		"empty":               {``, payme.NotJSON},
		"binary":              {"\x00\xff{}", payme.NotJSON},
		"batch":               {`[` + string(good) + `]`, payme.NotACall},
		"null":                {`null`, payme.NotACall},
		"no method":           {`{"params":{},"id":1}`, payme.NotACall},
		"no id":               {`{"method":"CheckTransaction","params":{}}`, payme.NotACall},
		"params are a list":   {`{"method":"CheckTransaction","params":[],"id":1}`, payme.NotACall},
		"unknown method":      {`{"method":"ChangePassword","params":{},"id":1}`, payme.UnknownMethod},
		"1 MB":                {`{"method":"CheckTransaction","params":{"id":"` + strings.Repeat("x", 1<<20) + `"},"id":1}`, payme.NotACall},
		"fraction":            {with(func(p params) { p["amount"] = 1.5 }), payme.WrongAmount},
		"zero":                {with(func(p params) { p["amount"] = 0 }), payme.WrongAmount},
		"amount is a text":    {with(func(p params) { p["amount"] = "500" }), payme.NotACall},
		"account without us":  {with(func(p params) { p["account"] = params{"phone": "1"} }), payme.NoAccount},
		"account is a text":   {with(func(p params) { p["account"] = "1" }), payme.NotACall},
		"account is no one":   {with(func(p params) { p["account"] = params{"order_id": "bir"} }), payme.NoOrder},
		"account is a number": {with(func(p params) { p["account"], p["amount"] = params{"order_id": o.Number}, 1 }), payme.WrongAmount},
		"time in seconds":     {with(func(p params) { p["time"] = 1795341600 }), payme.NotACall},
		"id with a zero":      {with(func(p params) { p["id"] = "a\x00b" }), payme.NotACall},
		"a time to come":      {with(func(p params) { p["time"] = s.now() + 13*time.Hour.Milliseconds() }), payme.WrongState},
	} {
		s.post(s.Store.Slug, key, c.body).is(t, what, c.code)
	}
	s.looks(o, "PLACED UNPAID CREATED")

	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+s.Store.Slug, nil)
	s.Must(err)
	s.send(r).is(t, "GET", payme.NotPOST)
	for _, method := range []string{"CheckPerformTransaction", "CreateTransaction", "PerformTransaction", "CancelTransaction", "CheckTransaction", "GetStatement", "SetFiscalData"} {
		a := s.post(s.Store.Slug, otherKey, `{"method":"`+method+`","params":{},"id":9}`).is(t, method, payme.NoAccess)
		if fmt.Sprint(a.ID) != "9" {
			t.Errorf("id %v", a.ID)
		}
	}
	s.post(s.Store.Slug, "", string(good)).is(t, "no key", payme.NoAccess)
	s.post("yoq", key, string(good)).is(t, "no such store", payme.NoAccess)

	// Another store: neither its key nor its transactions are ours.
	name := s.name()
	s.call("CreateTransaction", s.of(o, name)).is(t, "created", 0)
	b := s.Beside("boshqa")
	s.account(b, otherKey)
	s.post("boshqa", key, string(good)).is(t, "our key there", payme.NoAccess)
	s.post("boshqa", otherKey, string(good)).is(t, "our order there", payme.NoOrder)
	s.post("boshqa", otherKey, `{"method":"PerformTransaction","params":{"id":"`+name+`"},"id":1}`).is(t, "our transaction there", payme.NoTransaction)
	s.account(s.World, key, "10.1.2.3")
	s.call("CheckTransaction", params{"id": name}).is(t, "from elsewhere", payme.NoAccess)
	s.looks(o, "PLACED PENDING PENDING")
	s.balanced()
}

// Of calls that come at once each is carried out once, and all the same are answered the same.
func TestPaymeAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	atOnce := func(calls ...func() reply) []reply {
		out := make([]reply, len(calls))
		var all sync.WaitGroup
		for i, call := range calls {
			all.Go(func() { out[i] = call() })
		}
		all.Wait()
		return out
	}
	for range 5 {
		o, name, other := s.bill(), s.name(), s.name()
		p, q := s.of(o, name), s.of(o, other)
		create := func(p params) func() reply { return func() reply { return s.call("CreateTransaction", p) } }
		won := 0
		for _, r := range atOnce(create(p), create(q)) {
			if r.Error == nil {
				won++
			} else {
				r.is(t, "the second", payme.WrongState)
			}
		}
		if won != 1 {
			t.Errorf("%d of two transactions were created", won)
		}
		if s.call("CheckTransaction", params{"id": name}).Error != nil {
			name = other
		}
		perform := func() reply { return s.call("PerformTransaction", params{"id": name}) }
		cancel := func() reply { return s.call("CancelTransaction", params{"id": name, "reason": 3}) }
		r := atOnce(perform, perform, cancel)
		if r[0].Error == nil && r[1].Error == nil && r[0].as != r[1].as {
			t.Errorf("performed twice: %s, %s", r[0].as, r[1].as)
		}
		r[2].is(t, "cancelled", 0)
		if face := s.face(o); face != "PLACED UNPAID CANCELED" && face != "CANCELED REFUNDED CAPTURED" {
			t.Errorf("order is %s", face)
		}
		s.balanced()
	}
}

// A call takes a known number of statements, the one of the journal counted.
func TestPaymeStatements(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, name := s.bill(), s.name()
	s.call("CheckTransaction", params{"id": name}).is(t, "the account is read", payme.NoTransaction)
	counted := counting(s.DB)
	for _, c := range []struct {
		method string
		params params
		most   int
	}{
		{"CheckPerformTransaction", s.of(o, name), 5}, {"CreateTransaction", s.of(o, name), 6}, {"CreateTransaction", s.of(o, name), 5},
		{"PerformTransaction", params{"id": name}, 9}, {"PerformTransaction", params{"id": name}, 5},
		{"CheckTransaction", params{"id": name}, 3}, {"CancelTransaction", params{"id": name, "reason": 5}, 9},
		{"GetStatement", params{"from": s.now(), "to": s.now()}, 3},
	} {
		if sent := counted(func() { s.call(c.method, c.params).is(t, c.method, 0) }); len(sent) > c.most {
			t.Errorf("%s took %d statements, at most %d:\n%s", c.method, len(sent), c.most, strings.Join(sent, "\n"))
		}
	}
}
