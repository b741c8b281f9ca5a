package parcel

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/db/dbtest"
)

func names(t *testing.T, conn *pgx.Conn, sql string) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Every table of stores travels, or LeftOut says why not; one that is made tomorrow travels without anybody thinking of it.
func TestEveryTableTravels(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), dbtest.Create(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	_, err = conn.Exec(t.Context(), `
		create table a_novelty (store_id bigint not null, id uuid not null, made_of text generated always as ('x') stored, "Odd ""name" text,
			primary key (store_id, id), foreign key (store_id, id) references products (store_id, id))`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := Tables(t.Context(), conn)
	if err != nil {
		t.Fatal(err)
	}
	at := func(name string) int { return slices.IndexFunc(tables, func(t Table) bool { return t.Name == name }) }
	owned := names(t, conn, `select table_name::text from information_schema.columns where table_schema = 'public' and column_name = 'store_id'`)
	if len(owned) < 50 {
		t.Fatalf("only %d tables of stores; the catalogue was read wrongly", len(owned))
	}
	for _, name := range append(owned, storesTable) {
		reason, stays := LeftOut[name]
		if travels := at(name) >= 0; travels == stays || stays && reason == "" {
			t.Errorf("%s: travels %t, stays %t because %q", name, travels, stays, reason)
		}
	}
	for name := range LeftOut {
		if !slices.Contains(owned, name) {
			t.Errorf("%s is left out and is no table of stores", name)
		}
	}
	if got := tables[at("a_novelty")]; !slices.Equal(got.Columns, []string{"id", `Odd "name`}) || at("a_novelty") < at("products") {
		t.Errorf("a new table travels as %+v at place %d, products at %d", got, at("a_novelty"), at("products"))
	}
	for _, left := range []struct{ table, column string }{{"orders", "phone_reversed"}, {"stores", "bot_id"}, {"stores", "id"}, {"customers", "store_id"}} {
		if slices.Contains(tables[at(left.table)].Columns, left.column) {
			t.Errorf("%s.%s travels", left.table, left.column)
		}
	}
	if _, err := inOrder([]Table{{Name: "hen"}, {Name: "egg"}}, map[string][]string{"hen": {"egg"}, "egg": {"hen"}}); err == nil {
		t.Error("a circle has an order")
	}
}

// What was made by another release is refused by name: rows fit one schema alone.
func TestReleasesAreTold(t *testing.T) {
	own := head{Format: formatName, Version: formatVersion, Schema: 5, Revision: "r"}
	for name, c := range map[string]struct {
		change func(h *head)
		want   error
	}{
		"our own":        {func(*head) {}, nil},
		"newer schema":   {func(h *head) { h.Schema = 6 }, ErrNewer},
		"newer format":   {func(h *head) { h.Version++ }, ErrNewer},
		"older schema":   {func(h *head) { h.Schema = 4 }, ErrOlder},
		"older format":   {func(h *head) { h.Version-- }, ErrOlder},
		"another schema": {func(h *head) { h.Revision = "s" }, ErrForeign},
		"another thing":  {func(h *head) { h.Format = "photos" }, ErrForeign},
	} {
		h := own
		c.change(&h)
		if err := h.check(5, "r"); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
