// Package page cuts long lists into Relay connections by keyset: a cursor holds the sort keys of a row, so a page costs
// the same at any depth and shows no row twice when others are added meanwhile.
package page

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
)

const (
	// Default is the number of rows when the caller names none.
	Default = 20
	// Max is the largest number of rows of one page.
	Max = 100
	// CountCap is where Count stops: beyond 10 000 rows nobody needs the exact number, and it would cost a scan.
	CountCap = 10_001
)

// Args are the arguments of a Relay connection. First goes with After, Last with Before; none of them means First: Default.
type Args struct {
	First  *int
	After  *string
	Last   *int
	Before *string
}

// PageInfo is Relay's: cursors of the first and last edge, nil when there are none.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// Edge is one row of a page with the cursor behind which the next page begins.
type Edge[T any] struct {
	Cursor string
	Node   T
}

// Total is a number of rows, exact unless the list is longer than CountCap.
type Total struct {
	Value int
	Exact bool
}

// Connection is one page of a list. Edges is empty, never nil.
type Connection[T any] struct {
	Edges    []Edge[T]
	PageInfo PageInfo
	// Count answers Total; whoever makes the page sets it, since counting is a query of its own and costs only when asked.
	Count func(ctx context.Context) (Total, error)
}

// Nodes gives the rows without their cursors; empty, never nil.
func (c *Connection[T]) Nodes() []T {
	nodes := make([]T, len(c.Edges))
	for i, e := range c.Edges {
		nodes[i] = e.Node
	}
	return nodes
}

// Total counts the whole list, whatever page this is.
func (c *Connection[T]) Total(ctx context.Context) (Total, error) {
	if c.Count == nil {
		return Total{}, fmt.Errorf("connection of %T has no count", *new(T))
	}
	return c.Count(ctx)
}

// Key is one column of an order and how to read it from a row, also from an empty one, which shows its type. The column is
// never NULL; its value must come back from JSON as it went in: text, whole numbers, times, UUIDs.
type Key[T any] struct {
	Column string // qualified when the query joins: "product.created_at"
	Value  func(row *T) any
}

// Order is a sort order with an index that serves it. All keys run in the same direction, which makes one row comparison
// of them; the last key is unique, which makes the order total. Name and direction are stored in cursors: a cursor of another
// order is refused instead of being misread.
type Order[T any] struct {
	Name string
	Desc bool
	Keys []Key[T]
}

// cut is what Args say of a page, checked.
type cut struct {
	size     int
	backward bool
	cursor   *string
}

// limit gives q the order of the page, its beginning, and one row more than it has, which tells whether there is another page.
func limit[T any](q *bun.SelectQuery, order Order[T], page cut) (*bun.SelectQuery, error) {
	if page.cursor != nil {
		at := "after"
		if page.backward {
			at = "before"
		}
		values, err := order.decode(*page.cursor)
		if err != nil {
			return nil, fault.New(fault.Invalid, at).Because(err)
		}
		q = q.Where(order.comparison(page.backward), order.idents(values...)...)
	}
	direction := " asc"
	if order.Desc != page.backward {
		direction = " desc"
	}
	for _, k := range order.Keys {
		q = q.OrderExpr("?"+direction, bun.Ident(k.Column))
	}
	return q.Limit(int64(page.size + 1)), nil
}

// connect makes a connection of the rows that a limited query gave.
func connect[T any](rows []*T, order Order[T], page cut) (*Connection[*T], error) {
	more := len(rows) > page.size
	if more {
		rows = rows[:page.size]
	}
	info := PageInfo{HasNextPage: more, HasPreviousPage: page.cursor != nil}
	if page.backward {
		slices.Reverse(rows)
		info = PageInfo{HasNextPage: page.cursor != nil, HasPreviousPage: more}
	}
	c := &Connection[*T]{Edges: make([]Edge[*T], len(rows)), PageInfo: info}
	for i, row := range rows {
		cursor, err := order.encode(row)
		if err != nil {
			return nil, err
		}
		c.Edges[i] = Edge[*T]{Node: row, Cursor: cursor}
	}
	if n := len(rows); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c, nil
}

// Page reads one page of q, which has its table and conditions but neither order nor limit. Rows are pointers to T.
// Errors: faults at "first", "last", "after" or "before" that say what is wrong with the argument.
func Page[T any](ctx context.Context, q *bun.SelectQuery, order Order[T], args Args) (*Connection[*T], error) {
	return Read(ctx, q, order, args, func(ctx context.Context, q *bun.SelectQuery, rows *[]*T) error { return q.Scan(ctx, rows) })
}

// Read is Page for who has a way of their own to run a query.
func Read[T any](ctx context.Context, q *bun.SelectQuery, order Order[T], args Args, run func(ctx context.Context, q *bun.SelectQuery, rows *[]*T) error) (*Connection[*T], error) {
	page, err := args.read()
	if err != nil {
		return nil, err
	}
	if q, err = limit(q, order, page); err != nil {
		return nil, err
	}
	var rows []*T
	if err := run(ctx, q, &rows); err != nil {
		return nil, fmt.Errorf("read page by %s: %w", order.Name, err)
	}
	return connect(rows, order, page)
}

// Count counts the rows of q up to CountCap. q has its table and conditions, nothing else.
func Count(ctx context.Context, db bun.IDB, q *bun.SelectQuery) (Total, error) {
	var n int
	err := db.NewSelect().ColumnExpr("count(*)").TableExpr("(?) as counted", q.ColumnExpr("1").Limit(CountCap)).Scan(ctx, &n)
	if err != nil {
		return Total{}, fmt.Errorf("count: %w", err)
	}
	return Total{Value: n, Exact: n < CountCap}, nil
}

func (a Args) read() (cut, error) {
	if a.Last != nil || a.Before != nil {
		if a.First != nil || a.After != nil {
			return cut{}, fault.New(fault.BadRequest, "last").With("reason", "use first with after, or last with before")
		}
		size, err := checked(a.Last, "last")
		return cut{size, true, a.Before}, err
	}
	size, err := checked(a.First, "first")
	return cut{size, false, a.After}, err
}

func checked(n *int, at string) (int, error) {
	if n == nil {
		return Default, nil
	}
	if *n < 1 || *n > Max {
		return 0, fault.New(fault.OutOfRange, at).With("min", 1).With("max", Max)
	}
	return *n, nil
}

// comparison is the row comparison "(a, b) > (?, ?)", which PostgreSQL answers from an index on (a, b).
func (o Order[T]) comparison(backward bool) string {
	holes := strings.TrimSuffix(strings.Repeat("?, ", len(o.Keys)), ", ")
	operator := ">"
	if o.Desc != backward {
		operator = "<"
	}
	return "(" + holes + ") " + operator + " (" + holes + ")"
}

func (o Order[T]) idents(values ...any) []any {
	args := make([]any, 0, 2*len(o.Keys))
	for _, k := range o.Keys {
		args = append(args, bun.Ident(k.Column))
	}
	return append(args, values...)
}

// signature is what a cursor must have been made by.
func (o Order[T]) signature() string {
	if o.Desc {
		return "-" + o.Name
	}
	return o.Name
}

// encode writes base64url of [signature, value, …].
func (o Order[T]) encode(row *T) (string, error) {
	content := make([]any, 1, 1+len(o.Keys))
	content[0] = o.signature()
	for _, k := range o.Keys {
		content = append(content, k.Value(row))
	}
	b, err := json.Marshal(content)
	if err != nil {
		return "", fmt.Errorf("cursor by %s: %w", o.Name, err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// decode gives the key values in the types they were written from, so a forged value never reaches the database as
// something else.
func (o Order[T]) decode(cursor string) ([]any, error) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, err
	}
	var content []json.RawMessage
	if err := json.Unmarshal(b, &content); err != nil {
		return nil, err
	}
	var name string
	if len(content) != 1+len(o.Keys) || json.Unmarshal(content[0], &name) != nil || name != o.signature() {
		return nil, fmt.Errorf("cursor of another order than %s", o.Name)
	}
	values := make([]any, len(o.Keys))
	for i, k := range o.Keys {
		if string(content[i+1]) == "null" {
			return nil, fmt.Errorf("cursor without a value of %s", k.Column)
		}
		v := reflect.New(reflect.TypeOf(k.Value(new(T))))
		if err := json.Unmarshal(content[i+1], v.Interface()); err != nil {
			return nil, err
		}
		values[i] = v.Elem().Interface()
	}
	return values, nil
}
