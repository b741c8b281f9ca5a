package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/id"
)

// newStore adds a store with the given slug and gives its id.
func newStore(t testing.TB, d *db.DB, slug string) (storeID int64) {
	t.Helper()
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		return tx.NewRaw("insert into stores (uuid, slug, name) values (?, ?, '{}') returning id", id.New(), slug).Scan(ctx, &storeID)
	})
	if err != nil {
		t.Fatal(err)
	}
	return storeID
}

// insert writes a row of a tenant table, under a name by which tests find it again.
func insert(ctx context.Context, q bun.IDB, storeID int64, name string) error {
	_, err := q.NewRaw("insert into locations (store_id, id, external_id, name) values (?, ?, ?, '{}')", storeID, id.New(), name).Exec(ctx)
	return err
}

// names reads all rows of storeID that are visible in the store of the transaction.
func names(t testing.TB, d *db.DB, in, storeID int64) (found []string) {
	t.Helper()
	err := d.Read(t.Context(), in, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("select external_id from locations where store_id = ? order by 1", storeID).Scan(ctx, &found)
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func write(t testing.TB, d *db.DB, storeID int64, rows ...string) {
	t.Helper()
	err := d.Write(t.Context(), storeID, func(ctx context.Context, tx *db.Tx) error {
		for _, name := range rows {
			if err := insert(ctx, tx, storeID, name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWriteCommitsAndRollsBack(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	var hooks []string
	err := d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
		tx.AfterCommit(func() { hooks = append(hooks, "first") })
		tx.AfterCommit(func() { hooks = append(hooks, "second") })
		return insert(ctx, tx, store, "kept")
	})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	err = d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
		tx.AfterCommit(func() { hooks = append(hooks, "never") })
		if err := insert(ctx, tx, store, "lost"); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the function", err)
	}
	if got := strings.Join(names(t, d, store, store), " "); got != "kept" {
		t.Errorf("rows after commit and rollback: %q", got)
	}
	if got := strings.Join(hooks, " "); got != "first second" {
		t.Errorf("hooks after commit and rollback: %q", got)
	}
}

func TestWriteRollsBackOnPanic(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
			if err := insert(ctx, tx, store, "lost"); err != nil {
				t.Error(err)
			}
			panic("programming error")
		})
	}()
	if got := names(t, d, store, store); len(got) != 0 {
		t.Errorf("rows after a panic: %v", got)
	}
	if busy := d.Pool.Stat().AcquiredConns(); busy != 0 {
		t.Errorf("%d connections were not given back", busy)
	}
}

func TestSwallowedErrorDoesNotLookCommitted(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	ran := false
	err := d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
		tx.AfterCommit(func() { ran = true })
		_, _ = tx.NewRaw("select 1/0").Exec(ctx)
		return nil
	})
	if !errors.Is(err, pgx.ErrTxCommitRollback) || ran {
		t.Errorf("got error %v, hook ran %t; want ErrTxCommitRollback and no hook", err, ran)
	}
}

func TestSavepoint(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	var hooks []string
	err := d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
		if err := insert(ctx, tx, store, "one"); err != nil {
			return err
		}
		err := tx.Savepoint(ctx, func(ctx context.Context) error {
			tx.AfterCommit(func() { hooks = append(hooks, "of the failed part") })
			return insert(ctx, tx, store, "one")
		})
		if !db.Violates(err, "locations_external_id_key") {
			t.Errorf("got %v, want a violation of the unique key", err)
		}
		return tx.Savepoint(ctx, func(ctx context.Context) error {
			tx.AfterCommit(func() { hooks = append(hooks, "kept") })
			return insert(ctx, tx, store, "two")
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(names(t, d, store, store), " "); got != "one two" {
		t.Errorf("rows: %q", got)
	}
	if got := strings.Join(hooks, ", "); got != "kept" {
		t.Errorf("hooks: %q", got)
	}
}

func TestReadIsReadOnlyAndOneMoment(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	write(t, d, store, "before")
	err := d.Read(t.Context(), store, func(ctx context.Context, q bun.IDB) error {
		count := func() (n int) {
			if err := q.NewRaw("select count(*) from locations where store_id = ?", store).Scan(ctx, &n); err != nil {
				t.Error(err)
			}
			return n
		}
		before := count()
		write(t, d, store, "meanwhile")
		if after := count(); before != 1 || after != 1 {
			t.Errorf("two counts of one reading: %d and %d", before, after)
		}
		return insert(ctx, q, store, "forbidden")
	})
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "25006" {
		t.Errorf("writing while reading: got %v, want read_only_sql_transaction", err)
	}
}

func TestTransactionsDoNotNest(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	err := d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
		return tx.RunInTx(ctx, nil, func(context.Context, bun.Tx) error { return nil })
	})
	if err == nil {
		t.Error("RunInTx inside a transaction was accepted")
	}
	err = d.Read(t.Context(), store, func(ctx context.Context, _ bun.IDB) error {
		return d.Write(ctx, store, func(context.Context, *db.Tx) error { return nil })
	})
	if err == nil {
		t.Error("a second unit of work inside the first was accepted")
	}
	if err := d.Write(t.Context(), 0, func(context.Context, *db.Tx) error { return nil }); err == nil {
		t.Error("Write without a store was accepted")
	}
}

func TestPgxSharesTheTransaction(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	broken := errors.New("broken")
	err := d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
		copied, err := tx.Pgx().CopyFrom(ctx, pgx.Identifier{"stock_tmp"}, []string{"n"}, pgx.CopyFromRows(nil))
		if err == nil {
			t.Errorf("COPY into a missing table succeeded with %d rows", copied)
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	err = d.Write(t.Context(), store, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewRaw("create temp table numbers (n bigint) on commit drop").Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.Pgx().CopyFrom(ctx, pgx.Identifier{"numbers"}, []string{"n"}, pgx.CopyFromRows([][]any{{1}, {2}, {39}})); err != nil {
			return err
		}
		var sum int
		if err := tx.NewRaw("select sum(n)::bigint from numbers").Scan(ctx, &sum); err != nil || sum != 42 {
			t.Errorf("sum of copied rows: %d, %v", sum, err)
		}
		if err := tx.Pgx().Commit(ctx); err == nil {
			t.Error("a borrowed transaction could be committed")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
