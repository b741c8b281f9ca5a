package graph_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/staff"
)

// A webhook's query is answered with the webhook's rights, whatever the rights of whoever made it.
func TestWebhooksAskTheirStoredQuery(t *testing.T) {
	t.Parallel()
	s := open(t)
	var bodies []string
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		bodies = append(bodies, string(body)) // one is sent at a time
	}))
	t.Cleanup(receiver.Close)
	boss, _ := s.member(s.World, staff.Owner)
	made := func(scopes ...string) id.ID {
		t.Helper()
		a := boss.must(`mutation ($in: WebhookUpsertInput!) { webhookUpsert(input: $in) { webhook { id isActive } secret userErrors { code message path } } }`,
			map[string]any{"in": map[string]any{"name": "1C", "url": receiver.URL, "types": []string{"ORDER_PLACED"}, "scopes": scopes,
				"query": `query ($id: ID!) { order(id: $id) { number } customer(id: $id) { id } }`}})
		if !strings.HasPrefix(a.text("webhookUpsert.secret"), "dkw_") {
			t.Fatalf("%s", a.Body)
		}
		key, err := id.Parse(a.text("webhookUpsert.webhook.id"))
		s.Must(err)
		return key
	}
	sees, blind := made("ORDERS_READ"), made()
	x := s.furnish(s.World, "Choy")
	for _, key := range []id.ID{sees, blind} {
		s.Must(s.webhooks.Send(t.Context(), s.Store.ID, key.UUID))
	}
	if len(bodies) != 4 {
		t.Fatalf("%d messages, want two orders twice", len(bodies))
	}
	for i, body := range bodies {
		if sees := i < 2; sees != strings.Contains(body, `"number":`) || !strings.Contains(body, `"answer":{`) {
			t.Errorf("with the right to read orders %t: %s", sees, body)
		}
		if !strings.Contains(body, "FORBIDDEN") {
			t.Errorf("a customer is answered without CUSTOMERS_READ: %s", body)
		}
	}
	if !strings.Contains(bodies[0], x["order"]) {
		t.Errorf("the first message is not about the first order: %s", bodies[0])
	}
}

func TestStoredQueriesAreJudged(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	deep := "name"
	for range 16 {
		deep = "parent { " + deep + " }"
	}
	for query, want := range map[string]string{
		`query ($id: ID!, $type: EventType, $sequence: Int64) { node(id: $id) { id } a: events(types: [ORDER_PLACED]) { headCursor } }`: "QUERY_INVALID", // unused variables
		`{ store { name } }`:                                    "",
		`query ($id: ID!) { node(id: $id) { id } }`:             "",
		`query ($id: ID!) { order(id: $id) { nothing } }`:       "QUERY_INVALID",
		`mutation { storeUpdate(input: {}) { store { id } } }`:  "QUERY_INVALID",
		`subscription { adminOrders { __typename } }`:           "QUERY_INVALID",
		`query A { store { name } } query B { store { name } }`: "QUERY_INVALID",
		`query ($x: ID!) { node(id: $x) { id } }`:               "QUERY_INVALID",
		`{ category(id: "x") { ` + deep + ` } }`:                "QUERY_INVALID",
		`{ store {`:                                             "QUERY_INVALID",
	} {
		a := boss.must(`mutation ($q: String!) { webhookUpsert(input: {name: "x", url: "https://shop.example/", query: $q}) { webhook { id } userErrors { code path } } }`,
			map[string]any{"q": query})
		got := ""
		if a.text("webhookUpsert.webhook") == "<nil>" {
			got = a.text("webhookUpsert.userErrors.0.code")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	token := s.program(s.World, staff.WebhooksWrite)
	a := token.must(`mutation { webhookUpsert(input: {name: "x", url: "https://shop.example/", scopes: [ORDERS_READ]}) { webhook { id } userErrors { code path } } }`, nil)
	if a.text("webhookUpsert.userErrors.0.code") != "FORBIDDEN_FIELD" {
		t.Errorf("a token hands out what it has not: %s", a.Body)
	}
}
