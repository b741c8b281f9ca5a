package main

import (
	"context"
	"sync"

	"github.com/mymmrac/telego"
)

// inbox hands updates to workers: those of one chat in their order, those of different chats side by side.
type inbox struct {
	handle func(context.Context, *shop, telego.Update)
	lanes  []chan job
	mu     sync.RWMutex
	closed bool
}

type job struct {
	shop   *shop
	update telego.Update
	done   func()
}

const (
	workers = 16
	depth   = 256 // updates that wait in each lane
)

func newInbox(handle func(context.Context, *shop, telego.Update)) *inbox {
	in := &inbox{handle: handle, lanes: make([]chan job, workers)}
	for i := range in.lanes {
		in.lanes[i] = make(chan job, depth)
	}
	return in
}

// run works until close; everything that was taken is handled.
func (in *inbox) run(ctx context.Context) {
	var all sync.WaitGroup
	for _, lane := range in.lanes {
		all.Go(func() {
			for j := range lane {
				if j.shop.seen.put(j.update.UpdateID, struct{}{}) {
					in.handle(ctx, j.shop, j.update)
				}
				j.done()
			}
		})
	}
	all.Wait()
}

func (in *inbox) close() {
	in.mu.Lock()
	defer in.mu.Unlock()
	if !in.closed {
		in.closed = true
		for _, lane := range in.lanes {
			close(lane)
		}
	}
}

// offer takes the update when there is room; done is called after it was handled.
func (in *inbox) offer(s *shop, u telego.Update, done func()) bool {
	in.mu.RLock()
	defer in.mu.RUnlock()
	if in.closed {
		return false
	}
	select {
	case in.lane(s, u) <- job{s, u, done}:
		return true
	default:
		return false
	}
}

// put waits for room; false when ctx ended or the inbox is closed.
func (in *inbox) put(ctx context.Context, s *shop, u telego.Update, done func()) bool {
	in.mu.RLock()
	defer in.mu.RUnlock()
	if in.closed {
		return false
	}
	select {
	case in.lane(s, u) <- job{s, u, done}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (in *inbox) lane(s *shop, u telego.Update) chan job {
	return in.lanes[uint64(s.BotID^from(u))%workers]
}

// from is the person an update comes from; 0 when it comes from nobody.
func from(u telego.Update) int64 {
	switch {
	case u.Message != nil:
		return u.Message.Chat.ID
	case u.CallbackQuery != nil:
		return u.CallbackQuery.From.ID
	case u.MyChatMember != nil:
		return u.MyChatMember.Chat.ID
	}
	return 0
}
