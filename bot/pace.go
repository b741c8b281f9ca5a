package main

import (
	"context"
	"sync"
	"time"
)

// The pace stays below what Telegram publishes: 30 messages a second for a bot, one a second to a person, 20 a minute to a group.
// Source: core.telegram.org/bots/faq, "My bot is hitting limits".
const (
	botGap    = time.Second / 25
	botBurst  = 5 // in any second no more than 25 + 5
	personGap = time.Second
	groupGap  = time.Minute / 18
	// maxIdle is how many quiet chats are remembered before they are swept out.
	maxIdle = 4096
)

// pacer gives each message of one bot its turn.
type pacer struct {
	mu     sync.Mutex
	full   time.Time // when the bot's bucket is full again
	chats  map[int64]time.Time
	paused time.Time // after a 429: nothing before this
}

func newPacer() *pacer { return &pacer{chats: map[int64]time.Time{}} }

// turn waits until a message may go to the chat: first for the chat, then for the bot, so that a slow chat holds nobody else up.
func (p *pacer) turn(ctx context.Context, chat int64) error {
	gap := personGap
	if chat < 0 {
		gap = groupGap
	}
	if d := time.Until(p.chatTurn(chat, gap)); d > 0 && !sleep(ctx, d) {
		return ctx.Err()
	}
	for {
		if d := time.Until(p.botTurn()); d > 0 && !sleep(ctx, d) {
			return ctx.Err()
		}
		p.mu.Lock()
		now := time.Now()
		if !p.paused.After(now) {
			p.chats[chat] = latest(p.chats[chat], now.Add(gap))
			p.mu.Unlock()
			return ctx.Err()
		}
		p.mu.Unlock()
	}
}

func (p *pacer) chatTurn(chat int64, gap time.Duration) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if len(p.chats) > maxIdle {
		for id, t := range p.chats {
			if t.Before(now) {
				delete(p.chats, id)
			}
		}
	}
	at := latest(now, p.chats[chat])
	p.chats[chat] = at.Add(gap)
	return at
}

// botTurn takes the next place in the bot's bucket, which fills by one each botGap and holds botBurst.
func (p *pacer) botTurn() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := latest(time.Now(), p.paused, p.full.Add(-botGap*(botBurst-1)))
	p.full = latest(p.full, at).Add(botGap)
	return at
}

// pause stops the whole bot for a time, as Telegram asked.
func (p *pacer) pause(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.paused = latest(p.paused, time.Now().Add(d))
}

// rest is how long the bot has to wait still.
func (p *pacer) rest() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(time.Until(p.paused), 0)
}

func latest(first time.Time, more ...time.Time) time.Time {
	for _, t := range more {
		if t.After(first) {
			first = t
		}
	}
	return first
}
