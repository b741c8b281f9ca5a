package main

import (
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// traceCollector keeps the spans that are sent to it, as a collector of OpenTelemetry would.
type traceCollector struct {
	t       *testing.T
	mu      sync.Mutex
	spans   []*otlp.Span
	service string
}

// ServeHTTP implements http.Handler.
func (c *traceCollector) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var sent collector.ExportTraceServiceRequest
	if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &sent) != nil {
		c.t.Errorf("%s: no traces: %v", r.URL.Path, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, resource := range sent.ResourceSpans {
		for _, a := range resource.Resource.Attributes {
			if a.Key == "service.name" {
				c.service = a.Value.GetStringValue()
			}
		}
		for _, scope := range resource.ScopeSpans {
			c.spans = append(c.spans, scope.Spans...)
		}
	}
}

// below finds the spans under a span.
func (c *traceCollector) below(parent *otlp.Span) (found []*otlp.Span) {
	for _, s := range c.spans {
		if string(s.ParentSpanId) == string(parent.SpanId) {
			found = append(found, s)
		}
	}
	return found
}

// With a collector, each request is drawn: below the caller's span the request, below it the operation, below it the
// statements, without anything that people wrote.
func TestTraces(t *testing.T) {
	t.Parallel()
	c := &traceCollector{t: t}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	s := openSite(t, testDatabase(t), "OTEL_EXPORTER_OTLP_ENDPOINT", server.URL)
	const trace, caller = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	s.query(`query Search { products(filter: {search: "maxfiy soʻz 4711"}) { nodes { id variants { id } } } }`, "X-Store", "one",
		"traceparent", "00-"+trace+"-"+caller+"-01", "X-Request-Id", "request-4711").want(t, "search", 200, "nodes")
	if got := s.log.String(); !strings.Contains(got, "trace="+trace) || !strings.Contains(got, "request=request-4711") {
		t.Errorf("the log does not name the trace: %s", got)
	}
	s.do("POST", "/graphql", `{"query":"{ orders { nodes { id } } }"}`, "Content-Type", "application/json", "X-Store", "one")
	if err := s.app.tracing.provider.ForceFlush(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.service != "dokon" {
		t.Errorf("the service is called %q", c.service)
	}
	i := slices.IndexFunc(c.spans, func(s *otlp.Span) bool {
		return s.Name == "POST /graphql" && hex.EncodeToString(s.TraceId) == trace && hex.EncodeToString(s.ParentSpanId) == caller
	})
	if i < 0 {
		t.Fatalf("no span of the request among %v", c.spans)
	}
	request := c.spans[i]
	operations := c.below(request)
	var names []string
	for _, s := range operations {
		names = append(names, s.Name)
	}
	j := slices.Index(names, "query products")
	if j < 0 {
		t.Fatalf("below the request: %v", names)
	}
	statements := c.below(operations[j])
	if len(statements) < 2 || !slices.ContainsFunc(statements, func(s *otlp.Span) bool { return strings.HasPrefix(s.Name, "select ") }) {
		t.Errorf("below the operation: %v", statements)
	}
	refused := slices.IndexFunc(c.spans, func(s *otlp.Span) bool { return s.Name == "query orders" })
	if refused < 0 || c.spans[refused].Status.Message != "UNAUTHENTICATED" {
		t.Errorf("the refused operation: %v", c.spans)
	}
	for _, s := range c.spans {
		if text := s.String(); strings.Contains(text, "maxfiy") || strings.Contains(text, "4711\"") && !strings.Contains(text, "request-4711") {
			t.Errorf("a span holds what somebody wrote: %s", text)
		}
	}
}

// Without a collector nothing is drawn, and one that is away keeps nobody from stopping.
func TestNoTraces(t *testing.T) {
	t.Parallel()
	if s := openSite(t, testDatabase(t)); s.app.tracing != nil {
		t.Error("traces without a collector")
	}
	away := openSite(t, testDatabase(t), "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
	away.query(`{ store { slug } }`, "X-Store", "one").want(t, "query", 200, "one")
}
