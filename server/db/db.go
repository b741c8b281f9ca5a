// Package db opens PostgreSQL, begins and ends transactions in one store, and migrates the schema.
// It knows no noun; every statement it lets through runs as a role that cannot see another store's rows.
package db

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// AppRole is the role that every statement of the running shop is executed as. The first migration creates it.
const AppRole = "dokon_app"

// Config says how to reach the database. Only URL is required.
type Config struct {
	// URL is a PostgreSQL connection string. The login user may own the tables: its connections change to AppRole.
	URL string
	// MaxConns is the size of the pool, 20 by default. The pool is the queue: with 200 connections on a hot stock row
	// throughput falls to a tenth, since every waiting transaction costs the one that works.
	MaxConns int32
	// StatementTimeout ends a statement that runs longer, 15 s by default.
	StatementTimeout time.Duration
	// TransactionPooler says that URL leads to a pooler in transaction mode (PgBouncer), which accepts no settings at the
	// start of a connection. The login user then needs them itself: ALTER ROLE login SET role = 'dokon_app'.
	TransactionPooler bool
	// Replicas are connection strings of standbys, which reads of FromReplica may be sent to.
	Replicas []string
	// OnUnscoped is told each statement on a tenant table that does not ask for a store, and the statement fails. Nil, as
	// in production, checks nothing: there row-level security alone stands behind the code. Tests and development set it.
	OnUnscoped func(sql string)
}

// DB is one pool of connections, spoken to through bun or, for batches and COPY, through pgx.
//
// Work on a store's rows goes through Read and Write. Statements given to the DB itself run in no store: they see global
// tables only.
type DB struct {
	*bun.DB
	Pool *pgxpool.Pool

	tracer   *tracer
	hotMode  pgx.QueryExecMode
	onTouch  atomic.Pointer[func(storeID int64)]
	replicas replicas
	queues   queues
}

// OnTouch names who is told, on the goroutine of the writer, of each store that a committed transaction called Touch in. f
// must not block.
func (d *DB) OnTouch(f func(storeID int64)) { d.onTouch.Store(&f) }

// Open connects and checks that the database answers and that the shop's role is as powerless as it must be. The schema
// has to be migrated before. Close ends it.
func Open(ctx context.Context, c Config) (*DB, error) {
	hears := new(tracer)
	if c.OnUnscoped != nil {
		hears.guard = &guard{report: c.OnUnscoped}
	}
	pool, err := openPool(ctx, c, c.URL, hears)
	if err != nil {
		return nil, err
	}
	if err := checkRole(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	if hears.guard != nil {
		if err := hears.guard.learn(ctx, pool); err != nil {
			pool.Close()
			return nil, err
		}
	}
	d := newDB(pool, hears, hotMode(c))
	if err := d.openReplicas(c); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func newDB(pool *pgxpool.Pool, hears *tracer, mode pgx.QueryExecMode) *DB {
	return &DB{DB: bun.NewDB(openSQL(pool), pgdialect.New()), Pool: pool, tracer: hears, hotMode: mode}
}

// openPool makes a pool of connections as the shop's role. Nothing is connected yet.
func openPool(ctx context.Context, c Config, url string, hears *tracer) (*pgxpool.Pool, error) {
	pc, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err)
	}
	pc.MaxConns = 20
	if c.MaxConns > 0 {
		pc.MaxConns = c.MaxConns
	}
	pc.MaxConnIdleTime = 5 * time.Minute
	pc.MaxConnLifetimeJitter = 10 * time.Minute
	// bun writes arguments into the text, so a statement prepared under its text would never be met again. The extended
	// protocol stays, unlike in simple mode: it refuses a second statement behind a semicolon.
	pc.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	// A caller who gives up costs the running statement, not the connection.
	pc.ConnConfig.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: time.Second}
	}
	if !c.TransactionPooler {
		timeout := 15 * time.Second
		if c.StatementTimeout > 0 {
			timeout = c.StatementTimeout
		}
		p := pc.ConnConfig.RuntimeParams
		p["role"] = AppRole
		p["statement_timeout"] = strconv.FormatInt(timeout.Milliseconds(), 10)
		p["idle_in_transaction_session_timeout"] = "60000"
		// A shop's tables lie in memory or on flash. By PostgreSQL's own guess, which is for turning disks, it would read a
		// whole table of search documents rather than the rows that an index names.
		p["random_page_cost"] = "1.1"
		// Compiling a plan takes longer than any of our statements may run.
		p["jit"] = "off"
	}
	pc.ConnConfig.Tracer = hears
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return pool, nil
}

// Close waits for the connections in use and closes all.
func (d *DB) Close() error {
	d.closeReplicas()
	err := d.DB.Close()
	d.Pool.Close()
	return err
}

// checkRole refuses a role for which row-level security would not count: a superuser, one with BYPASSRLS, an owner.
func checkRole(ctx context.Context, pool *pgxpool.Pool) error {
	var role string
	var super, bypass bool
	var owned int
	err := pool.QueryRow(ctx, `
		select r.rolname, r.rolsuper, r.rolbypassrls,
		       (select count(*) from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p'))
		from pg_roles r where r.rolname = current_user`).Scan(&role, &super, &bypass, &owned)
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &refused) && refused.Code == "22023": // the role named at connecting does not exist
		return fmt.Errorf("open database: role %s is missing; migrate the database first: %w", AppRole, err)
	case err != nil:
		return fmt.Errorf("open database: %w", err)
	case super || bypass || owned > 0:
		return fmt.Errorf("open database: role %s may pass row-level security (superuser %t, BYPASSRLS %t, owner of %d tables); statements must run as %s",
			role, super, bypass, owned, AppRole)
	}
	return nil
}

// Violates tells whether err comes from the named constraint. The noun that owns the table makes a fault of it.
func Violates(err error, constraint string) bool {
	var p *pgconn.PgError
	return errors.As(err, &p) && p.ConstraintName == constraint
}
