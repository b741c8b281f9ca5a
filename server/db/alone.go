package db

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/uptrace/bun"
)

// Alone runs each statement of Hot.Scan and Select in a read-only transaction of its own, in which only the rows of one store
// exist. That takes one round trip, where Read takes three; who needs two statements to see one moment uses Read. Any other
// query of it fails: it only writes them. A context of FromReplica may send it to a replica.
func (d *DB) Alone(storeID int64) bun.IDB { return alone{sketch, d, storeID} }

type alone struct {
	*bun.DB // sketch
	of      *DB
	storeID int64
}

const enterAlone = "select set_config('app.store_id', $1, true), set_config('transaction_read_only', 'on', true)"

// onlyKey holds the statement of a batch of Alone: what goes before it is no statement of the caller's.
type onlyKey struct{}

// scan tries again on another connection when one turns out dead, as all are after a restart of the server: reading changes
// nothing, and dest is filled when all rows are there. So it does when a table has changed since a statement was prepared.
func (a alone) scan(ctx context.Context, st statement, dest any) error {
	if a.storeID <= 0 {
		return fmt.Errorf("db: read in store %d", a.storeID)
	}
	if ctx.Value(unit{}) == a.of {
		return errSecondUnit
	}
	if a.of.fromReplica(ctx, a.storeID, func(ctx context.Context, q bun.IDB) error { return run(ctx, q, st, dest) }) {
		return nil
	}
	for attempt := 1; ; attempt++ {
		c, err := a.of.Pool.Acquire(ctx)
		if err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		err = a.on(ctx, c, st, dest)
		again := err != nil && (c.Conn().IsClosed() || isStale(err) && c.Conn().Deallocate(ctx, st.text) == nil)
		c.Release()
		if !again || ctx.Err() != nil || attempt > int(a.of.Pool.Config().MaxConns) {
			return err
		}
	}
}

// isStale tells that a prepared statement would answer with other columns than it was prepared for.
func isStale(err error) bool {
	var p *pgconn.PgError
	return errors.As(err, &p) && p.Code == "0A000"
}

// on sends both statements before it waits for an answer: a batch without a BEGIN of its own is one transaction.
func (a alone) on(ctx context.Context, c *pgxpool.Conn, st statement, dest any) error {
	if st.isHot && a.of.hotMode == pgx.QueryExecModeCacheStatement {
		for _, text := range []string{enterAlone, st.text} {
			if _, err := c.Conn().Prepare(ctx, text, text); err != nil {
				return err
			}
		}
	}
	batch := new(pgx.Batch)
	batch.Queue(enterAlone, strconv.FormatInt(a.storeID, 10))
	batch.Queue(st.text, st.args...)
	answers := c.SendBatch(context.WithValue(ctx, onlyKey{}, st.text), batch)
	if _, err := answers.Exec(); err != nil {
		_ = answers.Close() // tells the same
		return err
	}
	rows, err := answers.Query()
	if err == nil {
		err = fill(rows, dest)
	}
	if closing := answers.Close(); err == nil {
		err = closing
	}
	return err
}
