package db

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// Hot is a query that runs so often that planning it anew each time would cost more than running it: every connection
// prepares it once. Its text never changes, so arguments are $1, $2 … and lists are arrays: "id = ANY($2::text[]::uuid[])".
type Hot string

// Compile makes a hot query of bun's words for models, to be written with $1, $2 … where arguments come. It is for package
// variables and panics when bun refuses the query.
func Compile(build func(*bun.DB) *bun.SelectQuery) Hot {
	text, err := build(sketch).AppendQuery(sketch.QueryGen(), nil)
	if err != nil {
		panic(fmt.Sprintf("db: compile: %v", err))
	}
	return Hot(text)
}

// sketch only writes queries; it is connected to nothing.
var sketch = bun.NewDB(sql.OpenDB(connector{}), pgdialect.New())

// statement is a query as pgx is given it. Unless it is hot, its arguments are in its text.
type statement struct {
	text  string
	isHot bool
	args  []any
}

// reader is what runs statements: a transaction, or Alone.
type reader interface {
	scan(ctx context.Context, s statement, dest any) error
}

func run(ctx context.Context, q bun.IDB, s statement, dest any) error {
	r, ok := q.(reader)
	if !ok {
		return fmt.Errorf("db: a query in %T, which is neither a transaction nor Alone", q)
	}
	return r.scan(ctx, s, dest)
}

// Scan runs the query in a transaction of Read or Write, or in Alone, and fills dest, which points to a slice of pointers to
// models of bun, or of plain values when the query has one column.
func (h Hot) Scan(ctx context.Context, q bun.IDB, dest any, args ...any) error {
	return run(ctx, q, statement{text: string(h), isHot: true, args: args}, dest)
}

// Select is sel.Scan(ctx, dest) at a fraction of its cost for rows of many columns; q and dest are as of Hot.Scan.
func Select(ctx context.Context, q bun.IDB, sel *bun.SelectQuery, dest any) error {
	text, err := sel.AppendQuery(sketch.QueryGen(), nil)
	if err != nil {
		return err
	}
	return run(ctx, q, statement{text: string(text)}, dest)
}

func (s session) scan(ctx context.Context, st statement, dest any) error {
	mode := pgx.QueryExecModeExec
	if st.isHot {
		mode = s.of.hotMode
	}
	rows, err := s.raw.Query(ctx, st.text, append([]any{mode}, st.args...)...)
	if err != nil {
		return err
	}
	return fill(rows, dest)
}

// Texts are ids as a hot query takes a list of them.
func Texts(ids []uuid.UUID) []string {
	texts := make([]string, len(ids))
	for i, key := range ids {
		texts[i] = key.String()
	}
	return texts
}

// hotMode prepares under a pooler that gives every transaction another connection nothing, since what was prepared on one
// is unknown on the next.
func hotMode(c Config) pgx.QueryExecMode {
	if c.TransactionPooler {
		return pgx.QueryExecModeExec
	}
	return pgx.QueryExecModeCacheStatement
}
