package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// Request is a call to a shop as it goes over the wire.
type Request struct {
	Name   string // what the protocol calls it
	Method string // POST when empty
	URL    string
	Body   string
	Header map[string]string
}

// Exchange is a call and what was answered.
type Exchange struct {
	Request
	Status  int // 0 when nothing was answered
	Answer  string
	Failure string // why nothing was
	At      time.Time
	Took    time.Duration

	IsRepeat, IsSame bool // of the call before; answered as it was
}

// mostRead bounds an answer, in bytes.
const mostRead = 1 << 20

// Send sends the request and waits for the answer.
func (r Request) Send(ctx context.Context, client *http.Client) (e Exchange) {
	e = Exchange{Request: r, At: time.Now()}
	if e.Method == "" {
		e.Method = http.MethodPost
	}
	defer func() { e.Took = time.Since(e.At) }()
	request, err := http.NewRequestWithContext(ctx, e.Method, r.URL, strings.NewReader(r.Body))
	if err != nil {
		e.Failure = err.Error()
		return e
	}
	for name, value := range r.Header {
		request.Header.Set(name, value)
	}
	answer, err := client.Do(request)
	if err != nil {
		e.Failure = err.Error()
		return e
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostRead))
	if err != nil {
		e.Failure = err.Error()
	}
	e.Status, e.Answer = answer.StatusCode, string(body)
	return e
}

// Read understands the answer as JSON; false when it is none.
func (e Exchange) Read(into any) bool { return json.Unmarshal([]byte(e.Answer), into) == nil }

// Asked and Answered are the bodies, indented when they are JSON.
func (e Exchange) Asked() string { return indented(e.Body) }

// Answered is the body of the answer.
func (e Exchange) Answered() string { return indented(e.Answer) }

func indented(text string) string {
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(text), "", "  "); err != nil {
		return text
	}
	return out.String()
}

// Millis is how long the shop took.
func (e Exchange) Millis() int64 { return e.Took.Milliseconds() }
