package till_test

import (
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// callsAtOnce is how many calls of providers are under way together.
const callsAtOnce = 50

// BenchmarkCallbacks measures the calls of Payme for whole payments, with commits that survive a power cut: may it be paid,
// create, perform, how does it stand. Load, server and database share the machine; each line of a provider asks again as
// soon as it is answered. The unit is one call.
func BenchmarkCallbacks(b *testing.B) {
	s := openIn(shoptest.Durable(b), payme.Provider{})
	s.tea = s.Variant("Choy", 20_000*money.Som, 1_000_000)
	s.desk.PerMinute = 10_000_000
	http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = callsAtOnce
	const each = 4
	orders := make([]*order.Order, b.N/each+1)
	for i := range orders {
		orders[i] = s.bill()
	}
	s.Analyze()
	took := make([]time.Duration, len(orders)*each)
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range callsAtOnce {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(orders); i = int(next.Add(1)) - 1 {
				name := s.name()
				create := s.of(orders[i], name)
				for n, step := range [each]struct {
					method string
					params params
				}{
					{"CheckPerformTransaction", create}, {"CreateTransaction", create},
					{"PerformTransaction", params{"id": name}}, {"CheckTransaction", params{"id": name}},
				} {
					started := time.Now()
					answer := s.call(step.method, step.params)
					took[i*each+n] = time.Since(started)
					answer.is(b, step.method, 0)
				}
			}
		})
	}
	all.Wait()
	b.StopTimer()
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "calls/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
