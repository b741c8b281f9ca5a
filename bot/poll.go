package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/mymmrac/telego"
)

const (
	// longPoll is how long Telegram may hold a question open; it allows up to 50 s.
	longPoll = 50 * time.Second
	// busyPoll is the pause between questions while updates are being handled: they come again with each answer.
	busyPoll = 250 * time.Millisecond
)

// poll asks Telegram for updates until ctx ends or the token is refused. An update is confirmed after it and all before it were
// handled, so what a crash interrupts comes again; what comes twice is known by its update_id. Meanwhile it goes on asking: a
// question before a payment is not to wait for whatever takes long, such as a payment that the server cannot take now.
func (s *shop) poll(ctx context.Context, in *inbox) {
	h := &inHand{gone: map[int]bool{}, moved: make(chan struct{}, 1)}
	confirmed := 0
	defer func() {
		h.busy.Wait()
		if offset := h.offset(); offset > confirmed {
			s.confirm(ctx, offset)
		}
	}()
	pause := time.Second
	for ctx.Err() == nil {
		offset := h.offset()
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
		if !h.take(s, in, list, last) {
			h.pause(ctx)
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

// inHand are updates that were read and are not confirmed, in their order. Telegram gives a hundred at most that are not: behind
// a payment that the server does not take for long, the bot goes deaf at last.
type inHand struct {
	mu    sync.Mutex
	list  []*held
	after int           // what to ask for when nothing is in hand
	gone  map[int]bool  // handled since the last question, which may bring them once more
	moved chan struct{} // one of them was handled
	busy  sync.WaitGroup
}

type held struct {
	id      int
	isTaken bool // by the inbox; else there was no room yet
	isDone  bool // one that could not be handled stays until the next process gets it
}

// take hands to the inbox what it has room for of an answer of Telegram, questions before payments first. False when that was
// nothing: then there is no hurry to ask again.
func (h *inHand) take(s *shop, in *inbox, list []telego.Update, last int) (isNew bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if last > 0 {
		h.after = last + 1
	}
	list = slices.DeleteFunc(list, func(u telego.Update) bool { return h.gone[u.UpdateID] })
	isFull := map[chan job]bool{} // what comes after one that finds no room must not overtake it
	offer := func(u telego.Update) {
		k, lane := h.hold(u.UpdateID), in.lane(s, u)
		if k.isTaken || isFull[lane] {
			return
		}
		h.busy.Add(1)
		if k.isTaken = in.offer(s, u, func(isDone bool) { h.done(k, isDone) }); k.isTaken {
			isNew = true
			return
		}
		h.busy.Done()
		isFull[lane] = true
	}
	for _, u := range list {
		h.hold(u.UpdateID)
	}
	for _, isFirst := range []bool{true, false} {
		for _, u := range list {
			if (u.PreCheckoutQuery != nil) == isFirst {
				offer(u)
			}
		}
	}
	return isNew
}

// hold finds an update in hand, or takes it up.
func (h *inHand) hold(id int) *held {
	for _, k := range h.list {
		if k.id == id {
			return k
		}
	}
	k := &held{id: id}
	h.list = append(h.list, k)
	return k
}

func (h *inHand) done(k *held, isDone bool) {
	h.mu.Lock()
	k.isDone = isDone
	for len(h.list) > 0 && h.list[0].isDone {
		h.gone[h.list[0].id] = true
		h.list = h.list[1:]
	}
	h.mu.Unlock()
	select {
	case h.moved <- struct{}{}:
	default:
	}
	h.busy.Done()
}

// offset is the first update that is not handled, for the next question.
func (h *inHand) offset() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	clear(h.gone)
	if len(h.list) > 0 {
		return h.list[0].id
	}
	return h.after
}

// pause waits a moment while something is in hand: Telegram would answer at once with the same.
func (h *inHand) pause(ctx context.Context) {
	h.mu.Lock()
	isIdle := len(h.list) == 0
	h.mu.Unlock()
	if isIdle {
		return
	}
	timer := time.NewTimer(busyPoll)
	defer timer.Stop()
	select {
	case <-h.moved:
	case <-timer.C:
	case <-ctx.Done():
	}
}
