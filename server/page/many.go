package page

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// List is one of several lists that are paged together.
type List[T any] struct {
	// Query has its table, columns and conditions, neither order nor limit.
	Query *bun.SelectQuery
	Order Order[T]
}

// Pages reads the same page of several lists in one statement, and gives their connections in the order of lists. T has
// two whole numbers besides its own columns: list, the place of its list, which of reads from it, and rank, its place there.
// Errors: those of Page; a cursor is refused when one of the lists has another order than it was made by.
func Pages[T any](ctx context.Context, db bun.IDB, lists []List[T], of func(row *T) int, args Args) ([]*Connection[*T], error) {
	page, err := args.read()
	if err != nil || len(lists) == 0 {
		return nil, err
	}
	parts := make([]string, len(lists))
	queries := make([]any, len(lists))
	for i, l := range lists {
		q, err := limit(l.Query.ColumnExpr("? AS list", i), l.Order, page)
		if err != nil {
			return nil, err
		}
		parts[i], queries[i] = "(SELECT row_number() OVER () AS rank, part.* FROM (?) part)", q
	}
	var rows []*T
	err = db.NewRaw("SELECT * FROM ("+strings.Join(parts, " UNION ALL ")+") parts ORDER BY list, rank", queries...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read pages of %d lists: %w", len(lists), err)
	}
	by := make([][]*T, len(lists))
	for _, row := range rows {
		by[of(row)] = append(by[of(row)], row)
	}
	pages := make([]*Connection[*T], len(lists))
	for i, l := range lists {
		if pages[i], err = connect(by[i], l.Order, page); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// Map gives a connection with other nodes in place of the same ones.
func Map[T, U any](c *Connection[T], of func(T) U) *Connection[U] {
	mapped := &Connection[U]{Edges: make([]Edge[U], len(c.Edges)), PageInfo: c.PageInfo, Count: c.Count}
	for i, e := range c.Edges {
		mapped.Edges[i] = Edge[U]{Cursor: e.Cursor, Node: of(e.Node)}
	}
	return mapped
}

// Counts is Count of several lists in one statement.
func Counts(ctx context.Context, db bun.IDB, lists []*bun.SelectQuery) ([]Total, error) {
	if len(lists) == 0 {
		return nil, nil
	}
	parts := make([]string, len(lists))
	queries := make([]any, len(lists))
	for i, q := range lists {
		parts[i], queries[i] = fmt.Sprintf("(SELECT %d AS list, count(*) AS n FROM (?) counted)", i), q.ColumnExpr("1").Limit(CountCap)
	}
	var counts []int
	err := db.NewRaw("SELECT n FROM ("+strings.Join(parts, " UNION ALL ")+") parts ORDER BY list", queries...).Scan(ctx, &counts)
	if err != nil {
		return nil, fmt.Errorf("count %d lists: %w", len(lists), err)
	}
	totals := make([]Total, len(counts))
	for i, n := range counts {
		totals[i] = Total{Value: n, Exact: n < CountCap}
	}
	return totals, nil
}
