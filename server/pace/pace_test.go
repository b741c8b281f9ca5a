package pace_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/dokon-shop/dokon/server/pace"
)

// clock moves only when a test says so.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

var start = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// spend takes n requests and wants each to be granted.
func spend(t *testing.T, p *pace.Pace, who string, n int) {
	t.Helper()
	for i := range n {
		if wait := p.Take(t.Context(), pace.Caller, who, 60); wait != 0 {
			t.Fatalf("request %d of %s must wait %s", i+1, who, wait)
		}
	}
}

// paced is how callers are counted, wherever that is done: 60 a minute, 15 at once.
func paced(t *testing.T, p *pace.Pace, pass func(time.Duration)) {
	t.Helper()
	spend(t, p, "greedy", 16)
	if wait := p.Take(t.Context(), pace.Caller, "greedy", 60); wait != time.Second {
		t.Errorf("one too many waits %s", wait)
	}
	spend(t, p, "other", 1)
	if wait := p.Take(t.Context(), pace.Address, "greedy", 60); wait != 0 {
		t.Error("kinds are counted together")
	}
	pass(2 * time.Second)
	spend(t, p, "greedy", 2)
	if wait := p.Take(t.Context(), pace.Caller, "greedy", 60); wait != time.Second {
		t.Errorf("one too many after a pause waits %s", wait)
	}
	pass(time.Minute)
	spend(t, p, "greedy", 16)
}

func TestCountingHere(t *testing.T) {
	t.Parallel()
	now := &clock{at: start}
	registry := prometheus.NewRegistry()
	paced(t, pace.New(pace.Config{Now: now.Now, Registry: registry}), now.pass)
	if err := testutil.GatherAndCompare(registry, strings.NewReader(`
# HELP dokon_rate_limited_total Requests refused because there were too many, by what was counted.
# TYPE dokon_rate_limited_total counter
dokon_rate_limited_total{by="caller"} 2
`)); err != nil {
		t.Error(err)
	}
}

// However many callers there are, the memory of them is bounded, and none is refused for it.
func TestManyCallers(t *testing.T) {
	t.Parallel()
	now := &clock{at: start}
	p := pace.New(pace.Config{Now: now.Now})
	for i := range 150_000 {
		if p.Take(context.Background(), pace.Address, fmt.Sprint(i), 60) != 0 {
			t.Fatal("a newcomer is refused")
		}
	}
}

// shared is a Redis, and processes that count in it.
func shared(t *testing.T, log *bytes.Buffer, processes int) (*miniredis.Miniredis, []*pace.Pace, func(time.Duration)) {
	t.Helper()
	server := miniredis.RunT(t)
	now := &clock{at: start}
	server.SetTime(now.Now())
	all := make([]*pace.Pace, processes)
	for i := range all {
		client, err := pace.OpenRedis("redis://" + server.Addr())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = client.Close() })
		all[i] = pace.New(pace.Config{Now: now.Now, Redis: client, Log: slog.New(slog.NewTextHandler(log, nil))})
	}
	return server, all, func(d time.Duration) {
		now.pass(d)
		server.SetTime(now.Now())
		server.FastForward(d)
	}
}

func TestCountingInRedis(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	_, p, pass := shared(t, &log, 1)
	paced(t, p[0], pass)
	if log.Len() > 0 {
		t.Error(log.String())
	}
}

func TestProcessesCountTogether(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server, p, pass := shared(t, &log, 2)
	spend(t, p[0], "x", 10)
	spend(t, p[1], "x", 6)
	for i := range p {
		if wait := p[i].Take(t.Context(), pace.Caller, "x", 60); wait != time.Second {
			t.Errorf("process %d: %s", i, wait)
		}
	}
	pass(time.Minute)
	if left := server.Keys(); len(left) != 0 {
		t.Errorf("Redis keeps %v of callers who are even", left)
	}
}

// Without Redis each process goes on counting by itself, says so once, and takes it up again when it answers.
func TestRedisGoesAway(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server, p, _ := shared(t, &log, 1)
	spend(t, p[0], "x", 16)
	server.Close()
	spend(t, p[0], "x", 16) // anew
	if wait := p[0].Take(t.Context(), pace.Caller, "x", 60); wait != time.Second {
		t.Errorf("nobody counts: %s", wait)
	}
	if n := strings.Count(log.String(), "Redis does not answer"); n != 1 {
		t.Errorf("told %d times: %s", n, log.String())
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); !strings.Contains(log.String(), "Redis answers again"); {
		if time.Since(began) > time.Minute {
			t.Fatalf("Redis is not asked again: %s", log.String())
		}
		p[0].Take(t.Context(), pace.Caller, "y", 1_000_000)
	}
}

// A Redis that takes the connection and says nothing holds up one request, not all.
func TestSilentRedis(t *testing.T) {
	t.Parallel()
	var listening net.ListenConfig
	silent, err := listening.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	client, err := pace.OpenRedis("redis://" + silent.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	var log bytes.Buffer
	p := pace.New(pace.Config{Now: time.Now, Redis: client, Log: slog.New(slog.NewTextHandler(&log, nil))})
	spend(t, p, "x", 10)
	if !strings.Contains(log.String(), "Redis does not answer") {
		t.Error("nobody noticed")
	}
}

func TestRedisAddresses(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"http://user:hunter2@h", "redis://user:hunter2@h/shop", "redis://:hunter2@", "redis://user:hunter2@h:port"} {
		if _, err := pace.OpenRedis(wrong); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	for _, right := range []string{"redis://h", "rediss://user:hunter2@h:6379/15"} {
		if _, err := pace.OpenRedis(right); err != nil {
			t.Errorf("%s: %v", right, err)
		}
	}
}
