package graph

import (
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/auth"
)

// pace keeps one caller from taking the server for themself. Callers who say who they are have a number of operations a
// minute, a quarter of which they may ask for at once; of others it does not know whether they are one or thousands.
type pace struct {
	perMinute int

	mu   sync.Mutex
	next map[uuid.UUID]time.Time // when the caller would be even, had they asked at a steady pace
}

// mostPaced bounds the memory of callers.
const mostPaced = 20_000

func newPace(perMinute int) *pace {
	return &pace{perMinute: perMinute, next: map[uuid.UUID]time.Time{}}
}

// take counts an operation, and gives how long to wait when it is one too many.
func (p *pace) take(a *auth.Actor, now time.Time) time.Duration {
	who := a.TokenID
	switch a.Kind {
	case auth.Shopper:
		who = a.CustomerID
	case auth.Staff:
		who = a.StaffID
	case auth.Program:
	default:
		return 0
	}
	step := time.Minute / time.Duration(p.perMinute)
	ahead := time.Duration(p.perMinute/4) * step
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.next) >= mostPaced {
		for key, at := range p.next {
			if at.Before(now) {
				delete(p.next, key)
			}
		}
	}
	even := p.next[who]
	if even.Before(now) {
		even = now
	}
	if wait := even.Sub(now) - ahead; wait > 0 {
		return wait
	}
	p.next[who] = even.Add(step)
	return 0
}
