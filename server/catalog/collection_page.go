package catalog

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/page"
)

// inList is a product in one of several lists.
type inList struct {
	Product `bun:",extend"`
	List    int // place of the list
	Rank    int // in what was read of it
	Place   int // of the product in a list by hand
}

// collectionSorts are the orders besides Arranged.
var collectionSorts = map[CollectionSort]struct {
	by   ProductSort
	desc bool
}{MostPopular: {ByPopularity, true}, Cheapest: {ByPrice, false}, Dearest: {ByPrice, true}, Newest: {ByPublished, true}}

// order is how products of the collection are sorted.
func (c *Collection) order(sort CollectionSort) page.Order[inList] {
	key := page.Key[inList]{Column: "link.position", Value: func(p *inList) any { return p.Place }}
	chosen, isKnown := collectionSorts[sort]
	if !isKnown {
		chosen.by = ByPosition
	}
	if isKnown || c.Rule != nil {
		of := sorts[chosen.by]
		key = page.Key[inList]{Column: of.Column, Value: func(p *inList) any { return of.Value(&p.Product) }}
	}
	name := string(sort)
	if !isKnown && c.Rule == nil {
		name = "LIST"
	}
	return page.Order[inList]{Name: name, Desc: chosen.desc, Keys: []page.Key[inList]{
		key, {Column: "prd.id", Value: func(p *inList) any { return p.ID }},
	}}
}

// products selects the products of a collection: for shoppers those that are shown, for staff all that are not archived.
func (c *Collection) products(q bun.IDB, v View, below branches) *bun.SelectQuery {
	sel := q.NewSelect().Model((*Product)(nil)).Where("prd.store_id = ?", c.StoreID)
	if v.SeesHidden {
		sel = sel.Where("prd.status <> ?", Archived)
	} else {
		sel = v.shown(sel)
	}
	if c.Rule != nil {
		return c.Rule.where(sel, c.StoreID, v.Now, below)
	}
	return sel.Join("JOIN collection_products AS link ON link.store_id = prd.store_id AND link.product_id = prd.id").
		Where("link.store_id = ?", c.StoreID).Where("link.collection_id = ?", c.ID)
}

// CollectionPages is the same page of the products of collections, by their ids, in one statement, and one more where rules
// name categories. Without a sort each collection has its own. Errors: those of page.Pages.
func CollectionPages(ctx context.Context, q bun.IDB, storeID int64, v View, of []*Collection, sort *CollectionSort, args page.Args) (map[uuid.UUID]*page.Connection[*Product], error) {
	below, err := readBranches(ctx, q, storeID, of)
	if err != nil {
		return nil, err
	}
	lists := make([]page.List[inList], len(of))
	for i, c := range of {
		by := c.Sort
		if sort != nil {
			by = *sort
		}
		sel, place := c.products(q, v, below).ColumnExpr("?TableColumns"), "0"
		if c.Rule == nil {
			place = "link.position"
		}
		if by == Newest {
			sel = sel.Where("prd.published_at IS NOT NULL")
		}
		lists[i] = page.List[inList]{Query: sel.ColumnExpr(place + " AS place"), Order: c.order(by)}
	}
	pages, err := page.Pages(ctx, q, lists, func(p *inList) int { return p.List }, args)
	if err != nil {
		return nil, err
	}
	by := make(map[uuid.UUID]*page.Connection[*Product], len(of))
	for i, c := range of {
		by[c.ID] = page.Map(pages[i], func(p *inList) *Product { return &p.Product })
	}
	return by, nil
}

// CollectionTotals counts the products of collections, by their ids.
func CollectionTotals(ctx context.Context, q bun.IDB, storeID int64, v View, of []*Collection) (map[uuid.UUID]page.Total, error) {
	below, err := readBranches(ctx, q, storeID, of)
	if err != nil {
		return nil, err
	}
	queries := make([]*bun.SelectQuery, len(of))
	for i, c := range of {
		queries[i] = c.products(q, v, below)
	}
	totals, err := page.Counts(ctx, q, queries)
	if err != nil {
		return nil, err
	}
	by := make(map[uuid.UUID]page.Total, len(of))
	for i, c := range of {
		by[c.ID] = totals[i]
	}
	return by, nil
}

// RuleTotal counts the products that fit a rule which no collection has. Faults: those of a rule, below input.rule.
func RuleTotal(ctx context.Context, q bun.IDB, storeID int64, v View, in RuleInput) (page.Total, error) {
	var faults fault.List
	rule, err := readRule(ctx, q, storeID, &in, &faults)
	if err != nil {
		return page.Total{}, err
	}
	if err := faults.Err(); err != nil {
		return page.Total{}, err
	}
	c := &Collection{StoreID: storeID, Rule: rule}
	totals, err := CollectionTotals(ctx, q, storeID, v, []*Collection{c})
	return totals[c.ID], err
}

// CollectionsOf reads the collections that products are in, by product, in the order of collections: those that the view
// shows. Three statements at most, however many products and collections there are.
func CollectionsOf(ctx context.Context, q bun.IDB, storeID int64, v View, productIDs []uuid.UUID) (map[uuid.UUID][]*Collection, error) {
	all, err := Collections(ctx, q, storeID, v)
	if err != nil || len(all) == 0 || len(productIDs) == 0 {
		return nil, err
	}
	below, err := readBranches(ctx, q, storeID, all)
	if err != nil {
		return nil, err
	}
	parts := []string{"(?)"}
	queries := []any{q.NewSelect().Model((*collected)(nil)).Column("product_id", "collection_id").
		Where("link.store_id = ?", storeID).Where("link.product_id IN (?)", bun.List(productIDs))}
	for _, c := range all {
		if c.Rule != nil {
			sel := q.NewSelect().Model((*Product)(nil)).Column("prd.id").ColumnExpr("?::uuid", c.ID).
				Where("prd.store_id = ?", storeID).Where("prd.id IN (?)", bun.List(productIDs))
			parts, queries = append(parts, "(?)"), append(queries, c.Rule.where(sel, storeID, v.Now, below))
		}
	}
	var links []struct{ ProductID, CollectionID uuid.UUID }
	if err := q.NewRaw(strings.Join(parts, " UNION ALL "), queries...).Scan(ctx, &links); err != nil {
		return nil, fmt.Errorf("collections of products: %w", err)
	}
	type pair struct{ product, collection uuid.UUID }
	isIn := make(map[pair]bool, len(links))
	for _, l := range links {
		isIn[pair{l.ProductID, l.CollectionID}] = true
	}
	by := make(map[uuid.UUID][]*Collection, len(productIDs))
	for _, p := range productIDs {
		for _, c := range all {
			if isIn[pair{p, c.ID}] {
				by[p] = append(by[p], c)
			}
		}
	}
	return by, nil
}
