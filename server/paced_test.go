package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"

	"github.com/dokon-shop/dokon/server/media"
)

// Requests are counted by where they come from, also those whose token nobody knows; processes count together in Redis.
func TestAddressesArePaced(t *testing.T) {
	t.Parallel()
	redis := miniredis.RunT(t)
	s := openSite(t, testDatabase(t), "DOKON_TRUSTED_PROXIES", "127.0.0.0/8,::1", "DOKON_RATE_ADDRESS", "60", "REDIS_URL", "redis://"+redis.Addr())
	const greedy, other = "1.1.1.1, 198.51.100.7", "198.51.100.8"
	ask := func(from string) answer {
		return s.query(`{ store { slug } }`, "X-Forwarded-For", from, "X-Store", "one", "Authorization", "Bearer nobody")
	}
	for range 16 {
		if a := ask(greedy); a.StatusCode != http.StatusUnauthorized {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
	}
	a := ask(greedy)
	if a.StatusCode != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || !strings.Contains(a.body, `"RATE_LIMITED"`) || !strings.Contains(a.body, `"retryAfter":`) {
		t.Errorf("%d %v %s", a.StatusCode, a.Header, a.body)
	}
	if a := s.do(http.MethodPut, media.UploadPath, "x", "X-Forwarded-For", greedy); a.StatusCode != http.StatusTooManyRequests {
		t.Errorf("an upload: %d %s", a.StatusCode, a.body)
	}
	if a := ask(other); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("a neighbour: %d %s", a.StatusCode, a.body)
	}
	for range 30 { // from this machine, as the bot does
		s.query(`{ store { slug } }`, "X-Store", "one").want(t, "here", http.StatusOK, "one")
	}
	if len(redis.Keys()) == 0 {
		t.Error("Redis has counted nothing")
	}
	s.counts("those who were refused", `dokon_rate_limited_total{by="address"}`)
}
