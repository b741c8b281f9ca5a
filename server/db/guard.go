package db

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// guard stops statements on tenant tables that do not ask for a store. Row-level security would answer them as well, but
// silently and slower, and it is the second wall, not the first. It sees what bun and pgx send, COPY excepted.
type guard struct {
	report  func(sql string)
	tenants atomic.Pointer[regexp.Regexp]
}

// learn reads from the catalogue which tables belong to stores: those under row-level security, and those of search, which
// are outside it for the sake of their indexes and therefore have this wall alone.
func (g *guard) learn(ctx context.Context, pool *pgxpool.Pool) error {
	rows, err := pool.Query(ctx, `
		select relname from pg_class
		where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and (relrowsecurity or relname in ('search_documents', 'search_words'))`)
	if err != nil {
		return fmt.Errorf("read tenant tables: %w", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("read tenant tables: %w", err)
	}
	if len(names) == 0 {
		return nil
	}
	re, err := regexp.Compile(`(?i)\b(?:from|join|update|into|only|using)\s+(?:"?public"?\.)?"?(?:` + strings.Join(names, "|") + `)\b`)
	if err != nil {
		return fmt.Errorf("names of tenant tables: %w", err)
	}
	g.tenants.Store(re)
	return nil
}

// look ends the context of a statement that is not to be sent; pgx then refuses it.
func (g *guard) look(ctx context.Context, sql string) context.Context {
	if !unscoped(g.tenants.Load(), sql) {
		return ctx
	}
	g.report(sql)
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	return stopped
}

var literals = regexp.MustCompile(`'(?:[^']|'')*'`)

// unscoped tells whether sql touches a table of tenants and names store_id nowhere that restricts rows: behind the first
// FROM or WHERE, or for INSERT among the columns. A select list that merely shows the column does not count, nor does text.
func unscoped(tenants *regexp.Regexp, sql string) bool {
	if tenants == nil {
		return false
	}
	sql = literals.ReplaceAllString(sql, "''")
	touched := tenants.FindStringIndex(sql)
	if touched == nil {
		return false
	}
	lower := strings.ToLower(sql)
	if strings.HasPrefix(strings.TrimSpace(lower), "update") {
		where := strings.Index(lower, "where")
		return where < 0 || !strings.Contains(lower[where:], "store_id")
	}
	return !strings.Contains(lower[touched[1]:], "store_id")
}
