package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Pgx is the same transaction for whoever speaks pgx: River, COPY, batches. It cannot be ended through it.
// Read all rows of one statement before the next, on either face.
func (t *Tx) Pgx() pgx.Tx { return borrowed{t.raw} }

// PgxHot is Pgx for whoever sends few texts, again and again: each connection prepares them once.
func (t *Tx) PgxHot() pgx.Tx { return prepared{borrowed{t.raw}, t.of.hotMode} }

type prepared struct {
	borrowed
	mode pgx.QueryExecMode
}

func (p prepared) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return p.conn.Exec(ctx, sql, append([]any{p.mode}, args...)...)
}

func (p prepared) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return p.conn.Query(ctx, sql, append([]any{p.mode}, args...)...)
}

func (p prepared) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return p.conn.QueryRow(ctx, sql, append([]any{p.mode}, args...)...)
}

// Borrow is the transaction that runs on a connection, for whoever speaks pgx. It cannot be ended through it.
func Borrow(conn *pgx.Conn) pgx.Tx { return borrowed{conn} }

// borrowed implements pgx.Tx on a connection whose transaction somebody else ends.
type borrowed struct{ conn *pgx.Conn }

var errBorrowed = errors.New("db: a borrowed transaction is ended by Write alone")

func (borrowed) Begin(context.Context) (pgx.Tx, error) { return nil, errBorrowed }
func (borrowed) Commit(context.Context) error          { return errBorrowed }
func (borrowed) Rollback(context.Context) error        { return errBorrowed }

func (b borrowed) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return b.conn.CopyFrom(ctx, table, columns, rows)
}

func (b borrowed) SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults {
	return b.conn.SendBatch(ctx, batch)
}

// LargeObjects gives the zero value, which refuses every call: the shop keeps files outside the database.
func (borrowed) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }

func (b borrowed) Prepare(ctx context.Context, name, sql string) (*pgconn.StatementDescription, error) {
	return b.conn.Prepare(ctx, name, sql)
}

func (b borrowed) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	return b.conn.Exec(ctx, sql, args...)
}

func (b borrowed) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return b.conn.Query(ctx, sql, args...)
}

func (b borrowed) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return b.conn.QueryRow(ctx, sql, args...)
}

func (b borrowed) Conn() *pgx.Conn { return b.conn }
