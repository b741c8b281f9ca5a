package parcel

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Table is a table of stores and the columns that travel: all but store_id and those that the database computes.
type Table struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

// storesTable is the row of the store itself. Its id and slug are given anew, and its bot and payment accounts stay behind.
const storesTable = "stores"

var keptBehind = map[string][]string{storesTable: {"id", "slug", "bot_id", "payments"}}

// Tables are the tables that travel, each behind those that it refers to. They are read from the catalogue.
func Tables(ctx context.Context, conn *pgx.Conn) ([]Table, error) {
	rows, err := conn.Query(ctx, `
		select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
		  and (c.relname = 'stores' or exists (select from pg_attribute s where s.attrelid = c.oid and s.attname = 'store_id' and not s.attisdropped))
		group by c.relname order by c.relname`)
	if err != nil {
		return nil, fmt.Errorf("tables of stores: %w", err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByName[Table])
	if err != nil {
		return nil, fmt.Errorf("tables of stores: %w", err)
	}
	all = slices.DeleteFunc(all, func(t Table) bool { _, stays := LeftOut[t.Name]; return stays })
	for i, t := range all {
		all[i].Columns = slices.DeleteFunc(t.Columns, func(c string) bool { return c == "store_id" || slices.Contains(keptBehind[t.Name], c) })
	}
	refers, err := references(ctx, conn)
	if err != nil {
		return nil, err
	}
	return inOrder(all, refers)
}

// references tells for each table which other ones it refers to.
func references(ctx context.Context, conn *pgx.Conn) (map[string][]string, error) {
	rows, err := conn.Query(ctx, `select distinct conrelid::regclass::text, confrelid::regclass::text from pg_constraint
		where contype = 'f' and conrelid <> confrelid and connamespace = 'public'::regnamespace`)
	if err != nil {
		return nil, fmt.Errorf("references of tables: %w", err)
	}
	refers := map[string][]string{}
	var from, to string
	_, err = pgx.ForEachRow(rows, []any{&from, &to}, func() error { refers[from] = append(refers[from], to); return nil })
	if err != nil {
		return nil, fmt.Errorf("references of tables: %w", err)
	}
	return refers, nil
}

// inOrder puts tables behind those that they refer to.
func inOrder(all []Table, refers map[string][]string) ([]Table, error) {
	var ordered []Table
	placed := map[string]bool{}
	travels := map[string]bool{}
	for _, t := range all {
		travels[t.Name] = true
	}
	for len(ordered) < len(all) {
		before := len(ordered)
		for _, t := range all {
			waits := slices.ContainsFunc(refers[t.Name], func(name string) bool { return travels[name] && !placed[name] })
			if !placed[t.Name] && !waits {
				ordered, placed[t.Name] = append(ordered, t), true
			}
		}
		if len(ordered) == before {
			return nil, fmt.Errorf("tables refer to one another in a circle: %v of %v have an order", placed, travels)
		}
	}
	return ordered, nil
}

// quoted writes names as SQL takes them.
func quoted(names []string) string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = pgx.Identifier{n}.Sanitize()
	}
	return strings.Join(list, ", ")
}

// plain makes both sides write and read values alike, whatever the server is set to, and refuses to leave rows out silently.
const plain = `set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC'; set local bytea_output = 'hex';
	set local extra_float_digits = 1; set local row_security = off; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`
