package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// leastPercent keeps a heap that is large for good reasons, such as the shelves of large shops, from being cleaned all the time.
const leastPercent = 30

// tuneMemory lets the memory in use grow by percent before it is cleaned up, but by spare bytes at most: a small server then
// spends little time on cleaning, and one that has grown does not take four times of that again. It lasts as long as the
// process.
func tuneMemory(percent int, spare int64) {
	debug.SetGCPercent(percent)
	now := percent
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	afterEachCycle(func() {
		metrics.Read(live)
		if next := percentFor(percent, spare, int64(live[0].Value.Uint64())); next != now {
			debug.SetGCPercent(next)
			now = next
		}
	})
}

// percentFor is by how many percent a heap of so many live bytes may grow.
func percentFor(most int, spare, live int64) int {
	return min(most, max(leastPercent, int(spare*100/max(live, 1))))
}

// afterEachCycle calls f after each cycle of the garbage collector: a value that nobody holds is finalized by every one.
func afterEachCycle(f func()) {
	type token struct{ _ [16]byte }
	var again func(*token)
	again = func(t *token) {
		runtime.SetFinalizer(t, again) // before f, which may want a cycle
		f()
	}
	runtime.SetFinalizer(new(token), again)
}
