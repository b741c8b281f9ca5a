package graph

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// Metrics counts operations for Prometheus.
type Metrics struct {
	duration *prometheus.HistogramVec
}

// NewMetrics registers the counters.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	return &Metrics{duration: promauto.With(registry).NewHistogramVec(prometheus.HistogramOpts{
		Name: "dokon_graphql_operation_seconds", Help: "Duration of GraphQL operations by type and outcome.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"type", "outcome"})}
}

// notes are what a resolver wants said in the headers of the answer.
type notes struct{ userErrors atomic.Bool }

type notesKey struct{}

func withNotes(ctx context.Context) context.Context {
	return context.WithValue(ctx, notesKey{}, new(notes))
}

func notesOf(ctx context.Context) *notes {
	if n, ok := ctx.Value(notesKey{}).(*notes); ok {
		return n
	}
	return new(notes)
}

// noteUserErrors makes the answer say X-User-Errors, so that a proxy or a log sees a refusal without reading the body.
func noteUserErrors(ctx context.Context) { notesOf(ctx).userErrors.Store(true) }

// observe writes one line and one measurement for each answer. Variables, tokens and initData are never written.
func (h *Handler) observe(ctx context.Context, answer *graphql.Response, took time.Duration) {
	kind, name := "invalid", ""
	if op := graphql.GetOperationContext(ctx); op.Operation != nil {
		kind, name = string(op.Operation.Operation), op.OperationName
		if name == "" {
			name = op.Operation.Name
		}
	}
	outcome := "ok"
	switch {
	case kind == "invalid":
		outcome = "invalid"
	case len(answer.Errors) > 0:
		outcome = "error"
	case notesOf(ctx).userErrors.Load():
		outcome = "refused"
	}
	h.Metrics.duration.WithLabelValues(kind, outcome).Observe(took.Seconds())
	attrs := []slog.Attr{
		slog.String("type", kind), slog.String("operation", name), slog.String("outcome", outcome),
		slog.Duration("took", took),
	}
	if len(answer.Errors) > 0 {
		attrs = append(attrs, slog.Any("code", answer.Errors[0].Extensions["code"]))
	}
	h.Log.LogAttrs(ctx, slog.LevelInfo, "graphql", append(attrs, callerAttrs(ctx)...)...)
}
