package main

import (
	"context"
	"io"
	"log/slog"

	"go.opentelemetry.io/otel/trace"

	"github.com/dokon-shop/dokon/server/secret"
)

// newLog makes the program's log. Whatever is written passes secret.Redact.
func newLog(c Config, out io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	var h slog.Handler = slog.NewTextHandler(safeWriter{out}, options)
	if c.LogJSON {
		h = slog.NewJSONHandler(safeWriter{out}, options)
	}
	return slog.New(withRequest{h})
}

// safeWriter redacts each record on its way out. slog writes a record in one call.
type safeWriter struct{ io.Writer }

// Write implements io.Writer.
func (w safeWriter) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.Writer, secret.Redact(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// withRequest adds the ids of the request and of its trace to records made in its course.
type withRequest struct{ slog.Handler }

// Handle implements slog.Handler.
func (h withRequest) Handle(ctx context.Context, r slog.Record) error {
	if id := requestID(ctx); id != "" {
		r.AddAttrs(slog.String("request", id))
	}
	if span := trace.SpanContextFromContext(ctx); span.IsSampled() {
		r.AddAttrs(slog.String("trace", span.TraceID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (h withRequest) WithAttrs(attrs []slog.Attr) slog.Handler {
	return withRequest{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h withRequest) WithGroup(name string) slog.Handler {
	return withRequest{h.Handler.WithGroup(name)}
}
