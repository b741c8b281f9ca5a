package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

func TestSocket(t *testing.T) {
	t.Parallel()
	s := open(t)
	buyer, _ := s.shopper(s.World)
	w := buyer.speaks("ru").socket()
	w.subscribe("a", `query ($n: Int) { me { cart { readiness { blockers { message } } } } products(first: $n) { nodes { id } } }`, map[string]any{"n": 1})
	if a := w.answer("a"); a.text("me.cart.readiness.blockers.0.message") != "Корзина пуста." {
		t.Errorf("%s", a.Body)
	}
	if m := w.take(); m.Type != "complete" || m.ID != "a" {
		t.Errorf("%+v", m)
	}
	w.subscribe("a", `mutation { cartSet(input: {comment: "salom"}) { cart { comment } } }`, nil) // an id may be used again
	if a := w.answer("a"); a.text("cartSet.cart.comment") != "salom" {
		t.Errorf("%s", a.Body)
	}
	if m := w.take(); m.Type != "complete" {
		t.Errorf("%+v", m)
	}
	w.subscribe("b", `{ nothing }`, nil)
	if m := w.take(); m.Type != "error" || m.ID != "b" || !strings.Contains(string(m.Payload), "BAD_REQUEST") {
		t.Errorf("%+v %s", m, m.Payload)
	}
	w.subscribe("c", adminOrders, nil)
	if a := w.answer("c"); a.code() != "FORBIDDEN" {
		t.Errorf("%s", a.Body)
	}
	if m := w.take(); m.Type != "complete" || m.ID != "c" {
		t.Errorf("%+v", m)
	}
	w.send("", "ping", map[string]any{"at": 1})
	if m := w.take(); m.Type != "pong" || string(m.Payload) != `{"at":1}` {
		t.Errorf("%+v %s", m, m.Payload)
	}
	w.send("", "pong", nil)
	w.send("unknown", "complete", nil)
	w.subscribe("d", `{ store { slug } }`, nil)
	if a := w.answer("d"); a.text("store.slug") != "test" {
		t.Errorf("%s", a.Body)
	}
}

// An operation that the client completes is over at once: nothing more comes, and its id is free.
func TestSocketComplete(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	_, who := s.shopper(s.World)
	v := s.Variant("Choy", 100_00, 9)
	w := boss.socket()
	w.subscribe("1", adminOrders, nil)
	eventually(t, "it listens", func() bool { return s.subscriptions() == 1 })
	w.send("1", "complete", nil)
	eventually(t, "the subscription is freed", func() bool { return s.subscriptions() == 0 })
	s.Place(who, shoptest.Want(v, 1))
	w.subscribe("1", adminOrders, nil)
	eventually(t, "it listens again", func() bool { return s.subscriptions() == 1 })
	o := s.Place(who, shoptest.Want(v, 1))
	if a := w.answer("1"); a.get("adminOrders.order.number") != float64(o.Number) {
		t.Errorf("%s", a.Body)
	}
	_ = w.conn.CloseNow()
	eventually(t, "the subscription ends with the socket", func() bool { return s.subscriptions() == 0 })
}

// Close codes of graphql-transport-ws.
func TestSocketBreaches(t *testing.T) {
	t.Parallel()
	s := open(t, limited(func(l *graph.Limits) { l.InitWithin = 300 * time.Millisecond }))
	boss, _ := s.member(s.World, staff.Owner)
	const begin, sub = `{"type":"connection_init"}`, `{"id":"1","type":"subscribe","payload":{"query":"subscription { adminOrders { kind } }"}}`
	auth := `{"type":"connection_init","payload":{"authorization":"` + boss.headers["Authorization"] + `"}}`
	// One byte too many: what a server has not read when it closes may cut the line before its last words arrive.
	long := fmt.Sprintf(`{"type":"ping","payload":{"a":"%s"}}`, strings.Repeat("x", 256<<10-len(`{"type":"ping","payload":{"a":""}}`)+1))
	for name, c := range map[string]struct {
		say      []string
		protocol string
		code     websocket.StatusCode
		reason   string
	}{
		"not JSON":                   {say: []string{"hello"}, code: 4400},
		"unknown type":               {say: []string{`{"type":"start"}`}, code: 4400},
		"no type":                    {say: []string{`{}`}, code: 4400},
		"a list":                     {say: []string{`[]`}, code: 4400},
		"subscribe without id":       {say: []string{begin, `{"type":"subscribe","payload":{"query":"{ store { slug } }"}}`}, code: 4400},
		"subscribe without payload":  {say: []string{begin, `{"id":"1","type":"subscribe"}`}, code: 4400},
		"subscribe without query":    {say: []string{begin, `{"id":"1","type":"subscribe","payload":{}}`}, code: 4400},
		"payload of init not object": {say: []string{`{"type":"connection_init","payload":[]}`}, code: 4400},
		"subscribe before init":      {say: []string{sub}, code: 4401, reason: "Unauthorized"},
		"ping, then subscribe":       {say: []string{`{"type":"ping"}`, sub}, code: 4401},
		"forged token":               {say: []string{`{"type":"connection_init","payload":{"authorization":"Bearer x.y.z"}}`}, code: 4403, reason: "UNAUTHENTICATED"},
		"unknown store":              {say: []string{`{"type":"connection_init","payload":{"store":"nowhere"}}`}, code: 4403, reason: "STORE_NOT_FOUND"},
		"no init":                    {code: 4408},
		"the same id twice":          {say: []string{auth, sub, sub}, code: 4409, reason: "Subscriber for 1 already exists"},
		"a second init":              {say: []string{begin, begin}, code: 4429},
		"the older protocol":         {protocol: "graphql-ws", code: 4406},
		"no protocol":                {protocol: "-", code: 4406},
		"too long a message":         {say: []string{begin, long}, code: 1009},
	} {
		t.Run(name, func(t *testing.T) {
			protocols := []string{"graphql-transport-ws"}
			switch c.protocol {
			case "-":
				protocols = nil
			case "graphql-ws":
				protocols = []string{c.protocol}
			}
			w := s.dial(t, protocols...)
			for _, text := range c.say {
				w.write(text)
			}
			code, reason := w.closed()
			if code != c.code || c.reason != "" && reason != c.reason {
				t.Errorf("%d %q, want %d %q", code, reason, c.code, c.reason)
			}
		})
	}
	eventually(t, "nothing listens on", func() bool { return s.subscriptions() == 0 })
}

// One socket runs so many operations at once; one more is refused, the others go on.
func TestSocketOperations(t *testing.T) {
	t.Parallel()
	s := open(t, limited(func(l *graph.Limits) { l.Operations = 2 }))
	boss, _ := s.member(s.World, staff.Owner)
	w := boss.socket()
	w.subscribe("1", adminOrders, nil)
	w.subscribe("2", adminOrders, nil)
	w.subscribe("3", adminOrders, nil)
	if m := w.take(); m.Type != "error" || m.ID != "3" {
		t.Errorf("%+v %s", m, m.Payload)
	}
	w.send("2", "complete", nil)
	w.subscribe("3", `{ store { slug } }`, nil)
	if a := w.answer("3"); a.text("store.slug") != "test" {
		t.Errorf("%s", a.Body)
	}
}

// A peer who is gone without a word is noticed, and what it listened to is freed.
func TestSocketOfADeadPeer(t *testing.T) {
	t.Parallel()
	s := open(t, limited(func(l *graph.Limits) { l.Ping = 200 * time.Millisecond }))
	boss, _ := s.member(s.World, staff.Owner)
	w := boss.socket()
	w.subscribe("1", adminOrders, nil) // and never reads again, so that no ping is answered
	eventually(t, "it listens", func() bool { return s.subscriptions() == 1 })
	eventually(t, "the dead peer is dropped", func() bool { return s.subscriptions() == 0 })
}

// What connection_init says counts as the headers do; those of the upgrade hold where it says nothing.
func TestSocketCaller(t *testing.T) {
	t.Parallel()
	s := open(t)
	second := s.Beside("second")
	buyer, _ := s.shopper(second)
	for name, payload := range map[string]map[string]string{
		"our names":    {"authorization": buyer.headers["Authorization"], "store": "second", "language": "en"},
		"header names": {"Authorization": buyer.headers["Authorization"], "X-Store": "second", "Accept-Language": "en"},
		"token alone":  {"authorization": buyer.headers["Authorization"], "language": "en"},
	} {
		w := s.dial(t, "graphql-transport-ws")
		w.send("", "connection_init", payload)
		if m := w.take(); m.Type != "connection_ack" {
			t.Fatalf("%s: %+v", name, m)
		}
		w.subscribe("1", `{ store { slug } me { cart { readiness { blockers { message } } } } }`, nil)
		if a := w.answer("1"); a.text("store.slug") != "second" || a.text("me.cart.readiness.blockers.0.message") != "The cart is empty." {
			t.Errorf("%s: %s", name, a.Body)
		}
	}
	w := s.dial(t, "graphql-transport-ws")
	w.send("", "connection_init", map[string]string{"authorization": buyer.headers["Authorization"], "store": "test"})
	if code, reason := w.closed(); code != 4403 || reason != "UNAUTHENTICATED" {
		t.Errorf("a token in another store: %d %s", code, reason)
	}
	none := s.dial(t, "graphql-transport-ws")
	none.send("", "connection_init", nil)
	none.take()
	none.subscribe("1", `{ store { slug } }`, nil)
	if a := none.answer("1"); a.code() != "STORE_NOT_FOUND" {
		t.Errorf("%s", a.Body)
	}
	if raw, err := json.Marshal(none.take()); err != nil || !strings.Contains(string(raw), "complete") {
		t.Errorf("%s %v", raw, err)
	}
}
