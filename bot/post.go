package main

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// lease is how long nobody else gets a notice that was claimed here.
	lease = time.Minute
	// claimWait is how long the API holds a claim open when nothing is owed.
	claimWait = 25 * time.Second
	// atOnce is how many notices may be in hand.
	atOnce = 200
	// deepest is how many may wait for one chat: more could not be sent within the lease, at one a second.
	deepest = 30
	// claimMost and ackMost are the API's limits.
	claimMost, ackMost = 100, 100
)

// post brings notices to people: claims them from the API, words and sends them, and says what became of each. At least once: a notice whose
// acknowledgement was lost is offered again, is known here by its id, and is not sent twice by this process.
type post struct {
	fleet *fleet
	acks  chan ack
	room  chan struct{} // a place for each notice in hand

	mu     sync.Mutex
	chats  map[chatKey][]notice // waiting, by chat; a chat with an entry has a sender
	inHand map[string]bool

	sent  *recent[string, ack]     // what was sent lately
	cards *recent[cardKey, *int64] // the message of an order in a chat, until the API knows it too
}

type chatKey struct{ bot, chat int64 }

type cardKey struct {
	chatKey
	recipient, order string
}

func newPost(f *fleet) *post {
	return &post{
		fleet: f, acks: make(chan ack, atOnce), room: make(chan struct{}, atOnce), chats: map[chatKey][]notice{}, inHand: map[string]bool{},
		sent: newRecent[string, ack](20_000), cards: newRecent[cardKey, *int64](20_000),
	}
}

// run works until ctx ends; then what is on its way arrives, what waits is given back, and all is acknowledged.
func (p *post) run(ctx context.Context) {
	var senders, teller sync.WaitGroup
	teller.Go(func() { p.tell(context.WithoutCancel(ctx)) })
	pause := time.Second
	for ctx.Err() == nil {
		free := p.wait(ctx)
		if free == 0 {
			break
		}
		list, err := p.fleet.api.claim(ctx, free, claimWait, lease)
		if err != nil {
			if ctx.Err() == nil {
				p.fleet.log.Error("notices could not be claimed", "error", err)
				sleep(ctx, pause)
				pause = min(pause*2, 30*time.Second)
			}
			continue
		}
		pause = time.Second
		for _, n := range list {
			p.take(ctx, n, &senders)
		}
	}
	senders.Wait()
	close(p.acks)
	teller.Wait()
}

// wait blocks until something can be taken in hand and says how much; 0 when ctx ended.
func (p *post) wait(ctx context.Context) int {
	select {
	case p.room <- struct{}{}:
		<-p.room
	case <-ctx.Done():
		return 0
	}
	return min(cap(p.room)-len(p.room), claimMost)
}

// take puts a notice in line for its chat, unless it is in hand or done already.
func (p *post) take(ctx context.Context, n notice, senders *sync.WaitGroup) {
	if done, ok := p.sent.get(n.ID); ok {
		p.acks <- done
		return
	}
	key := chatKey{n.BotID, n.TelegramID}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.inHand[n.ID] {
		return
	}
	line, busy := p.chats[key]
	if len(line) >= deepest {
		p.acks <- again(n, deepest*personGap, "many messages wait for this chat")
		return
	}
	p.inHand[n.ID] = true
	p.room <- struct{}{}
	p.chats[key] = append(line, n)
	if !busy {
		senders.Go(func() { p.serve(ctx, key) })
	}
}

// serve sends what waits for one chat, one after the other.
func (p *post) serve(ctx context.Context, key chatKey) {
	for {
		p.mu.Lock()
		line := p.chats[key]
		if len(line) == 0 {
			delete(p.chats, key)
			p.mu.Unlock()
			return
		}
		n := line[0]
		p.chats[key] = line[1:]
		p.mu.Unlock()

		result := p.send(ctx, n)
		if result.Outcome == "SENT" {
			p.sent.put(n.ID, result)
		}
		p.acks <- result
		p.mu.Lock()
		delete(p.inHand, n.ID)
		p.mu.Unlock()
		<-p.room
	}
}

// send brings one notice to its chat and says what became of it.
func (p *post) send(ctx context.Context, n notice) ack {
	s := p.fleet.find(n.BotID)
	if s == nil {
		return again(n, 10*time.Second, "the bot is not running")
	}
	if rest := s.pace.rest(); rest > lease/2 {
		return again(n, rest, "Telegram asked this bot to wait")
	}
	if n.Language != "" {
		s.spoken.put(n.TelegramID, n.Language)
	}
	m, ok := s.word(n, time.Now())
	if !ok {
		s.log.Error("this notice cannot be worded", "notice", n.ID, "kind", n.Kind)
		return ack{ID: n.ID, Outcome: "DEAD", Error: new("the bot has no words for " + n.Kind)}
	}
	var edit int64
	card := p.card(n)
	if n.EditMessageID != nil {
		edit = *n.EditMessageID
	} else if id, ok := p.cards.get(card); ok && n.isCard() {
		edit = *id
	}
	id, err := s.put(ctx, n.TelegramID, edit, m)
	if err == nil {
		if n.isCard() {
			p.cards.put(card, &id)
		}
		return ack{ID: n.ID, Outcome: "SENT", MessageID: &id}
	}
	return s.failed(ctx, n, err)
}

// isCard tells whether the notice lives in one message of the chat, which later ones edit.
func (n notice) isCard() bool {
	return n.Kind != "ORDER_PUSH" && n.Kind != "ORDER_NOTE" && n.Kind != "ORDER_DIGITAL" && n.Kind != "STAFF_ORDER_NOTE"
}

func (*post) card(n notice) cardKey {
	key := cardKey{chatKey: chatKey{n.BotID, n.TelegramID}, recipient: n.RecipientKind}
	if n.Order != nil {
		key.order = n.Order.ID
	} else {
		key.order = n.ID // no card: a message of its own
	}
	return key
}

// failed turns Telegram's refusal of a notice into what the API shall do with it.
func (s *shop) failed(ctx context.Context, n notice, err error) ack {
	text := redact(err.Error())
	unreachable := func(access string) ack {
		return ack{ID: n.ID, Outcome: "UNREACHABLE", WriteAccess: &access, Error: &text}
	}
	switch v, after := judge(err); v {
	case flooded:
		return again(n, after+rand.N(time.Second), text)
	case blocked:
		return unreachable("BLOCKED")
	case goneAway:
		return unreachable("GONE")
	case stranger:
		return unreachable("UNKNOWN")
	case revoked:
		s.revoke(ctx)
		return again(n, 5*time.Minute, text)
	case troubled, conflicting:
		if ctx.Err() != nil {
			return again(n, 0, "the bot is stopping")
		}
		s.log.Warn("notice is tried again later", "notice", n.ID, "error", text)
		return again(n, backoff(n.Attempts), text)
	}
	s.log.Error("Telegram will not take this notice", "notice", n.ID, "kind", n.Kind, "error", text)
	return ack{ID: n.ID, Outcome: "DEAD", Error: &text}
}

// backoff is the pause after a fault: two seconds, doubled with each attempt up to five minutes, and a part by chance.
func backoff(attempts int) time.Duration {
	d := min(2*time.Second<<min(max(attempts, 0), 8), 5*time.Minute)
	return d + rand.N(d/2)
}

func again(n notice, after time.Duration, why string) ack {
	seconds := int((after + time.Second - 1) / time.Second)
	return ack{ID: n.ID, Outcome: "RETRY", RetryAfterSeconds: &seconds, Error: &why}
}

// tell acknowledges until acks is closed: what came in meanwhile goes in one call. A call that fails is not repeated for ever, since the lease
// ends and the notice is offered again.
func (p *post) tell(ctx context.Context) {
	for first := range p.acks {
		batch := []ack{first}
		for more := true; more && len(batch) < ackMost; {
			select {
			case a, ok := <-p.acks:
				if more = ok; ok {
					batch = append(batch, a)
				}
			default:
				more = false
			}
		}
		ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
		if err := p.fleet.api.ack(ctx, batch); err != nil {
			p.fleet.log.Error("notices could not be acknowledged", "count", len(batch), "error", err)
		}
		cancel()
	}
}
