package catalog

import (
	"context"
	"encoding/base64"
	"reflect"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
)

// ProductSort is what products are sorted by.
type ProductSort string

const (
	ByPosition   ProductSort = "POSITION"
	ByPopularity ProductSort = "POPULARITY"
	ByPrice      ProductSort = "PRICE"
	ByPublished  ProductSort = "PUBLISHED"
	ByUpdated    ProductSort = "UPDATED"
)

var sorts = map[ProductSort]page.Key[Product]{
	ByPosition:   {Column: "prd.position", Value: func(p *Product) any { return p.Position }},
	ByPopularity: {Column: "prd.popularity", Value: func(p *Product) any { return p.Popularity }},
	ByPrice:      {Column: "prd.price_min", Value: func(p *Product) any { return int64(p.PriceMin) }},
	ByPublished:  {Column: "prd.published_at", Value: func(p *Product) any { return p.PublishedAt }},
	ByUpdated:    {Column: "prd.updated_at", Value: func(p *Product) any { return p.UpdatedAt }},
}

// Products is one page of the products of a store. With something to search for it is sorted by match, and the sort is not
// used. Errors: faults below "filter" and at the paging arguments.
func Products(ctx context.Context, q bun.IDB, storeID int64, v View, f ProductFilter, sort ProductSort, desc bool, args page.Args) (*page.Connection[*Product], error) {
	sel, err := filtered(ctx, q, storeID, v, f)
	if err != nil {
		return nil, err
	}
	if f.isSearch() {
		return searched(ctx, q, storeID, v, sel, f, args)
	}
	if sort == ByPublished {
		sel = sel.Where("prd.published_at IS NOT NULL")
	}
	return page.Read(ctx, sel, page.Order[Product]{
		Name: string(sort), Desc: desc,
		Keys: []page.Key[Product]{sorts[sort], {Column: "prd.id", Value: func(p *Product) any { return p.ID }}},
	}, args, func(ctx context.Context, sel *bun.SelectQuery, rows *[]*Product) error {
		return db.Select(ctx, q, sel, rows)
	})
}

// CountProducts counts what Products would list, whatever the page. What a search finds is counted up to search.MaxHits.
func CountProducts(ctx context.Context, q bun.IDB, storeID int64, v View, f ProductFilter) (page.Total, error) {
	sel, err := filtered(ctx, q, storeID, v, f)
	if err != nil {
		return page.Total{}, err
	}
	if !f.isSearch() {
		return page.Count(ctx, q, sel)
	}
	hits, err := search.Find(ctx, q, storeID, *f.Search, f.among(sel))
	return page.Total{Value: len(hits), Exact: len(hits) < search.MaxHits}, err
}

// isSearch tells whether there is anything to search for; blank is an empty search box.
func (f ProductFilter) isSearch() bool { return f.Search != nil && strings.TrimSpace(*f.Search) != "" }

// among are the products to search in; nil for all active ones, which search knows itself.
func (f ProductFilter) among(sel *bun.SelectQuery) *bun.SelectQuery {
	f.Search = nil
	if reflect.ValueOf(f).IsZero() {
		return nil
	}
	return sel.Column("prd.id")
}

func filtered(ctx context.Context, q bun.IDB, storeID int64, v View, f ProductFilter) (*bun.SelectQuery, error) {
	c, faults, err := f.criteria(ctx, q, storeID, "filter")
	if err != nil {
		return nil, err
	}
	if f.Search != nil && len([]rune(*f.Search)) > search.MaxLetters {
		faults.Add(fault.New(fault.TooLong, "filter", "search").With("max", search.MaxLetters))
	}
	sel := q.NewSelect().Model((*Product)(nil)).Where("prd.store_id = ?", storeID)
	switch len(f.Status) {
	case 0:
		sel = sel.Where("prd.status = ?", Active)
	case 1: // which keeps the order of the index
		sel = sel.Where("prd.status = ?", f.Status[0])
	default:
		sel = sel.Where("prd.status IN (?)", bun.List(f.Status))
	}
	if !v.SeesHidden {
		sel = v.published(sel)
	}
	return c.where(sel, v.Now), faults.Err()
}

// searched pages through hits by their rank; a cursor is the rank of the row before.
func searched(ctx context.Context, q bun.IDB, storeID int64, v View, sel *bun.SelectQuery, f ProductFilter, args page.Args) (*page.Connection[*Product], error) {
	if args.Last != nil || args.Before != nil {
		return nil, fault.New(fault.BadRequest, "last").With("reason", "a search is paged forwards: use first with after")
	}
	size, from, err := window(args)
	if err != nil {
		return nil, err
	}
	hits, err := search.Find(ctx, q, storeID, *f.Search, f.among(sel))
	if err != nil {
		return nil, err
	}
	from = min(from, len(hits))
	rows := hits[from:min(from+size, len(hits))]
	found, err := ProductsByIDs(ctx, q, storeID, rows)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Product, len(found))
	for _, p := range found {
		byID[p.ID] = p
	}
	conn := &page.Connection[*Product]{Edges: []page.Edge[*Product]{}}
	conn.PageInfo.HasNextPage, conn.PageInfo.HasPreviousPage = len(hits) > from+size, from > 0
	for i, hit := range rows {
		if p := byID[hit]; p == nil || !v.SeesHidden && !p.IsShown(v.Now) {
			continue // found a moment too late
		}
		conn.Edges = append(conn.Edges, page.Edge[*Product]{Node: byID[hit], Cursor: cursorAt(from + i + 1)})
	}
	if n := len(conn.Edges); n > 0 {
		conn.PageInfo.StartCursor, conn.PageInfo.EndCursor = &conn.Edges[0].Cursor, &conn.Edges[n-1].Cursor
	}
	return conn, nil
}

func window(args page.Args) (size, from int, err error) {
	size = page.Default
	if args.First != nil {
		if f := input.Number(*args.First, 1, page.Max, "first"); f != nil {
			return 0, 0, f
		}
		size = *args.First
	}
	if args.After != nil {
		b, errText := base64.RawURLEncoding.DecodeString(*args.After)
		n, errNumber := strconv.Atoi(string(b))
		if errText != nil || errNumber != nil || n < 1 {
			return 0, 0, fault.New(fault.Invalid, "after")
		}
		from = n
	}
	return size, from, nil
}

func cursorAt(rank int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(rank)))
}
