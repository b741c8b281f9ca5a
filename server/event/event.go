// Package event tells open screens that something changed and is worth reading again. Events are hints: they may be lost or
// doubled and carry no content. What is owed to somebody is a notification, not an event.
package event

import "sync"

// Event says that the thing ID of a topic changed in a store. With Again, events were lost on the way and whoever listens
// reads everything anew; ID is then empty.
type Event struct {
	StoreID int64
	Topic   string // "order", "cart"
	ID      string
	Again   bool
}

// Hub passes events to subscribers of this process and, when it was opened on a database, to the hubs of all others.
type Hub struct {
	mu     sync.Mutex
	subs   map[topic]map[*subscription]bool
	closed bool

	remote *remote // nil for a hub of one process
}

type topic struct {
	storeID int64
	name    string
}

type subscription struct {
	id     string // empty: every id of the topic
	events chan Event
}

// waiting is how many events a slow subscriber may have in front of it before they are dropped for one "read again".
const waiting = 16

// Local makes a hub that reaches subscribers of this process alone.
func Local() *Hub { return &Hub{subs: map[topic]map[*subscription]bool{}} }

// Publish tells everybody who listens to the topic, or to id in it. Call it after the commit: a reader who hurries must
// find the change. It never blocks and never fails; other processes hear of it within some 20 ms.
func (h *Hub) Publish(storeID int64, topicName, id string) {
	e := Event{StoreID: storeID, Topic: topicName, ID: id}
	h.deliver(e)
	if h.remote != nil {
		h.remote.queue(e)
	}
}

// Subscribe listens to one id of a topic in a store, or to all of them when id is empty. The channel holds a few events;
// for a subscriber who does not keep up they become one with Again. It is closed by cancel, which may be called twice,
// and when the hub closes.
func (h *Hub) Subscribe(storeID int64, topicName, id string) (events <-chan Event, cancel func()) {
	s := &subscription{id: id, events: make(chan Event, waiting)}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(s.events)
		return s.events, func() {}
	}
	key := topic{storeID, topicName}
	if h.subs[key] == nil {
		h.subs[key] = map[*subscription]bool{}
	}
	h.subs[key][s] = true
	return s.events, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if !h.subs[key][s] {
			return
		}
		delete(h.subs[key], s)
		if len(h.subs[key]) == 0 {
			delete(h.subs, key)
		}
		close(s.events)
	}
}

// Close ends all subscriptions and the hub's connections.
func (h *Hub) Close() {
	if h.remote != nil {
		h.remote.close()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for key, subs := range h.subs {
		for s := range subs {
			close(s.events)
		}
		delete(h.subs, key)
	}
}

func (h *Hub) deliver(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs[topic{e.StoreID, e.Topic}] {
		if s.id == "" || s.id == e.ID {
			s.put(e)
		}
	}
}

// deliverAgain makes every subscriber read anew.
func (h *Hub) deliverAgain() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for key, subs := range h.subs {
		for s := range subs {
			s.put(Event{StoreID: key.storeID, Topic: key.name, Again: true})
		}
	}
}

// put never blocks: the hub's lock is held, so nobody else fills the channel, and a full one is emptied first.
func (s *subscription) put(e Event) {
	select {
	case s.events <- e:
		return
	default:
	}
	for {
		select {
		case <-s.events:
		default:
			s.events <- Event{StoreID: e.StoreID, Topic: e.Topic, Again: true}
			return
		}
	}
}
