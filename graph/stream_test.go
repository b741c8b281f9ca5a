package graph_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/graph"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

const adminOrders = `subscription { adminOrders { kind order { number lifecycle } } }`

func TestStreamOfOneAnswer(t *testing.T) {
	t.Parallel()
	s := open(t)
	l := s.anonymous().listen(`{ store { slug } }`, nil)
	if l.status != 200 || !strings.HasPrefix(l.header.Get("Content-Type"), "text/event-stream") {
		t.Errorf("%d %v", l.status, l.header)
	}
	if slug := l.answer().text("store.slug"); slug != "test" {
		t.Error(slug)
	}
	if e := l.take(); e.name != "complete" {
		t.Errorf("%q instead of complete", e)
	}
	if e := l.take(); e != (sseEvent{}) {
		t.Errorf("%q after complete", e)
	}
}

// What is refused from the start is told in the stream, or as plain JSON to whoever takes that as well.
func TestStreamRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	for query, code := range map[string]string{
		adminOrders:             "UNAUTHENTICATED",
		`subscription { none }`: "BAD_REQUEST",
		`subscription { orderUpdated(id: "ord_01jd3k9v7yf2s8q6m4x0w5t1rz") { kind } }`: "UNAUTHENTICATED",
	} {
		l := s.anonymous().listen(query, nil)
		if got := l.answer().code(); got != code {
			t.Errorf("%s: %s, want %s", query, got, code)
		}
		if e := l.take(); e.name != "complete" {
			t.Errorf("%s: %q instead of complete", query, e)
		}
		a := s.anonymous().with("Accept", "text/event-stream, application/graphql-response+json").ask(query, nil)
		if a.code() != code || a.Status != map[string]int{"UNAUTHENTICATED": 401, "BAD_REQUEST": 400}[code] {
			t.Errorf("%s as JSON: %d %s", query, a.Status, a.Body)
		}
	}
	buyer, _ := s.shopper(s.World)
	if code := buyer.listen(adminOrders, nil).answer().code(); code != "FORBIDDEN" {
		t.Error(code)
	}
	other, _ := s.shopper(s.World)
	_, who := s.shopper(s.World)
	o := s.Place(who, shoptest.Want(s.Variant("Choy", 100_00, 3), 1))
	key := map[string]any{"id": o.GlobalID()}
	if code := other.listen(`subscription ($id: ID!) { orderUpdated(id: $id) { kind } }`, key).answer().code(); code != "NOT_FOUND" {
		t.Error(code)
	}
}

// A stream outlives the server's WriteTimeout, says that it is alive, and frees the hub when the listener goes.
func TestStreamStays(t *testing.T) {
	t.Parallel()
	s := open(t, impatient, limited(func(l *graph.Limits) { l.Ping = writeTimeout / 4 }))
	boss, _ := s.member(s.World, staff.Owner)
	l := boss.listen(adminOrders, nil)
	for pings := 0; pings < 6; { // one and a half write timeouts
		select {
		case e, open := <-l.events:
			if !open || e.name != "" {
				t.Fatalf("%q %t", e, open)
			}
			if e.comment == "ping" {
				pings++
			}
		case <-time.After(patience):
			t.Fatal("no sign of life")
		}
	}
	_, who := s.shopper(s.World)
	s.Place(who, shoptest.Want(s.Variant("Choy", 100_00, 3), 1))
	if a := l.answer(); a.text("adminOrders.kind") != "order.placed" {
		t.Errorf("%s", a.Body)
	}
	if n := s.subscriptions(); n != 1 {
		t.Errorf("%d subscriptions", n)
	}
	l.cut()
	eventually(t, "the subscription is freed", func() bool { return s.subscriptions() == 0 })
}

// When the server stops, a stream is cut and not completed: the client opens it again elsewhere.
func TestStreamWhenTheServerStops(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	l, w := boss.listen(adminOrders, nil), boss.socket()
	w.subscribe("1", adminOrders, nil)
	eventually(t, "both listen", func() bool { return s.subscriptions() == 2 })
	s.Hub.Close()
	if e := l.take(); e != (sseEvent{}) {
		t.Errorf("%q, want the end without complete", e)
	}
	if code, reason := w.closed(); code != 1001 {
		t.Errorf("%d %s", code, reason)
	}
}

// Whoever may no longer listen is told so with the next event, or at the next look when nothing happens.
func TestStreamOfSomebodyWhoHasLeft(t *testing.T) {
	t.Parallel()
	s := open(t, limited(func(l *graph.Limits) { l.Recheck = 50 * time.Millisecond }))
	boss, _ := s.member(s.World, staff.Owner)
	clerk, member := s.member(s.World, staff.Operator)
	l := clerk.listen(adminOrders, nil)
	w := clerk.socket()
	w.subscribe("1", adminOrders, nil)
	eventually(t, "both listen", func() bool { return s.subscriptions() == 2 })
	boss.must(`mutation ($id: ID!) { staffUpdate(input: {id: $id, isActive: false}) { userErrors { code } } }`, map[string]any{"id": id.Of(id.Staff, member.ID)})
	if code := l.answer().code(); code != "SESSION_EXPIRED" {
		t.Error(code)
	}
	if e := l.take(); e.name != "complete" {
		t.Errorf("%q", e)
	}
	if m := w.take(); m.Type != "error" || !strings.Contains(string(m.Payload), "SESSION_EXPIRED") {
		t.Errorf("%+v %s", m, m.Payload)
	}
	w.subscribe("2", `{ orders { nodes { id } } }`, nil)
	if a := w.answer("2"); a.code() != "SESSION_EXPIRED" {
		t.Errorf("an operation on the open socket: %s", a.Body)
	}
	if m := w.take(); m.Type != "complete" {
		t.Errorf("%+v after the refusal", m)
	}
}

// Other rights end the stream without a word: it is opened again with those of today.
func TestStreamOfAnotherRole(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	clerk, member := s.member(s.World, staff.Operator)
	l := clerk.listen(adminOrders, nil)
	_, token := s.apiToken(s.World, staff.OrdersRead)
	p := s.bearer(token).listen(adminOrders, nil)
	eventually(t, "both listen", func() bool { return s.subscriptions() == 2 })
	boss.must(`mutation ($id: ID!) { staffUpdate(input: {id: $id, role: COURIER}) { userErrors { code } } }`, map[string]any{"id": id.Of(id.Staff, member.ID)})
	tokens := boss.must(`{ apiTokens { id } }`, nil)
	boss.must(`mutation ($id: ID!) { apiTokenRevoke(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": tokens.get("apiTokens.0.id")})
	s.Hub.Publish(s.Store.ID, order.Topic, id.New().String())
	if e := l.take(); e != (sseEvent{}) {
		t.Errorf("%q, want the end without complete", e)
	}
	if code := p.answer().code(); code != "UNAUTHENTICATED" {
		t.Errorf("a revoked token listens on: %s", code)
	}
}

// A store that closes is closed for those who have been on a socket since before.
func TestSocketSeesTheStoreOfNow(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	buyer, who := s.shopper(s.World)
	s.Fill(who, shoptest.Want(s.Variant("Choy", 100_00, 3), 1))
	w := buyer.socket()
	w.subscribe("live", `subscription { cartUpdated { cart { readiness { canPlace } } } }`, nil)
	eventually(t, "it listens", func() bool { return s.subscriptions() == 1 })
	boss.must(`mutation { storeUpdate(input: {status: PAUSED}) { userErrors { code } } }`, nil)
	buyer.must(`mutation { cartSet(input: {comment: "shosh"}) { userErrors { code } } }`, nil)
	if a := w.answer("live"); a.get("cartUpdated.cart.readiness.canPlace") != false {
		t.Errorf("%s", a.Body)
	}
	w.subscribe("ask", `{ store { status } me { cart { readiness { canPlace } } } }`, nil)
	if a := w.answer("ask"); a.text("store.status") != "PAUSED" || a.get("me.cart.readiness.canPlace") != false {
		t.Errorf("%s", a.Body)
	}
}
