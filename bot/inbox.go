package main

import (
	"context"
	"sync"

	"github.com/mymmrac/telego"
)

// inbox hands updates to workers: those of one chat in their order, those of different chats side by side.
type inbox struct {
	// handle says whether the update may be confirmed to Telegram.
	handle func(context.Context, *shop, telego.Update) bool
	lanes  []chan job
	mu     sync.RWMutex
	closed bool
}

type job struct {
	shop   *shop
	update telego.Update
	done   func(isTaken bool)
}

const (
	workers = 16
	depth   = 256 // updates that wait in each lane
)

func newInbox(handle func(context.Context, *shop, telego.Update) bool) *inbox {
	in := &inbox{handle: handle, lanes: make([]chan job, workers+1)}
	for i := range in.lanes {
		in.lanes[i] = make(chan job, depth)
	}
	return in
}

// run works until close; everything that was taken is handled.
func (in *inbox) run(ctx context.Context) {
	var all sync.WaitGroup
	work := func(j job) {
		// Money that comes again is reported again: the server knows it.
		isNew := isMoney(j.update) || j.shop.seen.put(j.update.UpdateID, struct{}{})
		j.done(!isNew || in.handle(ctx, j.shop, j.update))
	}
	for _, lane := range in.lanes[:workers] {
		all.Go(func() {
			for j := range lane {
				work(j)
			}
		})
	}
	all.Go(func() {
		for j := range in.lanes[workers] {
			all.Go(func() { work(j) })
		}
	})
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
func (in *inbox) offer(s *shop, u telego.Update, done func(isTaken bool)) bool {
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

// lane is where an update waits for its turn. Questions before a payment wait for nobody: they must be answered in seconds.
func (in *inbox) lane(s *shop, u telego.Update) chan job {
	if u.PreCheckoutQuery != nil {
		return in.lanes[workers]
	}
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
