package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/staff"
)

// Whatever is wrong with an input, the answer names the field and the rule; nothing is guessed, cut or taken over silently.
func TestBadInput(t *testing.T) {
	t.Parallel()
	s := open(t)
	x := s.furnish(s.World, "Choyxona")
	boss, _ := s.member(s.World, staff.Owner)
	buyer, _ := s.shopper(s.World)
	const (
		cartSet  = `mutation ($in: CartSetInput!) { cartSet(input: $in) { cart { id } userErrors { code message path } } }`
		add      = `mutation ($in: CartLinesAddInput!) { cartLinesAdd(input: $in) { cart { id } userErrors { code message path } } }`
		product  = `mutation ($in: ProductUpsertInput!) { productUpsert(input: $in) { product { id } userErrors { code message path } } }`
		price    = `mutation ($in: VariantPriceSetInput!) { variantPriceSet(input: $in) { variant { id } userErrors { code message path } } }`
		stockSet = `mutation ($in: StockSetInput!) { stockSet(input: $in) { variant { id } userErrors { code message path } } }`
		settings = `mutation ($in: StoreUpdateInput!) { storeUpdate(input: $in) { store { id } userErrors { code message path } } }`
		zone     = `mutation ($in: DeliveryZoneUpsertInput!) { deliveryZoneUpsert(input: $in) { zone { id } userErrors { code message path } } }`
		token    = `mutation ($in: ApiTokenCreateInput!) { apiTokenCreate(input: $in) { token { id } userErrors { code message path } } }`
		cancel   = `mutation ($in: OrderCancelInput!) { orderCancel(input: $in) { order { id } userErrors { code message path } } }`
		place    = `mutation ($in: OrderPlaceInput!) { orderPlace(input: $in) { order { id } userErrors { code message path } } }`
		contact  = `mutation ($in: CustomerContactSetInput!) { customerContactSet(input: $in) { customer { id } userErrors { code message path } } }`
		address  = `mutation ($in: AddressSaveInput!) { addressSave(input: $in) { savedAddress { id } userErrors { code message path } } }`
		products = `query ($in: ProductFilter) { products(filter: $in) { nodes { id } } }`
		orders   = `query ($in: OrderFilter) { orders(filter: $in) { nodes { id } } }`
		page     = `query ($in: Int) { products(first: $in) { nodes { id } } }`
		after    = `query ($in: String) { products(after: $in) { nodes { id } } }`
		node     = `query ($in: ID!) { node(id: $in) { id } }`
		one      = `query ($in: ID!) { product(id: $in) { id } }`
		slug     = `query ($in: String) { product(slug: $in) { id } }`
		quote    = `query ($in: GeoPointInput!) { deliveryQuote(point: $in) { price { minor } } }`
		items    = `query ($in: Int64) { deliveryQuote(point: {latitude: 41.3, longitude: 69.2}, items: $in) { price { minor } } }`
		both     = `query ($in: ID) { product(id: $in, slug: "p") { id } }`
	)
	line := func(change string) string {
		fields := map[string]any{"variantId": x["variant"], "quantity": 1}
		if err := json.Unmarshal([]byte("{"+change+"}"), &fields); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(fields)
		s.Must(err)
		return `{"lines": [` + string(text) + `]}`
	}
	long := func(n int) string { return strings.Repeat("ў", n) }
	for _, c := range []struct {
		name, query, in string
		code, at, says  string
	}{
		// Wrong types.
		{"text for a number", add, line(`"quantity": "x"`), "BAD_REQUEST", "in.lines.0.quantity", "is not a value of Int"},
		{"digits in a text for a number", add, line(`"quantity": "2"`), "BAD_REQUEST", "input.lines.0.quantity", "not a whole number"},
		{"true for a number", add, line(`"quantity": true`), "BAD_REQUEST", "in.lines.0.quantity", "is not a value of Int"},
		{"a fraction", add, line(`"quantity": 1.5`), "BAD_REQUEST", "in.lines.0.quantity", "is not a value of Int"},
		{"null for what is needed", add, line(`"quantity": null`), "BAD_REQUEST", "in.lines.0.quantity", "null"},
		{"number for a text", cartSet, `{"comment": 1}`, "BAD_REQUEST", "input.comment", "not a text"},
		{"object for a text", cartSet, `{"comment": {}}`, "BAD_REQUEST", "in.comment", "String"},
		{"text for an object", cartSet, `{"contact": "Ali"}`, "BAD_REQUEST", "in.contact", "ContactInput"},
		{"text for a list", cartSet, `{"lines": "x"}`, "BAD_REQUEST", "in.lines.0", "CartLineInput"},
		{"null in a list", cartSet, `{"lines": [null]}`, "BAD_REQUEST", "in.lines.0", "null"},
		{"what is needed left out", add, `{"lines": [{"quantity": 1}]}`, "BAD_REQUEST", "in.lines.0.variantId", "must be defined"},
		{"unknown field", add, line(`"color": "red"`), "BAD_REQUEST", "in.lines.0.color", "unknown field"},
		{"text for a degree", quote, `{"latitude": "north", "longitude": 1}`, "BAD_REQUEST", "in.latitude", "Float"},
		{"no date", token, `{"name": "a", "scopes": ["STORE_READ"], "expiresAt": "tomorrow"}`, "BAD_REQUEST", "input.expiresAt", ""},
		{"no time of day", settings, `{"hours": [{"weekday": "MONDAY", "spans": [{"from": "9", "to": "18:00"}]}]}`, "BAD_REQUEST", "input.hours.0.spans.0.from", "HH:MM"},
		{"25 o'clock", settings, `{"hours": [{"weekday": "MONDAY", "spans": [{"from": "25:00", "to": "18:00"}]}]}`, "BAD_REQUEST", "input.hours.0.spans.0.from", "24:00"},

		// Prices and sums are not an input at all.
		{"a price from the client", add, line(`"price": 1`), "BAD_REQUEST", "in.lines.0.price", "unknown field"},
		{"a unit price", add, line(`"unitPrice": {"minor": 1}`), "BAD_REQUEST", "in.lines.0.unitPrice", "unknown field"},
		{"a total", place, `{"quoteId": "` + x["quote"] + `", "total": 1}`, "BAD_REQUEST", "in.total", "unknown field"},

		// Numbers out of range.
		{"none", add, line(`"quantity": 0`), "OUT_OF_RANGE", "input.lines.0.quantity", "999"},
		{"negative", add, line(`"quantity": -1`), "OUT_OF_RANGE", "input.lines.0.quantity", "999"},
		{"many", add, line(`"quantity": 1000`), "OUT_OF_RANGE", "input.lines.0.quantity", "999"},
		{"beyond 32 bits", add, line(`"quantity": 2147483648`), "BAD_REQUEST", "input.lines.0.quantity", "2147483647"},
		{"beyond 64 bits", add, line(`"quantity": 99999999999999999999`), "BAD_REQUEST", "in.lines.0.quantity", "is not a value of Int"},
		{"2^53+1 tiyin", price, `{"variantId": "` + x["variant"] + `", "price": 9007199254740993}`, "BAD_REQUEST", "input.price", "9007199254740991"},
		{"negative price", price, `{"variantId": "` + x["variant"] + `", "price": -1}`, "OUT_OF_RANGE", "input.price", "900"},
		{"price as text", price, `{"variantId": "` + x["variant"] + `", "price": "100"}`, "BAD_REQUEST", "input.price", "whole number"},
		{"price with a fraction", price, `{"variantId": "` + x["variant"] + `", "price": 0.5}`, "BAD_REQUEST", "input.price", "whole number"},
		{"huge stock", stockSet, `{"variantId": "` + x["variant"] + `", "onHand": 2147483647}`, "OUT_OF_RANGE", "input.onHand", ""},
		{"negative stock", stockSet, `{"variantId": "` + x["variant"] + `", "onHand": -1}`, "OUT_OF_RANGE", "input.onHand", ""},
		{"page of nothing", page, `0`, "OUT_OF_RANGE", "first", "100"},
		{"negative page", page, `-5`, "OUT_OF_RANGE", "first", "100"},
		{"long page", page, `101`, "OUT_OF_RANGE", "first", "100"},
		{"off the map", quote, `{"latitude": 91, "longitude": 0}`, "OUT_OF_RANGE", "point.latitude", "90"},
		{"negative sum", items, `-1`, "OUT_OF_RANGE", "items", ""},
		{"VAT of 101 percent", product, `{"name": {"ru": "а"}, "vatPercent": 101}`, "OUT_OF_RANGE", "input.vatPercent", "100"},

		// Texts.
		{"NUL", cartSet, `{"comment": "a\u0000b"}`, "BAD_REQUEST", "input.comment", "NUL"},
		{"NUL in a translation", product, `{"name": {"ru": "а\u0000"}}`, "BAD_REQUEST", "input.name.ru", "NUL"},
		{"NUL in an argument", slug, `"a\u0000"`, "BAD_REQUEST", "slug", "NUL"},
		{"control character", cartSet, `{"contact": {"name": "a\u0007b"}}`, "INVALID", "input.contact.name", ""},
		{"long comment", cartSet, `{"comment": "` + long(1001) + `"}`, "TOO_LONG", "input.comment", "1000"},
		{"long name", cartSet, `{"contact": {"name": "` + long(101) + `"}}`, "TOO_LONG", "input.contact.name", "100"},
		{"long search", products, `{"search": "` + long(201) + `"}`, "TOO_LONG", "filter.search", "200"},
		{"long search of orders", orders, `{"search": "` + long(101) + `"}`, "TOO_LONG", "filter.search", "100"},
		{"no phone", cartSet, `{"contact": {"phone": "12"}}`, "INVALID_PHONE", "input.contact.phone", "+998"},
		{"empty name", product, `{"name": {"ru": " "}}`, "REQUIRED", "input.name", ""},
		{"no name", product, `{"slug": "x"}`, "REQUIRED", "input.name", ""},
		{"cursor", after, `"zzz"`, "INVALID", "after", ""},
		{"cursor of another order", after, `"WyJQUklDRSIsMTAwLCJ4Il0"`, "INVALID", "after", ""},
		{"forged contact", contact, `{"response": "contact=%7B%7D&auth_date=1&hash=00"}`, "INVALID_CONTACT", "input.response", ""},
		{"address without street", address, `{"address": {"house": "1"}}`, "REQUIRED", "input.address.street", ""},
		{"no colour", settings, `{"look": {"brandColor": "red"}}`, "INVALID", "input.look.brandColor", ""},
		{"two corners", zone, `{"id": "` + x["zone"] + `", "polygon": [{"latitude": 1, "longitude": 1}, {"latitude": 2, "longitude": 2}]}`, "OUT_OF_RANGE", "input.polygon", "3"},

		// Ids.
		{"no id", add, line(`"variantId": "x"`), "BAD_REQUEST", "input.lines.0.variantId", "not an id"},
		{"empty id", add, line(`"variantId": ""`), "BAD_REQUEST", "input.lines.0.variantId", "not an id"},
		{"number for an id", add, line(`"variantId": 7`), "BAD_REQUEST", "input.lines.0.variantId", "string"},
		{"a UUID", one, `"0193b3b5-0000-7000-8000-000000000000"`, "BAD_REQUEST", "id", "not an id"},
		{"id of another kind", add, line(`"variantId": "` + x["product"] + `"`), "INVALID_ID", "input.lines.0.variantId", "var_"},
		{"order for a product", one, `"` + x["order"] + `"`, "INVALID_ID", "id", "prd_"},
		{"id too long", node, `"prd_` + strings.Repeat("0", 5000) + `"`, "BAD_REQUEST", "id", "not an id"},
		{"nobody's id", add, line(`"variantId": "` + unknown(x, s.Store.ID)["variant"] + `"`), "NOT_FOUND", "input.lines.0.variantId", ""},
		{"another's quote", place, `{"quoteId": "` + x["quote"] + `"}`, "NOT_FOUND", "input.quoteId", ""},
		{"another's order", cancel, `{"id": "` + x["order"] + `"}`, "NOT_FOUND", "input.id", ""},
		{"filter by an unknown brand", products, `{"brands": ["none"]}`, "NOT_FOUND", "filter.brands.0", ""},
		{"filter by an unknown attribute", products, `{"attributes": [{"code": "none", "from": "1"}]}`, "NOT_FOUND", "filter.attributes.0.code", ""},
		{"prices upside down", products, `{"priceFrom": 2, "priceTo": 1}`, "BAD_REQUEST", "filter.priceTo", "below priceFrom"},
		{"a number that is none", products, `{"attributes": [{"code": "weight", "from": "1,5"}]}`, "INVALID", "filter.attributes.0.from", ""},
		{"filter by a wrong id", products, `{"categoryId": "` + x["product"] + `"}`, "INVALID_ID", "filter.categoryId", "cat_"},
		{"two names of one thing", both, `"` + x["product"] + `"`, "BAD_REQUEST", "", "exactly one"},

		// Enums.
		{"unknown method", cartSet, `{"paymentMethod": "CARD"}`, "BAD_REQUEST", "in.paymentMethod", "PaymentMethod"},
		{"lower case", cartSet, `{"paymentMethod": "cash"}`, "BAD_REQUEST", "in.paymentMethod", "PaymentMethod"},
		{"number for an enum", cartSet, `{"paymentMethod": 1}`, "BAD_REQUEST", "in.paymentMethod", ""},
		{"lower case in a list", products, `{"status": ["active"]}`, "BAD_REQUEST", "in.status.0", "ProductStatus"},
		{"lower case alone for a list", products, `{"status": "active"}`, "BAD_REQUEST", "in.status.0", "ProductStatus"},
		{"permission of no store", token, `{"name": "a", "scopes": ["PLATFORM"]}`, "INVALID", "input.scopes.0", ""},

		// Too many.
		{"lines", add, `{"lines": [` + strings.TrimSuffix(strings.Repeat(`{"variantId": "`+x["variant"]+`", "quantity": 1},`, 101), ",") + `]}`, "TOO_MANY", "input.lines", "100"},
	} {
		t.Run(c.name, func(t *testing.T) {
			caller := buyer.speaks("en")
			for _, ofStaff := range []string{product, price, stockSet, settings, zone, token, orders} {
				if c.query == ofStaff {
					caller = boss.speaks("en")
				}
			}
			a := caller.post(fmt.Sprintf(`{"query": %q, "variables": {"in": %s}}`, c.query, c.in))
			code, at, message := first(a)
			if code != c.code || at != c.at || !strings.Contains(message, c.says) || len(a.Body) > 2000 {
				t.Errorf("%s at %q: %s; want %s at %q saying %q", code, at, a.Body, c.code, c.at, c.says)
			}
		})
	}
	for document, at := range map[string]string{
		`mutation { cartSet(input: {comment: "a\u0000"}) { cart { id } } }`:                          "input.comment",
		`mutation { cartLinesAdd(input: {lines: [{variantId: "x", quantity: 1}]}) { cart { id } } }`: "input.lines.0.variantId",
	} {
		a := buyer.ask(document, nil)
		if code, field, _ := first(a); code != "BAD_REQUEST" || field != at && !strings.Contains(string(a.Body), "Int") {
			t.Errorf("%s: %s", document, a.Body)
		}
	}
	if log := s.logs.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("bad input is logged as our error: %.3000s", log)
	}
}

// first is the first error, of the payload or of the whole answer.
func first(a *answer) (code, at, message string) {
	if len(a.Errors) > 0 {
		e := a.Errors[0]
		var steps []string
		field, _ := e.Extensions["field"].([]any)
		for _, step := range field {
			steps = append(steps, fmt.Sprint(step))
		}
		return e.code(), strings.Join(steps, "."), e.Message
	}
	for _, payload := range a.Data {
		p, _ := payload.(map[string]any)
		list, _ := p["userErrors"].([]any)
		if len(list) > 0 {
			e := list[0].(map[string]any)
			var steps []string
			for _, step := range e["path"].([]any) {
				steps = append(steps, fmt.Sprint(step))
			}
			return fmt.Sprint(e["code"]), strings.Join(steps, "."), fmt.Sprint(e["message"])
		}
	}
	return "", "", ""
}

// All faults of an input are told together.
func TestAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	buyer, _ := s.shopper(s.World)
	a := buyer.ask(`mutation { cartSet(input: {contact: {phone: "1"}, comment: "`+strings.Repeat("x", 1001)+`", lines: [{variantId: "`+unknown(things{"variant": "var_01jd3k9v7yf2s8q6m4x0w5t1rz"}, 1)["variant"]+`", quantity: 0}]}) { cart { id } userErrors { code path } } }`, nil)
	var codes []string
	for i := range a.get("cartSet.userErrors").([]any) {
		codes = append(codes, a.text(fmt.Sprintf("cartSet.userErrors.%d.code", i)))
	}
	if got := strings.Join(codes, " "); got != "INVALID_PHONE TOO_LONG OUT_OF_RANGE NOT_FOUND" || a.get("cartSet.cart") != nil {
		t.Errorf("%s: %s", got, a.Body)
	}
}
