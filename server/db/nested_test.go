package db_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/lang"
)

// leaf has a column of each kind that models use.
type leaf struct {
	bun.BaseModel `bun:"table:leaves"`

	ID      uuid.UUID               `bun:"id,pk,type:uuid"`
	Parent  *uuid.UUID              `bun:"parent_id,type:uuid"`
	Name    lang.Text               `bun:"name,type:jsonb"`
	Choice  map[uuid.UUID]uuid.UUID `bun:"choice,type:jsonb"`
	Widths  []int                   `bun:"widths,array"`
	Price   *int64                  `bun:"price"`
	IsBig   bool                    `bun:"is_big"`
	Code    string                  `bun:"code"`
	At      time.Time               `bun:"at"`
	Other   *string                 `bun:"other"`
	Unknown int                     `bun:"-"`
}

// A row that travels as JSON in a column of another is the row that a plain SELECT gives, whatever its columns are.
func TestNestedRows(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `CREATE TEMP TABLE leaves (id uuid, parent_id uuid, name jsonb, choice jsonb, widths int[],
			price bigint, is_big bool, code text, at timestamptz, other text, not_in_the_model int)`)
		if err != nil {
			return err
		}
		parent, price := uuid.New(), int64(9_007_199_254_740_991)
		rows := []*leaf{
			{
				ID: uuid.New(), Parent: &parent, Name: lang.Text{UzLatn: `choy "koʻk" \ 1`, RU: "чай"}, Choice: map[uuid.UUID]uuid.UUID{parent: parent},
				Widths: []int{320, 640}, Price: &price, IsBig: true, Code: "null", At: time.Date(2026, 11, 22, 10, 0, 0, 123_456_000, time.UTC),
			},
			{ID: uuid.New(), Widths: []int{}, Choice: map[uuid.UUID]uuid.UUID{}, At: time.Unix(0, 0).UTC()},
		}
		if _, err := tx.NewInsert().Model(&rows).Exec(ctx); err != nil {
			return err
		}
		var plain []*leaf
		if err := tx.NewSelect().Model(&plain).Order("at DESC").Scan(ctx); err != nil {
			return err
		}
		var tree struct {
			All   db.Rows[leaf]
			First db.Row[leaf]
			None  db.Rows[leaf]
			Never db.Row[leaf]
		}
		err = tx.NewRaw(`SELECT (SELECT json_agg(l ORDER BY at DESC) FROM leaves l) AS "all", (SELECT to_json(l) FROM leaves l WHERE is_big) AS first,
			(SELECT json_agg(l) FROM leaves l WHERE false) AS none, (SELECT to_json(l) FROM leaves l WHERE false) AS never`).Scan(ctx, &tree)
		if err != nil {
			return err
		}
		for _, l := range append(append([]*leaf{tree.First.Model}, tree.All...), plain...) {
			l.At = l.At.UTC()
		}
		if len(plain) != 2 || !reflect.DeepEqual([]*leaf(tree.All), plain) || !reflect.DeepEqual(tree.First.Model, plain[0]) {
			t.Errorf("nested %+v, %+v\nplain %+v, %+v", tree.All[0], tree.All[1], plain[0], plain[1])
		}
		if tree.None != nil || tree.Never.Model != nil {
			t.Errorf("rows of nothing: %v, %v", tree.None, tree.Never)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

type leafCode struct {
	bun.BaseModel `bun:"table:leaves"`

	Code string `bun:"code"`
}

// Writes that are sent together all happen, and a query without a transaction is refused.
func TestTogetherAndHot(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	const all = db.Hot(`SELECT code FROM leaves WHERE code = ANY($1::text[]) ORDER BY code`)
	var codes []string
	err := d.Global(t.Context(), func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.ExecContext(ctx, `CREATE TEMP TABLE leaves (code text)`); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO leaves VALUES ('gone')`); err != nil {
			return err
		}
		one, more := &leafCode{Code: "a"}, []*leafCode{{Code: "b"}, {Code: "c"}}
		err := tx.Together(ctx, tx.NewInsert().Model(one), tx.NewInsert().Model(&more),
			tx.NewDelete().TableExpr("leaves").Where("code = ?", "gone"))
		if err != nil {
			return err
		}
		if err := tx.Together(ctx); err != nil {
			return err
		}
		return all.Scan(ctx, tx, &codes, []string{"a", "b", "c", "gone"})
	})
	if err != nil || !reflect.DeepEqual(codes, []string{"a", "b", "c"}) {
		t.Errorf("%q, %v", codes, err)
	}
	if err := all.Scan(t.Context(), d, &codes, []string{}); err == nil {
		t.Error("a hot query ran outside any transaction")
	}
}
