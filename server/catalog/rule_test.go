package catalog_test

import (
	"context"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
)

type graphqlRule = graphql.Omittable[*catalog.RuleInput]

// What a rule gathers follows its products and what they are called by at once, and the rule itself.
func TestCollectionByRule(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clothes := w.category("Kiyim", nil)
	shirts := w.category("Koʻylak", clothes)
	brand := w.brand("atlas")
	w.attribute("mato", catalog.ChoiceAttribute, "paxta", "ipak")
	w.attribute("ogirlik", catalog.NumberAttribute)
	w.attribute("yangi", catalog.BooleanAttribute)
	a, b := simple("A", 100), simple("B", 200)
	a.CategoryID, a.BrandID, a.Tags = set(ptr(shirts.GlobalID())), set(ptr(brand.GlobalID())), []string{"sovga"}
	a.Attributes = []*catalog.ProductAttributeInput{{Code: "mato", Choices: []string{"ipak"}}, {Code: "ogirlik", Number: ptr("1.5")}, {Code: "yangi", IsTrue: ptr(true)}}
	b.CategoryID, b.Tags = set(ptr(clothes.GlobalID())), []string{"yoz"}
	b.Attributes = []*catalog.ProductAttributeInput{{Code: "mato", Choices: []string{"paxta"}}, {Code: "ogirlik", Number: ptr("10")}, {Code: "yangi", IsTrue: ptr(false)}}
	b.Variants[0].CompareAt = set(ptr(300 * money.Tiyin(1)))
	b.Variants[0].OnHand = ptr(0)
	w.upsert(simple("C", 300))
	first, second := w.upsert(a), w.upsert(b)
	day := 24 * time.Hour
	for _, c := range []struct {
		what string
		rule *catalog.ConditionInput
		want []string
	}{
		{"a category", &catalog.ConditionInput{Kind: catalog.InCategory, CategoryID: ptr(shirts.GlobalID())}, []string{"A"}},
		{"a category with those below", &catalog.ConditionInput{Kind: catalog.InCategory, CategoryID: ptr(clothes.GlobalID())}, []string{"A", "B"}},
		{"a brand", &catalog.ConditionInput{Kind: catalog.OfBrand, BrandID: ptr(brand.GlobalID())}, []string{"A"}},
		{"a tag", &catalog.ConditionInput{Kind: catalog.WithTag, Tag: ptr("yoz")}, []string{"B"}},
		{"a choice", &catalog.ConditionInput{Kind: catalog.WithAttribute, Attribute: ptr("mato"), Choices: []string{"ipak"}}, []string{"A"}},
		{"one of two choices", &catalog.ConditionInput{Kind: catalog.WithAttribute, Attribute: ptr("mato"), Choices: []string{"ipak", "paxta"}}, []string{"A", "B"}},
		{"a number as a number", &catalog.ConditionInput{Kind: catalog.WithAttribute, Attribute: ptr("ogirlik"), NumberFrom: ptr("2")}, []string{"B"}},
		{"between numbers", &catalog.ConditionInput{Kind: catalog.WithAttribute, Attribute: ptr("ogirlik"), NumberFrom: ptr("1.5"), NumberTo: ptr("9")}, []string{"A"}},
		{"a no", &catalog.ConditionInput{Kind: catalog.WithAttribute, Attribute: ptr("yangi"), IsTrue: ptr(false)}, []string{"B"}},
		{"prices", priced(ptr(money.Tiyin(101)), ptr(money.Tiyin(300))), []string{"C", "B"}},
		{"a highest price", priced(nil, ptr(money.Tiyin(100))), []string{"A"}},
		{"a former price", &catalog.ConditionInput{Kind: catalog.OnSale}, []string{"B"}},
		{"what can be bought", &catalog.ConditionInput{Kind: catalog.CanBeBought}, []string{"C", "A"}},
		{"what is new", &catalog.ConditionInput{Kind: catalog.NewlyPublished, Days: ptr(1)}, []string{"C", "A", "B"}},
	} {
		made := w.collection(catalog.CollectionUpsertInput{Rule: ruled(c.rule)})
		wantNames(t, c.what, w.in(made, now), c.want...)
		w.Read(func(ctx context.Context, q bun.IDB) error {
			total, err := catalog.RuleTotal(ctx, q, w.Store.ID, catalog.View{Now: now}, catalog.RuleInput{Conditions: []*catalog.ConditionInput{c.rule}})
			if err != nil || total.Value != len(c.want) {
				t.Errorf("%s: %d products fit before it is saved, %v", c.what, total.Value, err)
			}
			return err
		})
		if c.rule.Kind == catalog.NewlyPublished {
			wantNames(t, "what was new", w.in(made, now.Add(day+time.Second)))
		}
	}

	both := []*catalog.ConditionInput{{Kind: catalog.WithTag, Tag: ptr("yoz")}, {Kind: catalog.OfBrand, BrandID: ptr(brand.GlobalID())}}
	made := w.collection(catalog.CollectionUpsertInput{Rule: ruled(both...)})
	wantNames(t, "all conditions", w.in(made, now))
	made = w.collection(catalog.CollectionUpsertInput{ID: ptr(made.GlobalID()), Rule: set(&catalog.RuleInput{Match: ptr(catalog.MatchAny), Conditions: both})})
	wantNames(t, "any condition", w.in(made, now), "A", "B")

	w.upsert(catalog.ProductUpsertInput{ID: ptr(first.GlobalID()), BrandID: set[*id.ID](nil)})
	wantNames(t, "after the product has changed", w.in(made, now), "B")
	w.upsert(catalog.ProductUpsertInput{ID: ptr(second.GlobalID()), Status: ptr(catalog.Draft)})
	wantNames(t, "after it was hidden", w.in(made, now))
	w.upsert(catalog.ProductUpsertInput{ID: ptr(first.GlobalID()), Tags: []string{"yoz"}})
	wantNames(t, "after it got the tag", w.in(made, now), "A")
	made = w.collection(catalog.CollectionUpsertInput{ID: ptr(made.GlobalID()), Rule: set[*catalog.RuleInput](nil)})
	wantNames(t, "by hand from now on", w.in(made, now))
}

// A price list for everybody puts products on sale as long as it runs; one for a group does not, since the collection is
// the same for all.
func TestCollectionOfWhatIsOnSale(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p, q := w.upsert(simple("A", 100)), w.upsert(simple("B", 100))
	made := w.collection(catalog.CollectionUpsertInput{Rule: ruled(&catalog.ConditionInput{Kind: catalog.OnSale})})
	wantNames(t, "without a list", w.in(made, now))
	ends := now.Add(time.Hour)
	w.priceList(catalog.PriceListUpsertInput{EndsAt: set(&ends)}, listPrice(w.variants(p)[0].ID, 90), listPrice(w.variants(q)[0].ID, 110))
	w.priceList(catalog.PriceListUpsertInput{CustomerGroupID: set(ptr(w.group().GlobalID()))}, listPrice(w.variants(q)[0].ID, 10))
	wantNames(t, "while it runs", w.in(made, now), "A")
	w.Write(func(ctx context.Context, tx *db.Tx) error { return catalog.Settle(ctx, tx, w.Store.ID, ends) })
	wantNames(t, "when it is over", w.in(made, ends))
}

// What a rule names may be deleted; then nothing fits that condition, and the others go on.
func TestRuleOfWhatIsGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	empty, brand := w.category("Boʻsh", nil), w.brand("atlas")
	in := simple("A", 100)
	in.BrandID = set(ptr(brand.GlobalID()))
	w.upsert(in)
	made := w.collection(catalog.CollectionUpsertInput{Rule: set(&catalog.RuleInput{Match: ptr(catalog.MatchAny), Conditions: []*catalog.ConditionInput{
		{Kind: catalog.InCategory, CategoryID: ptr(empty.GlobalID())}, {Kind: catalog.OfBrand, BrandID: ptr(brand.GlobalID())},
	}})})
	w.Must(w.tryDeleteCategory(empty.GlobalID()))
	wantNames(t, "without the category", w.in(made, now), "A")
	_, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
		return nil, catalog.DeleteBrand(ctx, tx, storeID, edit.Deletion{ID: brand.GlobalID()}, now)
	})
	w.Must(err)
	wantNames(t, "without the brand", w.in(made, now))
}

func TestRuleFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.attribute("mato", catalog.ChoiceAttribute, "paxta")
	w.attribute("matn", catalog.TextAttribute)
	w.attribute("son", catalog.NumberAttribute)
	theirs := w.beside("qoshni").brand("begona")
	const at = " input.rule.conditions"
	for what, c := range map[string]struct {
		rule []*catalog.ConditionInput
		want []string
	}{
		"no condition":         {[]*catalog.ConditionInput{}, []string{"REQUIRED" + at}},
		"nothing named":        {[]*catalog.ConditionInput{{Kind: catalog.InCategory}}, []string{"REQUIRED" + at + ".0.categoryId"}},
		"of another store":     {[]*catalog.ConditionInput{{Kind: catalog.OfBrand, BrandID: ptr(theirs.GlobalID())}}, []string{"NOT_FOUND" + at + ".0.brandId"}},
		"of another kind":      {[]*catalog.ConditionInput{{Kind: catalog.InCategory, CategoryID: ptr(theirs.GlobalID())}}, []string{"INVALID_ID" + at + ".0.categoryId"}},
		"an unknown tag":       {[]*catalog.ConditionInput{{Kind: catalog.CanBeBought}, {Kind: catalog.WithTag, Tag: ptr("x")}}, []string{"NOT_FOUND" + at + ".1.tag"}},
		"no tag":               {[]*catalog.ConditionInput{{Kind: catalog.WithTag}}, []string{"REQUIRED" + at + ".0.tag"}},
		"an unknown attribute": {[]*catalog.ConditionInput{{Kind: catalog.WithAttribute, Attribute: ptr("x")}}, []string{"NOT_FOUND" + at + ".0.attribute"}},
		"words":                {[]*catalog.ConditionInput{{Kind: catalog.WithAttribute, Attribute: ptr("matn")}}, []string{"INVALID" + at + ".0.attribute"}},
		"an unknown choice":    {[]*catalog.ConditionInput{{Kind: catalog.WithAttribute, Attribute: ptr("mato"), Choices: []string{"paxta", "x"}}}, []string{"NOT_FOUND" + at + ".0.choices.1"}},
		"a number of a choice": {
			[]*catalog.ConditionInput{{Kind: catalog.WithAttribute, Attribute: ptr("mato"), NumberFrom: ptr("1")}},
			[]string{"REQUIRED" + at + ".0.choices", "INVALID" + at + ".0.numberFrom"},
		},
		"no number":       {[]*catalog.ConditionInput{{Kind: catalog.WithAttribute, Attribute: ptr("son"), NumberTo: ptr("1e5")}}, []string{"INVALID" + at + ".0.numberTo"}},
		"no price":        {[]*catalog.ConditionInput{priced(nil, nil)}, []string{"REQUIRED" + at + ".0.priceFrom"}},
		"prices turned":   {[]*catalog.ConditionInput{priced(ptr(money.Tiyin(2)), ptr(money.Tiyin(1)))}, []string{"OUT_OF_RANGE" + at + ".0.priceTo"}},
		"days":            {[]*catalog.ConditionInput{{Kind: catalog.NewlyPublished, Days: ptr(0)}}, []string{"OUT_OF_RANGE" + at + ".0.days"}},
		"no days":         {[]*catalog.ConditionInput{{Kind: catalog.NewlyPublished}}, []string{"REQUIRED" + at + ".0.days"}},
		"another's field": {[]*catalog.ConditionInput{{Kind: catalog.OnSale, Days: ptr(3)}}, []string{"INVALID" + at + ".0.days"}},
	} {
		_, err := w.tryCollection(catalog.CollectionUpsertInput{Name: uz("B"), Rule: ruled(c.rule...)})
		wantFaults(t, what, err, c.want...)
	}
	_, err := w.tryCollection(catalog.CollectionUpsertInput{Name: uz("B"), Rule: ruled(make([]*catalog.ConditionInput, 21)...)})
	wantFaults(t, "too many", err, "TOO_MANY"+at)
}
