package graph

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/fault"
)

// plain answers GET and POST as "GraphQL over HTTP" wants: the modern media type for who asks for it, no data entry in
// answers to requests that could not be executed, 405 for a mutation by GET, 413 for too large a body.
type plain struct{ handler *Handler }

// Supports claims every request that no other transport took, so that each gets an answer in words.
func (plain) Supports(*http.Request) bool { return true }

// Do answers one request.
func (p plain) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	answer := accepted(r).answer
	if answer == "" {
		http.Error(w, "not acceptable: answers are "+modernType+" or "+legacyType, http.StatusNotAcceptable)
		return
	}
	ctx, start := r.Context(), graphql.Now()
	text, problem := readText(w, r, p.handler.Limits.BodyBytes)
	if problem != nil {
		refuse(w, answer, problem.status, problem.err)
		return
	}
	shared := p.handler.share(ctx, answer, text)
	if shared != nil && shared.find(ctx, w, r) {
		return
	}
	params, problem := readParams(r, text, start)
	if problem != nil {
		refuse(w, answer, problem.status, problem.err)
		return
	}
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := executor.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		refuse(w, answer, notExecuted(answer), executor.DispatchError(graphql.WithOperationContext(ctx, op), firstErrors(errs)).Errors...)
		return
	}
	switch {
	case r.Method == http.MethodGet && op.Operation.Operation == ast.Mutation:
		w.Header().Set("Allow", "POST")
		refuse(w, answer, http.StatusMethodNotAllowed, refusal("mutations are sent by POST"))
		return
	case op.Operation.Operation == ast.Subscription:
		refuse(w, answer, http.StatusBadRequest, refusal("subscriptions need Accept: text/event-stream, or a WebSocket"))
		return
	}
	if shared != nil {
		if maxAge := saveFor(p.handler.schema, op.Operation); maxAge > 0 {
			shared.make(ctx, w, r, executor, op, maxAge)
			return
		}
	}
	responses, ctx := executor.DispatchOperation(withNotes(ctx), op)
	response := responses(ctx)
	if response == nil { // the caller is gone
		return
	}
	if notesOf(ctx).userErrors.Load() {
		w.Header().Set("X-User-Errors", "true")
	}
	write(w, answer, response)
}

// notExecuted is the status of a request with a document or variables that are not valid: the legacy media type knows 200 alone.
func notExecuted(answer string) int {
	if answer == modernType {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// statusOf is 200 unless there is no data at all: then the code of the first error decides, the same as for callers whom
// the gate does not let in.
func statusOf(response *graphql.Response) int {
	if len(response.Errors) == 0 || (len(response.Data) > 0 && string(response.Data) != "null") {
		return http.StatusOK
	}
	switch code := fmt.Sprint(response.Errors[0].Extensions["code"]); {
	case code == string(fault.Unauthenticated), code == string(fault.SessionExpired), strings.HasPrefix(code, "INITDATA_"):
		return http.StatusUnauthorized
	case code == string(fault.Forbidden):
		return http.StatusForbidden
	case code == string(fault.StoreNotFound):
		return http.StatusNotFound
	case strings.HasPrefix(code, string(fault.Conflict)):
		return http.StatusConflict
	case code == string(fault.RateLimited):
		return http.StatusTooManyRequests
	case code == string(fault.Internal):
		return http.StatusInternalServerError
	}
	return http.StatusOK
}

func write(w http.ResponseWriter, media string, response *graphql.Response) {
	body := encode(response)
	for _, e := range response.Errors {
		if seconds, ok := e.Extensions["retryAfter"]; ok {
			w.Header().Set("Retry-After", fmt.Sprint(seconds))
		}
	}
	send(w, media, statusOf(response), body)
}

// encode writes the response. What fields wrote is JSON already: encoding/json would read all of it again.
func encode(response *graphql.Response) []byte {
	if len(response.Errors) > 0 || response.Data == nil {
		return encoded(response)
	}
	body := make([]byte, 0, len(response.Data)+256)
	body = append(append(body, `{"data":`...), response.Data...)
	if len(response.Extensions) > 0 {
		body = append(append(body, `,"extensions":`...), encoded(response.Extensions)...)
	}
	return append(body, '}')
}

func encoded(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // recovered and logged by the server
	}
	return text
}

// refuse answers a request that could not be executed: errors alone, no data entry.
func refuse(w http.ResponseWriter, media string, status int, errs ...*gqlerror.Error) {
	body, err := json.Marshal(struct {
		Errors []*gqlerror.Error `json:"errors"`
	}{errs})
	if err != nil {
		panic(err)
	}
	send(w, media, status, body)
}

func send(w http.ResponseWriter, media string, status int, body []byte) {
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
