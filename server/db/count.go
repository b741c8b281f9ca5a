package db

import (
	"context"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Count is how many statements were sent. Beginning and ending a transaction does not count.
type Count struct{ n atomic.Int64 }

// Statements sent so far.
func (c *Count) Statements() int { return int(c.n.Load()) }

type counting struct{}

// Counting gives a context whose statements are counted.
func Counting(ctx context.Context) (context.Context, *Count) {
	c := new(Count)
	return context.WithValue(ctx, counting{}, c), c
}

func count(ctx context.Context, n int) {
	if c, ok := ctx.Value(counting{}).(*Count); ok {
		c.n.Add(int64(n))
	}
}

// tracer hears of every statement: it counts, and draws spans (trace.go).
type tracer struct {
	guard *guard // nil in production
	each  atomic.Pointer[func(sql string)]
}

// TraceQueryStart implements pgx.QueryTracer.
func (t *tracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	count(ctx, 1)
	ctx = beginSpan(ctx, q.SQL)
	if f := t.each.Load(); f != nil {
		(*f)(q.SQL)
	}
	if t.guard != nil {
		return t.guard.look(ctx, q.SQL)
	}
	return ctx
}

// OnStatement names who is told of each statement before it is sent, by whatever means it is. f must not block.
func (d *DB) OnStatement(f func(sql string)) { d.tracer.each.Store(&f) }
