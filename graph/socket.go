package graph

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"sync"

	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/coder/websocket"
)

// Close codes of the graphql-transport-ws protocol.
const (
	closeBadMessage       = 4400
	closeUnauthorized     = 4401
	closeForbidden        = 4403
	closeInitTimeout      = 4408
	closeSubscriberExists = 4409
	closeTooManyInits     = 4429
)

// protocol is the only one spoken; the older "graphql-ws" is refused.
const protocol = "graphql-transport-ws"

// sockets accepts WebSockets and holds their callers to the protocol: the right close codes, one subscription an id, and a
// limit of operations at once, none of which gqlgen's own does.
type sockets struct{ operations int }

// Accept upgrades a request.
func (s sockets) Accept(w http.ResponseWriter, r *http.Request, o transport.WebsocketAcceptOptions) (transport.WebsocketConn, error) {
	o.Subprotocols = []string{protocol}
	inner, err := transport.CoderWebsocketImplementation{
		// Any page may open a socket: it must show a token in connection_init, no cookie counts.
		AcceptOptions: websocket.AcceptOptions{InsecureSkipVerify: true},
	}.Accept(w, r, o)
	if err != nil {
		return nil, err
	}
	c := &socket{WebsocketConn: inner, limit: s.operations, active: map[string]bool{}}
	if inner.Subprotocol() != protocol {
		_ = inner.WriteClose(4406, "subprotocol not acceptable: use "+protocol)
	}
	return c, nil
}

type socket struct {
	transport.WebsocketConn
	limit int

	mu      sync.Mutex
	inited  bool
	acked   bool
	active  map[string]bool
	closing bool
}

type envelope struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// Subprotocol is always ours; who asked for another was told to go.
func (c *socket) Subprotocol() string { return protocol }

// SetReadLimit bounds one message.
func (c *socket) SetReadLimit(limit int64) {
	if inner, ok := c.WebsocketConn.(transport.WebsocketReadLimiter); ok {
		inner.SetReadLimit(limit)
	}
}

// NextReader gives the next message that keeps to the protocol.
func (c *socket) NextReader() (int, io.Reader, error) {
	kind, reader, err := c.WebsocketConn.NextReader()
	if err != nil {
		return kind, nil, err
	}
	data, err := io.ReadAll(reader)
	if err != nil {
		return kind, nil, err
	}
	if code, reason := c.received(data); code != 0 {
		_ = c.WriteClose(code, reason)
		return kind, nil, transport.ErrWebsocketClosed
	}
	return kind, bytes.NewReader(data), nil
}

func (c *socket) received(data []byte) (code int, reason string) {
	var m envelope
	if json.Unmarshal(data, &m) != nil {
		return closeBadMessage, "invalid message"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch m.Type {
	case "connection_init":
		if c.inited {
			return closeTooManyInits, "too many initialisation requests"
		}
		c.inited = true
	case "subscribe":
		switch {
		case !c.acked:
			return closeUnauthorized, "unauthorized"
		case m.ID == "":
			return closeBadMessage, "subscribe without id"
		case c.active[m.ID]:
			return closeSubscriberExists, "subscriber for " + m.ID + " already exists"
		case len(c.active) >= c.limit:
			return closeTooManyInits, "too many operations on one socket"
		}
		c.active[m.ID] = true
	case "complete":
		delete(c.active, m.ID)
	case "ping", "pong":
	default:
		return closeBadMessage, "unknown message type"
	}
	return 0, ""
}

// WriteJSON sends a message and notes what it ends.
func (c *socket) WriteJSON(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var m envelope
	_ = json.Unmarshal(data, &m)
	c.mu.Lock()
	switch m.Type {
	case "connection_ack":
		c.acked = true
	case "complete", "error":
		delete(c.active, m.ID)
	}
	c.mu.Unlock()
	return c.WebsocketConn.WriteJSON(json.RawMessage(data))
}

// WriteClose closes with the code of the protocol; the first reason stands.
func (c *socket) WriteClose(code int, reason string) error {
	c.mu.Lock()
	if c.closing {
		c.mu.Unlock()
		return nil
	}
	c.closing = true
	c.mu.Unlock()
	switch {
	case code == transport.WebsocketCloseProtocolError && reason == "connection initialisation timeout":
		code = closeInitTimeout
	case code == transport.WebsocketCloseProtocolError && reason == "decoding error":
		code = closeBadMessage
	case reason == closeReasonForbidden:
		code = closeForbidden
	}
	return c.WebsocketConn.WriteClose(code, reason)
}

// closeReasonForbidden is said when connection_init carries a token that is not valid.
const closeReasonForbidden = "forbidden"
