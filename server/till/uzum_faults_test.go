package till_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/dokon-shop/dokon/server/payment/uzum"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// Bad input is answered by its code and changes nothing.
func TestUzumBadInput(t *testing.T) {
	t.Parallel()
	s := openUzum(t)
	o := s.bill()
	account := fmt.Sprintf(`"params":{"order_id":"%d"}`, o.Number)
	for _, c := range []struct {
		what, action, body string
		code               int
	}{
		{"no JSON", "check", `{"serviceId":`, uzum.NotJSON},
		{"a list", "check", `[]`, uzum.NotJSON},
		{"nothing", "check", ``, uzum.NotJSON},
		{"1 MB", "check", `{"serviceId":101202,"params":{"order_id":"` + strings.Repeat("7", 1<<20) + `"}}`, uzum.NotJSON},
		{"no service", "check", `{` + account + `}`, uzum.NoParam},
		{"another service", "check", `{"serviceId":7,` + account + `}`, uzum.WrongService},
		{"a service that is a list", "check", `{"serviceId":[],` + account + `}`, uzum.NotJSON},
		{"the service as text", "check", `{"serviceId":"101202",` + account + `}`, 0},
		{"no params", "check", `{"serviceId":101202}`, uzum.NoParam},
		{"params that are text", "check", `{"serviceId":101202,"params":"1"}`, uzum.NotJSON},
		{"no order", "check", `{"serviceId":101202,"params":{}}`, uzum.NoParam},
		{"an unknown order", "check", `{"serviceId":101202,"params":{"order_id":"99999"}}`, uzum.NoOrder},
		{"an order that is no number", "check", `{"serviceId":101202,"params":{"order_id":"'; --"}}`, uzum.NoOrder},
		{"an order that is a list", "check", `{"serviceId":101202,"params":{"order_id":[1]}}`, uzum.NoOrder},
		{"an order with a NUL", "check", `{"serviceId":101202,"params":{"order_id":"1\u0000"}}`, uzum.NoOrder},
		{"no transaction", "create", `{"serviceId":101202,"amount":3500000,` + account + `}`, uzum.NoParam},
		{"a transaction that is too long", "create", `{"serviceId":101202,"transId":"` + strings.Repeat("x", 65) + `","amount":3500000,` + account + `}`, uzum.NotJSON},
		{"an empty transaction", "create", `{"serviceId":101202,"transId":"","amount":3500000,` + account + `}`, uzum.NoParam},
		{"no sum", "create", `{"serviceId":101202,"transId":"x",` + account + `}`, uzum.NoParam},
		{"a sum as text", "create", `{"serviceId":101202,"transId":"x","amount":"3500000",` + account + `}`, uzum.NotJSON},
		{"half a tiyin", "create", `{"serviceId":101202,"transId":"x","amount":3500000.5,` + account + `}`, uzum.WrongAmount},
		{"too large a sum", "create", `{"serviceId":101202,"transId":"x","amount":99999999999999999999,` + account + `}`, uzum.WrongAmount},
		{"no transaction", "confirm", `{"serviceId":101202}`, uzum.NoParam},
		{"an unknown transaction", "confirm", `{"serviceId":101202,"transId":"x"}`, uzum.NoTransaction},
		{"an unknown transaction", "reverse", `{"serviceId":101202,"transId":"x"}`, uzum.NoTransaction},
		{"an unknown transaction", "status", `{"serviceId":101202,"transId":"x"}`, uzum.NoTransaction},
		{"another service", "status", `{"serviceId":7,"transId":"x"}`, uzum.WrongService},
		{"an unknown call", "pay", `{"serviceId":101202,"transId":"x"}`, uzum.NoOperation},
	} {
		s.send(http.MethodPost, s.Store.Slug, c.action, uzumLogin, c.body).is(t, c.action+": "+c.what, c.code)
	}
	good := `{"serviceId":101202,` + account + `}`
	s.send(http.MethodGet, s.Store.Slug, "check", uzumLogin, "").is(t, "GET", uzum.NoOperation)
	for _, login := range []string{"", "uzum:", "uzum:another-secret", "other:secret-of-the-bank"} {
		for _, action := range []string{"check", "create", "confirm", "reverse", "status"} {
			s.send(http.MethodPost, s.Store.Slug, action, login, good).is(t, "login "+login, uzum.NoAccess).holds(t, params{"serviceId": 101202})
		}
	}
	s.send(http.MethodPost, "yoq", "check", uzumLogin, good).is(t, "no such store", uzum.NoAccess)
	s.looks(o, "PLACED UNPAID CREATED")

	// Another store: neither its key nor its transactions are ours.
	s.call("create", s.of(o, "ours")).is(t, "create", 0)
	b := &shoptest.Till{World: s.Beside("boshqa"), URL: s.URL, Desk: s.Desk}
	b.Account(uzum.Code, "other:secret-of-the-other", uzum.ServiceID, "101202")
	s.send(http.MethodPost, "boshqa", "check", uzumLogin, good).is(t, "our key there", uzum.NoAccess)
	s.send(http.MethodPost, "boshqa", "check", "other:secret-of-the-other", good).is(t, "our order there", uzum.NoOrder)
	for _, action := range []string{"confirm", "reverse", "status"} {
		s.send(http.MethodPost, "boshqa", action, "other:secret-of-the-other", `{"serviceId":101202,"transId":"ours"}`).is(t, "our transaction there", uzum.NoTransaction)
	}
	s.looks(o, "PLACED PENDING PENDING")
	s.balanced()
}

// Of calls that come at once each is carried out once.
func TestUzumAtOnce(t *testing.T) {
	t.Parallel()
	s := openUzum(t)
	atOnce := func(calls ...func() uzumReply) []uzumReply {
		out := make([]uzumReply, len(calls))
		var all sync.WaitGroup
		for i, call := range calls {
			all.Go(func() { out[i] = call() })
		}
		all.Wait()
		return out
	}
	count := func(all []uzumReply) (done int) {
		for _, r := range all {
			if r.status == http.StatusOK {
				done++
			} else if r.status != http.StatusBadRequest {
				t.Errorf("%d %s", r.status, r.as)
			}
		}
		return done
	}
	for i := range 5 {
		o, one, two := s.bill(), fmt.Sprint("a", i), fmt.Sprint("b", i)
		create := func(id string) func() uzumReply { return func() uzumReply { return s.call("create", s.of(o, id)) } }
		if n := count(atOnce(create(one), create(two), create(one))); n != 1 {
			t.Errorf("%d transactions of one order", n)
		}
		if s.call("status", params{"transId": one}).status != http.StatusOK {
			one = two
		}
		confirm := func() uzumReply { return s.call("confirm", params{"transId": one}) }
		reverse := func() uzumReply { return s.call("reverse", params{"transId": one}) }
		all := atOnce(confirm, confirm, reverse)
		if count(all[:2]) > 1 || all[2].status != http.StatusOK {
			t.Errorf("%+v", all)
		}
		if face := s.Face(o); face != "PLACED UNPAID CANCELED" && face != "CANCELED REFUNDED CAPTURED" {
			t.Errorf("order is %s", face)
		}
		s.balanced()
	}
}

// A call takes a known number of statements, the one of the journal counted.
func TestUzumStatements(t *testing.T) {
	t.Parallel()
	s := openUzum(t)
	o := s.bill()
	counted := counting(s.DB)
	for _, c := range []struct {
		action string
		params params
		most   int
	}{
		{"check", s.of(o, "s1"), 5}, {"create", s.of(o, "s1"), 6}, {"status", params{"transId": "s1"}, 3},
		{"confirm", params{"transId": "s1"}, 9}, {"reverse", params{"transId": "s1"}, 9},
	} {
		if sent := counted(func() { s.call(c.action, c.params).is(t, c.action, 0) }); len(sent) > c.most {
			t.Errorf("%s took %d statements, at most %d:\n%s", c.action, len(sent), c.most, strings.Join(sent, "\n"))
		}
	}
}
