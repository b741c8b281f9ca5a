package page_test

import (
	"context"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/page"
)

type item struct {
	bun.BaseModel `bun:"table:items,alias:i"`

	ID    uuid.UUID `bun:"id,pk"`
	Price int64     `bun:"price"`
	At    time.Time `bun:"at"`
}

var byPrice = page.Order[item]{Name: "price", Keys: []page.Key[item]{
	{Column: "i.price", Value: func(i *item) any { return i.Price }},
	{Column: "i.id", Value: func(i *item) any { return i.ID }},
}}

var newest = page.Order[item]{Name: "newest", Desc: true, Keys: []page.Key[item]{
	{Column: "i.at", Value: func(i *item) any { return i.At }},
	{Column: "i.id", Value: func(i *item) any { return i.ID }},
}}

// inList runs fn with n items in a table that lives as long as the transaction: prices and times come in groups of equals,
// prices so large that a float would confuse them.
func inList(t *testing.T, n int, fn func(ctx context.Context, q bun.IDB)) {
	t.Helper()
	d := dbtest.New(t)
	err := d.RunInTx(t.Context(), nil, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "create temp table items (id uuid primary key, price bigint not null, at timestamptz not null) on commit drop"); err != nil {
			return err
		}
		items := make([]item, n)
		for i := range items {
			at := time.Date(2026, 1, 1, 0, 0, 0, 123456000, time.UTC).Add(time.Duration(i/5) * time.Microsecond)
			items[i] = item{ID: id.New(), Price: 1<<60 + int64(i*7%n/3), At: at}
		}
		if _, err := tx.NewInsert().Model(&items).Exec(ctx); err != nil {
			return err
		}
		fn(ctx, tx)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func all(ctx context.Context, t *testing.T, q bun.IDB, order string) (ids []string) {
	t.Helper()
	if err := q.NewRaw("select id::text from items order by "+order).Scan(ctx, &ids); err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestPagesCoverTheListBothWays(t *testing.T) {
	t.Parallel()
	inList(t, 103, func(ctx context.Context, q bun.IDB) {
		for order, sql := range map[*page.Order[item]]string{&byPrice: "price, id", &newest: "at desc, id desc"} {
			want := all(ctx, t, q, sql)
			var forward []string
			size := 10
			args := page.Args{First: &size}
			for n := 0; ; n++ {
				c, err := page.Page(ctx, q.NewSelect().Model((*item)(nil)), *order, args)
				if err != nil {
					t.Fatal(err)
				}
				for _, node := range c.Nodes() {
					forward = append(forward, node.ID.String())
				}
				if c.PageInfo.HasPreviousPage != (n > 0) {
					t.Errorf("%s: page %d says HasPreviousPage %t", order.Name, n, c.PageInfo.HasPreviousPage)
				}
				if !c.PageInfo.HasNextPage {
					break
				}
				args.After = c.PageInfo.EndCursor
			}
			if !slices.Equal(forward, want) {
				t.Errorf("%s: forward the pages give %d rows in another order than the list of %d", order.Name, len(forward), len(want))
			}
			var backward []string
			args = page.Args{Last: &size}
			for {
				c, err := page.Page(ctx, q.NewSelect().Model((*item)(nil)), *order, args)
				if err != nil {
					t.Fatal(err)
				}
				var part []string
				for _, node := range c.Nodes() {
					part = append(part, node.ID.String())
				}
				backward = append(part, backward...)
				if !c.PageInfo.HasPreviousPage {
					break
				}
				args.Before = c.PageInfo.StartCursor
			}
			if !slices.Equal(backward, want) {
				t.Errorf("%s: backward the pages give %d rows in another order than the list of %d", order.Name, len(backward), len(want))
			}
		}
	})
}

func TestConditionsAndCount(t *testing.T) {
	t.Parallel()
	inList(t, 50, func(ctx context.Context, q bun.IDB) {
		few := func() *bun.SelectQuery { return q.NewSelect().Model((*item)(nil)).Where("i.price < ?", int64(1<<60+4)) }
		c, err := page.Page(ctx, few(), byPrice, page.Args{})
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Edges) != 12 || c.PageInfo.HasNextPage {
			t.Errorf("%d rows, next page %t", len(c.Edges), c.PageInfo.HasNextPage)
		}
		c.Count = func(ctx context.Context) (page.Total, error) { return page.Count(ctx, q, few()) }
		if total, err := c.Total(ctx); err != nil || total != (page.Total{Value: 12, Exact: true}) {
			t.Errorf("total %+v, %v", total, err)
		}
		numbers := q.NewSelect().TableExpr("generate_series(1, 20000)")
		if total, err := page.Count(ctx, q, numbers); err != nil || total != (page.Total{Value: page.CountCap}) {
			t.Errorf("total of 20000: %+v, %v", total, err)
		}
		none, err := page.Page(ctx, q.NewSelect().Model((*item)(nil)).Where("false"), byPrice, page.Args{})
		if err != nil || none.Edges == nil || none.Nodes() == nil || none.PageInfo != (page.PageInfo{}) {
			t.Errorf("an empty list: %+v, %v", none, err)
		}
	})
}

func TestArgumentsAreChecked(t *testing.T) {
	t.Parallel()
	inList(t, 3, func(ctx context.Context, q bun.IDB) {
		one := 1
		c, err := page.Page(ctx, q.NewSelect().Model((*item)(nil)), newest, page.Args{First: &one})
		if err != nil {
			t.Fatal(err)
		}
		foreign := *c.PageInfo.EndCursor
		number := func(n int) *int { return &n }
		cursor := func(s string) *string { c := base64.RawURLEncoding.EncodeToString([]byte(s)); return &c }
		garbage := "%%%"
		twin, turned := byPrice, byPrice
		twin.Name, turned.Desc = "discount", true
		for _, order := range []page.Order[item]{twin, turned} {
			c, err := page.Page(ctx, q.NewSelect().Model((*item)(nil)), order, page.Args{First: &one})
			if err != nil {
				t.Fatal(err)
			}
			_, err = page.Page(ctx, q.NewSelect().Model((*item)(nil)), byPrice, page.Args{After: c.PageInfo.EndCursor})
			if !fault.Has(err, fault.Invalid) {
				t.Errorf("a cursor of %s, descending %t: got %v, want INVALID", order.Name, order.Desc, err)
			}
		}
		for i, c := range []struct {
			args page.Args
			code fault.Code
			path string
		}{
			{page.Args{First: number(0)}, fault.OutOfRange, "first"},
			{page.Args{First: number(page.Max + 1)}, fault.OutOfRange, "first"},
			{page.Args{Last: number(-5)}, fault.OutOfRange, "last"},
			{page.Args{First: &one, Last: &one}, fault.BadRequest, "last"},
			{page.Args{First: &one, Before: &foreign}, fault.BadRequest, "last"},
			{page.Args{After: &foreign}, fault.Invalid, "after"},
			{page.Args{Before: &garbage}, fault.Invalid, "before"},
			{page.Args{After: cursor(`["price"]`)}, fault.Invalid, "after"},
			{page.Args{After: cursor(`["price",{},"x"]`)}, fault.Invalid, "after"},
			{page.Args{After: cursor(`["price",1.5,"x"]`)}, fault.Invalid, "after"},
			{page.Args{After: cursor(`["price",null,"` + id.New().String() + `"]`)}, fault.Invalid, "after"},
			{page.Args{After: cursor(`{}`)}, fault.Invalid, "after"},
			{page.Args{After: cursor(``)}, fault.Invalid, "after"},
		} {
			_, err := page.Page(ctx, q.NewSelect().Model((*item)(nil)), byPrice, c.args)
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != c.code || strings.Join(f.Path, ".") != c.path {
				t.Errorf("case %d: got %v, want %s at %s", i, err, c.code, c.path)
			}
		}
	})
}

// A forged cursor of the right shape with values that the column cannot hold is the caller's fault, not ours.
func TestForgedCursor(t *testing.T) {
	t.Parallel()
	for _, content := range []string{`["price","x","y"]`, `["price",1,"not a uuid"]`, `["price",1,"' or true --"]`} {
		t.Run(content, func(t *testing.T) {
			inList(t, 3, func(ctx context.Context, q bun.IDB) {
				c := base64.RawURLEncoding.EncodeToString([]byte(content))
				if _, err := page.Page(ctx, q.NewSelect().Model((*item)(nil)), byPrice, page.Args{After: &c}); !fault.Has(err, fault.Invalid) {
					t.Errorf("got %v, want INVALID", err)
				}
			})
		})
	}
}

func TestPageIsServedByTheIndex(t *testing.T) {
	t.Parallel()
	inList(t, 5000, func(ctx context.Context, q bun.IDB) {
		if _, err := q.ExecContext(ctx, "create index on items (price, id); analyze items"); err != nil {
			t.Fatal(err)
		}
		var plan []string
		err := q.NewRaw("explain (costs off) select * from items i where (?, ?) > (?, ?) order by ? asc, ? asc limit 21",
			bun.Ident("i.price"), bun.Ident("i.id"), int64(1<<60+500), id.New(), bun.Ident("i.price"), bun.Ident("i.id")).Scan(ctx, &plan)
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(plan, "\n"); !strings.Contains(text, "Index Cond: (ROW(price, id) > ROW(") || strings.Contains(text, "Sort") {
			t.Errorf("the plan is\n%s", text)
		}
	})
}
