package catalog_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/stock"
)

// whole is an input with everything in it.
func whole(w world) catalog.ProductUpsertInput {
	category := w.category("Koʻylaklar", nil)
	size := option("size", "s", "m")
	color := option("color", "red", "blue")
	color.Display = ptr(catalog.Swatch)
	color.Values[0].Swatch = ptr("#FF0000")
	red, blue := coded("color=red size=s", "K-RED-S"), chosen("size=m color=blue")
	red.OnHand, red.CompareAt, red.Barcode, red.WeightGrams = ptr(7), set(ptr(1_500*money.Som)), ptr("4780001"), ptr(300)
	blue.ExternalID, blue.Price, blue.TracksStock, blue.IsStopped = ptr("var-blue"), ptr(2_000*money.Som), ptr(false), ptr(true)
	return catalog.ProductUpsertInput{
		ExternalID: ptr("prod-1"), Slug: ptr("koylak-bahor"), Status: ptr(catalog.Active),
		Name:    &lang.Text{UzLatn: "Koʻylak", UzCyrl: "Кўйлак", RU: "Платье", EN: "Dress"},
		Summary: &lang.Text{RU: "Лёгкое"}, Description: &lang.Text{RU: "Первый.\n\nВторой."},
		CategoryID:       set(ptr(category.GlobalID())),
		Media:            []*catalog.ProductMediaInput{{MediaID: w.picture()}, {MediaID: w.picture(), OptionCode: ptr("color"), ValueCode: ptr("blue")}},
		Attributes:       []*catalog.ProductAttributeInput{{Code: "fabric", Name: uz("Mato"), Value: uz("paxta")}},
		Options:          []*catalog.ProductOptionInput{color, size},
		Variants:         []*catalog.VariantInput{red, blue},
		ModifierGroupIDs: []id.ID{w.Modifiers("Qadoq", 0, 1, "quti").GlobalID()},
		IKPU:             ptr("06912001001000000"), PackageCode: ptr("1501319"), VATPercent: ptr(12), Position: ptr(3),
	}
}

func TestUpsertWritesAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := whole(w)
	made := w.upsert(in)
	p := w.product(made.GlobalID())
	if p.Version != 1 || *p.ExternalID != "prod-1" || p.Slug != "koylak-bahor" || p.Kind != catalog.Goods || p.Nature != catalog.Physical ||
		p.Status != catalog.Active || p.Name != *in.Name || p.Description.RU != "Первый.\n\nВторой." || p.CategoryID == nil ||
		p.IKPU != "06912001001000000" || p.PackageCode != "1501319" || p.VATPercent != 12 || p.Position != 3 ||
		p.PriceMin != 1_000*money.Som || p.PriceMax != 2_000*money.Som || p.PublishedAt == nil || !p.PublishedAt.Equal(now) ||
		!p.CreatedAt.Equal(now) || len(p.Facts) != 1 || p.Facts[0].Value.UzLatn != "paxta" {
		t.Errorf("product %+v", p)
	}
	options := w.options(p)
	if len(options) != 2 || options[0].Code != "color" || options[0].Display != catalog.Swatch || options[0].Values[0].Swatch != "#ff0000" ||
		options[1].Code != "size" || options[1].Display != catalog.Pill || len(options[1].Values) != 2 || options[1].Values[1].Code != "m" {
		t.Errorf("options %+v", options)
	}
	variants := w.variants(p)
	red, blue := variants[0], variants[1]
	if *red.SKU != "K-RED-S" || red.ExternalID != nil || *red.Price != 1_000*money.Som || *red.CompareAt != 1_500*money.Som || red.Barcode != "4780001" ||
		*red.WeightGrams != 300 || !red.TracksStock || !red.IsActive || red.IsStopped || red.RetiredAt != nil {
		t.Errorf("red %+v", red)
	}
	if blue.SKU != nil || *blue.ExternalID != "var-blue" || blue.TracksStock || !blue.IsStopped || blue.Position != 1 {
		t.Errorf("blue %+v", blue)
	}
	if got := blue.Values(options); len(got) != 2 || got[0].Code != "blue" || got[1].Code != "m" {
		t.Errorf("choice of blue: %+v", got)
	}
	pictures := read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*catalog.Picture, error) {
		by, err := catalog.PicturesOf(ctx, q, storeID, []uuid.UUID{p.ID})
		return by[p.ID], err
	})
	if len(pictures) != 2 || pictures[0].OptionValueID != nil || pictures[1].OptionValueID == nil || *pictures[1].OptionValueID != options[0].Values[1].ID {
		t.Errorf("pictures %+v", pictures)
	}
	if catalog.Cover(pictures, red) != pictures[0].Media || catalog.Cover(pictures, blue) != pictures[1].Media || catalog.Cover(pictures[1:], red) != pictures[1].Media || catalog.Cover(nil, red) != nil {
		t.Error("covers")
	}
	groups := read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*catalog.ModifierGroup, error) {
		by, err := catalog.ModifierGroupsOf(ctx, q, storeID, []uuid.UUID{p.ID})
		return by[p.ID], err
	})
	if len(groups) != 1 || groups[0].Options[0].Code != "quti" {
		t.Errorf("modifier groups %+v", groups)
	}
	if w.Left(red.ID) != 7 {
		t.Errorf("%d pieces", w.Left(red.ID))
	}
	moves := read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*stock.Movement, error) {
		return stock.Movements(ctx, q, storeID, red.ID, 10)
	})
	if len(moves) != 1 || moves[0].Actor != "Aziza" || moves[0].Reason != stock.Recount {
		t.Errorf("movements %+v", moves)
	}
	for _, words := range []string{"koylak", "платье", "K-RED-S", "paxta", "легкое"} {
		if found := w.search(words); !slices.Equal(found, []string{"Koʻylak"}) {
			t.Errorf("%q finds %q", words, found)
		}
	}
}

func (w world) search(words string) []string {
	w.T.Helper()
	return names(read(w, func(ctx context.Context, q bun.IDB, storeID int64) (*page.Connection[*catalog.Product], error) {
		return catalog.Products(ctx, q, storeID, catalog.View{Now: now}, catalog.ProductFilter{Search: &words}, catalog.ByPosition, false, page.Args{})
	}))
}

func TestUpsertAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := whole(w)
	first := w.upsert(in)
	before := w.rows()
	again := w.upsert(in)
	if again.ID != first.ID || again.Version != 2 {
		t.Errorf("product %s version %d", again.ID, again.Version)
	}
	if after := w.rows(); !slices.Equal(before, after) {
		for i := range after {
			if i >= len(before) || before[i] != after[i] {
				t.Errorf("row is now %s", after[i])
			}
		}
	}
	// The same by id, and with nothing but a field.
	again = w.upsert(catalog.ProductUpsertInput{ID: ptr(first.GlobalID()), ExpectedVersion: ptr(2)})
	if after := w.rows(); again.Version != 3 || !slices.Equal(before, after) {
		t.Error("an empty input changes rows")
	}
	w.upsert(catalog.ProductUpsertInput{ID: ptr(first.GlobalID()), Position: ptr(4), CategoryID: set[*id.ID](nil), ExternalID: ptr(" prod-2 ")})
	p := w.product(first.GlobalID())
	if p.Position != 4 || p.CategoryID != nil || *p.ExternalID != "prod-2" || p.Name != *in.Name || p.PriceMin != 1_000*money.Som || len(w.variants(p)) != 2 {
		t.Errorf("one field: %+v", p)
	}
	if by := w.upsert(catalog.ProductUpsertInput{ExternalID: ptr("prod-2")}); by.ID != p.ID {
		t.Error("the new external id names another product")
	}
}

func TestUpsertNewProduct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bare := w.product(w.upsert(catalog.ProductUpsertInput{Name: &lang.Text{UzCyrl: "Гулдаста"}}).GlobalID())
	if bare.Status != catalog.Draft || bare.PublishedAt != nil || bare.Slug != "guldasta" || bare.ExternalID != nil || bare.PriceMin != 0 || bare.Facts == nil {
		t.Errorf("a bare draft: %+v", bare)
	}
	for _, want := range []string{"guldasta-2", "guldasta-3"} {
		if p := w.upsert(catalog.ProductUpsertInput{Name: uz("Guldasta")}); p.Slug != want {
			t.Errorf("slug %s, want %s", p.Slug, want)
		}
	}
	long := w.upsert(catalog.ProductUpsertInput{Name: uz(strings.Repeat("juda ", 40))})
	if len(long.Slug) > 80 || strings.HasSuffix(long.Slug, "-") {
		t.Errorf("slug %q", long.Slug)
	}
	if p := w.upsert(catalog.ProductUpsertInput{Name: uz("👗")}); p.Slug != "x" {
		t.Errorf("slug %q", p.Slug)
	}
	if p := w.upsert(catalog.ProductUpsertInput{Name: uz("Guldasta"), Slug: ptr("atirgullar")}); p.Slug != "atirgullar" {
		t.Errorf("slug %q", p.Slug)
	}
	// Another store has its own names.
	if p := w.beside("qoshni").upsert(catalog.ProductUpsertInput{Name: uz("Guldasta"), ExternalID: ptr("prod-1")}); p.Slug != "guldasta" {
		t.Errorf("slug in the other store %q", p.Slug)
	}
}

func TestUpsertTellsAllFaultsTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.upsert(catalog.ProductUpsertInput{Name: uz("A"), Slug: ptr("band"), Variants: []*catalog.VariantInput{{SKU: ptr("TAKEN"), ExternalID: ptr("taken"), IsActive: ptr(false)}}})
	before := w.rows()
	bad := option("Rang", "red", "red")
	bad.Values[0].Name = lang.Text{}
	bad.Values[1].Swatch = ptr("red")
	dear := coded("size=s", "TAKEN")
	dear.Price, dear.OnHand, dear.ExternalID = ptr(catalog.MaxPrice+1), ptr(-1), ptr(" ")
	cheap := coded("size=m", "X-1")
	cheap.CompareAt, cheap.ExternalID, cheap.WeightGrams = set(ptr(1_000*money.Som)), ptr("taken"), ptr(-5)
	same := coded("size=m", "X-1")
	same.Price = nil
	_, err := w.tryUpsert(catalog.ProductUpsertInput{
		Name: &lang.Text{RU: strings.Repeat("ы", 201)}, Summary: uz(strings.Repeat("s", 301)), Slug: ptr("band"), Status: ptr(catalog.Active),
		CategoryID: set(ptr(id.Of(id.Category, id.New()))), IKPU: ptr("123"), PackageCode: ptr(strings.Repeat("1", 21)), VATPercent: ptr(101), Position: ptr(-1),
		Media: []*catalog.ProductMediaInput{
			{MediaID: id.Of(id.Product, id.New())}, {MediaID: id.Of(id.Media, id.New())}, {MediaID: w.picture(), OptionCode: ptr("size"), ValueCode: ptr("xxl")},
			{MediaID: w.picture(), OptionCode: ptr("size")},
		},
		Attributes:       []*catalog.ProductAttributeInput{{Code: "a", Name: uz("A")}, {Code: "a", Name: uz("A"), Value: uz("B")}},
		Options:          []*catalog.ProductOptionInput{option("size", "s", "m"), bad, {Code: "size", Name: *uz("x")}},
		Variants:         []*catalog.VariantInput{dear, cheap, same},
		ModifierGroupIDs: []id.ID{id.Of(id.ModifierGroup, id.New()), id.Of(id.Media, id.New())},
	})
	wantFaults(t, "everything wrong", err,
		"TOO_LONG input.name.ru", "TOO_LONG input.summary.uzLatn", "SLUG_TAKEN input.slug", "NOT_FOUND input.categoryId", "INVALID input.ikpu",
		"TOO_LONG input.packageCode", "OUT_OF_RANGE input.vatPercent", "OUT_OF_RANGE input.position",
		"INVALID_ID input.media.0.mediaId", "NOT_FOUND input.media.1.mediaId", "NOT_FOUND input.media.2.valueCode", "REQUIRED input.media.3.valueCode",
		"REQUIRED input.attributes.0.value", "DUPLICATE input.attributes.1.code",
		"INVALID input.options.1.code", "REQUIRED input.options.1.values.0.name", "DUPLICATE input.options.1.values.1.code", "INVALID input.options.1.values.1.swatch",
		"DUPLICATE input.options.2.code", "REQUIRED input.options.2.values",
		"OPTION_MISMATCH input.variants.0.choice", "OPTION_MISMATCH input.variants.1.choice", "OPTION_MISMATCH input.variants.2.choice",
		"OUT_OF_RANGE input.variants.0.price", "OUT_OF_RANGE input.variants.0.onHand", "REQUIRED input.variants.0.externalId", "SKU_TAKEN input.variants.0.sku",
		"OUT_OF_RANGE input.variants.1.compareAt", "OUT_OF_RANGE input.variants.1.weightGrams", "DUPLICATE input.variants.1.externalId",
		"PRICE_MISSING input.variants.2.price", "SKU_TAKEN input.variants.2.sku",
		"NOT_FOUND input.modifierGroupIds.0", "INVALID_ID input.modifierGroupIds.1",
	)
	if after := w.rows(); len(after) != len(before) {
		t.Error("a refused input left rows")
	}
}

func TestUpsertRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	neighbour := w.beside("qoshni")
	mine := w.upsert(simple("Meniki", 1_000))
	w.upsert(catalog.ProductUpsertInput{Name: uz("Ikkinchi"), Slug: ptr("ikkinchi"), ExternalID: ptr("two")})
	foreign := neighbour.upsert(simple("Begona", 1_000))
	foreignVariant := neighbour.variants(foreign)[0].GlobalID()
	foreignCategory, foreignPicture := neighbour.category("Begona", nil), neighbour.picture()
	foreignGroup := neighbour.Modifiers("Begona", 0, 1, "a").GlobalID()
	before, theirs := w.rows(), neighbour.rows()
	key := ptr(mine.GlobalID())
	many := func(n int) string { return strings.Repeat("x", n) }
	for name, c := range map[string]struct {
		in   catalog.ProductUpsertInput
		want string
	}{
		"no name":                     {catalog.ProductUpsertInput{}, "REQUIRED input.name"},
		"an empty name":               {catalog.ProductUpsertInput{ID: key, Name: &lang.Text{UzLatn: "  "}}, "REQUIRED input.name"},
		"an unknown id":               {catalog.ProductUpsertInput{ID: ptr(id.Of(id.Product, id.New()))}, "NOT_FOUND input.id"},
		"an id of another kind":       {catalog.ProductUpsertInput{ID: ptr(id.Of(id.Variant, mine.ID))}, "INVALID_ID input.id"},
		"a foreign product":           {catalog.ProductUpsertInput{ID: ptr(foreign.GlobalID()), Name: uz("x")}, "NOT_FOUND input.id"},
		"a foreign category":          {catalog.ProductUpsertInput{ID: key, CategoryID: set(ptr(foreignCategory.GlobalID()))}, "NOT_FOUND input.categoryId"},
		"a category of another kind":  {catalog.ProductUpsertInput{ID: key, CategoryID: set(key)}, "INVALID_ID input.categoryId"},
		"an unknown external parent":  {catalog.ProductUpsertInput{ID: key, CategoryExternalID: ptr("none")}, "NOT_FOUND input.categoryExternalId"},
		"a foreign picture":           {catalog.ProductUpsertInput{ID: key, Media: []*catalog.ProductMediaInput{{MediaID: foreignPicture}}}, "NOT_FOUND input.media.0.mediaId"},
		"a foreign modifier group":    {catalog.ProductUpsertInput{ID: key, ModifierGroupIDs: []id.ID{foreignGroup}}, "NOT_FOUND input.modifierGroupIds.0"},
		"a foreign variant":           {catalog.ProductUpsertInput{ID: key, Variants: []*catalog.VariantInput{{ID: &foreignVariant, Price: ptr(money.Som)}}}, "NOT_FOUND input.variants.0.id"},
		"somebody changed it":         {catalog.ProductUpsertInput{ID: key, ExpectedVersion: ptr(2)}, "STALE_VERSION input.expectedVersion"},
		"a slug of another":           {catalog.ProductUpsertInput{ID: key, Slug: ptr("ikkinchi")}, "SLUG_TAKEN input.slug"},
		"no slug":                     {catalog.ProductUpsertInput{ID: key, Slug: ptr("Katta Harf")}, "INVALID input.slug"},
		"a long slug":                 {catalog.ProductUpsertInput{ID: key, Slug: ptr(many(81))}, "TOO_LONG input.slug"},
		"an external id of another":   {catalog.ProductUpsertInput{ID: key, ExternalID: ptr("two")}, "DUPLICATE input.externalId"},
		"a blank external id":         {catalog.ProductUpsertInput{ExternalID: ptr(" "), Name: uz("x")}, "REQUIRED input.externalId"},
		"a long external id":          {catalog.ProductUpsertInput{ID: key, ExternalID: ptr(many(101))}, "TOO_LONG input.externalId"},
		"many options":                {catalog.ProductUpsertInput{ID: key, Options: make([]*catalog.ProductOptionInput, 4)}, "TOO_MANY input.options"},
		"many variants":               {catalog.ProductUpsertInput{ID: key, Variants: make([]*catalog.VariantInput, 301)}, "TOO_MANY input.variants"},
		"many pictures":               {catalog.ProductUpsertInput{ID: key, Media: make([]*catalog.ProductMediaInput, 31)}, "TOO_MANY input.media"},
		"many attributes":             {catalog.ProductUpsertInput{ID: key, Attributes: make([]*catalog.ProductAttributeInput, 51)}, "TOO_MANY input.attributes"},
		"many modifier groups":        {catalog.ProductUpsertInput{ID: key, ModifierGroupIDs: make([]id.ID, 21)}, "TOO_MANY input.modifierGroupIds"},
		"active without variants":     {catalog.ProductUpsertInput{Name: uz("x"), Status: ptr(catalog.Active)}, "PRICE_MISSING input.variants"},
		"active with inactive ones":   {catalog.ProductUpsertInput{ID: key, Variants: []*catalog.VariantInput{{IsActive: ptr(false)}}}, "PRICE_MISSING input.variants"},
		"the last variant taken away": {catalog.ProductUpsertInput{ID: key, Variants: []*catalog.VariantInput{}}, "PRICE_MISSING input.variants"},
		"an option added alone":       {catalog.ProductUpsertInput{ID: key, Options: []*catalog.ProductOptionInput{option("size", "s")}}, "PRICE_MISSING input.variants"},
	} {
		_, err := w.tryUpsert(c.in)
		wantFaults(t, name, err, c.want)
	}
	values := option("size")
	for range 51 {
		values.Values = append(values.Values, &catalog.ProductOptionValueInput{})
	}
	_, err := w.tryUpsert(catalog.ProductUpsertInput{Name: uz("x"), Options: []*catalog.ProductOptionInput{values}})
	wantFaults(t, "many values", err, "TOO_MANY input.options.0.values")
	if !slices.Equal(w.rows(), before) || !slices.Equal(neighbour.rows(), theirs) {
		t.Error("refused inputs changed rows")
	}
}
