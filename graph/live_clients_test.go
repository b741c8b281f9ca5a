package graph_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// patience is how long a test waits for what must come. Nothing is measured by it.
const patience = 30 * time.Second

// eventually waits until something is so.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.After(patience)
	for !is() {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("not so in time: %s", what)
		}
	}
}

// sseEvent is one event, or a comment, of a stream.
type sseEvent struct {
	name, data, comment string
}

// line is an open stream of Server-Sent Events.
type line struct {
	t      testing.TB
	events chan sseEvent // closed at the end of the stream
	header http.Header
	status int
	cut    context.CancelFunc
}

// listen opens a stream.
func (c *caller) listen(query string, variables map[string]any) *line {
	c.s.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	c.s.Must(err)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	c.s.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.s.url, strings.NewReader(string(body)))
	c.s.Must(err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	for name, value := range c.headers {
		r.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(r)
	c.s.Must(err)
	l := &line{t: c.s.t, events: make(chan sseEvent), header: res.Header, status: res.StatusCode, cut: cancel}
	go func() {
		defer close(l.events)
		defer func() { _ = res.Body.Close() }()
		var e sseEvent
		for scan := bufio.NewScanner(res.Body); scan.Scan(); {
			field, value, _ := strings.Cut(scan.Text(), ":")
			value = strings.TrimPrefix(value, " ")
			switch {
			case scan.Text() == "":
				select {
				case l.events <- e:
				case <-ctx.Done():
					return
				}
				e = sseEvent{}
			case field == "":
				e.comment = value
			case field == "event":
				e.name = value
			case field == "data":
				e.data += value
			}
		}
	}()
	return l
}

// take gives the next event that is not a comment; the zero event at the end of the stream.
func (l *line) take() sseEvent {
	l.t.Helper()
	for {
		select {
		case e, open := <-l.events:
			if !open || e.name != "" {
				return e
			}
		case <-time.After(patience):
			l.t.Fatal("no event in time")
		}
	}
}

// answer gives the next answer.
func (l *line) answer() *answer {
	l.t.Helper()
	e := l.take()
	if e.name != "next" {
		l.t.Fatalf("%q instead of an answer", e)
	}
	return parsed(l.t, []byte(e.data))
}

func parsed(t testing.TB, raw []byte) *answer {
	t.Helper()
	a := &answer{t: t, Body: raw}
	if err := json.Unmarshal(raw, a); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return a
}

// wire is an open WebSocket.
type wire struct {
	t    testing.TB
	conn *websocket.Conn
}

// wsMessage of graphql-transport-ws.
type wsMessage struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// dial opens a WebSocket that has said nothing yet.
func (s *site) dial(t testing.TB, protocols ...string) *wire {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, res, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(s.url, "http"), &websocket.DialOptions{Subprotocols: protocols})
	if err != nil {
		t.Fatal(err)
	}
	if res.Body != nil {
		_ = res.Body.Close()
	}
	conn.SetReadLimit(1 << 20)
	t.Cleanup(func() { _ = conn.CloseNow() })
	return &wire{t, conn}
}

// socket opens a WebSocket as the caller.
func (c *caller) socket() *wire {
	c.s.t.Helper()
	w := c.s.dial(c.s.t, "graphql-transport-ws")
	payload := map[string]string{"authorization": c.headers["Authorization"], "store": c.headers["X-Store"], "language": c.headers["Accept-Language"]}
	w.send("", "connection_init", payload)
	if m := w.take(); m.Type != "connection_ack" {
		c.s.t.Fatalf("%+v instead of connection_ack", m)
	}
	return w
}

func (w *wire) send(id, kind string, payload any) {
	w.t.Helper()
	m := wsMessage{ID: id, Type: kind}
	if payload != nil {
		raw, err := json.Marshal(payload)
		if err != nil {
			w.t.Fatal(err)
		}
		m.Payload = raw
	}
	raw, err := json.Marshal(m)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(string(raw))
}

func (w *wire) write(text string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.conn.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *wire) subscribe(id, query string, variables map[string]any) {
	w.t.Helper()
	w.send(id, "subscribe", map[string]any{"query": query, "variables": variables})
}

// take gives the next message.
func (w *wire) take() wsMessage {
	w.t.Helper()
	m, err := w.read()
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

func (w *wire) read() (m wsMessage, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	_, raw, err := w.conn.Read(ctx)
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(raw, &m)
}

// answer gives the next answer of an operation.
func (w *wire) answer(id string) *answer {
	w.t.Helper()
	m := w.take()
	if m.Type != "next" || m.ID != id {
		w.t.Fatalf("%s %s %s instead of an answer to %s", m.Type, m.ID, m.Payload, id)
	}
	return parsed(w.t, m.Payload)
}

// closed gives the code and reason with which the server ends the socket.
func (w *wire) closed() (websocket.StatusCode, string) {
	w.t.Helper()
	for {
		_, err := w.read()
		if err == nil {
			continue
		}
		var c websocket.CloseError
		if !errors.As(err, &c) {
			w.t.Fatalf("cut, not closed: %v", err)
		}
		return c.Code, c.Reason
	}
}
