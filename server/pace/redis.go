package pace

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"regexp"
	"sync"
	"time"

	"github.com/gomodule/redigo/redis"
)

const (
	// patience is how long an answer of Redis is waited for. It stands before every request, so it is short.
	patience = 100 * time.Millisecond
	// connections are those of a process at most; whoever finds none free waits, within patience.
	connections = 64
	// quiet is how long a connection may have been idle before it is tried out: what stands between may have closed it.
	quiet = 30 * time.Second
)

// Redis is where processes count together.
type Redis struct{ pool *redis.Pool }

// OpenRedis makes a client for an address redis://user:password@host:6379/0, or rediss:// for TLS. It connects when first
// used. Error: an address that cannot be read, without repeating it.
func OpenRedis(address string) (*Redis, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "redis" && u.Scheme != "rediss") || u.Host == "" || !databases.MatchString(u.Path) {
		return nil, errors.New("not an address such as redis://user:password@host:6379/0")
	}
	limits := []redis.DialOption{redis.DialConnectTimeout(patience), redis.DialReadTimeout(patience), redis.DialWriteTimeout(patience)}
	return &Redis{pool: &redis.Pool{
		MaxIdle: connections, MaxActive: connections, Wait: true,
		DialContext: func(ctx context.Context) (redis.Conn, error) { return redis.DialURLContext(ctx, address, limits...) },
		TestOnBorrowContext: func(ctx context.Context, c redis.Conn, since time.Time) error {
			if time.Since(since) < quiet {
				return nil
			}
			_, err := redis.DoContext(c, ctx, "PING")
			return err
		},
	}}, nil
}

var databases = regexp.MustCompile(`^(/\d{0,9})?$`)

// Ping asks whether Redis answers.
func (r *Redis) Ping(ctx context.Context) error {
	_, err := r.do(ctx, func(ctx context.Context, c redis.Conn) (any, error) { return redis.DoContext(c, ctx, "PING") })
	return err
}

// Close ends the connections.
func (r *Redis) Close() error { return r.pool.Close() }

// do asks on a connection of the pool, for as long as patience lasts.
func (r *Redis) do(ctx context.Context, ask func(context.Context, redis.Conn) (any, error)) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := r.pool.GetContext(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }() // gives it back
	return ask(ctx, c)
}

// take is takeHere as a step that Redis does at once. Its clock counts, since those of the processes differ. Times are
// milliseconds.
var take = redis.NewScript(1, `
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
	wait, err := redis.Int64(p.Redis.do(ctx, func(ctx context.Context, c redis.Conn) (any, error) {
		return take.DoContext(ctx, c, "dokon:pace:"+key, inMilliseconds(step), inMilliseconds(ahead))
	}))
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
