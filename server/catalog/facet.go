package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/search"
)

// SearchFacets count how many products each choice of a filter would leave, as if that filter were not set.
type SearchFacets struct {
	Categories []*CategoryFacet // below the chosen one, else the roots; those with products, in the shop's order
	Price      *search.PriceFacet
	CanBuy     int
	OnSale     int
	Options    []search.OptionFacet
	IsExact    bool

	// Names answers Named; whoever asks for facets sets it, since reading names is a query of its own.
	Names func() (*NamedFacets, error)

	labels  map[search.Kind][]search.LabelCount
	numbers map[search.Kind]*search.NumberFacet
}

// CategoryFacet counts the products in a category and below it.
type CategoryFacet struct {
	Category *Category
	Count    int
}

// NamedFacets are the facets whose choices have names of their own.
type NamedFacets struct {
	Brands     []*BrandFacet // those of most products first, chosen ones before
	Tags       []*TagFacet   // likewise
	Attributes []*AttributeFacet
}

// BrandFacet counts the products of a brand.
type BrandFacet struct {
	Brand      *Brand
	Count      int
	IsSelected bool
}

// TagFacet counts the products with a tag.
type TagFacet struct {
	Tag        *Tag
	Count      int
	IsSelected bool
}

// AttributeFacet counts the products by a filterable attribute: by choices, by yes and no, or by ranges of numbers.
type AttributeFacet struct {
	Definition *Definition
	Choices    []*ChoiceFacet // those of most products first, chosen ones before
	Flags      []*FlagFacet
	Range      *search.NumberFacet // nil for other types
}

// ChoiceFacet counts the products with a choice.
type ChoiceFacet struct {
	Choice     *AttributeChoice
	Count      int
	IsSelected bool
}

// FlagFacet counts the products that say yes, or no.
type FlagFacet struct {
	IsTrue     bool
	Count      int
	IsSelected bool
}

// maxAttributeFacets is how many attributes are counted at most, the first in the shop's order.
const maxAttributeFacets = 12

const facetNames db.Hot = `
	SELECT (SELECT json_agg(brd) FROM brands brd WHERE brd.store_id = $1 AND brd.slug = ANY($2::text[])) AS brands,
		(SELECT json_agg(tag) FROM tags tag WHERE tag.store_id = $1 AND tag.code = ANY($3::text[])) AS tags,
		(SELECT json_agg(atr ORDER BY atr.position, atr.id) FROM attribute_definitions atr
			WHERE atr.store_id = $1 AND atr.is_filterable AND atr.code = ANY($4::text[])) AS definitions,
		(SELECT json_agg(atc) FROM attribute_definitions atr JOIN attribute_choices atc ON atc.store_id = atr.store_id AND atc.attribute_id = atr.id
			WHERE atr.store_id = $1 AND atr.is_filterable AND atr.code = ANY($4::text[]) AND atc.code = ANY($5::text[])) AS choices`

// Named reads what the counted brands, tags and attributes are, in one statement.
func (f *SearchFacets) Named(ctx context.Context, q bun.IDB, storeID int64) (*NamedFacets, error) {
	slugs, codes, attributes, choices := []string{}, []string{}, []string{}, []string{}
	for kind, counts := range f.labels {
		list := &choices
		switch kind {
		case search.ByBrand:
			list = &slugs
		case search.ByTag:
			list = &codes
		default:
			attributes = append(attributes, string(kind))
		}
		for _, c := range counts {
			*list = append(*list, c.Code)
		}
	}
	for kind := range maps.Keys(f.numbers) {
		attributes = append(attributes, string(kind))
	}
	var rows []struct {
		Brands      db.Rows[Brand]
		Tags        db.Rows[Tag]
		Definitions db.Rows[Definition]
		Choices     db.Rows[AttributeChoice]
	}
	if err := facetNames.Scan(ctx, q, &rows, storeID, slugs, codes, attributes, choices); err != nil {
		return nil, fmt.Errorf("names of facets: %w", err)
	}
	named := &NamedFacets{Brands: []*BrandFacet{}, Tags: []*TagFacet{}, Attributes: []*AttributeFacet{}}
	brands, tags := map[string]*Brand{}, map[string]*Tag{}
	for _, b := range rows[0].Brands {
		brands[b.Slug] = b
	}
	for _, t := range rows[0].Tags {
		tags[t.Code] = t
	}
	for _, c := range f.labels[search.ByBrand] {
		if b := brands[c.Code]; b != nil {
			named.Brands = append(named.Brands, &BrandFacet{b, c.Count, c.IsSelected})
		}
	}
	for _, c := range f.labels[search.ByTag] {
		if t := tags[c.Code]; t != nil {
			named.Tags = append(named.Tags, &TagFacet{t, c.Count, c.IsSelected})
		}
	}
	for _, d := range rows[0].Definitions[:min(len(rows[0].Definitions), maxAttributeFacets)] {
		for _, c := range rows[0].Choices {
			if c.AttributeID == d.ID {
				d.Choices = append(d.Choices, c)
			}
		}
		named.Attributes = append(named.Attributes, f.attribute(d))
	}
	return named, nil
}

func (f *SearchFacets) attribute(d *Definition) *AttributeFacet {
	kind := search.ByAttribute(d.Code)
	facet := &AttributeFacet{Definition: d, Choices: []*ChoiceFacet{}, Flags: []*FlagFacet{}, Range: f.numbers[kind]}
	for _, c := range f.labels[kind] {
		if choice := d.choice(c.Code); choice != nil {
			facet.Choices = append(facet.Choices, &ChoiceFacet{choice, c.Count, c.IsSelected})
		} else if d.Type == BooleanAttribute {
			facet.Flags = append(facet.Flags, &FlagFacet{c.Code == search.Yes, c.Count, c.IsSelected})
		}
	}
	return facet
}

// read checks a filter and finds the category that it names, nil for none.
func (f SearchFilter) read(ctx context.Context, q bun.IDB, storeID int64, all []*Category) (chosen *Category, out search.Filter, err error) {
	c, faults, err := ProductFilter{
		Brands: f.Brands, Tags: f.Tags, Attributes: f.Attributes, PriceFrom: f.PriceFrom, PriceTo: f.PriceTo,
		IsAvailable: f.IsAvailable, IsOnSale: f.IsOnSale,
	}.criteria(ctx, q, storeID, "filter")
	if err != nil {
		return nil, out, err
	}
	out = c.search(f)
	if chosen, out.Categories, err = f.category(all); err != nil {
		if err := faults.Under(err); err != nil {
			return nil, out, err
		}
	}
	if len(f.Options) > maxSearchOptions {
		faults.Add(fault.New(fault.TooMany, "filter", "options").With("max", maxSearchOptions))
	}
	for i, o := range f.Options {
		checkValues(o.Values, below(input.At(i, "filter", "options"), "values"), &faults)
		if len(o.Values) > 0 {
			out.Options = append(out.Options, search.OptionFilter{Code: o.Code, Values: o.Values})
		}
	}
	return chosen, out, faults.Err()
}

// search are the criteria without categories in the words of search. Brands and tags are named as the filter names them.
func (c *criteria) search(f SearchFilter) search.Filter {
	out := search.Filter{CanBuy: c.canBuy, IsOnSale: c.isOnSale, PriceFrom: (*int64)(c.priceFrom), PriceTo: (*int64)(c.priceTo)}
	if len(f.Brands) > 0 {
		out.Labels = append(out.Labels, search.LabelFilter{Kind: search.ByBrand, Codes: f.Brands})
	}
	if len(f.Tags) > 0 {
		out.Labels = append(out.Labels, search.LabelFilter{Kind: search.ByTag, Codes: f.Tags})
	}
	for _, a := range f.Attributes {
		kind, number := search.ByAttribute(a.Code), search.NumberFilter{Kind: search.ByAttribute(a.Code)}
		switch {
		case len(a.Choices) > 0:
			out.Labels = append(out.Labels, search.LabelFilter{Kind: kind, Codes: a.Choices})
		case a.IsTrue != nil:
			out.Labels = append(out.Labels, search.LabelFilter{Kind: kind, Codes: []string{flagCode[*a.IsTrue]}})
		default:
			for _, bound := range []struct {
				given *string
				to    **search.Micro
			}{{a.From, &number.From}, {a.To, &number.To}} {
				if bound.given != nil {
					if value, err := search.ParseMicro(*bound.given); err == nil { // else a fault tells it
						*bound.to = &value
					}
				}
			}
			out.Numbers = append(out.Numbers, number)
		}
	}
	return out
}

// category finds the wanted category, nil when there is none, and those in which products may be; nil for all.
func (f SearchFilter) category(all []*Category) (chosen *Category, in []uuid.UUID, err error) {
	if f.CategoryID == nil && f.CategorySlug == nil {
		return nil, nil, nil
	}
	if f.CategoryID != nil {
		if _, err := f.CategoryID.Must(id.Category, "filter", "categoryId"); err != nil {
			return nil, nil, err
		}
	}
	in = []uuid.UUID{}
	for _, c := range all {
		if (f.CategoryID == nil || c.ID == f.CategoryID.UUID) && (f.CategorySlug == nil || c.Slug == *f.CategorySlug) {
			chosen = c
		}
	}
	for _, c := range all {
		if chosen != nil && slices.Contains(c.Path, chosen.ID) {
			in = append(in, c.ID)
		}
	}
	return chosen, in, nil
}

// categoryFacets adds counts up the tree and gives those one step below the chosen category.
func categoryFacets(all []*Category, chosen *Category, counts map[uuid.UUID]int) []*CategoryFacet {
	sums := map[uuid.UUID]int{}
	for _, c := range all {
		for _, above := range c.Path {
			sums[above] += counts[c.ID]
		}
	}
	facets := []*CategoryFacet{}
	for _, c := range all {
		isNext := chosen == nil && c.ParentID == nil || chosen != nil && c.ParentID != nil && *c.ParentID == chosen.ID
		if isNext && sums[c.ID] > 0 {
			facets = append(facets, &CategoryFacet{c, sums[c.ID]})
		}
	}
	return facets
}
