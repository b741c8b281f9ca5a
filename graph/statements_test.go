package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

// statements counts what is sent to the database.
type statements struct {
	mu   sync.Mutex
	sent []string
}

func (c *statements) add(sql string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent = append(c.sent, sql)
}

// take gives what was sent since the last time, without what the gate asks: it remembers for a while.
func (c *statements) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	sent := slices.DeleteFunc(c.sent, func(sql string) bool {
		return strings.Contains(sql, `FROM "stores"`) || strings.Contains(sql, "from sessions") ||
			strings.Contains(sql, `UPDATE "stores" SET catalog_version`) // editions are counted behind the requests
	})
	c.sent = nil
	return sent
}

// Filling a cart and ordering it take a known number of statements, however many lines there are. The job that ends the
// order's waiting is among them.
func TestStatementsOfBuying(t *testing.T) {
	t.Parallel()
	s := open(t)
	count := new(statements)
	s.DB.OnStatement(count.add)
	buyer, who := s.shopper(s.World)
	lines := make([]any, 20)
	for i := range lines {
		lines[i] = map[string]any{"variantId": id.Of(id.Variant, s.Variant(fmt.Sprint("Choy ", i), 100_00, 9)), "quantity": 2}
	}
	s.Fill(who, shoptest.Want(s.Variant("Non", 100_00, 9), 2)) // so that lines go and come
	count.take()
	a := buyer.must(`mutation ($lines: [CartLineInput!]) { cartSet(input: {lines: $lines, comment: "tez"}) { userErrors { code path }
		cart { version totals { total { minor } } lines { quantity product { name } variant { name price { minor } } problems { code } } readiness { canPlace } quote { id } } } }`,
		map[string]any{"lines": lines})
	atMost(t, "cartSet", count.take(), 8)
	buyer.must(`mutation ($quote: ID!) { orderPlace(input: {quoteId: $quote}) { userErrors { code }
		order { number statusText lines { name } totals { total { formatted } } } } }`, map[string]any{"quote": a.get("cartSet.cart.quote.id")})
	atMost(t, "orderPlace", count.take(), 12) // one writes the journal, with the commit
}

// collections brings the store to n collections, by rule and by hand in turn, besides those it was furnished with.
func (s *site) collections(boss *caller, x things, n int) {
	s.t.Helper()
	for i := range n {
		in := map[string]any{"externalId": fmt.Sprint("many-", i), "name": map[string]any{"ru": fmt.Sprint("Подборка ", i)}, "mediaId": x["media"]}
		if i%2 == 0 {
			in["productIds"] = []string{x["product"]}
		} else {
			in["rule"] = map[string]any{"conditions": []any{
				map[string]any{"kind": "CATEGORY", "categoryId": x["category"]}, map[string]any{"kind": "BRAND", "brandId": x["brand"]},
				map[string]any{"kind": "TAG", "tag": "issiq"}, map[string]any{"kind": "ATTRIBUTE", "attribute": "rang", "choices": []string{"qora"}},
			}, "match": "ANY"}
		}
		boss.must(`mutation ($in: CollectionUpsertInput!) { collectionUpsert(input: $in) { userErrors { message path } } }`, map[string]any{"in": in})
	}
}

// priceLists brings the store to n price lists with a price each, besides those it was furnished with.
func (s *site) priceLists(boss *caller, x things, n int) {
	s.t.Helper()
	for i := range n {
		key := boss.must(`mutation ($in: PriceListUpsertInput!) { priceListUpsert(input: $in) { priceList { id } userErrors { message path } } }`,
			map[string]any{"in": map[string]any{"externalId": fmt.Sprint("many-", i), "name": map[string]any{"ru": fmt.Sprint("Цены ", i)}}}).text("priceListUpsert.priceList.id")
		boss.must(`mutation ($in: PriceListPricesSetInput!) { priceListPricesSet(input: $in) { userErrors { message path } } }`,
			map[string]any{"in": map[string]any{"priceListId": key, "prices": []any{map[string]any{"variantId": x["variant"], "price": 800_000}}}})
	}
}

func atMost(t *testing.T, what string, sent []string, most int) {
	t.Helper()
	if len(sent) <= most {
		return
	}
	t.Errorf("%s: %d statements, at most %d wanted", what, len(sent), most)
	for _, sql := range sent {
		t.Logf("%.160s", sql)
	}
}

// The number of statements of a list does not grow with the number of things in it.
func TestWholeSchemaStatements(t *testing.T) {
	t.Parallel()
	s := open(t)
	count := new(statements)
	s.DB.OnStatement(count.add)
	boss, _ := s.member(s.World, staff.Owner)
	x := s.furnish(s.World, "Choyxona")
	const many = 20
	for i := range many {
		boss.must(`mutation ($in: ProductUpsertInput!) { productUpsert(input: $in) { userErrors { message path } } }`, map[string]any{"in": map[string]any{
			"name": map[string]any{"ru": fmt.Sprint("Чай ", i)}, "status": "ACTIVE", "categoryId": x["category"], "position": i,
			"modifierGroupIds": []string{x["modifierGroup"]}, "media": []any{map[string]any{"mediaId": x["media"]}},
			"options": []any{map[string]any{"code": "size", "name": map[string]any{"ru": "объём"}, "values": []any{
				map[string]any{"code": "s", "name": map[string]any{"ru": "мало"}}, map[string]any{"code": "l", "name": map[string]any{"ru": "много"}},
			}}},
			"variants": []any{
				map[string]any{"price": 1_000_000, "onHand": 0, "choice": []any{map[string]any{"optionCode": "size", "valueCode": "s"}}},
				map[string]any{"price": 2_000_000, "onHand": 9, "choice": []any{map[string]any{"optionCode": "size", "valueCode": "l"}}},
			},
		}})
	}
	buyer, who := s.shopper(s.World)
	v := make([]*cart.CartLineInput, many)
	for i := range many {
		v[i] = shoptest.Want(s.Variant(fmt.Sprint("Non ", i), 100_00, 100), 1)
	}
	for i := range many {
		_, other := s.shopper(s.World)
		way := shoptest.Courier()
		if i%2 == 0 {
			way = s.ToPickup()
		}
		s.PlaceCart(other, s.FillFor(other, way, v[:1+i%3]...), shoptest.Now)
	}
	for _, c := range []struct {
		name   string
		caller *caller
		query  string
		most   int // statements that are well spent
		setUp  func(n int)
	}{
		{name: "products", caller: s.anonymous(), most: 20, query: `query ($n: Int) { products(first: $n) { nodes {
			id name summary isAvailable category { id name breadcrumbs { name } media { url } } cover { url color } media { media { url } } priceRange { min { formatted } compareAt { minor } }
			options { name values { name swatch } } attributes { name value } brand { name } tags { name } collections { name } related { name } modifierGroups { name options { name price { minor } } }
			defaultVariant { id } variants { id name price { minor } optionValues { name } availability { canBuy available } cover { url } product { id } } } } }`},
		{name: "orders", caller: boss, most: 10, query: `query ($n: Int) { orders(first: $n) { nodes {
			number statusText quantity lines { name product { name status cover { url } } picture { url } modifiers { name } } payments { state providerRef }
			fulfilments { state courier { name } } customer { name phone addresses { title } } delivery { name mapUrl pickupPoint { name isOpen } }
			availableActions { action } totals { total { minor } } } } }`},
		{name: "customers", caller: boss, most: 4, query: `query ($n: Int) { customers(first: $n) { nodes { name phone addresses { title address { formatted } } } } }`},
		{name: "variants with stock", caller: boss, most: 12, query: `query ($n: Int) { products(first: $n) { nodes { variants { sku stock { onHand location { name } } product { name } } } } }`},
		{name: "the cart", caller: buyer, most: 24, query: `query ($n: Int) { products(first: $n) { pageInfo { hasNextPage } } me { cart { lines {
			quantity total { minor } product { name cover { url } isAvailable } variant { name availability { available } optionValues { name } } problems { message } modifiers { name } }
			totals { total { formatted } } readiness { canPlace blockers { message } } delivery { zone { name } pickupPoint { name } } } } }`,
			setUp: func(n int) { s.Fill(who, v[:n]...) }},
		{name: "own orders", caller: buyer, most: 10, query: `query ($n: Int) { me { orders(first: $n) { nodes { number statusText lines { name } fulfilments { state } availableActions { action } } } } }`},
		{name: "collections", caller: s.anonymous(), most: 11, query: `query ($n: Int) { collections { name media { url }
			products(first: $n) { nodes { name collections { name } variants { price { minor } } cover { url } } total { value } } } }`,
			setUp: func(n int) { s.collections(boss, x, n) }},
		{name: "rules", caller: boss, most: 8, query: `query ($n: Int) { products(first: $n) { pageInfo { hasNextPage } } collections {
			rule { conditions { category { name } brand { name } tag { name } attribute { name } choices { name } } } } }`,
			setUp: func(n int) { s.collections(boss, x, n) }},
		{name: "price lists", caller: boss, most: 6, query: `query ($n: Int) { products(first: $n) { pageInfo { hasNextPage } } priceLists { name
			customerGroup { name } prices(first: $n) { nodes { price { minor } variant { name } } } } }`,
			setUp: func(n int) { s.priceLists(boss, x, n) }},
	} {
		ask := func(n int) []string {
			if c.setUp != nil {
				c.setUp(n)
			}
			count.take()
			c.caller.must(c.query, map[string]any{"n": n})
			return count.take()
		}
		few, all := ask(2), ask(many)
		if len(all) != len(few) || len(few) == 0 || len(few) > c.most {
			t.Errorf("%s: %d statements for 2, %d for %d, at most %d wanted", c.name, len(few), len(all), many, c.most)
			for _, sql := range all {
				t.Logf("%.160s", sql)
			}
		}
	}
}
