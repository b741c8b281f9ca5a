package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/fault"
)

const (
	modernType = "application/graphql-response+json"
	legacyType = "application/json"
)

// plain answers GET and POST as "GraphQL over HTTP" wants: the modern media type for who asks for it, no data entry in
// answers to requests that could not be executed, 405 for a mutation by GET, 413 for too large a body.
type plain struct{ limit int64 }

// Supports claims every request that no other transport took, so that each gets an answer in words.
func (plain) Supports(r *http.Request) bool { return r.Header.Get("Upgrade") == "" }

// Do answers one request.
func (p plain) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	answer := accepted(r)
	if answer == "" {
		http.Error(w, "not acceptable: answers are "+modernType+" or "+legacyType, http.StatusNotAcceptable)
		return
	}
	start := graphql.Now()
	params, problem := p.read(w, r)
	if problem != nil {
		refuse(w, legacyOr(answer), problem.status, problem.err)
		return
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}

	ctx := r.Context()
	op, errs := executor.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		status := http.StatusOK
		if answer == modernType {
			status = http.StatusBadRequest
		}
		shown := executor.DispatchError(graphql.WithOperationContext(ctx, op), errs)
		refuse(w, answer, status, shown.Errors...)
		return
	}
	switch {
	case r.Method == http.MethodGet && op.Operation.Operation != ast.Query:
		w.Header().Set("Allow", "POST")
		refuse(w, answer, http.StatusMethodNotAllowed, refusal("only queries may be sent by GET"))
		return
	case op.Operation.Operation == ast.Subscription:
		refuse(w, answer, http.StatusBadRequest, refusal("subscriptions need Accept: text/event-stream, or a WebSocket"))
		return
	}
	responses, ctx := executor.DispatchOperation(ctx, op)
	response := responses(ctx)
	if notesOf(ctx).userErrors.Load() {
		w.Header().Set("X-User-Errors", "true")
	}
	write(w, answer, statusOf(response), response)
}

type problem struct {
	status int
	err    *gqlerror.Error
}

func (p plain) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *problem) {
	if r.Method == http.MethodGet {
		return readURL(r)
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return nil, &problem{http.StatusUnsupportedMediaType, refusal("send Content-Type: application/json")}
	}
	body, tooLong := readBody(w, r, p.limit)
	if tooLong != nil {
		return nil, tooLong
	}
	return parse(body)
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *problem) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &problem{http.StatusRequestEntityTooLarge, refusal("the body is larger than " + strconv.FormatInt(limit, 10) + " bytes")}
	case err != nil:
		return nil, &problem{http.StatusBadRequest, refusal("the body ended early")}
	}
	return body, nil
}

// parse reads the JSON of a request. What is wrong is said without showing the request, which may hold secrets.
func parse(body []byte) (*graphql.RawParams, *problem) {
	if first := bytes.TrimSpace(body); len(first) > 0 && first[0] == '[' {
		return nil, &problem{http.StatusBadRequest, errBatch}
	}
	var given struct {
		Query         *string         `json:"query"`
		OperationName *string         `json:"operationName"`
		Variables     json.RawMessage `json:"variables"`
		Extensions    json.RawMessage `json:"extensions"`
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&given); err != nil {
		return nil, &problem{http.StatusBadRequest, refusal("the body is not a JSON object with query, operationName, variables and extensions")}
	}
	params := &graphql.RawParams{}
	if given.OperationName != nil {
		params.OperationName = *given.OperationName
	}
	if given.Query != nil {
		params.Query = *given.Query
	}
	for _, part := range []struct {
		raw  json.RawMessage
		into *map[string]any
		name string
	}{{given.Variables, &params.Variables, "variables"}, {given.Extensions, &params.Extensions, "extensions"}} {
		if bad := object(part.raw, part.into, part.name); bad != nil {
			return nil, bad
		}
	}
	return complete(params)
}

func readURL(r *http.Request) (*graphql.RawParams, *problem) {
	given := r.URL.Query()
	params := &graphql.RawParams{Query: given.Get("query"), OperationName: given.Get("operationName")}
	if bad := object(json.RawMessage(given.Get("variables")), &params.Variables, "variables"); bad != nil {
		return nil, bad
	}
	if bad := object(json.RawMessage(given.Get("extensions")), &params.Extensions, "extensions"); bad != nil {
		return nil, bad
	}
	return complete(params)
}

func complete(params *graphql.RawParams) (*graphql.RawParams, *problem) {
	if params.Query == "" {
		return nil, &problem{http.StatusBadRequest, refusal("query is missing")}
	}
	return params, nil
}

func object(raw json.RawMessage, into *map[string]any, name string) *problem {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return &problem{http.StatusBadRequest, refusal(name + " is not a JSON object")}
	}
	return nil
}

func refusal(sentence string) *gqlerror.Error {
	return &gqlerror.Error{Message: sentence, Extensions: map[string]any{"code": string(fault.BadRequest)}}
}

// accepted picks the media type of the answer; empty when the caller takes neither.
func accepted(r *http.Request) string {
	header := strings.Join(r.Header.Values("Accept"), ",")
	if header == "" {
		return legacyType
	}
	modern, legacy := false, false
	for _, part := range strings.Split(header, ",") {
		media, _, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		switch media {
		case modernType:
			modern = true
		case legacyType, "application/*", "*/*":
			legacy = true
		}
	}
	switch {
	case modern:
		return modernType
	case legacy:
		return legacyType
	}
	return ""
}

func legacyOr(answer string) string {
	if answer == "" {
		return legacyType
	}
	return answer
}

// statusOf is 200 unless the caller was not let in at all: then the code of the first error says why.
func statusOf(response *graphql.Response) int {
	if len(response.Errors) == 0 || (len(response.Data) > 0 && string(response.Data) != "null") {
		return http.StatusOK
	}
	switch response.Errors[0].Extensions["code"] {
	case string(fault.Unauthenticated):
		return http.StatusUnauthorized
	case string(fault.Forbidden):
		return http.StatusForbidden
	}
	return http.StatusOK
}

func write(w http.ResponseWriter, media string, status int, response *graphql.Response) {
	body, err := json.Marshal(response)
	if err != nil {
		http.Error(w, "the answer could not be written", http.StatusInternalServerError)
		return
	}
	send(w, media, status, body)
}

// refuse answers a request that could not be executed: errors alone, no data entry.
func refuse(w http.ResponseWriter, media string, status int, errs ...*gqlerror.Error) {
	body, err := json.Marshal(struct {
		Errors []*gqlerror.Error `json:"errors"`
	}{errs})
	if err != nil {
		http.Error(w, "the answer could not be written", http.StatusInternalServerError)
		return
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

// stream is Server-Sent Events. It checks the body before gqlgen's transport reads it, which has no limit and writes what
// it cannot read into the log, secrets and all.
type stream struct {
	transport.SSE
	limit int64
}

// Do answers one stream of events.
func (s stream) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	body, bad := readBody(w, r, s.limit)
	if bad == nil {
		_, bad = parse(body)
	}
	if bad != nil {
		refuse(w, legacyType, bad.status, bad.err)
		return
	}
	// A stream lives longer than any answer.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	w.Header().Set("X-Accel-Buffering", "no")
	r.Body = io.NopCloser(bytes.NewReader(body))
	s.SSE.Do(w, r, executor)
}
