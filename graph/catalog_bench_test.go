package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/staff"
)

// What a storefront asks most: a page of products, and one product with all that can be chosen.
const (
	listingQuery = `query { products(first: 24) { nodes { id slug name cover { url(width: 480) color } priceRange { min { formatted minor } compareAt { formatted } } isAvailable
		defaultVariant { id availability { canBuy available isLow } } } pageInfo { hasNextPage endCursor } } }`
	productPage = `query { product(slug: "p-0") { id name summary description sale { portion { formatted } step minimum maximum }
		media { media { url(width: 960) srcset color width height } optionValueId } options { id name code display values { id name code swatch } }
		variants { id sku name price { formatted minor } compareAt { formatted } availability { canBuy available isLow } optionValues { id } cover { url(width: 480) } }
		modifierGroups { id name minimum maximum options { id name price { formatted minor } isDefault } } } }`
)

// stockUp fills a site with products of two options, six variants, two pictures and a modifier group.
func (s *site) stockUp(n int) {
	s.t.Helper()
	boss, _ := s.member(s.World, staff.Owner)
	x := s.furnish(s.World, "Choyxona")
	text := func(words string) map[string]any {
		return map[string]any{"uzLatn": words, "ru": words + " по-русски"}
	}
	var products []any
	for i := range n {
		var variants []any
		for _, size := range []string{"s", "m", "l"} {
			for _, color := range []string{"red", "blue"} {
				variants = append(variants, map[string]any{"price": 1_000_000 + i, "compareAt": 2_000_000, "onHand": 7, "sku": fmt.Sprintf("%d-%s-%s", i, size, color), "choice": []any{
					map[string]any{"optionCode": "size", "valueCode": size}, map[string]any{"optionCode": "color", "valueCode": color},
				}})
			}
		}
		products = append(products, map[string]any{
			"name": text(fmt.Sprint("Mahsulot ", i)), "slug": fmt.Sprintf("p-%d", i), "status": "ACTIVE", "position": i,
			"summary": text("bir qator"), "description": text(strings.Repeat("Uzun tavsif. ", 40)),
			"media": []any{map[string]any{"mediaId": x["media"]}}, "modifierGroupIds": []string{x["modifierGroup"]},
			"options": []any{
				map[string]any{"code": "size", "name": text("hajm"), "values": []any{value("s"), value("m"), value("l")}},
				map[string]any{"code": "color", "name": text("rang"), "values": []any{value("red"), value("blue")}},
			},
			"variants": variants,
		})
	}
	a := boss.must(`mutation ($in: ProductsBulkUpsertInput!) { productsBulkUpsert(input: $in) { written results { userErrors { message path } } userErrors { message } } }`,
		map[string]any{"in": map[string]any{"products": products}})
	if a.get("productsBulkUpsert.written") != float64(n) {
		s.t.Fatalf("%.1000s", a.Body)
	}
}

func value(code string) map[string]any {
	return map[string]any{"code": code, "name": map[string]any{"uzLatn": code, "ru": code}}
}

// The two operations that storefronts live on cost a fixed number of statements, whatever the store is full of.
func TestStatementsOfStorefronts(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.stockUp(30)
	count := new(statements)
	s.DB.OnStatement(count.add)
	for _, c := range []struct {
		name, query string
		most        int
	}{{"listing", listingQuery, 4}, {"product page", productPage, 6}} {
		count.take()
		s.anonymous().must(c.query, nil)
		atMost(t, c.name, count.take(), c.most)
	}
}

// BenchmarkListingMiss is a page of 24 products, each of six variants, that no cache knows; BenchmarkListing/made is one of
// products of one variant.
func BenchmarkListingMiss(b *testing.B) { benchmark(b, listingQuery) }

// BenchmarkProductPage is a product with all its parts that no cache knows.
func BenchmarkProductPage(b *testing.B) { benchmark(b, productPage) }

// benchmark asks the server's handler, without a network, and reports the CPU time of this process for each request; the
// database is another process.
func benchmark(b *testing.B, query string) {
	s := open(b)
	b.Cleanup(func() { debug.SetGCPercent(100) })
	debug.SetGCPercent(400) // as the server does
	s.stockUp(60)
	d, count := openDB(b, s.URL), new(statements)
	s.serve(d, s.Hub, unsaved)
	body, err := json.Marshal(map[string]any{"query": query})
	s.Must(err)
	ask := func() {
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", strings.NewReader(string(body)))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		s.server.Config.Handler.ServeHTTP(w, r)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"errors"`) {
			b.Fatalf("%d %.500s", w.Code, w.Body)
		}
	}
	for range 200 { // every connection has prepared what it needs
		ask()
	}
	before := used()
	for b.Loop() {
		ask()
	}
	b.ReportMetric(micro(used()-before)/float64(b.N), "cpu-µs/op")
	d.OnStatement(count.add)
	ask()
	b.ReportMetric(float64(len(count.take())), "sql/op")
}
