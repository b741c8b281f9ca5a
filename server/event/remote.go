package event

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	channel = "dokon_event"
	// gather is how long events collect before they are sent together; a burst on one order becomes one event.
	gather = 20 * time.Millisecond
	// batch keeps a payload below PostgreSQL's limit of 8000 bytes: ids and topics are short.
	batch = 80
	// backlog is how many different events may wait for a database that is away before they become one "read again".
	backlog = 5000
	// silence is how long the listener waits before it asks whether its connection is still alive.
	silence = 30 * time.Second
)

// remote carries events between processes by NOTIFY, on two connections of its own: in the transaction of an order it
// would make all commits wait for one another, and a pool's connections cannot listen.
type remote struct {
	hub    *Hub
	config *pgx.ConnConfig
	log    *slog.Logger
	origin string // this process, to leave out its own events when they come back

	mu       sync.Mutex
	pending  map[Event]bool
	overflow bool
	wake     chan struct{}

	stop    context.CancelFunc
	running sync.WaitGroup
}

// payload is what travels: [store, topic, id] of each event.
type payload struct {
	Origin string  `json:"o"`
	Events []short `json:"e,omitempty"`
	Again  bool    `json:"a,omitempty"`
}

type short struct {
	StoreID int64  `json:"s"`
	Topic   string `json:"t"`
	ID      string `json:"i"`
}

// Open makes a hub that is joined with those of all processes on the same database. url leads to PostgreSQL itself, not
// through a pooler in transaction mode. A connection that breaks later is made anew; after that subscribers read again.
func Open(ctx context.Context, url string, log *slog.Logger) (*Hub, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err)
	}
	config.RuntimeParams["application_name"] = "dokon events"
	config.ConnectTimeout = 5 * time.Second
	h := Local()
	r := &remote{
		hub: h, config: config, log: log, origin: rand.Text(),
		pending: map[Event]bool{}, wake: make(chan struct{}, 1),
	}
	conn, err := r.listen(ctx)
	if err != nil {
		return nil, fmt.Errorf("listen for events: %w", err)
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	r.stop = stop
	h.remote = r
	r.running.Go(func() { r.receive(running, conn) })
	r.running.Go(func() { r.send(running) })
	return h, nil
}

func (r *remote) close() {
	r.stop()
	r.running.Wait()
}

func (r *remote) queue(e Event) {
	r.mu.Lock()
	if len(r.pending) >= backlog {
		clear(r.pending)
		r.overflow = true
	}
	if !r.overflow {
		r.pending[e] = true
	}
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// take empties the queue into payloads.
func (r *remote) take() (out []payload) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.overflow {
		r.overflow = false
		return []payload{{Origin: r.origin, Again: true}}
	}
	p := payload{Origin: r.origin}
	for e := range r.pending {
		p.Events = append(p.Events, short{e.StoreID, e.Topic, e.ID})
		if len(p.Events) == batch {
			out = append(out, p)
			p.Events = nil
		}
	}
	if len(p.Events) > 0 {
		out = append(out, p)
	}
	clear(r.pending)
	return out
}

func (r *remote) send(ctx context.Context) {
	var conn *pgx.Conn
	defer func() { closeConn(conn) }()
	for failures := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		}
		if !pause(ctx, gather) {
			return
		}
		payloads := r.take()
		for len(payloads) > 0 {
			err := r.notify(ctx, &conn, payloads[0])
			if err == nil {
				payloads, failures = payloads[1:], 0
				continue
			}
			if ctx.Err() != nil {
				return
			}
			r.log.WarnContext(ctx, "events do not leave this process", "error", err)
			if conn != nil && !conn.IsClosed() {
				payloads = payloads[1:] // the server is well and refuses this one; it would again
				continue
			}
			closeConn(conn)
			conn = nil
			failures++
			if !pause(ctx, backoff(failures)) {
				return
			}
		}
	}
}

func (r *remote) notify(ctx context.Context, conn **pgx.Conn, p payload) error {
	if *conn == nil {
		c, err := pgx.ConnectConfig(ctx, r.config)
		if err != nil {
			return err
		}
		*conn = c
	}
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	_, err = (*conn).Exec(limited, "select pg_notify($1, $2)", channel, string(text))
	return err
}

func (r *remote) listen(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, r.config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "listen "+channel); err != nil {
		closeConn(conn)
		return nil, err
	}
	return conn, nil
}

func (r *remote) receive(ctx context.Context, conn *pgx.Conn) {
	defer func() { closeConn(conn) }()
	for failures := 0; ; {
		err := r.receiveOne(ctx, conn)
		if err == nil {
			failures = 0
			continue
		}
		if ctx.Err() != nil {
			return
		}
		r.log.WarnContext(ctx, "events of other processes do not arrive", "error", err)
		closeConn(conn)
		for conn = nil; conn == nil; {
			failures++
			if !pause(ctx, backoff(failures)) {
				return
			}
			if conn, err = r.listen(ctx); err != nil {
				conn = nil
			}
		}
		r.hub.deliverAgain() // whatever came in between is lost
	}
}

// receiveOne waits for one notification, or makes sure after a silence that the connection still lives.
func (r *remote) receiveOne(ctx context.Context, conn *pgx.Conn) error {
	waiting, cancel := context.WithTimeout(ctx, silence)
	n, err := conn.WaitForNotification(waiting)
	cancel()
	if err != nil {
		if waiting.Err() != nil && ctx.Err() == nil && !conn.IsClosed() {
			asking, cancel := context.WithTimeout(ctx, 5*time.Second)
			defer cancel()
			return conn.Ping(asking)
		}
		return err
	}
	var p payload
	if err := json.Unmarshal([]byte(n.Payload), &p); err != nil {
		r.log.WarnContext(ctx, "event that cannot be read", "error", err)
		return nil
	}
	if p.Origin == r.origin {
		return nil
	}
	if p.Again {
		r.hub.deliverAgain()
	}
	for _, s := range p.Events {
		r.hub.deliver(Event{StoreID: s.StoreID, Topic: s.Topic, ID: s.ID})
	}
	return nil
}

// pause waits and tells whether ctx still runs.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func backoff(failures int) time.Duration {
	return min(50*time.Millisecond<<min(failures, 7), 5*time.Second)
}

func closeConn(conn *pgx.Conn) {
	if conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}
