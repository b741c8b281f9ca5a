package catalog_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
)

// related are the products that another one points to: "KIND name".
func (w world) related(p *catalog.Product, v catalog.View) []string {
	w.T.Helper()
	list := []string{}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		by, err := catalog.RelatedTo(ctx, q, w.Store.ID, v, []uuid.UUID{p.ID})
		for _, r := range by[p.ID] {
			list = append(list, string(r.Kind)+" "+r.Product.Name.UzLatn)
		}
		return err
	})
	return list
}

func TestRelatedProducts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tie, shoe := w.upsert(simple("Galstuk", 1_000)), w.upsert(simple("Tufli", 1_000))
	hidden := simple("Qoralama", 1_000)
	hidden.Status, hidden.ExternalID = ptr(catalog.Draft), ptr("Q")
	w.upsert(hidden)
	in := simple("Kostyum", 1_000)
	in.Related = []*catalog.RelatedProductInput{
		{Kind: catalog.GoesWith, ProductID: ptr(shoe.GlobalID())}, {Kind: catalog.GoesWith, ProductID: ptr(tie.GlobalID())},
		{Kind: catalog.Similar, ExternalID: ptr("Q")}, {Kind: catalog.Similar, ProductID: ptr(shoe.GlobalID())},
	}
	p := w.upsert(in)
	wantNames(t, "shoppers see", w.related(p, catalog.View{Now: now}), "GOES_WITH Tufli", "GOES_WITH Galstuk", "SIMILAR Tufli")
	wantNames(t, "staff see", w.related(p, catalog.View{Now: now, SeesHidden: true}), "GOES_WITH Tufli", "GOES_WITH Galstuk", "SIMILAR Qoralama", "SIMILAR Tufli")
	w.upsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), Related: []*catalog.RelatedProductInput{{Kind: catalog.Similar, ProductID: ptr(tie.GlobalID())}}})
	wantNames(t, "the list replaced", w.related(p, catalog.View{Now: now}), "SIMILAR Galstuk")
	w.upsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), Related: []*catalog.RelatedProductInput{}})
	wantNames(t, "and emptied", w.related(p, catalog.View{Now: now}))
}

func TestRelatedProductFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p, tie := w.upsert(simple("Kostyum", 1_000)), w.upsert(simple("Galstuk", 1_000))
	theirs := w.beside("qoshni").upsert(simple("Begona", 1_000))
	_, err := w.tryUpsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), Related: []*catalog.RelatedProductInput{
		{Kind: catalog.Similar, ProductID: ptr(p.GlobalID())}, {Kind: catalog.Similar, ProductID: ptr(theirs.GlobalID())},
		{Kind: catalog.Similar}, {Kind: catalog.Similar, ExternalID: ptr("x")},
		{Kind: catalog.GoesWith, ProductID: ptr(tie.GlobalID())}, {Kind: catalog.GoesWith, ProductID: ptr(tie.GlobalID())},
	}})
	const at = " input.related."
	wantFaults(t, "bad relations", err, "INVALID"+at+"0.productId", "NOT_FOUND"+at+"1.productId", "REQUIRED"+at+"2.productId",
		"NOT_FOUND"+at+"3.externalId", "DUPLICATE"+at+"5.productId")
}
