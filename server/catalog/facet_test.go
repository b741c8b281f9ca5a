package catalog_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/search"
)

var (
	brandSlugs = []string{"artel", "sony", "lg"}
	tagCodes   = []string{"gift", "new", "sale"}
	materials  = []string{"wood", "metal", "glass"}
)

// mixture fills the shop with products that have some of everything that lists are narrowed by.
func (w world) mixture(n int, dice *rand.Rand) (categories []*catalog.Category) {
	w.T.Helper()
	root := w.category("Uy", nil)
	categories = []*catalog.Category{root, w.category("Oshxona", root), w.category("Bogʻ", nil)}
	brands := map[string]*catalog.Brand{}
	for _, slug := range brandSlugs {
		brands[slug] = w.brand(slug)
	}
	w.attribute("material", catalog.ChoiceAttribute, materials...)
	w.attribute("weight", catalog.NumberAttribute)
	w.attribute("smart", catalog.BooleanAttribute)
	some := func(from []string) (list []string) {
		for _, s := range from {
			if dice.IntN(3) == 0 {
				list = append(list, s)
			}
		}
		return list
	}
	var inputs []*catalog.ProductUpsertInput
	for i := range n {
		in := simple(fmt.Sprintf("Tovar %d", i), money.Tiyin(100*(1+dice.IntN(20))))
		in.CategoryID = set(ptr(categories[dice.IntN(3)].GlobalID()))
		if b := brands[brandSlugs[dice.IntN(3)]]; dice.IntN(4) > 0 {
			in.BrandID = set(ptr(b.GlobalID()))
		}
		in.Tags = some(tagCodes)
		if dice.IntN(3) == 0 {
			in.Variants[0].CompareAt = set(ptr(money.Tiyin(100_000)))
		}
		in.Variants[0].OnHand = ptr(dice.IntN(3))
		if of := some(materials); len(of) > 0 {
			in.Attributes = append(in.Attributes, &catalog.ProductAttributeInput{Code: "material", Choices: of})
		}
		if dice.IntN(3) > 0 {
			in.Attributes = append(in.Attributes, &catalog.ProductAttributeInput{Code: "weight", Number: ptr(fmt.Sprintf("%d.%d", dice.IntN(9)-2, dice.IntN(4)*25))})
		}
		if dice.IntN(3) > 0 {
			in.Attributes = append(in.Attributes, &catalog.ProductAttributeInput{Code: "smart", IsTrue: ptr(dice.IntN(2) == 0)})
		}
		inputs = append(inputs, &in)
	}
	w.bulk(inputs...)
	return categories
}

// with gives a filter with another choice in place of those of one facet.
func with(f catalog.SearchFilter, change func(*catalog.SearchFilter)) catalog.SearchFilter {
	f.Attributes = slices.Clone(f.Attributes)
	change(&f)
	return f
}

func wanting(a *catalog.AttributeFilter) func(*catalog.SearchFilter) {
	return func(f *catalog.SearchFilter) {
		f.Attributes = append(slices.DeleteFunc(f.Attributes, func(o *catalog.AttributeFilter) bool { return o.Code == a.Code }), a)
	}
}

// Whatever is chosen, each facet says how many products choosing one of its values leaves, and the list of products that is
// narrowed alike has as many.
func TestFacetsTellWhatChoosingLeaves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dice := rand.New(rand.NewPCG(3, 14))
	categories := w.mixture(150, dice)
	shelves := search.NewShelves(1_000)
	total := func(f catalog.SearchFilter) int {
		found := w.found(shelves, "", f)
		n, err := found.Products.Total(t.Context())
		w.Must(err)
		listed := w.count(catalog.ProductFilter{
			CategoryID: f.CategoryID, Brands: f.Brands, Tags: f.Tags, Attributes: f.Attributes,
			PriceFrom: f.PriceFrom, PriceTo: f.PriceTo, IsAvailable: f.IsAvailable, IsOnSale: f.IsOnSale,
		})
		if n != listed {
			t.Errorf("%s: %+v found, %+v listed", written(f), n, listed)
		}
		return n.Value
	}
	compared := 0
	check := func(base catalog.SearchFilter, what string, count int, change func(*catalog.SearchFilter)) {
		t.Helper()
		compared++
		if got := total(with(base, change)); got != count {
			t.Errorf("%s: %s says %d, choosing it leaves %d", written(base), what, count, got)
		}
	}
	for round := range 14 {
		base, kinds := catalog.SearchFilter{}, 0
		maybe := func(change func(*catalog.SearchFilter)) { // each kind of filter comes in its turn, others with it by chance
			if kinds == round%10 || dice.IntN(6) == 0 {
				change(&base)
			}
			kinds++
		}
		maybe(func(f *catalog.SearchFilter) { f.CategoryID = ptr(categories[dice.IntN(3)].GlobalID()) })
		maybe(func(f *catalog.SearchFilter) { f.Brands = brandSlugs[:1+dice.IntN(2)] })
		maybe(func(f *catalog.SearchFilter) { f.Tags = tagCodes[:1+dice.IntN(2)] })
		maybe(func(f *catalog.SearchFilter) { f.PriceFrom = ptr[money.Tiyin](500) })
		maybe(func(f *catalog.SearchFilter) { f.IsAvailable = ptr(true) })
		maybe(func(f *catalog.SearchFilter) { f.IsOnSale = ptr(true) })
		maybe(wanting(&catalog.AttributeFilter{Code: "material", Choices: materials[:1+dice.IntN(2)]}))
		maybe(wanting(&catalog.AttributeFilter{Code: "weight", From: ptr("-1"), To: ptr("5.25")}))
		maybe(wanting(&catalog.AttributeFilter{Code: "smart", IsTrue: ptr(true)}))
		total(base)
		found := w.found(shelves, "", base)
		facets := found.Facets
		check(base, "available", facets.CanBuy, func(f *catalog.SearchFilter) { f.IsAvailable = ptr(true) })
		check(base, "on sale", facets.OnSale, func(f *catalog.SearchFilter) { f.IsOnSale = ptr(true) })
		for _, c := range facets.Categories {
			check(base, c.Category.Slug, c.Count, func(f *catalog.SearchFilter) { f.CategoryID = ptr(c.Category.GlobalID()) })
		}
		if facets.Price != nil {
			for _, r := range facets.Price.Ranges {
				check(base, fmt.Sprintf("price %v", r), r.Count, func(f *catalog.SearchFilter) {
					f.PriceFrom, f.PriceTo = (*money.Tiyin)(r.From), (*money.Tiyin)(r.To)
				})
			}
		}
		named := read(w, facets.Named)
		for _, b := range named.Brands {
			if b.IsSelected != slices.Contains(base.Brands, b.Brand.Slug) {
				t.Errorf("%s: %s is selected: %t", written(base), b.Brand.Slug, b.IsSelected)
			}
			check(base, b.Brand.Slug, b.Count, func(f *catalog.SearchFilter) { f.Brands = []string{b.Brand.Slug} })
		}
		for _, tag := range named.Tags {
			check(base, tag.Tag.Code, tag.Count, func(f *catalog.SearchFilter) { f.Tags = []string{tag.Tag.Code} })
		}
		for _, a := range named.Attributes {
			code := a.Definition.Code
			for _, c := range a.Choices {
				check(base, code+" "+c.Choice.Code, c.Count, wanting(&catalog.AttributeFilter{Code: code, Choices: []string{c.Choice.Code}}))
			}
			for _, f := range a.Flags {
				check(base, fmt.Sprint(code, " ", f.IsTrue), f.Count, wanting(&catalog.AttributeFilter{Code: code, IsTrue: &f.IsTrue}))
			}
			if a.Range != nil {
				for _, r := range a.Range.Ranges {
					check(base, fmt.Sprintf("%s %s to %s", code, r.From, r.To), r.Count,
						wanting(&catalog.AttributeFilter{Code: code, From: ptr(r.From.String()), To: ptr(r.To.String())}))
				}
			}
		}
	}
	if compared < 200 {
		t.Errorf("only %d facets were compared", compared)
	}
}

func written(f catalog.SearchFilter) string {
	s := fmt.Sprintf("brands %q, tags %q, in a category %t, dear %t, on sale %t, available %t", f.Brands, f.Tags, f.CategoryID != nil, f.PriceFrom != nil, f.IsOnSale != nil, f.IsAvailable != nil)
	for _, a := range f.Attributes {
		s += fmt.Sprintf(", %s %q", a.Code, a.Choices)
	}
	return s
}

// Facets follow what they are made of at once: the address of a brand, a tag that is deleted, a choice that goes.
func TestFacetsFollowTheirNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.gadgets()
	shelves := search.NewShelves(100)
	facets := func() *catalog.NamedFacets {
		return read(w, w.found(shelves, "", catalog.SearchFilter{}).Facets.Named)
	}
	sony := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (*catalog.Brand, error) {
		return catalog.BrandBy(ctx, q, storeID, catalog.Key{Slug: ptr("sony")})
	})
	w.Must(second(try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Brand, error) {
		return catalog.UpsertBrand(ctx, tx, storeID, catalog.BrandUpsertInput{ID: ptr(sony.GlobalID()), Slug: ptr("sony-uz")}, now)
	})))
	if got := facets().Brands; len(got) != 2 || got[0].Brand.Slug != "artel" || got[1].Brand.Slug != "sony-uz" || got[1].Count != 2 {
		t.Errorf("brands %+v", got)
	}
	if r := w.found(shelves, "", catalog.SearchFilter{Brands: []string{"sony-uz"}}); len(r.Products.Edges) != 2 {
		t.Errorf("%d products by the new address", len(r.Products.Edges))
	}
	material := facets().Attributes[0].Definition
	if material.Code != "material" {
		t.Fatalf("the first attribute is %s", material.Code)
	}
	w.Must(second(try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Definition, error) {
		return catalog.UpsertAttribute(ctx, tx, storeID, catalog.AttributeUpsertInput{
			ID: ptr(material.GlobalID()), Choices: []*catalog.AttributeChoiceInput{{Code: "wood", Name: *uz("yogʻoch")}},
		}, now)
	})))
	if got := facets().Attributes[0]; got.Definition.Code != "material" || len(got.Choices) != 1 || got.Choices[0].Choice.Name.UzLatn != "yogʻoch" {
		t.Errorf("choices %+v", got.Choices)
	}
	if labels := documentLabels(w); slices.Contains(labels, "material=glass") || !slices.Contains(labels, "material=wood") || !slices.Contains(labels, "weight:12500000") {
		t.Errorf("documents have %q", labels)
	}
	w.Must(second(try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (id.ID, error) {
		var tag catalog.Tag
		err := tx.NewSelect().Model(&tag).Where("store_id = ?", storeID).Where("code = 'gift'").Scan(ctx)
		if err == nil {
			err = catalog.DeleteTag(ctx, tx, storeID, edit.Deletion{ID: tag.GlobalID()}, now)
		}
		return tag.GlobalID(), err
	})))
	if got := facets().Tags; len(got) != 1 || got[0].Tag.Code != "sale" {
		t.Errorf("tags %+v", got)
	}
	_, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.SearchResult, error) {
		return catalog.Search(ctx, tx, shelves, storeID, "", catalog.SearchFilter{
			Brands: []string{"sony"}, PriceFrom: ptr[money.Tiyin](2), PriceTo: ptr[money.Tiyin](1),
			Attributes: []*catalog.AttributeFilter{{Code: "material", From: ptr("1")}},
		}, search.ByMatch, page.Args{})
	})
	wantFaults(t, "upside down", err, "BAD_REQUEST filter.priceTo")
	_, err = try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.SearchResult, error) {
		return catalog.Search(ctx, tx, shelves, storeID, "", catalog.SearchFilter{
			Brands: []string{"sony"}, Attributes: []*catalog.AttributeFilter{{Code: "material", From: ptr("1")}},
		}, search.ByMatch, page.Args{})
	})
	wantFaults(t, "unknown", err, "NOT_FOUND filter.brands.0", "BAD_REQUEST filter.attributes.0.from", "REQUIRED filter.attributes.0.choices")
}

func documentLabels(w world) (labels []string) {
	w.Must(w.DB.NewRaw("select distinct unnest(labels) from search_documents where store_id = ?", w.Store.ID).Scan(w.T.Context(), &labels))
	return labels
}
