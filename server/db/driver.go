package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

// openSQL makes the database/sql face of the pool. The pool owns the connections, so database/sql keeps none idle.
func openSQL(pool *pgxpool.Pool) *sql.DB {
	d := sql.OpenDB(connector{stdlib.GetPoolConnector(pool)})
	d.SetMaxIdleConns(0)
	return d
}

type connector struct{ driver.Connector }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if c.Connector == nil {
		return nil, errSketch
	}
	raw, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return conn{raw.(*stdlib.Conn)}, nil
}

// conn says what happened to a statement that was not sent. stdlib calls that driver.ErrBadConn even when the caller's
// context was merely over; database/sql would then drop a sound connection in the middle of our transaction, while it is
// still being rolled back, and the caller would read "bad connection".
type conn struct{ *stdlib.Conn }

func (c conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	r, err := c.Conn.ExecContext(ctx, query, args)
	return r, c.explain(ctx, err)
}

func (c conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	r, err := c.Conn.QueryContext(ctx, query, args)
	return r, c.explain(ctx, err)
}

var errSketch = errors.New("db: this only writes queries; run them with Hot.Scan or Select")

var errNotSent = errors.New("db: the statement was not sent")

func (c conn) explain(ctx context.Context, err error) error {
	switch {
	case !errors.Is(err, driver.ErrBadConn) || c.Conn.Conn().IsClosed():
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return errNotSent
}
