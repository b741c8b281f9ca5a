package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// longPoll is how long Telegram may hold a question open; it allows up to 50 s.
const longPoll = 50 * time.Second

// poll asks Telegram for updates until ctx ends or the token is refused. A batch is confirmed after all of it was handled, so what a crash
// interrupts comes again; what comes twice is known by its update_id.
func (s *shop) poll(ctx context.Context, in *inbox) {
	offset, confirmed := 0, 0
	defer func() {
		if offset > confirmed {
			s.confirm(ctx, offset)
		}
	}()
	pause := time.Second
	for ctx.Err() == nil {
		list, last, err := pollUpdates(ctx, s.caller, s.config.TelegramURL, s.Token, s.IsTestServer, offset, longPoll)
		if err != nil {
			v, after := judge(err)
			switch {
			case ctx.Err() != nil:
				return
			case v == revoked:
				s.revoke(ctx)
				return
			case v == conflicting:
				s.log.Error("another process reads this bot's updates", "error", err)
			default:
				s.log.Warn("updates could not be read", "error", err)
			}
			if !sleep(ctx, max(pause, after)) {
				return
			}
			pause = min(pause*2, 30*time.Second)
			continue
		}
		confirmed = offset
		pause = time.Second
		var batch sync.WaitGroup
		var left atomic.Int64 // the first update that was not taken
		for _, u := range list {
			batch.Add(1)
			done := func(isTaken bool) {
				if !isTaken {
					first(&left, int64(u.UpdateID))
				}
				batch.Done()
			}
			if !in.put(ctx, s, u, done) {
				return
			}
		}
		batch.Wait()
		if n := left.Load(); n > 0 {
			offset = int(n) // the bot is stopping; the next process gets it again
		} else if last > 0 {
			offset = last + 1
		}
	}
}

// first keeps the lower of n and what is kept; 0 is nothing.
func first(kept *atomic.Int64, n int64) {
	for {
		was := kept.Load()
		if was != 0 && was <= n || kept.CompareAndSwap(was, n) {
			return
		}
	}
}

// confirm tells Telegram on leaving that all before offset was handled, so that the next process does not get it again.
func (s *shop) confirm(ctx context.Context, offset int) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if _, _, err := pollUpdates(ctx, s.caller, s.config.TelegramURL, s.Token, s.IsTestServer, offset, 0); err != nil {
		s.log.Warn("the last updates were not confirmed", "error", err)
	}
}
