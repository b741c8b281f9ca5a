package main

import (
	"runtime"
	"testing"
	"time"
)

func TestPercentFor(t *testing.T) {
	const mb = 1 << 20
	for _, c := range []struct {
		live int64
		want int
	}{{0, 400}, {5 * mb, 400}, {10 * mb, 400}, {20 * mb, 200}, {40 * mb, 100}, {80 * mb, 50}, {800 * mb, 30}} {
		if got := percentFor(400, 40*mb, c.live); got != c.want {
			t.Errorf("%d MB live may grow by %d %%, want %d", c.live/mb, got, c.want)
		}
	}
}

func TestAfterEachCycle(t *testing.T) {
	cycles := make(chan struct{}, 100)
	afterEachCycle(func() {
		select {
		case cycles <- struct{}{}:
		default: // the test is over, and this lasts
		}
	})
	for n := range 3 {
		runtime.GC()
		select {
		case <-cycles:
		case <-time.After(30 * time.Second):
			t.Fatalf("not told of cycle %d", n+1)
		}
	}
}
