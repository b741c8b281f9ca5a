package graph

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
)

// Metrics counts operations for Prometheus. Its labels are few and bounded: fields are those of the contract, of an operation
// that asks for one; see rootOf.
type Metrics struct {
	duration   *prometheus.HistogramVec
	operations *prometheus.CounterVec
	statements *prometheus.HistogramVec
	cost       *prometheus.HistogramVec
	events     *prometheus.CounterVec
	live       prometheus.Gauge
	keys       *prometheus.CounterVec
	saved      *prometheus.CounterVec
}

// NewMetrics registers the counters.
func NewMetrics(registry prometheus.Registerer) *Metrics {
	with := promauto.With(registry)
	return &Metrics{
		duration: with.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dokon_graphql_operation_seconds", Help: "Duration of GraphQL queries and mutations by type and field.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"type", "field"}),
		operations: with.NewCounterVec(prometheus.CounterOpts{
			Name: "dokon_graphql_operations_total", Help: "GraphQL queries and mutations by type, field and outcome: ok, refused (userErrors), error, invalid.",
		}, []string{"type", "field", "outcome"}),
		statements: with.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dokon_graphql_statements", Help: "SQL statements of one GraphQL query or mutation.",
			Buckets: []float64{0, 1, 2, 4, 6, 8, 10, 15, 20, 30, 50, 100},
		}, []string{"type"}),
		cost: with.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dokon_graphql_cost", Help: "Cost of one GraphQL query or mutation, as in extensions.cost.",
			Buckets: prometheus.ExponentialBuckets(10, 4, 8),
		}, []string{"type"}),
		events: with.NewCounterVec(prometheus.CounterOpts{
			Name: "dokon_graphql_events_total", Help: "Answers of GraphQL subscriptions by outcome.",
		}, []string{"outcome"}),
		live: with.NewGauge(prometheus.GaugeOpts{
			Name: "dokon_graphql_subscriptions", Help: "GraphQL subscriptions that are open now.",
		}),
		keys: with.NewCounterVec(prometheus.CounterOpts{
			Name: "dokon_idempotency_total", Help: "Mutations with an Idempotency-Key by what became of them: first, replayed.",
		}, []string{"outcome"}),
		saved: with.NewCounterVec(prometheus.CounterOpts{
			Name: "dokon_graphql_saved_total", Help: "Queries that may be answered by a saved answer, by whether there was one: hit, miss.",
		}, []string{"outcome"}),
	}
}

// notes are what becomes known in the course of an operation and its transport must know.
type notes struct {
	userErrors atomic.Bool // said in a header
	isLive     atomic.Bool // a subscription has begun
	end        atomic.Pointer[error]

	started    time.Time
	count      *db.Count // of statements; nil before the operation begins
	statements int       // that were told of already
}

// ended is why a subscription ended before its time; nil when it did not.
func (n *notes) ended() error {
	if why := n.end.Load(); why != nil {
		return *why
	}
	return nil
}

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
func (h *Handler) observe(ctx context.Context, answer *graphql.Response) {
	kind, field, name, op, notes := "invalid", "", "", graphql.GetOperationContext(ctx), notesOf(ctx)
	if op.Operation != nil {
		kind, field, name = string(op.Operation.Operation), rootOf(op.Operation), op.Operation.Name
	}
	outcome := "ok"
	switch {
	case notes.count == nil && len(answer.Errors) > 0 && answer.Errors[0].Extensions["code"] == string(fault.BadRequest):
		outcome = "invalid"
	case len(answer.Errors) > 0:
		outcome = "error"
	case notes.userErrors.Load():
		outcome = "refused"
	}
	if outcome == "invalid" { // whatever fields such a document names
		field = ""
	}
	attrs := []slog.Attr{slog.String("type", kind), slog.String("field", field), slog.String("operation", cut(name)), slog.String("outcome", outcome)}
	if len(answer.Errors) > 0 {
		attrs = append(attrs, slog.Any("code", answer.Errors[0].Extensions["code"]))
	}
	if notes.count != nil {
		sent := notes.count.Statements()
		attrs = append(attrs, slog.Int("statements", sent-notes.statements))
		if kind != string(ast.Subscription) {
			h.Metrics.statements.WithLabelValues(kind).Observe(float64(sent))
		}
		notes.statements = sent
	}
	if cost, ok := op.Stats.GetExtension(costKey).(int); ok {
		attrs = append(attrs, slog.Int("cost", cost))
		if kind != string(ast.Subscription) {
			h.Metrics.cost.WithLabelValues(kind).Observe(float64(cost))
		}
	}
	if kind == string(ast.Subscription) { // most of the time it waited
		h.Metrics.events.WithLabelValues(outcome).Inc()
	} else {
		h.Metrics.operations.WithLabelValues(kind, field, outcome).Inc()
	}
	if notes.count != nil && kind != string(ast.Subscription) {
		took := h.Resolver.Now().Sub(notes.started)
		h.Metrics.duration.WithLabelValues(kind, field).Observe(took.Seconds())
		attrs = append(attrs, slog.Duration("took", took))
	}
	h.Log.LogAttrs(ctx, slog.LevelInfo, "graphql", append(attrs, callerAttrs(ctx)...)...)
}

// cut keeps a caller's text from filling the log.
func cut(name string) string { return name[:min(len(name), 80)] }

// told is what log and metrics are told of a saved answer each time it is given, as far as that is known when it is saved.
type told struct {
	log              *slog.Logger
	hits, operations prometheus.Counter
	duration         prometheus.Observer
}

func (h *Handler) tell(k *saved) *told {
	query, outcome := string(ast.Query), "ok"
	return &told{
		log: h.Log.With(slog.String("type", query), slog.String("field", k.field), slog.String("operation", cut(k.operation)),
			slog.String("outcome", outcome), slog.Bool("saved", true)),
		hits:       h.Metrics.saved.WithLabelValues("hit"),
		operations: h.Metrics.operations.WithLabelValues(query, k.field, outcome),
		duration:   h.Metrics.duration.WithLabelValues(query, k.field),
	}
}

// again is observe for an answer that was saved.
func (t *told) again(ctx context.Context, took time.Duration) {
	t.hits.Inc()
	t.operations.Inc()
	t.duration.Observe(took.Seconds())
	// The logger itself would first look for the line of code that speaks, which takes longer than the rest.
	if sink := t.log.Handler(); sink.Enabled(ctx, slog.LevelInfo) {
		line := slog.NewRecord(time.Now(), slog.LevelInfo, "graphql", 0)
		line.AddAttrs(callerAttrs(ctx)...)
		line.AddAttrs(slog.Duration("took", took))
		_ = sink.Handle(ctx, line) // as the logger does
	}
}
