package db_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
)

func TestStoresDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	a, b := newStore(t, d, "alpha"), newStore(t, d, "beta")
	write(t, d, a, "of-a")
	write(t, d, b, "of-b")

	if got := names(t, d, a, b); len(got) != 0 {
		t.Errorf("inside A, the rows of B are %v", got)
	}
	if got := names(t, d, b, b); !slices.Equal(got, []string{"of-b"}) {
		t.Errorf("inside B, its own rows are %v", got)
	}

	err := d.Write(t.Context(), a, func(ctx context.Context, tx *db.Tx) error { return insert(ctx, tx, b, "forged") })
	if !isRLS(err) {
		t.Errorf("inserting for B inside A: got %v, want a refusal by row-level security", err)
	}
	for _, sql := range []string{
		"update locations set position = 7 where store_id = ?",
		"delete from locations where store_id = ?",
	} {
		err := d.Write(t.Context(), a, func(ctx context.Context, tx *db.Tx) error {
			result, err := tx.NewRaw(sql, b).Exec(ctx)
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); n != 0 || err != nil {
				t.Errorf("%s inside A reached %d rows of B, %v", sql, n, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	err = d.Write(t.Context(), a, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw("update locations set store_id = ? where store_id = ?", b, a).Exec(ctx)
		return err
	})
	if !isRLS(err) {
		t.Errorf("giving a row of A to B: got %v, want a refusal by row-level security", err)
	}
}

func TestWithoutStoreThereAreNoRows(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	a := newStore(t, d, "alpha")
	write(t, d, a, "of-a")
	count := func(what string, q bun.IDB) {
		var n int
		if err := q.NewRaw("select count(*) from locations where store_id = ?", a).Scan(t.Context(), &n); err != nil || n != 0 {
			t.Errorf("%s: %d rows, %v", what, n, err)
		}
	}
	count("outside a transaction", d)
	// The same connection served store A a moment ago: what was set then must be gone.
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		count("in Global", tx)
		return insert(ctx, tx, a, "forged")
	})
	if !isRLS(err) {
		t.Errorf("inserting in Global: got %v, want a refusal by row-level security", err)
	}
}

func isRLS(err error) bool {
	var p *pgconn.PgError
	return errors.As(err, &p) && p.Code == "42501" && strings.Contains(p.Message, "row-level security")
}

func TestGuardStopsUnscopedStatements(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	var mu sync.Mutex
	var seen []string
	d, err := db.Open(t.Context(), db.Config{URL: url, OnUnscoped: func(sql string) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, sql)
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	store := newStore(t, d, "alpha")
	write(t, d, store, "kept")

	type location struct {
		bun.BaseModel `bun:"table:locations"`
		StoreID       int64  `bun:"store_id,pk"`
		ExternalID    string `bun:"external_id"`
	}
	stopped := map[string]func(ctx context.Context, tx *db.Tx) error{
		"select that only shows store_id": func(ctx context.Context, tx *db.Tx) error {
			return tx.NewSelect().Model(&[]location{}).Where("external_id = 'kept'").Scan(ctx)
		},
		"count": func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewSelect().Model((*location)(nil)).Count(ctx)
			return err
		},
		"exists in raw SQL": func(ctx context.Context, tx *db.Tx) error {
			var yes bool
			return tx.NewRaw("select exists (select 1 from public.locations where position = 0)").Scan(ctx, &yes)
		},
		"update that only sets store_id": func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw("update locations set store_id = ? where position = 0", store).Exec(ctx)
			return err
		},
		"delete": func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.NewRaw(`delete from "locations" where external_id = 'store_id'`).Exec(ctx)
			return err
		},
		"through pgx": func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Pgx().Exec(ctx, "delete from locations")
			return err
		},
	}
	for what, statement := range stopped {
		before := len(seen)
		if err := d.Write(t.Context(), store, statement); err == nil || len(seen) != before+1 {
			t.Errorf("%s: error %v, %d reports; want it stopped and reported", what, err, len(seen)-before)
		}
	}
	if got := names(t, d, store, store); !slices.Equal(got, []string{"kept"}) || len(seen) != len(stopped) {
		t.Errorf("rows %v, reports %q", got, seen)
	}
}
