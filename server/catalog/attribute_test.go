package catalog_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
)

func (w world) tryAttribute(in catalog.AttributeUpsertInput) (*catalog.Definition, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Definition, error) {
		return catalog.UpsertAttribute(ctx, tx, storeID, in, now)
	})
}

// attributes are those of a product in words: "code=value" in Uzbek.
func (w world) attributes(p *catalog.Product) []string {
	w.T.Helper()
	all := []string{}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		by, err := catalog.AttributesOf(ctx, q, w.Store.ID, []uuid.UUID{p.ID})
		for _, a := range p.Attributes(by[p.ID]) {
			all = append(all, a.Code+"="+a.Value.UzLatn)
		}
		return err
	})
	return all
}

func TestTypedAttributes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.attribute("matn", catalog.TextAttribute)
	number := w.attribute("boy", catalog.NumberAttribute)
	w.Must(second(w.tryAttribute(catalog.AttributeUpsertInput{ID: ptr(number.GlobalID()), Unit: uz("sm")})))
	w.attribute("yangi", catalog.BooleanAttribute)
	choice := w.attribute("mato", catalog.ChoiceAttribute, "paxta", "ipak")
	in := simple("Koʻylak", 1_000)
	in.Attributes = []*catalog.ProductAttributeInput{
		{Code: "matn", Value: uz("yozgi")}, {Code: "boy", Number: ptr("92.50")}, {Code: "yangi", IsTrue: ptr(true)},
		{Code: "mato", Choices: []string{"ipak", "paxta"}}, {Code: "erkin", Name: uz("Erkin"), Value: uz("soʻz")},
	}
	p := w.upsert(in)
	want := []string{"matn=yozgi", "boy=92,5\u00a0sm", "yangi=ha", "mato=ipak, paxta", "erkin=soʻz"}
	if got := w.attributes(p); !slices.Equal(got, want) {
		t.Errorf("attributes %q, want %q", got, want)
	}
	// A type stands while products have values; a choice that goes takes its values along, and the definition all of them.
	_, err := w.tryAttribute(catalog.AttributeUpsertInput{ID: ptr(number.GlobalID()), Type: ptr(catalog.TextAttribute)})
	wantFaults(t, "another type", err, "TYPE_FIXED input.type")
	w.Must(second(w.tryAttribute(catalog.AttributeUpsertInput{ID: ptr(choice.GlobalID()), Choices: []*catalog.AttributeChoiceInput{{Code: "paxta", Name: *uz("paxta")}}})))
	if got := w.attributes(p); !slices.Contains(got, "mato=paxta") {
		t.Errorf("without a choice: %q", got)
	}
	_, err = try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
		return nil, catalog.DeleteAttribute(ctx, tx, storeID, edit.Deletion{ID: choice.GlobalID(), ExpectedVersion: ptr(1)}, now)
	})
	wantFaults(t, "a stale deletion", err, "STALE_VERSION input.expectedVersion")
	_, err = try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
		return nil, catalog.DeleteAttribute(ctx, tx, storeID, edit.Deletion{ID: choice.GlobalID(), ExpectedVersion: ptr(2)}, now)
	})
	w.Must(err)
	if got := w.attributes(p); slices.Contains(got, "mato=paxta") {
		t.Errorf("without the definition: %q", got)
	}
}

func TestTypedAttributeFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.attribute("matn", catalog.TextAttribute)
	w.attribute("boy", catalog.NumberAttribute)
	w.attribute("yangi", catalog.BooleanAttribute)
	w.attribute("mato", catalog.ChoiceAttribute, "paxta")
	const at = " input.attributes.0"
	for what, c := range map[string]struct {
		in   catalog.ProductAttributeInput
		want []string
	}{
		"no words":           {catalog.ProductAttributeInput{Code: "matn"}, []string{"REQUIRED" + at + ".value"}},
		"a number of words":  {catalog.ProductAttributeInput{Code: "matn", Value: uz("a"), Number: ptr("1")}, []string{"INVALID" + at + ".number"}},
		"no number":          {catalog.ProductAttributeInput{Code: "boy"}, []string{"REQUIRED" + at + ".number"}},
		"not a number":       {catalog.ProductAttributeInput{Code: "boy", Number: ptr("1,5")}, []string{"INVALID" + at + ".number"}},
		"too fine":           {catalog.ProductAttributeInput{Code: "boy", Number: ptr("0.1234567")}, []string{"INVALID" + at + ".number"}},
		"neither yes nor no": {catalog.ProductAttributeInput{Code: "yangi", Value: uz("ha")}, []string{"REQUIRED" + at + ".isTrue", "INVALID" + at + ".value"}},
		"no choice":          {catalog.ProductAttributeInput{Code: "mato"}, []string{"REQUIRED" + at + ".choices"}},
		"bad choices":        {catalog.ProductAttributeInput{Code: "mato", Choices: []string{"paxta", "zar", "paxta"}}, []string{"NOT_FOUND" + at + ".choices.1", "DUPLICATE" + at + ".choices.2"}},
		"a bare fact":        {catalog.ProductAttributeInput{Code: "erkin", IsTrue: ptr(true)}, []string{"REQUIRED" + at + ".name", "REQUIRED" + at + ".value", "INVALID" + at + ".isTrue"}},
	} {
		in := simple("Koʻylak", 1_000)
		in.Attributes = []*catalog.ProductAttributeInput{&c.in}
		_, err := w.tryUpsert(in)
		wantFaults(t, what, err, c.want...)
	}
	for what, c := range map[string]struct {
		in   catalog.AttributeUpsertInput
		want []string
	}{
		"nothing":         {catalog.AttributeUpsertInput{}, []string{"REQUIRED input.code", "REQUIRED input.type", "REQUIRED input.name"}},
		"taken":           {catalog.AttributeUpsertInput{Code: ptr("boy"), Name: uz("B"), Type: ptr(catalog.TextAttribute)}, []string{"DUPLICATE input.code"}},
		"an empty list":   {catalog.AttributeUpsertInput{Code: ptr("x"), Name: uz("B"), Type: ptr(catalog.ChoiceAttribute)}, []string{"REQUIRED input.choices"}},
		"a list of words": {catalog.AttributeUpsertInput{Code: ptr("x"), Name: uz("B"), Type: ptr(catalog.TextAttribute), Choices: []*catalog.AttributeChoiceInput{{Code: "a", Name: *uz("a")}}}, []string{"INVALID input.choices"}},
		"no colour":       {catalog.AttributeUpsertInput{Code: ptr("x"), Name: uz("B"), Type: ptr(catalog.ColorAttribute), Choices: []*catalog.AttributeChoiceInput{{Code: "a", Name: *uz("a")}}}, []string{"REQUIRED input.choices.0.color"}},
	} {
		_, err := w.tryAttribute(c.in)
		wantFaults(t, what, err, c.want...)
	}
}
