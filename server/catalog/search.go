package catalog

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
)

// SearchFilter narrows a search. What is nil or empty does not narrow it.
type SearchFilter struct {
	CategoryID   *id.ID
	CategorySlug *string
	Brands       []string           // as in ProductFilter
	Tags         []string           // as in ProductFilter
	Attributes   []*AttributeFilter // as in ProductFilter
	PriceFrom    *money.Tiyin
	PriceTo      *money.Tiyin
	IsAvailable  *bool
	IsOnSale     *bool
	Options      []*SearchOptionInput
}

// SearchOptionInput wants one of some values of an option, by codes.
type SearchOptionInput struct {
	Code   string
	Values []string
}

// maxSearchOptions is how many options a filter may name.
const maxSearchOptions = 10

// SearchResult is one page of what was found, with what it can be narrowed by.
type SearchResult struct {
	Products   *page.Connection[*Product]
	Facets     SearchFacets
	Corrected  string
	DidYouMean string
}

// ValueBy finds an option and its value by codes; nil when there is none.
func ValueBy(options []*Option, optionCode, valueCode string) (*Option, *OptionValue) {
	for _, o := range options {
		for _, v := range o.Values {
			if o.Code == optionCode && v.Code == valueCode {
				return o, v
			}
		}
	}
	return nil, nil
}

// Search finds active products by words and filters; without words it leafs through all of them.
// Errors: faults below "filter" and those of search.Shelves.Search.
func Search(ctx context.Context, q bun.IDB, shelves *search.Shelves, storeID int64, text string, f SearchFilter, by search.Sort, args page.Args) (*SearchResult, error) {
	all, err := Tree(ctx, q, storeID, false)
	if err != nil {
		return nil, err
	}
	chosen, narrowed, err := f.read(ctx, q, storeID, all)
	if err != nil {
		return nil, err
	}
	found, err := shelves.Search(ctx, q, storeID, search.Request{Text: text, Filter: narrowed, Sort: by, Args: args})
	if err != nil {
		return nil, err
	}
	products, err := ProductsByIDs(ctx, q, storeID, found.Page.Nodes())
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Product, len(products))
	for _, p := range products {
		byID[p.ID] = p
	}
	total := found.Total
	r := &SearchResult{
		Products: &page.Connection[*Product]{
			Edges: []page.Edge[*Product]{}, PageInfo: found.Page.PageInfo,
			Count: func(context.Context) (page.Total, error) { return total, nil },
		},
		Facets: SearchFacets{
			Categories: categoryFacets(all, chosen, found.Facets.Categories), Price: found.Facets.Price,
			CanBuy: found.Facets.CanBuy, OnSale: found.Facets.OnSale, Options: found.Facets.Options, IsExact: true,
			labels: found.Facets.Labels, numbers: found.Facets.Numbers,
		},
		Corrected: found.Corrected, DidYouMean: found.DidYouMean,
	}
	for _, e := range found.Page.Edges {
		if p := byID[e.Node]; p != nil {
			r.Products.Edges = append(r.Products.Edges, page.Edge[*Product]{Node: p, Cursor: e.Cursor})
		}
	}
	return r, nil
}

// SearchSuggestion is what may be meant by the beginning of a query.
type SearchSuggestion struct {
	Queries    []string
	Categories []*Category
	Products   []*Product
}

// suggested is how many of each kind are suggested.
const suggested = 6

// Suggest completes the beginning of a query: whole queries, categories and products. Error: TOO_LONG at "prefix".
func Suggest(ctx context.Context, q bun.IDB, shelves *search.Shelves, storeID int64, prefix string) (*SearchSuggestion, error) {
	n := suggested
	if len([]rune(prefix)) > search.MaxLetters {
		return nil, fault.New(fault.TooLong, "prefix").With("max", search.MaxLetters)
	}
	s := &SearchSuggestion{Queries: []string{}, Categories: []*Category{}, Products: []*Product{}}
	found, err := shelves.Search(ctx, q, storeID, search.Request{Text: prefix, Sort: search.ByMatch, Args: page.Args{First: &n}})
	if err != nil || search.Fold(prefix) == "" {
		return s, err
	}
	// What a correction finds is suggested as if it had been typed.
	if found.Corrected != "" {
		prefix = found.Corrected
	}
	if s.Queries, err = search.Complete(ctx, q, storeID, prefix, n); err != nil {
		return nil, err
	}
	products, err := ProductsByIDs(ctx, q, storeID, found.Page.Nodes())
	if err != nil {
		return nil, err
	}
	for _, key := range found.Page.Nodes() {
		if i := slices.IndexFunc(products, func(p *Product) bool { return p.ID == key }); i >= 0 {
			s.Products = append(s.Products, products[i])
		}
	}
	all, err := Tree(ctx, q, storeID, false)
	if err != nil {
		return nil, err
	}
	s.Categories = categoriesCalled(all, prefix, n)
	return s, nil
}

// categoriesCalled gives categories whose name has each word of the prefix or begins one with it, the highest first.
func categoriesCalled(all []*Category, prefix string, n int) []*Category {
	wanted := strings.Fields(search.Fold(prefix))
	found := []*Category{}
	for _, c := range all {
		var names []string
		for _, name := range appendTexts(nil, c.Name) {
			names = append(names, strings.Fields(search.Fold(name))...)
		}
		if !slices.ContainsFunc(wanted, func(w string) bool {
			return !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, w) })
		}) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b *Category) int { return cmp.Compare(len(a.Path), len(b.Path)) })
	return found[:min(n, len(found))]
}
