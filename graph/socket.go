package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/pace"
)

// protocol is the only one spoken; the older "graphql-ws" is refused.
const protocol = "graphql-transport-ws"

// Close codes of the protocol.
const (
	closeBadMessage       websocket.StatusCode = 4400
	closeUnauthorized     websocket.StatusCode = 4401
	closeForbidden        websocket.StatusCode = 4403
	closeProtocol         websocket.StatusCode = 4406
	closeInitTimeout      websocket.StatusCode = 4408
	closeSubscriberExists websocket.StatusCode = 4409
	closeTooManyInits     websocket.StatusCode = 4429
)

// sockets answers over WebSocket, many operations on one connection. Source: graphql-transport-ws, PROTOCOL.md of graphql-ws.
type sockets struct {
	gate   *auth.Gate
	limits Limits
	open   *openSockets
}

// Supports takes requests for a WebSocket.
func (sockets) Supports(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Do serves one socket until either side closes it.
func (t sockets) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	address := pace.AddressOf(r.Context())
	if !t.open.enter(address, t.limits.Sockets) {
		w.Header().Set("Retry-After", "10")
		http.Error(w, "too many WebSockets are open from your address", http.StatusTooManyRequests)
		return
	}
	defer t.open.leave(address)
	// Any page may open a socket: it must show a token in connection_init, and no cookie counts.
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{protocol}, InsecureSkipVerify: true})
	if err != nil { // and answered
		return
	}
	conn.SetReadLimit(t.limits.BodyBytes)
	headers := r.Header.Clone()
	headers.Del(keyHeader) // names one request, and a socket carries many: see keyExtension
	ctx, cancel := context.WithCancel(graphql.StartOperationTrace(r.Context()))
	s := &socket{
		sockets: t, conn: conn, executor: executor, ctx: ctx, headers: headers,
		said: auth.FromRequest(r), active: map[string]*running{},
	}
	stopping := context.AfterFunc(r.Context(), func() { s.close(websocket.StatusGoingAway, "the server stops") })
	late := time.AfterFunc(t.limits.InitWithin, s.notInited)
	go s.keepAlive(ctx)
	s.read()
	late.Stop()
	stopping()
	cancel()
	s.operations.Wait()
	_ = conn.CloseNow()
}

// openSockets counts by address. Sockets from no address in particular are not counted.
type openSockets struct {
	mu sync.Mutex
	by map[string]int
}

func (o *openSockets) enter(address string, most int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if address == "" {
		return true
	}
	if o.by[address] >= most {
		return false
	}
	o.by[address]++
	return true
}

func (o *openSockets) leave(address string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.by[address]--; o.by[address] <= 0 {
		delete(o.by, address)
	}
}

// socket is one connection.
type socket struct {
	sockets
	conn     *websocket.Conn
	executor graphql.GraphExecutor
	ctx      context.Context // of the caller, once they have said who they are; over when the socket is. Written by read alone
	headers  http.Header     // as the operations see them
	said     auth.Credentials

	operations sync.WaitGroup
	// mu also makes writing and ending one step, so that nothing is sent for an operation that the client has ended.
	mu     sync.Mutex
	inited bool
	acked  bool
	active map[string]*running
}

// running is an operation under way.
type running struct{ cancel context.CancelFunc }

// message of either side.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// close ends the connection; the first reason stands.
func (s *socket) close(code websocket.StatusCode, reason string) { _ = s.conn.Close(code, reason) }

// breach is what a client did against the protocol.
type breach struct {
	code   websocket.StatusCode
	reason string
}

// read takes messages until the connection is over.
func (s *socket) read() {
	if s.conn.Subprotocol() != protocol {
		s.close(closeProtocol, "Subprotocol not acceptable")
		return
	}
	for {
		kind, data, err := s.conn.Read(context.Background()) // ends with the connection
		if err != nil {
			return
		}
		var m message
		if kind != websocket.MessageText || json.Unmarshal(data, &m) != nil {
			s.close(closeBadMessage, "Invalid message")
			return
		}
		if b := s.handle(m); b != nil {
			s.close(b.code, b.reason)
			return
		}
	}
}

func (s *socket) handle(m message) *breach {
	switch m.Type {
	case "connection_init":
		return s.init(m.Payload)
	case "ping":
		s.write(message{Type: "pong", Payload: m.Payload})
	case "pong":
	case "subscribe":
		return s.subscribe(m)
	case "complete":
		s.mu.Lock()
		if op := s.active[m.ID]; op != nil {
			op.cancel()
			delete(s.active, m.ID)
		}
		s.mu.Unlock()
	default:
		return &breach{closeBadMessage, "Invalid message"}
	}
	return nil
}

// init lets the caller in: payload {authorization, store, language}, each optional and the same as the headers
// Authorization, X-Store and Accept-Language, which browsers cannot send with a WebSocket.
func (s *socket) init(payload json.RawMessage) *breach {
	s.mu.Lock()
	again := s.inited
	s.inited = true
	s.mu.Unlock()
	if again {
		return &breach{closeTooManyInits, "Too many initialisation requests"}
	}
	var given map[string]any
	if len(payload) > 0 && json.Unmarshal(payload, &given) != nil {
		return &breach{closeBadMessage, "Invalid payload of connection_init"}
	}
	for name, value := range given {
		text, _ := value.(string)
		switch strings.ToLower(name) {
		case "authorization":
			s.said.Authorization = text
			s.headers.Set("Authorization", text)
		case "store", "x-store":
			s.said.Store = text
		case "language", "accept-language":
			s.said.Language = text
		}
	}
	ctx, err := s.gate.Authenticate(s.ctx, s.said)
	if faults, expected := fault.As(err); expected {
		return &breach{closeForbidden, string(faults[0].Code)}
	}
	if err != nil {
		return &breach{websocket.StatusTryAgainLater, string(fault.Internal)}
	}
	s.ctx = withSocket(ctx)
	s.mu.Lock()
	s.acked = true
	s.mu.Unlock()
	s.write(message{Type: "connection_ack"})
	return nil
}

func (s *socket) notInited() {
	s.mu.Lock()
	inited := s.inited
	s.mu.Unlock()
	if !inited {
		s.close(closeInitTimeout, "Connection initialisation timeout")
	}
}

// subscribe begins an operation.
func (s *socket) subscribe(m message) *breach {
	params := &graphql.RawParams{Headers: s.headers}
	problem := parseRequest(m.Payload, params)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case !s.acked:
		return &breach{closeUnauthorized, "Unauthorized"}
	case m.ID == "" || len(m.ID) > 100 || problem != nil || params.Query == "" && !namesDocument(params):
		return &breach{closeBadMessage, "Invalid message"}
	case s.active[m.ID] != nil:
		return &breach{closeSubscriberExists, "Subscriber for " + ascii(m.ID) + " already exists"}
	case len(s.active) >= s.limits.Operations:
		s.send(message{ID: m.ID, Type: "error", Payload: errorList(refusal(fmt.Sprintf("at most %d operations at once on one socket", s.limits.Operations)))})
		return nil
	}
	ctx, cancel := context.WithCancel(s.ctx)
	op := &running{cancel}
	s.active[m.ID] = op
	s.operations.Go(func() {
		defer cancel()
		s.run(ctx, m.ID, op, params)
	})
	return nil
}

// run answers one operation: "next" for each answer and "complete", or "error" for a document that is not valid.
func (s *socket) run(ctx context.Context, id string, op *running, params *graphql.RawParams) {
	ctx = graphql.StartOperationTrace(ctx)
	now := graphql.Now()
	params.ReadTime = graphql.TraceTiming{Start: now, End: now}
	rc, errs := s.executor.CreateOperationContext(ctx, params)
	ctx = graphql.WithOperationContext(ctx, rc)
	defer func() {
		if panicked := recover(); panicked != nil {
			err := s.executor.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(rc.Recover(ctx, panicked))})
			s.end(id, op, message{ID: id, Type: "error", Payload: errorList(err.Errors...)})
		}
	}()
	if len(errs) > 0 {
		s.end(id, op, message{ID: id, Type: "error", Payload: errorList(s.executor.DispatchError(ctx, firstErrors(errs)).Errors...)})
		return
	}
	responses, ctx := s.executor.DispatchOperation(withNotes(ctx), rc)
	for response := responses(ctx); response != nil; response = responses(ctx) {
		payload, err := json.Marshal(response)
		if err != nil {
			panic(err)
		}
		if !s.next(op, message{ID: id, Type: "next", Payload: payload}) {
			return
		}
	}
	switch end := notesOf(ctx).ended(); {
	case errors.Is(end, errReopen):
		s.close(websocket.StatusGoingAway, end.Error())
	case end != nil:
		err := s.executor.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(end)})
		s.end(id, op, message{ID: id, Type: "error", Payload: errorList(err.Errors...)})
	default:
		s.end(id, op, message{ID: id, Type: "complete"})
	}
}

// next sends an answer unless the client has ended the operation.
func (s *socket) next(op *running, m message) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.active[m.ID] != op {
		return false
	}
	s.send(m)
	return true
}

// end sends the last message of an operation and frees its id, unless the client was first.
func (s *socket) end(id string, op *running, m message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.active[id] == op {
		delete(s.active, id)
		s.send(m)
	}
}

func (s *socket) write(m message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.send(m)
}

// send writes a message; mu is held. A client who does not read in time loses the connection.
func (s *socket) send(m message) {
	text, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), sendTime)
	defer cancel()
	_ = s.conn.Write(ctx, websocket.MessageText, text)
}

// keepAlive asks now and then whether the client is still there; every WebSocket answers by itself.
func (s *socket) keepAlive(life context.Context) {
	tick := time.NewTicker(s.limits.Ping)
	defer tick.Stop()
	for {
		select {
		case <-life.Done():
			return
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), s.limits.Ping)
		err := s.conn.Ping(ctx)
		cancel()
		if err != nil {
			_ = s.conn.CloseNow()
			return
		}
	}
}

func errorList(errs ...*gqlerror.Error) json.RawMessage {
	text, err := json.Marshal(errs)
	if err != nil {
		panic(err)
	}
	return text
}

// ascii keeps a client's text fit for the reason of a close frame.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s[:min(len(s), 40)])
}
