package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
)

// Key finds one row by exactly one of its names.
type Key struct {
	ID         *id.ID
	Slug       *string
	ExternalID *string
}

func (k Key) where(sel *bun.SelectQuery, kind id.Kind) (*bun.SelectQuery, error) {
	given := 0
	for _, is := range []bool{k.ID != nil, k.Slug != nil, k.ExternalID != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		return nil, fault.New(fault.BadRequest).With("reason", "give exactly one of id, slug and externalId")
	}
	switch {
	case k.Slug != nil:
		return sel.Where("slug = ?", *k.Slug), nil
	case k.ExternalID != nil:
		return sel.Where("external_id = ?", *k.ExternalID), nil
	}
	key, err := k.ID.Must(kind, "id")
	if err != nil {
		return nil, err
	}
	return sel.Where("id = ?", key), nil
}

// ProductBy reads one product, nil when there is none that the view shows.
func ProductBy(ctx context.Context, q bun.IDB, storeID int64, k Key, v View) (*Product, error) {
	p := new(Product)
	sel, err := k.where(q.NewSelect().Model(p).Where("store_id = ?", storeID), id.Product)
	if err != nil {
		return nil, err
	}
	if !v.SeesHidden {
		sel = v.shown(sel)
	}
	return edit.One(p, sel.Scan(ctx))
}

// CategoryBy reads one category, nil when there is none. Without alsoHidden only one is found that is visible and stands
// below visible ones.
func CategoryBy(ctx context.Context, q bun.IDB, storeID int64, k Key, alsoHidden bool) (*Category, error) {
	c := new(Category)
	sel, err := k.where(q.NewSelect().Model(c).Where("store_id = ?", storeID), id.Category)
	if err != nil {
		return nil, err
	}
	if !alsoHidden {
		sel = sel.Where(`NOT EXISTS (
			SELECT FROM categories up WHERE up.store_id = ? AND up.id = ANY (cat.path) AND NOT up.is_visible)`, storeID)
	}
	return edit.One(c, sel.Scan(ctx))
}

// Tree reads all categories of a store, parents before their children and those of one parent in order; hidden ones and what
// stands below them only with alsoHidden. Trees are small: a shop has tens of categories.
func Tree(ctx context.Context, q bun.IDB, storeID int64, alsoHidden bool) ([]*Category, error) {
	all := []*Category{}
	err := q.NewSelect().Model(&all).Where("store_id = ?", storeID).OrderExpr("cardinality(path), position, id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("categories of store %d: %w", storeID, err)
	}
	if alsoHidden {
		return all, nil
	}
	shown := map[uuid.UUID]bool{}
	visible := []*Category{}
	for _, c := range all {
		if c.IsVisible && (c.ParentID == nil || shown[*c.ParentID]) {
			shown[c.ID] = true
			visible = append(visible, c)
		}
	}
	return visible, nil
}

// CountShown counts the products that shoppers see in each category and in what stands below it.
func CountShown(ctx context.Context, q bun.IDB, storeID int64, v View) (map[uuid.UUID]int, error) {
	var rows []struct {
		CategoryID uuid.UUID
		Count      int
	}
	sel := q.NewSelect().TableExpr("categories AS cat").
		Join("JOIN products AS prd ON prd.store_id = cat.store_id AND prd.category_id = cat.id").
		ColumnExpr("unnest(cat.path) AS category_id, count(*) AS count").
		Where("cat.store_id = ?", storeID).GroupExpr("1")
	err := v.shown(sel).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count products of categories: %w", err)
	}
	counts := make(map[uuid.UUID]int, len(rows))
	for _, r := range rows {
		counts[r.CategoryID] = r.Count
	}
	return counts, nil
}
