package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
)

func (w world) brand(slug string) *catalog.Brand {
	w.T.Helper()
	b, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Brand, error) {
		return catalog.UpsertBrand(ctx, tx, storeID, catalog.BrandUpsertInput{Slug: &slug, Name: uz(slug)}, now)
	})
	w.Must(err)
	return b
}

// attribute defines one worth a filter.
func (w world) attribute(code string, is catalog.AttributeType, choices ...string) *catalog.Definition {
	w.T.Helper()
	in := catalog.AttributeUpsertInput{Code: &code, Name: uz(code), Type: &is, IsFilterable: ptr(true)}
	for _, c := range choices {
		in.Choices = append(in.Choices, &catalog.AttributeChoiceInput{Code: c, Name: *uz(c), Color: ptr("#000000")})
	}
	d, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Definition, error) {
		return catalog.UpsertAttribute(ctx, tx, storeID, in, now)
	})
	w.Must(err)
	return d
}

// gadgets fills the shop with products that have brands, tags and attributes of all types.
func (w world) gadgets() {
	w.T.Helper()
	artel, sony := w.brand("artel"), w.brand("sony")
	w.attribute("material", catalog.ChoiceAttribute, "wood", "metal", "glass")
	w.attribute("tone", catalog.ColorAttribute, "white", "black")
	w.attribute("weight", catalog.NumberAttribute)
	w.attribute("smart", catalog.BooleanAttribute)
	w.attribute("story", catalog.TextAttribute)
	put := func(name string, brand *catalog.Brand, tags string, attributes ...*catalog.ProductAttributeInput) {
		in := simple(name, money.Tiyin(100*len(name)))
		if brand != nil {
			in.BrandID = set(ptr(brand.GlobalID()))
		}
		in.Tags, in.Attributes = strings.Fields(tags), attributes
		if strings.Contains(tags, "sale") {
			in.Variants[0].CompareAt = set(ptr(money.Tiyin(100_000)))
		}
		w.upsert(in)
	}
	chosen := func(code string, choices ...string) *catalog.ProductAttributeInput {
		return &catalog.ProductAttributeInput{Code: code, Choices: choices}
	}
	heavy := func(kilos string) *catalog.ProductAttributeInput {
		return &catalog.ProductAttributeInput{Code: "weight", Number: &kilos}
	}
	smart := func(is bool) *catalog.ProductAttributeInput {
		return &catalog.ProductAttributeInput{Code: "smart", IsTrue: &is}
	}
	put("Stol", nil, "gift", chosen("material", "wood", "metal"), heavy("12.5"))
	put("Televizor", sony, "gift sale", chosen("material", "glass"), chosen("tone", "black"), heavy("9"), smart(true))
	put("Muzlatgich", artel, "sale", chosen("material", "metal"), chosen("tone", "white"), heavy("60"), smart(false))
	put("Smartfon", sony, "", chosen("material", "glass", "metal"), chosen("tone", "white"), heavy("0.2"), smart(true))
	put("Choynak", artel, "gift")
}

func TestFiltersOfBrandsTagsAndAttributes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.gadgets()
	w.beside("qoshni").gadgets()
	attributes := func(a ...*catalog.AttributeFilter) catalog.ProductFilter { return catalog.ProductFilter{Attributes: a} }
	of := func(code string, choices ...string) *catalog.AttributeFilter {
		return &catalog.AttributeFilter{Code: code, Choices: choices}
	}
	weighs := func(from, to string) *catalog.AttributeFilter {
		a := &catalog.AttributeFilter{Code: "weight"}
		if from != "" {
			a.From = &from
		}
		if to != "" {
			a.To = &to
		}
		return a
	}
	smart := func(is bool) *catalog.AttributeFilter { return &catalog.AttributeFilter{Code: "smart", IsTrue: &is} }
	for name, c := range map[string]struct {
		filter catalog.ProductFilter
		want   []string
	}{
		"a brand":                   {catalog.ProductFilter{Brands: []string{"sony"}}, []string{"Smartfon", "Televizor"}},
		"one of two brands":         {catalog.ProductFilter{Brands: []string{"artel", "sony"}}, []string{"Choynak", "Smartfon", "Televizor", "Muzlatgich"}},
		"a tag":                     {catalog.ProductFilter{Tags: []string{"gift"}}, []string{"Stol", "Choynak", "Televizor"}},
		"one of two tags":           {catalog.ProductFilter{Tags: []string{"gift", "sale"}}, []string{"Stol", "Choynak", "Televizor", "Muzlatgich"}},
		"a brand with a tag":        {catalog.ProductFilter{Brands: []string{"artel"}, Tags: []string{"gift"}}, []string{"Choynak"}},
		"on sale":                   {catalog.ProductFilter{IsOnSale: ptr(true)}, []string{"Televizor", "Muzlatgich"}},
		"on sale or not":            {catalog.ProductFilter{IsOnSale: ptr(false), Tags: []string{"sale"}}, []string{"Televizor", "Muzlatgich"}},
		"a choice":                  {attributes(of("material", "wood")), []string{"Stol"}},
		"one of two choices":        {attributes(of("material", "wood", "glass")), []string{"Stol", "Smartfon", "Televizor"}},
		"two attributes":            {attributes(of("material", "glass"), of("tone", "white")), []string{"Smartfon"}},
		"at least":                  {attributes(weighs("9", "")), []string{"Stol", "Televizor", "Muzlatgich"}},
		"at most":                   {attributes(weighs("", "9.000")), []string{"Smartfon", "Televizor"}},
		"between":                   {attributes(weighs("0.20", "12.5")), []string{"Stol", "Smartfon", "Televizor"}},
		"yes":                       {attributes(smart(true)), []string{"Smartfon", "Televizor"}},
		"no":                        {attributes(smart(false)), []string{"Muzlatgich"}},
		"all together":              {catalog.ProductFilter{Brands: []string{"sony"}, Tags: []string{"gift"}, IsOnSale: ptr(true), Attributes: []*catalog.AttributeFilter{smart(true), weighs("5", "10")}}, []string{"Televizor"}},
		"what excludes one another": {catalog.ProductFilter{Brands: []string{"sony"}, Attributes: []*catalog.AttributeFilter{of("material", "wood")}}, nil},
	} {
		got := names(w.list(c.filter, catalog.ByPrice, false, page.Args{}))
		if !slices.Equal(got, append([]string{}, c.want...)) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if n := w.count(c.filter); n.Value != len(c.want) || !n.Exact {
			t.Errorf("%s: counted %+v", name, n)
		}
	}
	many := slices.Repeat([]string{"x"}, 51)
	for name, c := range map[string]struct {
		filter catalog.ProductFilter
		want   []string
	}{
		"unknown names":        {catalog.ProductFilter{Brands: []string{"sony", "none"}, Tags: []string{"none"}}, []string{"NOT_FOUND filter.brands.1", "NOT_FOUND filter.tags.0"}},
		"unknown attributes":   {attributes(of("none", "wood"), of("material", "wood", "none")), []string{"NOT_FOUND filter.attributes.0.code", "NOT_FOUND filter.attributes.1.choices.1"}},
		"too many":             {catalog.ProductFilter{Brands: many, Tags: many, Attributes: []*catalog.AttributeFilter{of("material", many...)}}, []string{"TOO_MANY filter.attributes.0.choices", "TOO_MANY filter.brands", "TOO_MANY filter.tags"}},
		"too many attributes":  {attributes(of("a"), of("b"), of("c"), of("d"), of("e"), of("f"), of("g"), of("h"), of("i"), of("j"), of("k")), []string{"TOO_MANY filter.attributes"}},
		"upside down":          {catalog.ProductFilter{PriceFrom: ptr[money.Tiyin](2), PriceTo: ptr[money.Tiyin](1), Attributes: []*catalog.AttributeFilter{weighs("10", "9.5")}}, []string{"BAD_REQUEST filter.attributes.0.to", "BAD_REQUEST filter.priceTo"}},
		"no numbers":           {attributes(weighs("heavy", "1e3")), []string{"INVALID filter.attributes.0.from", "INVALID filter.attributes.0.to"}},
		"twice":                {attributes(of("tone", "white"), of("tone", "black")), []string{"DUPLICATE filter.attributes.1.code"}},
		"a number of a list":   {attributes(&catalog.AttributeFilter{Code: "tone", From: ptr("1"), IsTrue: ptr(true)}), []string{"BAD_REQUEST filter.attributes.0.from", "BAD_REQUEST filter.attributes.0.isTrue", "REQUIRED filter.attributes.0.choices"}},
		"a choice of a number": {attributes(of("weight", "wood")), []string{"BAD_REQUEST filter.attributes.0.choices", "REQUIRED filter.attributes.0.from"}},
		"nothing of a flag":    {attributes(of("smart")), []string{"REQUIRED filter.attributes.0.isTrue"}},
		"words":                {attributes(of("story")), []string{"BAD_REQUEST filter.attributes.0.code"}},
	} {
		_, err := w.tryList(c.filter, catalog.ByPosition, false, page.Args{})
		wantFaults(t, name, err, c.want...)
	}
}

// Whether a product is on sale follows the prices that hold for everybody.
func TestOnSaleFollowsPrices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := simple("Choynak", 1_000)
	in.ExternalID = ptr("teapot")
	p := w.upsert(in)
	v := w.variants(p)[0]
	want := func(what string, is bool) {
		t.Helper()
		if got := len(w.list(catalog.ProductFilter{IsOnSale: ptr(true)}, catalog.ByPrice, false, page.Args{}).Edges) == 1; got != is {
			t.Errorf("%s: on sale %t", what, got)
		}
	}
	want("at first", false)
	_, err := w.trySetPrice(v.GlobalID(), 900, ptr[money.Tiyin](1_000))
	w.Must(err)
	want("a crossed-out price", true)
	_, err = w.trySetPrice(v.GlobalID(), 1_000, nil)
	w.Must(err)
	want("none again", false)
	w.priceList(catalog.PriceListUpsertInput{CustomerGroupID: set(ptr(w.group().GlobalID()))}, listPrice(v.ID, 500))
	want("a price of a group", false)
	l := w.priceList(catalog.PriceListUpsertInput{}, listPrice(v.ID, 800))
	want("a price list", true)
	w.upsert(in)
	want("a price list after a write", true)
	_, err = try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.PriceList, error) {
		return catalog.UpsertPriceList(ctx, tx, storeID, catalog.PriceListUpsertInput{ID: ptr(l.GlobalID()), IsActive: ptr(false)}, now)
	})
	w.Must(err)
	want("a price list put away", false)
}

// Every filter that is a column has an index that ends in the sort; the others give their products from an index.
func TestFilteredListsAreReadFromTheirIndexes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	brand, leaf := w.brand("kam"), w.category("Barg", nil)
	material, weight, smart := w.attribute("material", catalog.ChoiceAttribute, "wood"), w.attribute("weight", catalog.NumberAttribute), w.attribute("smart", catalog.BooleanAttribute)
	tagged := simple("Belgili", 1)
	tagged.Tags = []string{"rare"}
	var tag uuid.UUID
	w.upsert(tagged)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		return tx.NewRaw("select id from tags where store_id = ?", w.Store.ID).Scan(ctx, &tag)
	})
	var rows, tags, values [][]any
	for i := range 6_000 {
		key, brandID, categoryID := id.New(), any(nil), any(nil)
		isRare := i%50 == 0
		if isRare {
			brandID, categoryID = brand.ID, leaf.ID
			tags = append(tags, []any{w.Store.ID, key, tag})
			values = append(values, []any{w.Store.ID, key, material.ID, material.Choices[0].ID, nil, nil})
		}
		values = append(values, []any{w.Store.ID, key, weight.ID, nil, fmt.Sprint(i), nil}, []any{w.Store.ID, key, smart.ID, nil, nil, isRare})
		rows = append(rows, []any{
			w.Store.ID, key, fmt.Sprintf("p-%d", i), "ACTIVE", *uz("Tovar"), i, i, int64(i), now.Add(time.Duration(i) * time.Second), brandID, categoryID, isRare,
		})
	}
	w.copyIn("products", "store_id id slug status name position popularity price_min published_at brand_id category_id is_on_sale", rows)
	w.copyIn("product_tags", "store_id product_id tag_id", tags)
	w.copyIn("product_attributes", "store_id product_id attribute_id choice_id number flag", values)
	kept := &queries{}
	w.DB.OnStatement(func(sql string) { kept.sql = append(kept.sql, sql) })
	ends := map[catalog.ProductSort]string{
		catalog.ByPosition: "position", catalog.ByPopularity: "popularity", catalog.ByPrice: "price", catalog.ByPublished: "published_at",
	}
	for sort, end := range ends {
		for prefix, f := range map[string]catalog.ProductFilter{
			"products_category_": {CategoryID: ptr(leaf.GlobalID())}, "products_brand_": {Brands: []string{"kam"}}, "products_sale_": {IsOnSale: ptr(true)},
		} {
			index := prefix + end + "_idx"
			if index == "products_brand_position_idx" {
				index = "products_brand_id_idx"
			}
			for _, desc := range []bool{false, true} {
				kept.sql = nil
				c := w.list(f, sort, desc, page.Args{First: ptr(24)})
				w.list(f, sort, desc, page.Args{First: ptr(24), After: c.PageInfo.EndCursor})
				if plan := w.plan(kept, "products"); !strings.Contains(plan, index) || strings.Contains(plan, "Sort") || strings.Contains(plan, "Seq Scan") {
					t.Errorf("%s, descending %t, is not read from %s in order:\n%s", sort, desc, index, plan)
				}
			}
		}
	}
	for index, f := range map[string]catalog.ProductFilter{
		"product_tags_tag_id_idx":          {Tags: []string{"rare"}},
		"product_attributes_choice_id_idx": {Attributes: []*catalog.AttributeFilter{{Code: "material", Choices: []string{"wood"}}}},
		"product_attributes_number_idx":    {Attributes: []*catalog.AttributeFilter{{Code: "weight", From: ptr("10"), To: ptr("20")}}},
		"product_attributes_flag_idx":      {Attributes: []*catalog.AttributeFilter{{Code: "smart", IsTrue: ptr(true)}}},
	} {
		kept.sql = nil
		if c := w.list(f, catalog.ByPrice, false, page.Args{First: ptr(5)}); len(c.Edges) != 5 && len(c.Edges) != 1 {
			t.Errorf("%s: %d products", index, len(c.Edges))
		}
		if plan := w.plan(kept, "products"); !strings.Contains(plan, index) || strings.Contains(plan, "Seq Scan") {
			t.Errorf("not read from %s:\n%s", index, plan)
		}
	}
}
