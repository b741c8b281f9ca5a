package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// stream answers with Server-Sent Events, one connection an operation: "next" for each answer, "complete" at the end. A
// stream that ends without "complete" was cut, and the client opens it again.
//
// Source: GraphQL over Server-Sent Events, distinct connections mode.
type stream struct {
	limit int64
	ping  time.Duration // between comments that keep proxies from closing a silent line
}

// sendTime is how long a listener may take to read what is sent before the line counts as dead.
const sendTime = 20 * time.Second

// Supports takes whoever accepts a stream.
func (stream) Supports(r *http.Request) bool { return accepted(r).stream }

// Do answers one stream of events.
func (s stream) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	params, problem := readRequest(w, r, s.limit)
	if problem != nil {
		refuse(w, legacyType, problem.status, problem.err)
		return
	}
	ctx := graphql.StartOperationTrace(r.Context())
	op, errs := executor.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		refused := executor.DispatchError(graphql.WithOperationContext(ctx, op), firstErrors(errs))
		if answer := accepted(r).answer; answer != "" {
			refuse(w, answer, notExecuted(answer), refused.Errors...)
			return
		}
		e := s.open(w)
		e.next(refused)
		e.complete()
		return
	}
	if r.Method == http.MethodGet && op.Operation.Operation == ast.Mutation {
		w.Header().Set("Allow", "POST")
		refuse(w, legacyType, http.StatusMethodNotAllowed, refusal("mutations are sent by POST"))
		return
	}
	responses, ctx := executor.DispatchOperation(withNotes(ctx), op)
	notes := notesOf(ctx)
	answer := accepted(r).answer
	if answer != "" && !notes.isLive.Load() { // it is over after one answer, so whoever takes plain JSON gets that
		if response := responses(ctx); response != nil {
			write(w, answer, response)
		}
		return
	}
	e := s.open(w)
	stop := e.keepAlive(s.ping)
	defer stop()
	for response := responses(ctx); response != nil; response = responses(ctx) {
		e.next(response)
	}
	switch end := notes.ended(); {
	case errors.Is(end, errReopen) || r.Context().Err() != nil:
		return
	case end != nil:
		e.next(executor.DispatchError(ctx, gqlerror.List{gqlerror.Wrap(end)}))
	}
	e.complete()
}

// events writes to one listener.
type events struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	control *http.ResponseController
}

func (s stream) open(w http.ResponseWriter) *events {
	header := w.Header()
	header.Set("Content-Type", streamType+"; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no")
	e := &events{w: w, control: http.NewResponseController(w)}
	e.write(":\n\n") // so that the client knows at once that the line is open
	return e
}

func (e *events) write(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	// Each write has its own time: the server's WriteTimeout is meant for answers, not for lines that stay open. A listener
	// who is gone ends the request's context, so errors need no further care.
	_ = e.control.SetWriteDeadline(time.Now().Add(sendTime))
	_, _ = e.w.Write([]byte(text))
	_ = e.control.Flush()
}

func (e *events) next(response *graphql.Response) {
	data, err := json.Marshal(response)
	if err != nil {
		panic(err) // recovered and logged by the server
	}
	e.write(fmt.Sprintf("event: next\ndata: %s\n\n", data))
}

func (e *events) complete() { e.write("event: complete\ndata:\n\n") }

// keepAlive writes a comment now and then until stop is called; nothing is written after stop returns.
func (e *events) keepAlive(every time.Duration) (stop func()) {
	done := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				e.write(": ping\n\n")
			case <-done:
				return
			}
		}
	})
	return func() {
		close(done)
		running.Wait()
	}
}
