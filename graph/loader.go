package graph

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// loader reads values by key for the fields of one operation, each key once. GraphQL asks for the fields of a list element
// by element, but for the same fields of each: so whoever answers with a list tells the loader its keys, and the first
// element that asks brings the values of all. Nobody waits for others to ask, as with loaders that gather keys by time.
type loader[K comparable, V any] struct {
	fetch func(ctx context.Context, keys []K) (map[K]V, error)

	mu      sync.Mutex
	lists   map[K]*list[K] // by each of its keys
	batches map[K]*batch[K, V]
}

// list is keys that are asked for together. Lists that share a key become one, whichever was told first, so that the number
// of statements does not depend on which of two fields was faster.
type list[K comparable] struct{ keys []K }

// batch is values that are read together.
type batch[K comparable, V any] struct {
	done  chan struct{} // closed when found and err are there
	found map[K]V
	err   error
}

// mostKeys is how many keys one statement asks for.
const mostKeys = 1000

func newLoader[K comparable, V any](fetch func(ctx context.Context, keys []K) (map[K]V, error)) *loader[K, V] {
	return &loader[K, V]{fetch: fetch, lists: map[K]*list[K]{}, batches: map[K]*batch[K, V]{}}
}

// expect says that keys belong to one list.
func (l *loader[K, V]) expect(keys []K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	together := &list[K]{make([]K, 0, len(keys))}
	for _, key := range keys {
		joined := []K{key}
		switch known := l.lists[key]; known {
		case together:
			continue
		case nil:
		default:
			joined = known.keys
		}
		for _, k := range joined {
			l.lists[k] = together
		}
		together.keys = append(together.keys, joined...)
	}
}

// with gives the keys that belong to one list with a key, itself among them.
func (l *loader[K, V]) with(key K) []K {
	l.mu.Lock()
	defer l.mu.Unlock()
	if together := l.lists[key]; together != nil {
		return slices.Clone(together.keys)
	}
	return []K{key}
}

// know takes a value that was read already.
func (l *loader[K, V]) know(key K, value V) {
	b := &batch[K, V]{done: make(chan struct{}), found: map[K]V{key: value}}
	close(b.done)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.batches[key] == nil {
		l.batches[key] = b
	}
}

// Load gives the value of a key; the zero value when there is none.
func (l *loader[K, V]) Load(ctx context.Context, key K) (V, error) {
	b, missing := l.batchOf(key)
	if len(missing) > 0 {
		l.read(ctx, b, missing)
	}
	select {
	case <-b.done:
		return b.found[key], b.err
	case <-ctx.Done():
		var none V
		return none, ctx.Err()
	}
}

// unexpected are the keys that belong to no list yet.
func (l *loader[K, V]) unexpected(keys []K) (alone []K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range keys {
		if l.lists[key] == nil {
			alone = append(alone, key)
		}
	}
	return alone
}

// LoadAll gives the values of keys in their order.
func (l *loader[K, V]) LoadAll(ctx context.Context, keys []K) ([]V, error) {
	l.expect(l.unexpected(keys))
	values := make([]V, len(keys))
	for i, key := range keys {
		value, err := l.Load(ctx, key)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return values, nil
}

// batchOf is where the value of a key is found. When nobody reads it yet a batch is begun, and the caller reads missing.
func (l *loader[K, V]) batchOf(key K) (b *batch[K, V], missing []K) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b := l.batches[key]; b != nil {
		return b, nil
	}
	b = &batch[K, V]{done: make(chan struct{}), found: map[K]V{}}
	missing = []K{key}
	l.batches[key] = b
	if siblings := l.lists[key]; siblings != nil {
		for _, sibling := range siblings.keys {
			if l.batches[sibling] == nil {
				l.batches[sibling] = b
				missing = append(missing, sibling)
			}
		}
	}
	return b, missing
}

func (l *loader[K, V]) read(ctx context.Context, b *batch[K, V], keys []K) {
	b.err = errors.New("reading ended early") // stands when fetch panics, for those who wait
	defer close(b.done)
	var err error
	for some := range slices.Chunk(keys, mostKeys) {
		found, failed := l.fetch(ctx, some)
		if failed != nil {
			err = failed
			break
		}
		for key, value := range found {
			b.found[key] = value
		}
	}
	b.err = err
}
