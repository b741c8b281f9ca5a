package main

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// turns gives the times, from the start, at which so many turns for the chat were given that were asked for at once.
func turns(t *testing.T, p *pacer, chat int64, count int) []time.Duration {
	t.Helper()
	start := time.Now()
	var mu sync.Mutex
	var all sync.WaitGroup
	var at []time.Duration
	for range count {
		all.Go(func() {
			if err := p.turn(t.Context(), chat); err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			at = append(at, time.Since(start))
		})
	}
	all.Wait()
	slices.Sort(at)
	return at
}

func TestPacer(t *testing.T) {
	for _, c := range []struct {
		name string
		chat int64
		want []time.Duration
	}{
		{"person", 1, []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}},
		{"group", -1, []time.Duration{0, groupGap, 2 * groupGap}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if got := turns(t, newPacer(), c.chat, len(c.want)); !slices.Equal(got, c.want) {
					t.Errorf("turns at %v, want %v", got, c.want)
				}
			})
		})
	}
}

// A chat that waits its second does not hold up others, and a pause holds up all.
func TestPacerOfSeveralChats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacer()
		var slow sync.WaitGroup
		slow.Go(func() { turns(t, p, 1, 5) })
		synctest.Wait()
		if got := turns(t, p, 2, 1); got[0] != 0 {
			t.Errorf("another chat waited %v", got[0])
		}
		slow.Wait()
		p.pause(time.Minute)
		if got := turns(t, p, 3, 1); got[0] != time.Minute {
			t.Errorf("a turn was given %v into a pause of a minute", got[0])
		}
		ctx, cancel := context.WithCancel(t.Context())
		p.pause(time.Hour)
		time.AfterFunc(time.Second, cancel)
		if err := p.turn(ctx, 4); err == nil {
			t.Error("a cancelled wait gave a turn")
		}
	})
}

func TestRecentForgets(t *testing.T) {
	r := newRecent[int, string](2)
	if !r.put(1, "a") || !r.put(2, "b") || r.put(1, "c") {
		t.Error("what is new is told wrongly")
	}
	if v, _ := r.get(1); v != "c" {
		t.Errorf("the newest value is %q", v)
	}
	r.put(3, "d")
	if _, ok := r.get(1); ok {
		t.Error("the oldest was not forgotten")
	}
	if _, ok := r.get(2); !ok {
		t.Error("the second was forgotten")
	}
}
