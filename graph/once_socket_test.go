package graph_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/id"
)

// keyed asks on the socket under a key, as the body of a request by POST would, and gives the answer.
func (w *wire) keyed(key any, body string) *answer {
	w.t.Helper()
	var payload map[string]any
	if err := json.Unmarshal([]byte(body), &payload); err != nil {
		w.t.Fatal(err)
	}
	payload["extensions"] = map[string]any{"idempotencyKey": key}
	w.send("keyed", "subscribe", payload)
	a := w.answer("keyed")
	if m := w.take(); m.Type != "complete" {
		w.t.Fatalf("%+v instead of complete", m)
	}
	return a
}

// On a socket a key works as it does in a header: once on this socket, on another one, and by POST.
func TestKeysOnSockets(t *testing.T) {
	t.Parallel()
	s := open(t)
	buyer, _ := s.shopper(s.World)
	variant := s.Variant("Choy", 100_00, 50)
	text := body(t, `mutation ($v: ID!) { cartLinesAdd(input: {lines: [{variantId: $v, quantity: 2}]}) { cart { quantity } userErrors { code } } }`,
		map[string]any{"v": id.Of(id.Variant, variant).String()})
	w := buyer.socket()
	for i, c := range []func() *answer{
		func() *answer { return w.keyed("add-1", text) },
		func() *answer { return w.keyed("add-1", text) },
		func() *answer { return buyer.socket().keyed("add-1", text) },
		func() *answer { return buyer.keyed("add-1").post(text) },
		func() *answer {
			return buyer.post(strings.Replace(text, "{", `{"extensions":{"idempotencyKey":"add-1"},`, 1))
		},
	} {
		if a := c(); a.text("cartLinesAdd.cart.quantity") != "2" || a.replayed() != (i > 0) {
			t.Errorf("%d: %s", i, a.Body)
		}
	}
	if a := w.keyed("add-2", text); a.text("cartLinesAdd.cart.quantity") != "4" || a.replayed() != false {
		t.Errorf("another key: %s", a.Body)
	}
	for name, a := range map[string]*answer{
		"another request":      w.keyed("add-1", strings.Replace(text, `"query":"mutation `, `"query":"mutation Other`, 1)),
		"no text":              w.keyed(17, text),
		"empty":                w.keyed("", text),
		"in header and beside": buyer.keyed("add-3").post(strings.Replace(text, "{", `{"extensions":{"idempotencyKey":"add-3"},`, 1)),
	} {
		if code := a.code(); a.Data != nil || code != "BAD_REQUEST" && code != "CONFLICT" || (code == "CONFLICT") != (name == "another request") {
			t.Errorf("%s: %s", name, a.Body)
		}
	}
	if a := w.keyed(nil, text); a.text("cartLinesAdd.cart.quantity") != "6" || a.replayed() != nil {
		t.Errorf("no key: %s", a.Body)
	}
}
