package graph_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// A cart of 20 lines whose quantities change, declared anew and answered with all that its page shows.
func BenchmarkCartSet(b *testing.B) {
	s := open(b)
	d, count := openDB(b, s.URL), new(statements)
	d.OnStatement(count.add)
	s.serve(d, s.Hub)
	buyer, who := s.shopper(s.World)
	s.Fill(who, shoptest.Want(s.Variant("Non", 100_00, 9), 2))
	lines := make([]map[string]any, 20)
	for i := range lines {
		lines[i] = map[string]any{"variantId": id.Of(id.Variant, s.Variant(fmt.Sprint("Choy ", i), 100_00, 9))}
	}
	turn := 0
	set := func() {
		turn++
		for _, line := range lines {
			line["quantity"] = 1 + turn%2
		}
		s.clock.pass(time.Second) // or the caller would run out of requests
		buyer.must(`mutation ($lines: [CartLineInput!]) { cartSet(input: {lines: $lines, comment: "tez"}) { userErrors { code path }
			cart { version totals { total { minor } } lines { quantity product { name } variant { name price { minor } } problems { code } } readiness { canPlace } quote { id } } } }`,
			map[string]any{"lines": lines})
	}
	for range 50 { // every connection has prepared what it needs
		set()
	}
	count.take()
	set()
	sent := len(count.take())
	var waits []time.Duration
	before := used()
	for b.Loop() {
		began := time.Now()
		set()
		waits = append(waits, time.Since(began))
	}
	b.ReportMetric(micro(used()-before)/float64(b.N), "cpu-µs/op") // the client's share is in it
	b.ReportMetric(float64(sent), "sql/op")
	report(b, waits)
}
