package graph_test

import (
	"fmt"
	"testing"

	"github.com/dokon-shop/dokon/server/staff"
)

// follow reads the journal from a cursor to its end and counts "TYPE by ACTOR".
func follow(t *testing.T, c *caller, after any) (found map[string]int, cursor string) {
	t.Helper()
	found = map[string]int{}
	for {
		a := c.must(`query ($after: String) { events(after: $after, first: 100) { nodes { sequence type subjectId version actorKind } pageInfo { hasNextPage endCursor } } }`,
			map[string]any{"after": after})
		nodes, _ := a.get("events.nodes").([]any)
		for _, n := range nodes {
			e := n.(map[string]any)
			found[fmt.Sprintf("%v by %v", e["type"], e["actorKind"])]++
		}
		cursor = a.text("events.pageInfo.endCursor")
		if a.get("events.pageInfo.hasNextPage") != true {
			return found, cursor
		}
		after = cursor
	}
}

func TestNounsWriteTheJournal(t *testing.T) {
	t.Parallel()
	s := open(t)
	x := s.furnish(s.World, "Choyxona")
	reader := s.program(s.World, staff.EventsRead)
	found, cursor := follow(t, reader, nil)
	for event, want := range map[string]int{
		"PRODUCT_CREATED by STAFF": 1, "CATEGORY_CREATED by STAFF": 2, "MODIFIER_GROUP_CREATED by STAFF": 1, "STOCK_CHANGED by STAFF": 3,
		"STORE_UPDATED by STAFF": 1, "CUSTOMER_CREATED by SYSTEM": 1, "CUSTOMER_UPDATED by CUSTOMER": 1,
		"ORDER_PLACED by CUSTOMER": 2, "STOCK_CHANGED by CUSTOMER": 2, "ORDER_CONFIRMED by STAFF": 1,
		"PRICE_CHANGED by STAFF": 0,
	} {
		if found[event] != want {
			t.Errorf("%s: %d events, want %d", event, found[event], want)
		}
	}
	boss, _ := s.member(s.World, staff.Owner)
	for _, command := range []string{
		`mutation { variantPriceSet(input: {variantId: "{variant}", price: 3000000}) { userErrors { message } } }`,
		`mutation { productUpsert(input: {id: "{product}", variants: [{id: "{variant}", price: 4000000, choice: [{optionCode: "size", valueCode: "s"}]}]}) { userErrors { message } } }`,
		`mutation { categoryDelete(input: {id: "{emptyCategory}"}) { userErrors { message } } }`,
		`mutation { categoryDelete(input: {id: "{emptyCategory}"}) { userErrors { message } } }`,
		`mutation { orderCancel(input: {id: "{order}", reason: "x"}) { userErrors { message } } }`,
	} {
		boss.must(x.fill(command), nil)
	}
	found, _ = follow(t, reader, cursor)
	for event, want := range map[string]int{
		"PRICE_CHANGED by STAFF": 2, "PRODUCT_UPDATED by STAFF": 2, "CATEGORY_DELETED by STAFF": 1, "ORDER_CANCELED by STAFF": 1, "STOCK_CHANGED by STAFF": 1,
	} {
		if found[event] != want {
			t.Errorf("%s: %d events, want %d; all: %v", event, found[event], want, found)
		}
	}
	if code := reader.ask(`{ events(after: "x") { headCursor } }`, nil).code(); code != "BAD_REQUEST" {
		t.Errorf("a cursor that is none: %s", code)
	}
}
