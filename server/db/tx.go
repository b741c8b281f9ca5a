package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
)

// Tx is a unit of work: one transaction on one connection, bound to one store. It is used by one goroutine at a time and
// only until the function it was given to returns. It passes as bun.IDB.
type Tx struct {
	session
	// StoreID is the store whose rows are visible, 0 in Global.
	StoreID int64

	afterCommit []func()
	touched     bool
}

// session is a connection inside a transaction. Committing is left to whoever began it, so it offers no way to.
type session struct {
	bun.Conn
	raw *pgx.Conn
	of  *DB

	end end
}

var errNested = errors.New("db: this is a transaction already; use Tx.Savepoint for a part that may fail")

// BeginTx refuses: transactions do not nest.
func (session) BeginTx(context.Context, *sql.TxOptions) (bun.Tx, error) { return bun.Tx{}, errNested }

// RunInTx refuses: transactions do not nest.
func (session) RunInTx(context.Context, *sql.TxOptions, func(context.Context, bun.Tx) error) error {
	return errNested
}

// Close refuses: the connection goes back to the pool when the transaction has ended.
func (session) Close() error { return errNested }

// AfterCommit runs f once the transaction is committed, and never when it is not. Hooks run in the order of adding, on the
// goroutine of the writer; they must not block.
func (t *Tx) AfterCommit(f func()) { t.afterCommit = append(t.afterCommit, f) }

// Touch says that the transaction changes something that storefronts read. Whoever was given to DB.OnTouch is told of the
// store after the commit, once.
func (t *Tx) Touch() { t.touched = true }

// Savepoint runs a part whose failure leaves the transaction usable, and returns the part's error.
func (t *Tx) Savepoint(ctx context.Context, fn func(ctx context.Context) error) error {
	if err := simple(ctx, t.raw, "savepoint part"); err != nil {
		return err
	}
	hooks, puts, rows := len(t.afterCommit), len(t.end.puts), len(t.end.rows)
	if err := fn(ctx); err != nil {
		t.afterCommit, t.end.puts, t.end.rows = t.afterCommit[:hooks], t.end.puts[:puts], t.end.rows[:rows]
		return errors.Join(err, simple(ctx, t.raw, "rollback to savepoint part"))
	}
	return simple(ctx, t.raw, "release savepoint part")
}

// Write runs fn in a transaction in which only the rows of one store exist, and commits when fn returns nil.
//
// After a deadlock or a serialization failure (40P01, 40001) all of fn runs again, twice at most: fn must leave nothing
// behind outside the transaction but AfterCommit hooks, which are forgotten with the attempt. Queries end with ctx.
func (d *DB) Write(ctx context.Context, storeID int64, fn func(ctx context.Context, tx *Tx) error) error {
	if storeID <= 0 {
		return fmt.Errorf("db: write in store %d", storeID)
	}
	return d.write(ctx, storeID, fn)
}

// Global is Write outside all stores: global tables alone have rows.
func (d *DB) Global(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) error {
	return d.write(ctx, 0, fn)
}

func (d *DB) write(ctx context.Context, storeID int64, fn func(ctx context.Context, tx *Tx) error) error {
	for attempt := 1; ; attempt++ {
		tx := &Tx{StoreID: storeID}
		witness := witnessOf(ctx)
		err := d.within(ctx, "begin"+inStore(storeID), &tx.session, func(ctx context.Context) error {
			if witness != nil {
				if err := witness.Record(ctx, tx); err != nil {
					return err
				}
			}
			return fn(ctx, tx)
		})
		if err == nil {
			if witness != nil {
				witness.committed.Store(true)
			}
			if tx.touched {
				d.noteTouch(ctx, tx.StoreID)
				if f := d.onTouch.Load(); f != nil {
					(*f)(tx.StoreID)
				}
			}
			for _, f := range tx.afterCommit {
				f()
			}
			return nil
		}
		if attempt == 3 || !lostRace(err) {
			return err
		}
		select { // let the winner finish, and two losers not meet again
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(attempt*5+rand.IntN(20)) * time.Millisecond):
		}
	}
}

// Read runs fn in a read-only transaction in which only the rows of one store exist. All its queries see one moment.
// Beginning costs one round trip, ending another. A context of FromReplica may send it to a replica; should that fail, fn runs
// again here.
func (d *DB) Read(ctx context.Context, storeID int64, fn func(ctx context.Context, q bun.IDB) error) error {
	if storeID <= 0 {
		return fmt.Errorf("db: read in store %d", storeID)
	}
	if d.fromReplica(ctx, storeID, fn) {
		return nil
	}
	var s session
	return d.within(ctx, "begin isolation level repeatable read read only"+inStore(storeID), &s,
		func(ctx context.Context) error { return fn(ctx, s) })
}

// inStore is local to the transaction: a setting of the session would reach the next client of a shared connection.
func inStore(storeID int64) string {
	if storeID == 0 {
		return ""
	}
	return "; select set_config('app.store_id', '" + strconv.FormatInt(storeID, 10) + "', true)"
}

// unit marks the context of a function that runs in a transaction of the DB it holds.
type unit struct{}

// errSecondUnit keeps one caller from holding two connections: when all of the pool are held by callers who wait for their
// second, nobody ever goes on.
var errSecondUnit = errors.New("db: a transaction inside another one; pass the outer one on")

// within fills s with a connection on which begin was run, runs fn, and commits or rolls back.
func (d *DB) within(ctx context.Context, begin string, s *session, fn func(ctx context.Context) error) (err error) {
	if ctx.Value(unit{}) == d {
		return errSecondUnit
	}
	if err := d.begin(ctx, begin, s); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() {
		if !done && !s.raw.IsClosed() { // fn failed or panicked; the caller's context may be over, the connection is still ours to clean
			clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			_ = simple(clean, s.raw, "rollback") // a connection that cannot is thrown away by the pool
		}
		_ = s.Conn.Close()
	}()
	if err := fn(context.WithValue(ctx, unit{}, d)); err != nil {
		return err
	}
	done, err = s.commit(ctx)
	return err
}

// begin takes a connection. One that turns out dead, as all do after a restart of the server, is replaced: nothing has
// happened on it yet.
func (d *DB) begin(ctx context.Context, begin string, s *session) error {
	for attempt := 1; ; attempt++ {
		c, err := d.Conn(ctx)
		if err != nil {
			return err
		}
		err = c.Raw(func(driver any) error {
			s.raw = driver.(conn).Conn.Conn()
			return simple(ctx, s.raw, begin)
		})
		if err == nil {
			s.Conn, s.of = c, d
			return nil
		}
		dead := s.raw == nil || s.raw.IsClosed()
		_ = c.Close()
		if !dead || ctx.Err() != nil || attempt > int(d.Pool.Config().MaxConns) {
			return err
		}
	}
}

// idle is what PostgreSQL says of a connection that is in no transaction.
const idle = 'I'

// simple runs statements without arguments in one round trip.
func simple(ctx context.Context, conn *pgx.Conn, sql string) error {
	return conn.PgConn().Exec(ctx, sql).Close()
}

// lostRace tells that the server gave this transaction up in favour of another, so that it may succeed when run again.
func lostRace(err error) bool {
	var p *pgconn.PgError
	return errors.As(err, &p) && (p.Code == "40001" || p.Code == "40P01")
}
