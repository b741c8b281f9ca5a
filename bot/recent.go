package main

import "sync"

// recent remembers the last entries of a stream, the oldest of which it forgets.
type recent[K comparable, V any] struct {
	mu    sync.Mutex
	limit int
	order []K
	next  int
	known map[K]V
}

func newRecent[K comparable, V any](limit int) *recent[K, V] {
	return &recent[K, V]{limit: limit, known: make(map[K]V)}
}

// put remembers v; it says false when the key was known already, and then the new value stands.
func (r *recent[K, V]) put(k K, v V) (isNew bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, old := r.known[k]
	r.known[k] = v
	if old {
		return false
	}
	if len(r.order) < r.limit {
		r.order = append(r.order, k)
		return true
	}
	delete(r.known, r.order[r.next])
	r.order[r.next] = k
	r.next = (r.next + 1) % r.limit
	return true
}

func (r *recent[K, V]) get(k K) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.known[k]
	return v, ok
}
