package db_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
)

// Two units lock two rows in opposite order, each holding the first before the other asks for it: PostgreSQL ends one of
// them, which then runs again from its beginning.
func TestDeadlockRunsTheWholeUnitAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	write(t, d, store, "x", "y")

	var attempts atomic.Int32
	var bothHold sync.WaitGroup
	bothHold.Add(2)
	hooks := make(chan string, 4)
	unit := func(name, first, second string) error {
		met := false
		return d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
			attempts.Add(1)
			tx.AfterCommit(func() { hooks <- name })
			for _, row := range []string{first, second} {
				_, err := tx.NewRaw("update locations set position = position + 1 where store_id = ? and external_id = ?", store, row).Exec(ctx)
				if err != nil {
					return err
				}
				if !met {
					met = true
					bothHold.Done()
					bothHold.Wait()
				}
			}
			return nil
		})
	}
	var done sync.WaitGroup
	var errs [2]error
	done.Go(func() { errs[0] = unit("one", "x", "y") })
	done.Go(func() { errs[1] = unit("two", "y", "x") })
	done.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	close(hooks)
	var ran []string
	for name := range hooks {
		ran = append(ran, name)
	}
	slices.Sort(ran)
	if attempts.Load() != 3 || !slices.Equal(ran, []string{"one", "two"}) {
		t.Errorf("%d attempts, hooks %v; want 3 attempts and each hook once", attempts.Load(), ran)
	}
	var positions []int
	err := d.Read(t.Context(), store, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("select position from locations where store_id = ?", store).Scan(ctx, &positions)
	})
	if err != nil || !slices.Equal(positions, []int{2, 2}) {
		t.Errorf("positions %v, %v; want each row changed by both units exactly once", positions, err)
	}
}

func TestLostRacesEnd(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	attempts := 0
	err := d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
		attempts++
		_, err := tx.NewRaw("do $$ begin raise exception 'lost' using errcode = '40001'; end $$").Exec(ctx)
		return err
	})
	var p *pgconn.PgError
	if attempts != 3 || !errors.As(err, &p) || p.Code != "40001" {
		t.Errorf("%d attempts, error %v; want 3 and the last failure", attempts, err)
	}
}

// After a restart of the server every connection of the pool is dead. The next unit must not notice.
func TestDeadConnectionsAreReplaced(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	d, owner := dbtest.Open(t, url), connect(t, url)
	store := newStore(t, d, "alpha")

	// Take several connections at once, so that the pool keeps more than one.
	var open, release sync.WaitGroup
	release.Add(1)
	var done sync.WaitGroup
	for range 4 {
		open.Add(1)
		done.Go(func() {
			err := d.Read(t.Context(), store, func(context.Context, bun.IDB) error { open.Done(); release.Wait(); return nil })
			if err != nil {
				t.Error(err)
			}
		})
	}
	open.Wait()
	release.Done()
	done.Wait()
	_, err := owner.Exec(t.Context(), `
		select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`)
	if err != nil {
		t.Fatal(err)
	}
	write(t, d, store, "after")
	if got := names(t, d, store, store); !slices.Equal(got, []string{"after"}) {
		t.Errorf("rows after the restart: %v", got)
	}
}

func TestCallerWhoGivesUpKeepsTheConnection(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	d, owner := dbtest.Open(t, url), connect(t, url)
	store := newStore(t, d, "alpha")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var gaveUp sync.WaitGroup
	var backend, next uint32
	err := d.Write(ctx, store, func(ctx context.Context, tx *db.Tx) error {
		backend = tx.Pgx().Conn().PgConn().PID()
		gaveUp.Go(func() { // as soon as the server works on the statement
			for active := false; !active; {
				err := owner.QueryRow(t.Context(), "select state = 'active' from pg_stat_activity where pid = $1", backend).Scan(&active)
				if err != nil {
					t.Error(err)
					break
				}
			}
			cancel()
		})
		_, err := tx.NewRaw("select pg_sleep(600)").Exec(ctx)
		return err
	})
	gaveUp.Wait()
	if err == nil {
		t.Fatal("the statement outlived its caller")
	}
	err = d.Write(t.Context(), store, func(_ context.Context, tx *db.Tx) error {
		next = tx.Pgx().Conn().PgConn().PID()
		return nil
	})
	if err != nil || next != backend {
		t.Errorf("the next unit ran on connection %d after %d, %v", next, backend, err)
	}
}

// A caller who gave up between two statements reads why, and the connection goes back without its transaction.
func TestCallerWhoGaveUpBetweenStatements(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	ctx, cancel := context.WithCancel(t.Context())
	err := d.Write(ctx, store, func(ctx context.Context, tx *db.Tx) error {
		if err := insert(ctx, tx, store, "lost"); err != nil {
			return err
		}
		cancel()
		return insert(ctx, tx, store, "not sent")
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if got := names(t, d, store, store); len(got) != 0 {
		t.Errorf("rows: %v", got)
	}
}

// connect is a connection of the owner of the database.
func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}
