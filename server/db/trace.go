package db

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

var (
	_ pgx.QueryTracer    = (*tracer)(nil)
	_ pgx.BatchTracer    = (*tracer)(nil)
	_ pgx.CopyFromTracer = (*tracer)(nil)
)

// TraceQueryEnd implements pgx.QueryTracer.
func (*tracer) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryEndData) {
	endSpan(ctx, q.Err)
}

// TraceBatchStart implements pgx.BatchTracer: many statements in one round trip.
func (t *tracer) TraceBatchStart(ctx context.Context, c *pgx.Conn, b pgx.TraceBatchStartData) context.Context {
	if only, ok := ctx.Value(onlyKey{}).(string); ok {
		return t.TraceQueryStart(ctx, c, pgx.TraceQueryStartData{SQL: only})
	}
	statements := b.Batch.QueuedQueries
	if ctx.Value(endKey{}) != nil {
		statements = statements[:len(statements)-1]
	}
	count(ctx, len(statements))
	if f := t.each.Load(); f != nil {
		for _, q := range statements {
			(*f)(q.SQL)
		}
	}
	return beginSpan(ctx, "batch")
}

// TraceBatchQuery implements pgx.BatchTracer.
func (*tracer) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd implements pgx.BatchTracer.
func (*tracer) TraceBatchEnd(ctx context.Context, _ *pgx.Conn, b pgx.TraceBatchEndData) {
	endSpan(ctx, b.Err)
}

// TraceCopyFromStart implements pgx.CopyFromTracer.
func (*tracer) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, c pgx.TraceCopyFromStartData) context.Context {
	count(ctx, 1)
	return beginSpan(ctx, "copy into "+c.TableName.Sanitize())
}

// TraceCopyFromEnd implements pgx.CopyFromTracer.
func (*tracer) TraceCopyFromEnd(ctx context.Context, _ *pgx.Conn, c pgx.TraceCopyFromEndData) {
	endSpan(ctx, c.Err)
}

type spanKey struct{}

// beginSpan opens a span below the one of the context, if that is recorded. It is kept under a key of its own, since endSpan must
// not end another's.
func beginSpan(ctx context.Context, sql string) context.Context {
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return ctx
	}
	_, span := parent.TracerProvider().Tracer("github.com/dokon-shop/dokon/server/db").Start(ctx, nameOf(sql),
		trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attribute.String("db.system.name", "postgresql"), attribute.String("db.query.text", withoutValues(sql))))
	return context.WithValue(ctx, spanKey{}, span)
}

func endSpan(ctx context.Context, err error) {
	span, ok := ctx.Value(spanKey{}).(trace.Span)
	if !ok {
		return
	}
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &refused): // its text may hold values
		span.SetStatus(codes.Error, refused.Code)
	case err != nil && !errors.Is(err, pgx.ErrNoRows):
		span.SetStatus(codes.Error, "not answered")
	}
	span.End()
}

var (
	numbers = regexp.MustCompile(`\b\d+(?:\.\d+)?\b`)
	target  = regexp.MustCompile(`(?i)\b(?:from|into|update)\s+"?([a-z_]+)`)
)

// mostText bounds what a span keeps of a statement.
const mostText = 2000

// withoutValues is a statement without what people wrote: bun puts arguments into the text.
func withoutValues(sql string) string {
	sql = numbers.ReplaceAllString(literals.ReplaceAllString(sql, "?"), "?")
	return sql[:min(len(sql), mostText)]
}

// nameOf is a short name of which there are few: "select orders".
func nameOf(sql string) string {
	verb, _, _ := strings.Cut(strings.TrimSpace(sql), " ")
	name := strings.ToLower(verb)
	if table := target.FindStringSubmatch(sql); table != nil {
		name += " " + table[1]
	}
	return name
}
