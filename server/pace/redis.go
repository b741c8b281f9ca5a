package pace

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// patience is how long an answer of Redis is waited for. It stands before every request, so it is short.
const patience = 100 * time.Millisecond

// OpenRedis makes a client for an address redis://user:password@host:6379/0, or rediss:// for TLS. It connects when first
// used. Error: an address that cannot be read, without repeating it.
func OpenRedis(url string) (*redis.Client, error) {
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("not an address such as redis://user:password@host:6379/0")
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = patience, patience, patience
	o.MaxRetries = -1
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(o), nil
}

// take is takeHere as a step that Redis does at once. Its clock counts, since those of the processes differ. Times are
// milliseconds.
var take = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local even = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local wait = even - now - ARGV[2]
if wait > 0 then
  return math.ceil(wait)
end
even = even + ARGV[1]
redis.call('SET', KEYS[1], string.format('%.3f', even), 'PX', math.ceil(even - now))
return 0
`)

// takeShared is false when Redis is not there to count.
func (p *Pace) takeShared(ctx context.Context, key string, step, ahead time.Duration) (time.Duration, bool) {
	if p.Redis == nil || !p.breaker.isClosed() {
		return 0, false
	}
	wait, err := take.Run(ctx, p.Redis, []string{"dokon:pace:" + key}, inMilliseconds(step), inMilliseconds(ahead)).Int64()
	if err != nil && ctx.Err() != nil { // the caller is gone, which says nothing of Redis
		return 0, false
	}
	p.breaker.note(err, p.Log)
	return time.Duration(wait) * time.Millisecond, err == nil
}

func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// breaker leaves a Redis alone for a while that does not answer, so that no request waits for it in vain.
type breaker struct {
	mu    sync.Mutex
	since time.Time // of the last failure; zero while Redis answers
}

const restAfterFailure = 2 * time.Second

func (b *breaker) isClosed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Since(b.since) >= restAfterFailure
}

// note tells of a change for the worse or the better, once.
func (b *breaker) note(err error, log *slog.Logger) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wasAway := !b.since.IsZero()
	switch {
	case err == nil && wasAway:
		b.since = time.Time{}
		log.Info("Redis answers again: requests are counted together")
	case err != nil:
		b.since = time.Now()
		if !wasAway {
			log.Warn("Redis does not answer: this process counts requests by itself", slog.String("error", err.Error()))
		}
	}
}
