// Package pace keeps one caller from taking the server for themselves: whoever asks has a number of requests a minute, a
// quarter of which they may make at once. Processes that share a Redis count together; without one each counts by itself.
package pace

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// Kind is what is counted together.
type Kind string

const (
	Caller  Kind = "caller"  // a person or program, by their token
	Address Kind = "address" // whoever comes from one address of the internet
	Calls   Kind = "calls"   // of payment providers from one address to one store
	Guess   Kind = "guess"   // a person or program that tries codes of gift cards
)

// Config of a Pace. Now alone is required.
type Config struct {
	Now func() time.Time
	// Redis counts for all processes; nil counts here.
	Redis *Redis
	Log   *slog.Logger
	// Registry gets the count of refusals.
	Registry prometheus.Registerer
}

// Pace counts requests. It is safe for concurrent use.
type Pace struct {
	Config
	refused *prometheus.CounterVec

	mu    sync.Mutex
	next  map[string]time.Time // when the caller would be even, had they asked at a steady pace
	swept time.Time

	breaker breaker
}

// New makes a Pace.
func New(c Config) *Pace {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Pace{
		Config: c, next: map[string]time.Time{},
		refused: promauto.With(c.Registry).NewCounterVec(prometheus.CounterOpts{
			Name: "dokon_rate_limited_total", Help: "Requests refused because there were too many, by what was counted.",
		}, []string{"by"}),
	}
}

// Take counts a request, and gives how long to wait when it is one too many. While Redis is away each process counts by
// itself: a shop that cannot count goes on selling.
func (p *Pace) Take(ctx context.Context, kind Kind, who string, perMinute int) time.Duration {
	now, key := p.Now(), string(kind)+" "+who
	step := time.Minute / time.Duration(perMinute)
	ahead := time.Duration(perMinute/4) * step
	wait, isCounted := p.takeShared(ctx, key, step, ahead)
	if !isCounted {
		wait = p.takeHere(key, step, ahead, now)
	}
	if wait > 0 {
		p.refused.WithLabelValues(string(kind)).Inc()
	}
	return wait
}

// mostKnown bounds the memory of callers, some 100 bytes each.
const mostKnown = 100_000

func (p *Pace) takeHere(key string, step, ahead time.Duration, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	even, isKnown := p.next[key]
	if even.Before(now) {
		even = now
	}
	if wait := even.Sub(now) - ahead; wait > 0 {
		return wait
	}
	if !isKnown && len(p.next) >= mostKnown {
		p.makeRoom(now)
	}
	p.next[key] = even.Add(step)
	return 0
}

// makeRoom forgets callers who are even, and if there are none anyone: looking at all of them is done once a second at most.
func (p *Pace) makeRoom(now time.Time) {
	if now.Sub(p.swept) >= time.Second {
		p.swept = now
		for key, at := range p.next {
			if at.Before(now) {
				delete(p.next, key)
			}
		}
	}
	for key := range p.next {
		if len(p.next) < mostKnown {
			return
		}
		delete(p.next, key)
	}
}
