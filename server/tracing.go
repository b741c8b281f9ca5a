package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/dokon-shop/dokon/server/secret"
)

// tracing draws a span for each request; operations and statements draw theirs below it. Nil traces nothing.
type tracing struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
	log      *slog.Logger
}

// openTracing sends traces to the collector of the settings; nil without one. What else OTEL_… variables say of the
// exporter, of sampling and of the service's name holds.
func openTracing(ctx context.Context, c Config, log *slog.Logger) (*tracing, error) {
	if c.TraceURL == "" {
		return nil, nil
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		log.Warn("traces could not be sent", "error", err)
	}))
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(strings.TrimRight(c.TraceURL, "/")+"/v1/traces"))
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	service, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", "dokon")), resource.WithFromEnv(), resource.WithTelemetrySDK())
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	provider := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(service))
	return &tracing{provider, provider.Tracer("github.com/dokon-shop/dokon/server"), log}, nil
}

// Close sends what is left. A collector that is away keeps nobody from ending well.
func (t *tracing) Close() {
	if t == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		t.log.Warn("the last traces were not sent", "error", err)
	}
}

// begin opens the span of a request, below the caller's when they send one along. end is told the status of the answer.
func (t *tracing) begin(r *http.Request, requestID string) (ctx context.Context, end func(status int)) {
	ctx = r.Context()
	if t == nil {
		return ctx, func(int) {}
	}
	ctx = propagation.TraceContext{}.Extract(ctx, propagation.HeaderCarrier(r.Header))
	ctx, span := t.tracer.Start(ctx, r.Method+" "+routeOf(r.URL.Path), trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
		attribute.String("http.request.method", r.Method),
		attribute.String("url.path", secret.Redact(r.URL.Path)),
		attribute.String("dokon.request", requestID),
	))
	return ctx, func(status int) {
		span.SetAttributes(attribute.Int("http.response.status_code", status))
		if status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, http.StatusText(status))
		}
		span.End()
	}
}

// routes by the beginning of their paths; paths themselves are without number.
var routes = []string{"/graphql", "/media", "/app", "/admin", "/pay", "/simulator", "/playground", "/healthz", "/readyz", "/metrics"}

// routeOf is the route of a path, of which there are few.
func routeOf(path string) string {
	for _, route := range routes {
		if path == route || strings.HasPrefix(path, route+"/") {
			return route
		}
	}
	return "other"
}
