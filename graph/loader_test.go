package graph

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
)

// asked records which keys are read together.
type asked struct {
	mu    sync.Mutex
	calls [][]int
}

func (a *asked) squares(_ context.Context, keys []int) (map[int]int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = append(a.calls, slices.Sorted(slices.Values(keys)))
	found := map[int]int{}
	for _, k := range keys {
		if k != 13 {
			found[k] = k * k
		}
	}
	return found, nil
}

func TestLoader(t *testing.T) {
	t.Parallel()
	a := new(asked)
	l := newLoader(a.squares)
	l.expect([]int{1, 2, 3})
	l.expect([]int{3, 4})
	l.know(5, 25)
	for key, want := range map[int]int{2: 4, 1: 1, 5: 25, 13: 0} {
		if got, err := l.Load(t.Context(), key); got != want || err != nil {
			t.Errorf("%d: %d %v", key, got, err)
		}
	}
	if got, err := l.LoadAll(t.Context(), []int{4, 3, 9, 9}); !slices.Equal(got, []int{16, 9, 81, 81}) || err != nil {
		t.Errorf("%v %v", got, err)
	}
	slices.SortFunc(a.calls, slices.Compare)
	if want := [][]int{{1, 2, 3, 4}, {9}, {13}}; !slices.EqualFunc(a.calls, want, slices.Equal) {
		t.Errorf("read %v, want %v", a.calls, want)
	}
}

// Many who ask at once read each key once.
func TestLoaderOfManyAtOnce(t *testing.T) {
	t.Parallel()
	a := new(asked)
	l := newLoader(a.squares)
	all := make([]int, 2*mostKeys+1)
	for i := range all {
		all[i] = i
	}
	l.expect(all)
	var asking sync.WaitGroup
	for _, key := range all {
		asking.Go(func() {
			if got, err := l.Load(t.Context(), key); err != nil || got != key*key && key != 13 {
				t.Errorf("%d: %d %v", key, got, err)
			}
		})
	}
	asking.Wait()
	if len(a.calls) != 3 {
		t.Errorf("%d statements for %d keys", len(a.calls), len(all))
	}
}

// A reading that fails, or panics, fails for everybody who waits for it, and nobody waits for ever.
func TestLoaderThatFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	l := newLoader(func(context.Context, []int) (map[int]int, error) { return nil, broken })
	l.expect([]int{1, 2})
	for key := range 3 {
		if _, err := l.Load(t.Context(), key); !errors.Is(err, broken) {
			t.Errorf("%d: %v", key, err)
		}
	}
	p := newLoader(func(context.Context, []int) (map[int]int, error) { panic("oops") })
	p.expect([]int{1, 2})
	if err := guarded(func() error { _, err := p.Load(t.Context(), 1); return err }); err == nil {
		t.Error("no panic")
	}
	if _, err := p.Load(t.Context(), 2); err == nil {
		t.Error("the other half of a reading that panicked gives a value")
	}
	gone, cancel := context.WithCancel(t.Context())
	begun, end := make(chan bool), make(chan bool)
	slow := newLoader(func(context.Context, []int) (map[int]int, error) { close(begun); <-end; return nil, nil })
	go func() { _, _ = slow.Load(t.Context(), 1) }()
	<-begun
	cancel()
	if _, err := slow.Load(gone, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("who goes away waits on: %v", err)
	}
	close(end)
}
