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
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/dokon-shop/dokon/server/fault"
)

// Media types of answers.
const (
	modernType = "application/graphql-response+json"
	legacyType = "application/json"
	streamType = "text/event-stream"
)

// accepts is what kinds of answer a caller takes.
type accepts struct {
	answer string // modernType or legacyType; empty for a caller who takes neither
	stream bool
}

// accepted reads the header Accept. No header means anything, and then the type that every client knows.
func accepted(r *http.Request) accepts {
	header := strings.Join(r.Header.Values("Accept"), ",")
	if strings.TrimSpace(header) == "" {
		return accepts{answer: legacyType}
	}
	var a accepts
	for _, part := range strings.Split(header, ",") {
		media, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		if q, err := strconv.ParseFloat(params["q"], 64); err == nil && q == 0 {
			continue
		}
		switch media {
		case modernType:
			a.answer = modernType
		case legacyType, "application/*", "*/*":
			if a.answer == "" {
				a.answer = legacyType
			}
		case streamType:
			a.stream = true
		}
	}
	return a
}

// problem is a request that is no GraphQL request, with the HTTP status that says so.
type problem struct {
	status int
	err    *gqlerror.Error
}

func refusal(sentence string) *gqlerror.Error {
	return &gqlerror.Error{Message: sentence, Extensions: map[string]any{"code": string(fault.BadRequest)}}
}

func wrong(sentence string) *problem { return &problem{http.StatusBadRequest, refusal(sentence)} }

// readRequest reads a request by GET or POST. What is wrong is said without showing the request, which may hold secrets.
func readRequest(w http.ResponseWriter, r *http.Request, limit int64) (*graphql.RawParams, *problem) {
	start := graphql.Now()
	text, problem := readText(w, r, limit)
	if problem != nil {
		return nil, problem
	}
	return readParams(r, text, start)
}

// readText gives all that a request asks: the body of a POST, the query of the address of a GET.
func readText(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *problem) {
	if r.Method == http.MethodGet {
		return []byte(r.URL.RawQuery), nil
	}
	if !isJSON(r.Header.Get("Content-Type")) {
		return nil, &problem{http.StatusUnsupportedMediaType, refusal("send Content-Type: application/json")}
	}
	if n := r.ContentLength; n > 0 && n <= limit { // the body ends there, whatever else is sent
		body := make([]byte, n)
		if _, err := io.ReadFull(r.Body, body); err != nil {
			return nil, wrong("the body ended early")
		}
		return body, nil
	}
	body := bytes.NewBuffer(make([]byte, 0, min(max(r.ContentLength, 0), limit)+bytes.MinRead))
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, &problem{http.StatusRequestEntityTooLarge, refusal("the body is larger than " + strconv.FormatInt(limit, 10) + " bytes")}
	case err != nil:
		return nil, wrong("the body ended early")
	}
	return body.Bytes(), nil
}

// isJSON looks at a Content-Type; parameters do not matter.
func isJSON(contentType string) bool {
	const want = "application/json"
	if contentType == want {
		return true
	}
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == want
}

// readParams understands the text of a request.
func readParams(r *http.Request, text []byte, start time.Time) (*graphql.RawParams, *problem) {
	var problem *problem
	params := new(graphql.RawParams)
	if r.Method == http.MethodGet {
		problem = readURL(r, params)
	} else {
		problem = parseRequest(text, params)
	}
	switch {
	case problem != nil:
		return nil, problem
	case params.Query == "" && !namesDocument(params):
		return nil, wrong("query is missing")
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, nil
}

func readURL(r *http.Request, into *graphql.RawParams) *problem {
	given := r.URL.Query()
	into.Query, into.OperationName = given.Get("query"), given.Get("operationName")
	return readParts(into, given.Get("documentId"), json.RawMessage(given.Get("variables")), json.RawMessage(given.Get("extensions")))
}

// parseRequest reads the JSON object {query, documentId, operationName, variables, extensions}, which is also the payload of
// a subscribe message.
func parseRequest(text []byte, into *graphql.RawParams) *problem {
	if first := bytes.TrimSpace(text); len(first) > 0 && first[0] == '[' {
		return wrong("one operation per request: the body is a JSON object with query and variables")
	}
	var given struct {
		Query         string          `json:"query"`
		DocumentID    string          `json:"documentId"`
		OperationName string          `json:"operationName"`
		Variables     json.RawMessage `json:"variables"`
		Extensions    json.RawMessage `json:"extensions"`
	}
	if err := decode(text, &given); err != nil {
		return wrong("the body is not a JSON object with query, operationName, variables and extensions")
	}
	into.Query, into.OperationName = given.Query, given.OperationName
	return readParts(into, given.DocumentID, given.Variables, given.Extensions)
}

func readParts(into *graphql.RawParams, documentID string, variables, extensions json.RawMessage) *problem {
	if len(variables) > 0 && decode(variables, &into.Variables) != nil {
		return wrong("variables is not a JSON object")
	}
	if len(extensions) > 0 && decode(extensions, &into.Extensions) != nil {
		return wrong("extensions is not a JSON object")
	}
	if documentID != "" {
		nameDocument(into, documentID)
	}
	return nil
}

// decode reads one JSON value and nothing behind it, with numbers as they are written.
func decode(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("more than one JSON value")
	}
	return nil
}
