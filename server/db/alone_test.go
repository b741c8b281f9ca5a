package db_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
)

const externalIDs = db.Hot(`SELECT external_id FROM locations WHERE store_id = $1 ORDER BY external_id`)

// What runs alone sees the rows of its store and no others, changes nothing, and counts as the one statement that it is.
func TestAlone(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	a, b := newStore(t, d, "alpha"), newStore(t, d, "beta")
	write(t, d, a, "of-a")
	write(t, d, b, "of-b")
	ctx, count := db.Counting(t.Context())
	var sent []string
	d.OnStatement(func(sql string) { sent = append(sent, sql) })
	ask := func(in, of int64) (found []string) {
		t.Helper()
		if err := externalIDs.Scan(ctx, d.Alone(in), &found, of); err != nil {
			t.Fatal(err)
		}
		return found
	}
	for range 3 { // also on a connection that served the other store
		if own, other := ask(a, a), ask(a, b); !slices.Equal(own, []string{"of-a"}) || len(other) != 0 {
			t.Errorf("inside A: its own %v, those of B %v", own, other)
		}
		if own := ask(b, b); !slices.Equal(own, []string{"of-b"}) {
			t.Errorf("inside B: %v", own)
		}
	}
	if count.Statements() != 9 || len(sent) != 9 || sent[0] != string(externalIDs) {
		t.Errorf("%d statements counted, told of %q", count.Statements(), sent)
	}

	q, sel := d.Alone(a), []string(nil)
	if err := db.Select(ctx, q, q.NewSelect().Table("locations").Column("external_id").Where("store_id = ?", a), &sel); err != nil || !slices.Equal(sel, []string{"of-a"}) {
		t.Errorf("a query of bun: %v, %v", sel, err)
	}
	var none []string
	err := db.Hot("DELETE FROM locations WHERE store_id = $1 RETURNING external_id").Scan(ctx, d.Alone(a), &none, a)
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "25006" {
		t.Errorf("a deletion: %v", err)
	}
	if err := q.NewSelect().Table("locations").Column("external_id").Where("store_id = ?", a).Scan(ctx, &none); err == nil {
		t.Error("a query that Alone only writes was run")
	}
	if err := externalIDs.Scan(ctx, d.Alone(0), &none, a); err == nil {
		t.Error("a query ran in no store")
	}
	err = d.Read(ctx, a, func(ctx context.Context, _ bun.IDB) error { return externalIDs.Scan(ctx, d.Alone(a), &none, a) })
	if err == nil || !strings.Contains(err.Error(), "inside another") {
		t.Errorf("inside a transaction: %v", err)
	}
}

// Nobody notices that the connections of the pool died, nor that a table has grown a column since a query was prepared.
func TestAloneGoesOn(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	d := dbtest.Open(t, url)
	a := newStore(t, d, "alpha")
	write(t, d, a, "of-a")
	owner, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = owner.Close(context.Background()) })
	const whole = db.Hot("SELECT lvl.* FROM (SELECT * FROM probes WHERE store_id = $1) lvl")
	do := func(sql string) {
		t.Helper()
		if _, err := owner.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	do("CREATE TABLE probes (store_id bigint, name text); GRANT SELECT ON probes TO " + db.AppRole)
	type probe struct {
		StoreID   int64
		Name, New string
	}
	ask := func(what, want string) {
		t.Helper()
		var found []*probe
		if err := whole.Scan(t.Context(), d.Alone(a), &found, a); err != nil || len(found) != 1 || found[0].Name != "one" || found[0].New != want {
			t.Errorf("%s: %v, %+v", what, err, found)
		}
	}
	do("INSERT INTO probes SELECT id, 'one' FROM stores")
	for range 4 {
		ask("at first", "")
	}
	do("ALTER TABLE probes ADD COLUMN new text NOT NULL DEFAULT 'x'")
	ask("with a new column", "x")
	do("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	ask("on new connections", "x")
}

func TestRowsIntoTheWrongPlace(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	a := newStore(t, d, "alpha")
	write(t, d, a, "of-a")
	const two = db.Hot(`SELECT external_id, position FROM locations WHERE store_id = $1`)
	type place struct {
		ExternalID string
		Position   int
	}
	var one place
	if err := two.Scan(t.Context(), d.Alone(a), &one, a); err != nil || one.ExternalID != "of-a" {
		t.Errorf("one row: %+v, %v", one, err)
	}
	if err := two.Scan(t.Context(), d.Alone(a), &one, a+1); err == nil || err.Error() != "sql: no rows in result set" {
		t.Errorf("no row: %v", err)
	}
	var more []place
	if err := two.Scan(t.Context(), d.Alone(a), &more, a); err != nil || len(more) != 1 || more[0].ExternalID != "of-a" {
		t.Errorf("structs: %+v, %v", more, err)
	}
	for what, dest := range map[string]any{
		"too few fields": new([]*struct{ ExternalID string }), "a number": new(int), "no pointer": place{},
		"text in a number": new([]*struct{ ExternalID, Position int }),
	} {
		if err := two.Scan(t.Context(), d.Alone(a), dest, a); err == nil {
			t.Errorf("%s took the rows", what)
		}
	}
	if err := two.Scan(t.Context(), d.Alone(a), &one, a); err != nil { // the connections are still in order
		t.Error(err)
	}
}
