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

// Scan runs the query in a transaction of Read or Write and fills dest as bun's Scan does.
func (h Hot) Scan(ctx context.Context, q bun.IDB, dest any, args ...any) error {
	s, ok := q.(interface{ running() session })
	if !ok {
		return fmt.Errorf("db: a hot query in %T, which is no transaction", q)
	}
	return s.running().scan(ctx, string(h), dest, args)
}

func (s session) running() session { return s }

func (s session) scan(ctx context.Context, query string, dest any, args []any) error {
	rows, err := s.Conn.Conn.QueryContext(ctx, query, append([]any{s.of.hotMode}, args...)...) //nolint:rowserrcheck // ScanRows checks it
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what matters of its error, ScanRows has told
	return s.of.ScanRows(ctx, rows, dest)
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
