package graph

import (
	"context"
	"sync"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
)

func (q query) Search(ctx context.Context, text *string, filter *catalog.SearchFilter, sort *search.Sort, first *int, after *string) (*catalog.SearchResult, error) {
	found, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*catalog.SearchResult, error) {
		return catalog.Search(ctx, db, q.Shelves, storeID, orDefault(text, ""), orDefault(filter, catalog.SearchFilter{}),
			orDefault(sort, search.ByMatch), page.Args{First: first, After: after})
	})
	if err != nil {
		return nil, err
	}
	load(ctx).expectProducts(found.Products.Nodes())
	found.Facets.Names = sync.OnceValues(func() (*catalog.NamedFacets, error) {
		return reading(ctx, q.Resolver, found.Facets.Named)
	})
	return found, nil
}

func (q query) SearchSuggest(ctx context.Context, prefix string) (*catalog.SearchSuggestion, error) {
	s, err := reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*catalog.SearchSuggestion, error) {
		return catalog.Suggest(ctx, db, q.Shelves, storeID, prefix)
	})
	if err == nil {
		load(ctx).expectProducts(s.Products)
	}
	return s, err
}

func (q query) SearchSynonyms(ctx context.Context) (*search.SynonymSet, error) {
	return reading(ctx, q.Resolver, search.SynonymsOf)
}

func (m mutation) SearchSynonymsSet(ctx context.Context, input model.SearchSynonymsSetInput) (*model.SearchSynonymsSetPayload, error) {
	set, err := writing(ctx, m.Resolver, func(ctx context.Context, tx *db.Tx, storeID int64) (*search.SynonymSet, error) {
		return search.SetSynonyms(ctx, tx, storeID, input.Groups, input.ExpectedVersion.Value(), m.Now())
	})
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		set = nil
	}
	return &model.SearchSynonymsSetPayload{Synonyms: set, UserErrors: refused}, err
}

type searchResult struct{ *Resolver }

// SearchResult answers fields of what was found.
func (r *Resolver) SearchResult() exec.SearchResultResolver { return searchResult{r} }

func (searchResult) CorrectedQuery(_ context.Context, obj *catalog.SearchResult) (*string, error) {
	return notEmpty(obj.Corrected), nil
}

func (searchResult) DidYouMean(_ context.Context, obj *catalog.SearchResult) (*string, error) {
	return notEmpty(obj.DidYouMean), nil
}

type searchPriceFacet struct{ *Resolver }

// SearchPriceFacet answers fields of prices.
func (r *Resolver) SearchPriceFacet() exec.SearchPriceFacetResolver { return searchPriceFacet{r} }

func (searchPriceFacet) Min(_ context.Context, obj *search.PriceFacet) (*money.Money, error) {
	lowest := money.New(money.Tiyin(obj.Min))
	return &lowest, nil
}

func (searchPriceFacet) Max(_ context.Context, obj *search.PriceFacet) (*money.Money, error) {
	highest := money.New(money.Tiyin(obj.Max))
	return &highest, nil
}

type searchFacets struct{ *Resolver }

// SearchFacets answers fields of facets.
func (r *Resolver) SearchFacets() exec.SearchFacetsResolver { return searchFacets{r} }

func (searchFacets) Brands(_ context.Context, obj *catalog.SearchFacets) ([]*catalog.BrandFacet, error) {
	named, err := obj.Names()
	if err != nil {
		return nil, err
	}
	return named.Brands, nil
}

func (searchFacets) Tags(_ context.Context, obj *catalog.SearchFacets) ([]*catalog.TagFacet, error) {
	named, err := obj.Names()
	if err != nil {
		return nil, err
	}
	return named.Tags, nil
}

func (searchFacets) Attributes(ctx context.Context, obj *catalog.SearchFacets) ([]*model.SearchAttributeFacet, error) {
	named, err := obj.Names()
	if err != nil {
		return nil, err
	}
	facets := make([]*model.SearchAttributeFacet, len(named.Attributes))
	for i, a := range named.Attributes {
		d := a.Definition
		f := &model.SearchAttributeFacet{
			Code: d.Code, Name: text(ctx, d.Name), Type: d.Type, Unit: text(ctx, d.Unit),
			Choices: []*model.SearchChoiceFacet{}, Flags: []*model.SearchFlagFacet{},
		}
		for _, c := range a.Choices {
			f.Choices = append(f.Choices, &model.SearchChoiceFacet{
				Code: c.Choice.Code, Name: text(ctx, c.Choice.Name), Color: c.Choice.Color, Count: c.Count, IsSelected: c.IsSelected,
			})
		}
		for _, c := range a.Flags {
			f.Flags = append(f.Flags, &model.SearchFlagFacet{
				IsTrue: c.IsTrue, Name: text(ctx, catalog.YesNo(c.IsTrue)), Count: c.Count, IsSelected: c.IsSelected,
			})
		}
		if a.Range != nil {
			f.Range = &model.SearchNumberFacet{Min: a.Range.Min.String(), Max: a.Range.Max.String(), Ranges: []*model.SearchNumberRange{}}
			for _, r := range a.Range.Ranges {
				f.Range.Ranges = append(f.Range.Ranges, &model.SearchNumberRange{From: r.From.String(), To: r.To.String(), Count: r.Count})
			}
		}
		facets[i] = f
	}
	return facets, nil
}

// Options are named as one of the products that have them names them. A value that no product has any more, and which is
// only here since the filter names it, is called by its code.
func (searchFacets) Options(ctx context.Context, obj *catalog.SearchFacets) ([]*model.SearchOptionFacet, error) {
	var samples []uuid.UUID
	seen := map[uuid.UUID]bool{uuid.Nil: true}
	for _, o := range obj.Options {
		for _, v := range o.Values {
			if !seen[v.Product] {
				seen[v.Product] = true
				samples = append(samples, v.Product)
			}
		}
	}
	lists, err := load(ctx).optionsOf.LoadAll(ctx, samples)
	if err != nil {
		return nil, err
	}
	options := make(map[uuid.UUID][]*catalog.Option, len(samples))
	for i, key := range samples {
		options[key] = lists[i]
	}
	facets := make([]*model.SearchOptionFacet, len(obj.Options))
	for i, o := range obj.Options {
		f := &model.SearchOptionFacet{Code: o.Code, Name: o.Code, Display: catalog.Pill, Values: make([]*model.SearchValueFacet, len(o.Values))}
		for j, v := range o.Values {
			f.Values[j] = &model.SearchValueFacet{Code: v.Code, Name: v.Code, Count: v.Count, IsSelected: v.IsSelected}
			option, value := catalog.ValueBy(options[v.Product], o.Code, v.Code)
			if value != nil {
				f.Name, f.Display = text(ctx, option.Name), option.Display
				f.Values[j].Name, f.Values[j].Swatch = text(ctx, value.Name), value.Swatch
			}
		}
		facets[i] = f
	}
	return facets, nil
}
