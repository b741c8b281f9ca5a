package order_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// buyersAtOnce is how many buyers of a benchmark press at the same moment; 200 stand for a busy sale.
const buyersAtOnce = 200

// BenchmarkPlace measures orders a second, with commits that survive a power cut, of buyers who all want the same SKU and of
// buyers who want three of fifty. Load, server and database share the machine. The shop has sold before: PostgreSQL knows
// how large its tables are, as it does of any shop that is some minutes old.
func BenchmarkPlace(b *testing.B) {
	for _, goods := range []struct{ skus, lines int }{{1, 1}, {50, 3}} {
		b.Run(fmt.Sprintf("skus=%d", goods.skus), func(b *testing.B) {
			w := shoptest.Durable(b)
			variants := make([]uuid.UUID, goods.skus)
			for i := range variants {
				variants[i] = w.Variant(fmt.Sprint("Choy ", i), 100_00, 1_000_000)
			}
			buyers := make([]ready, b.N)
			for i := range buyers {
				who := w.Buyer()
				lines := make([]*cart.CartLineInput, goods.lines)
				for n := range lines {
					lines[n] = shoptest.Want(variants[(i*7+n*13)%len(variants)], 1)
				}
				buyers[i] = ready{who, w.Quote(w.Fill(who, lines...))}
			}
			for range 300 {
				w.Place(w.Buyer(), shoptest.Want(variants[0], 1))
			}
			w.Analyze()
			took := make([]time.Duration, b.N)
			var next atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for range buyersAtOnce {
				all.Go(func() {
					for i := int(next.Add(1)) - 1; i < b.N; i = int(next.Add(1)) - 1 {
						started := time.Now()
						_, err := order.Place(b.Context(), w.DB, w.Shop(), buyers[i].who, order.OrderPlaceInput{QuoteID: buyers[i].quote.GlobalID()}, shoptest.Now)
						took[i] = time.Since(started)
						if err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			b.StopTimer()
			slices.Sort(took)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "orders/s")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
