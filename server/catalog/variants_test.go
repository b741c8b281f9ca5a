package catalog_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// shirt is a draft in two sizes with the given variants.
func shirt(externalID string, variants ...*catalog.VariantInput) catalog.ProductUpsertInput {
	return catalog.ProductUpsertInput{
		ExternalID: &externalID, Name: uz("Koʻylak"), Options: []*catalog.ProductOptionInput{option("size", "s", "m", "l")}, Variants: variants,
	}
}

func keys(variants []*catalog.Variant) []uuid.UUID {
	var list []uuid.UUID
	for _, v := range variants {
		list = append(list, v.ID)
	}
	return list
}

func TestVariantsKeepTheirIdentity(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	named := func(choice, externalID string) *catalog.VariantInput {
		v := chosen(choice)
		v.ExternalID = &externalID
		return v
	}
	p := w.upsert(shirt("p", coded("size=s", "K-S"), named("size=m", "ext-m"), chosen("size=l")))
	old := w.variants(p)
	s, m, l := old[0], old[1], old[2]
	check := func(what string, want []*catalog.Variant, in ...*catalog.VariantInput) []*catalog.Variant {
		t.Helper()
		w.upsert(shirt("p", in...))
		now := w.variants(p)
		if !slices.Equal(keys(now), keys(want)) {
			t.Errorf("%s: %v, want %v", what, keys(now), keys(want))
		}
		return now
	}
	check("by choice", old, chosen("size=s"), chosen("size=m"), chosen("size=l"))
	check("in another order", []*catalog.Variant{l, s, m}, chosen("size=l"), coded("size=s", "K-S"), named("size=m", "ext-m"))
	byName := check("by name alone", old,
		&catalog.VariantInput{SKU: ptr(" K-S "), Price: ptr(5 * money.Som)}, &catalog.VariantInput{ExternalID: ptr("ext-m")}, &catalog.VariantInput{ID: ptr(l.GlobalID())})
	if *byName[0].Price != 5*money.Som || *byName[1].Price != 1_000*money.Som || *byName[0].SKU != "K-S" || byName[2].ChoiceKey != l.ChoiceKey {
		t.Errorf("what is not given changed: %+v", byName)
	}
	// The surest name wins: size S now goes by what was M, whatever stands first.
	renamed := check("id before choice", []*catalog.Variant{l, m, s}, chosen("size=l"), named("size=s", "ext-m"), coded("size=m", "K-S"))
	if *renamed[1].ExternalID != "ext-m" || *renamed[2].SKU != "K-S" || renamed[1].ChoiceKey != s.ChoiceKey {
		t.Errorf("sizes changed hands: %+v", renamed)
	}
	with := func(v *catalog.Variant, choice, sku string) *catalog.VariantInput {
		in := coded(choice, sku)
		in.ID = ptr(v.GlobalID())
		return in
	}
	check("two SKUs", []*catalog.Variant{s, m}, with(s, "size=s", "A"), with(m, "size=m", "B"))
	swapped := check("SKUs changed hands", []*catalog.Variant{s, m}, with(s, "size=m", "B"), with(m, "size=s", "A"))
	if *swapped[0].SKU != "B" || *swapped[1].SKU != "A" || swapped[0].ChoiceKey != m.ChoiceKey {
		t.Errorf("swapped %+v", swapped)
	}
	check("SKU taken off", []*catalog.Variant{s, m}, with(s, "size=s", ""), with(m, "size=m", "B"))
	if v := w.variants(p)[0]; v.SKU != nil {
		t.Errorf("SKU %q", *v.SKU)
	}
	// Options and values keep theirs by code, in whatever order they come.
	before := w.options(p)
	in := shirt("p")
	in.Variants, in.Options = nil, []*catalog.ProductOptionInput{option("size", "l", "s", "m")}
	w.upsert(in)
	after := w.options(p)
	if after[0].ID != before[0].ID || after[0].Values[1].ID != before[0].Values[0].ID || after[0].Values[0].ID != before[0].Values[2].ID {
		t.Errorf("options %+v, were %+v", after[0], before[0])
	}
	if now := w.variants(p); !slices.Equal(keys(now), []uuid.UUID{s.ID, m.ID}) {
		t.Error("variants whose choice still fits stay")
	}
}

func TestVariantsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(shirt("p", coded("size=s", "K-S"), coded("size=m", "K-M")))
	s := w.variants(p)[0]
	ext := chosen("size=s")
	ext.ExternalID = ptr("ext-1")
	w.upsert(shirt("other", coded("size=m", "TAKEN"), ext))
	before := w.rows()
	byID := func(v *catalog.VariantInput) *catalog.VariantInput {
		v.ID = ptr(s.GlobalID())
		return v
	}
	twice := func(choice string) *catalog.VariantInput {
		v := chosen(choice)
		v.ExternalID = ptr("twice")
		return v
	}
	compared := func(price, compareAt money.Tiyin) *catalog.VariantInput {
		v := chosen("size=s")
		v.Price, v.CompareAt = &price, set(&compareAt)
		return v
	}
	taken := chosen("size=l")
	taken.ExternalID = ptr("ext-1")
	free := chosen("size=l")
	free.Price = ptr(money.Tiyin(-1))
	for name, c := range map[string]struct {
		in   []*catalog.VariantInput
		want []string
	}{
		"no value":            {[]*catalog.VariantInput{{Price: ptr(money.Som)}}, []string{"OPTION_MISMATCH input.variants.0.choice"}},
		"an unknown value":    {[]*catalog.VariantInput{chosen("size=xxl")}, []string{"OPTION_MISMATCH input.variants.0.choice"}},
		"an unknown option":   {[]*catalog.VariantInput{chosen("color=s")}, []string{"OPTION_MISMATCH input.variants.0.choice"}},
		"two values":          {[]*catalog.VariantInput{chosen("size=s size=m")}, []string{"OPTION_MISMATCH input.variants.0.choice"}},
		"more than it has":    {[]*catalog.VariantInput{chosen("size=s color=s")}, []string{"OPTION_MISMATCH input.variants.0.choice"}},
		"a choice twice":      {[]*catalog.VariantInput{chosen("size=s"), chosen("size=s")}, []string{"OPTION_MISMATCH input.variants.1.choice"}},
		"an id twice":         {[]*catalog.VariantInput{byID(chosen("size=s")), byID(chosen("size=m"))}, []string{"DUPLICATE input.variants.1.id"}},
		"a SKU twice":         {[]*catalog.VariantInput{coded("size=s", "X"), coded("size=l", "X")}, []string{"SKU_TAKEN input.variants.1.sku"}},
		"a SKU it keeps":      {[]*catalog.VariantInput{byID(chosen("size=s")), coded("size=l", "K-S")}, []string{"SKU_TAKEN input.variants.1.sku"}},
		"a SKU of another":    {[]*catalog.VariantInput{coded("size=s", "K-S"), coded("size=m", "TAKEN")}, []string{"SKU_TAKEN input.variants.1.sku"}},
		"an external id":      {[]*catalog.VariantInput{chosen("size=s"), taken}, []string{"DUPLICATE input.variants.1.externalId"}},
		"external ids twice":  {[]*catalog.VariantInput{twice("size=s"), twice("size=l")}, []string{"DUPLICATE input.variants.1.externalId"}},
		"no price":            {[]*catalog.VariantInput{{Choice: chosen("size=l").Choice}}, []string{"PRICE_MISSING input.variants.0.price"}},
		"a negative price":    {[]*catalog.VariantInput{free}, []string{"OUT_OF_RANGE input.variants.0.price"}},
		"a price not crossed": {[]*catalog.VariantInput{compared(100, 100)}, []string{"OUT_OF_RANGE input.variants.0.compareAt"}},
		"one crossed too far": {[]*catalog.VariantInput{compared(100, catalog.MaxPrice+1)}, []string{"OUT_OF_RANGE input.variants.0.compareAt"}},
	} {
		in := shirt("p", c.in...)
		_, err := w.tryUpsert(in)
		wantFaults(t, name, err, c.want...)
	}
	if !slices.Equal(w.rows(), before) {
		t.Error("refused variants changed rows")
	}
	// At the edges.
	edge := compared(0, 1)
	edge.SKU = ptr("K-S")
	dear := coded("size=m", "K-M")
	dear.Price = ptr(catalog.MaxPrice)
	w.upsert(shirt("p", edge, dear, &catalog.VariantInput{Choice: chosen("size=l").Choice, IsActive: ptr(false)}))
	if p := w.product(p.GlobalID()); p.PriceMin != 0 || p.PriceMax != catalog.MaxPrice {
		t.Errorf("price range %d to %d", p.PriceMin, p.PriceMax)
	}
}

func TestVariantsThatOrdersKnowAreRetired(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stocked := func(choice, sku string) *catalog.VariantInput {
		v := coded(choice, sku)
		v.OnHand = ptr(5)
		return v
	}
	dish := coded("size=l", "L")
	dish.TracksStock = ptr(false)
	in := shirt("p", stocked("size=s", "S"), stocked("size=m", "M"), dish)
	in.Variants[0].MediaIDs = []id.ID{w.picture()}
	in.Status = ptr(catalog.Active)
	p := w.upsert(in)
	old := w.variants(p)
	s, m, l := old[0], old[1], old[2]
	w.Place(w.Buyer(), shoptest.Want(s.ID, 2), shoptest.Want(l.ID, 1))

	// M goes for ever, S and L stay for the order alone; another product may take their keys.
	in.Options = []*catalog.ProductOptionInput{option("size", "xl")}
	in.Variants = []*catalog.VariantInput{stocked("size=xl", "XL")}
	w.upsert(in)
	if now := w.variants(p); len(now) != 1 || *now[0].SKU != "XL" || now[0].ID == s.ID {
		t.Errorf("variants %+v", now)
	}
	w.upsert(shirt("other", coded("size=s", "S"), coded("size=m", "M"), coded("size=l", "L")))
	rows := read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*catalog.Variant, error) {
		return catalog.VariantsByIDs(ctx, q, storeID, []uuid.UUID{s.ID, m.ID, l.ID})
	})
	if len(rows) != 2 {
		t.Fatalf("%d rows are left, want those of the order", len(rows))
	}
	for _, v := range rows {
		if v.RetiredAt == nil || v.IsActive || v.SKU != nil {
			t.Errorf("retired %+v", v)
		}
	}
	if n := w.Left(s.ID); n != 3 {
		t.Errorf("%d pieces of the retired one are free, want 3 of 5", n)
	}
	sale := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (map[uuid.UUID]*catalog.ForSale, error) {
		return catalog.VariantsForSale(ctx, q, storeID, catalog.View{Now: now}, []uuid.UUID{s.ID, m.ID})
	})
	if len(sale) != 1 || sale[s.ID].IsSold() {
		t.Errorf("for sale %+v", sale)
	}
	pictures := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (map[uuid.UUID][]*catalog.Picture, error) {
		return catalog.PicturesOf(ctx, q, storeID, []uuid.UUID{p.ID})
	})
	if got := pictures[p.ID]; len(got) != 0 {
		t.Errorf("the product shows %d pictures of what is retired", len(got))
	}
	// What is retired is no longer there for the shop.
	for name, err := range map[string]error{
		"by id":   second(w.tryUpsert(shirt("p", &catalog.VariantInput{ID: ptr(s.GlobalID())}))),
		"price":   second(w.trySetPrice(s.GlobalID(), 1, nil)),
		"stopped": second(w.trySetStopped(s.GlobalID(), true)),
	} {
		want := "NOT_FOUND input.variantId"
		if name == "by id" {
			want = "NOT_FOUND input.variants.0.id"
		}
		if got := faultsOf(err); !slices.Contains(got, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The size comes back as a new variant.
	in.Options = []*catalog.ProductOptionInput{option("size", "s")}
	in.Variants = []*catalog.VariantInput{stocked("size=s", "S2")}
	w.upsert(in)
	if now := w.variants(p); len(now) != 1 || now[0].ID == s.ID {
		t.Errorf("variants %+v", now)
	}
}

func second[T any](_ T, err error) error { return err }

func TestStockOfVariants(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := simple("Non", 1_000)
	in.ExternalID = ptr("non")
	p := w.upsert(in)
	v := w.variants(p)[0]
	w.Place(w.Buyer(), shoptest.Want(v.ID, 4))
	before := w.rows()
	in.Variants[0].OnHand = ptr(3)
	_, err := w.tryUpsert(in)
	wantFaults(t, "less than promised", err, "STOCK_PROMISED input.variants.0.onHand")
	if !slices.Equal(w.rows(), before) {
		t.Error("a refused count changed rows")
	}
	in.Variants[0].OnHand = nil
	w.upsert(in)
	if n := w.Left(v.ID); n != 6 {
		t.Errorf("%d left when no count is given", n)
	}
	in.Variants[0].OnHand = ptr(4)
	w.upsert(in)
	if n := w.Left(v.ID); n != 0 {
		t.Errorf("%d left", n)
	}
}

func TestPriceRangeIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	priced := func(choice string, price money.Tiyin, active bool) *catalog.VariantInput {
		v := coded(choice, choice)
		v.Price, v.IsActive = &price, &active
		return v
	}
	p := w.upsert(shirt("p", priced("size=s", 300, true), priced("size=m", 100, false), priced("size=l", 500, true)))
	check := func(step string, low, high money.Tiyin) {
		t.Helper()
		if p := w.product(p.GlobalID()); p.PriceMin != low || p.PriceMax != high {
			t.Errorf("%s: %d to %d, want %d to %d", step, p.PriceMin, p.PriceMax, low, high)
		}
	}
	check("inactive ones do not count", 300, 500)
	variants := w.variants(p)
	w.Must(second(w.trySetPrice(variants[0].GlobalID(), 700, nil)))
	check("SetPrice", 500, 700)
	w.Must(second(w.trySetPrice(variants[1].GlobalID(), 50, nil)))
	check("SetPrice of an inactive one", 500, 700)
	w.upsert(shirt("p", priced("size=m", 200, true)))
	check("fewer variants", 200, 200)
	w.upsert(shirt("p", []*catalog.VariantInput{}...))
	in := shirt("p")
	in.Variants = []*catalog.VariantInput{}
	w.upsert(in)
	check("a draft without variants", 0, 0)
}

func TestIDsOfVariantsOfAnotherProduct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(shirt("p", chosen("size=s")))
	w.upsert(shirt("other", chosen("size=s")))
	in := shirt("other", chosen("size=s"))
	in.Variants[0].ID = ptr(w.variants(p)[0].GlobalID())
	_, err := w.tryUpsert(in)
	wantFaults(t, "a variant of another product", err, "NOT_FOUND input.variants.0.id")
	in.Variants[0].ID = ptr(id.Of(id.Product, p.ID))
	_, err = w.tryUpsert(in)
	wantFaults(t, "an id of another kind", err, "INVALID_ID input.variants.0.id")
}
