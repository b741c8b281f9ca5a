package catalog_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
)

func (w world) tryCollection(in catalog.CollectionUpsertInput) (*catalog.Collection, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Collection, error) {
		return catalog.UpsertCollection(ctx, tx, storeID, in, now)
	})
}

func (w world) collection(in catalog.CollectionUpsertInput) *catalog.Collection {
	w.T.Helper()
	if in.Name == nil && in.ID == nil {
		in.Name = uz("Toʻplam")
	}
	c, err := w.tryCollection(in)
	w.Must(err)
	return c
}

// in gives the names of what a shopper sees in a collection at a moment, page by page of two, and holds them against the
// total and against what the products themselves say.
func (w world) in(c *catalog.Collection, at time.Time, sort ...catalog.CollectionSort) []string {
	w.T.Helper()
	var by *catalog.CollectionSort
	if len(sort) > 0 {
		by = &sort[0]
	}
	all := []string{}
	v := catalog.View{Now: at}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		args := page.Args{First: ptr(2)}
		for {
			pages, err := catalog.CollectionPages(ctx, q, w.Store.ID, v, []*catalog.Collection{c}, by, args)
			if err != nil {
				return err
			}
			all = append(all, names(pages[c.ID])...)
			for _, p := range pages[c.ID].Nodes() {
				of, err := catalog.CollectionsOf(ctx, q, w.Store.ID, v, []uuid.UUID{p.ID})
				if err != nil {
					return err
				}
				if !slices.ContainsFunc(of[p.ID], func(each *catalog.Collection) bool { return each.ID == c.ID }) {
					w.T.Errorf("%s is in the collection, and does not know", p.Name.UzLatn)
				}
			}
			if !pages[c.ID].PageInfo.HasNextPage {
				break
			}
			args.After = pages[c.ID].PageInfo.EndCursor
		}
		totals, err := catalog.CollectionTotals(ctx, q, w.Store.ID, v, []*catalog.Collection{c})
		if total := totals[c.ID]; total.Value != len(all) || !total.Exact {
			w.T.Errorf("%d products, and a total of %+v", len(all), total)
		}
		return err
	})
	return all
}

func ids(products ...*catalog.Product) []id.ID {
	list := make([]id.ID, len(products))
	for i, p := range products {
		list[i] = p.GlobalID()
	}
	return list
}

func wantNames(t testing.TB, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestCollectionByHand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b, c, d := w.upsert(simple("A", 400)), w.upsert(simple("B", 300)), w.upsert(simple("C", 200)), w.upsert(simple("D", 100))
	made := w.collection(catalog.CollectionUpsertInput{ProductIDs: ids(c, a)})
	if made.Kind() != catalog.ByHand || made.Slug != "toplam" || made.Version != 1 {
		t.Errorf("made %+v", made)
	}
	wantNames(t, "as given", w.in(made, now), "C", "A")
	change := func(verb func(context.Context, *db.Tx, int64, catalog.CollectionProductsInput, time.Time) (*catalog.Collection, error), at *int, products ...*catalog.Product) *catalog.Collection {
		t.Helper()
		changed, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Collection, error) {
			return verb(ctx, tx, storeID, catalog.CollectionProductsInput{CollectionID: made.GlobalID(), ProductIDs: ids(products...), Position: at}, now)
		})
		w.Must(err)
		return changed
	}
	change(catalog.AddToCollection, nil, b, a)
	wantNames(t, "added at the end; who is there stays", w.in(made, now), "C", "A", "B")
	change(catalog.AddToCollection, ptr(1), d)
	wantNames(t, "added in between", w.in(made, now), "C", "D", "A", "B")
	change(catalog.MoveInCollection, ptr(0), b, d)
	wantNames(t, "moved to the front", w.in(made, now), "B", "D", "C", "A")
	change(catalog.MoveInCollection, nil, b)
	wantNames(t, "moved to the end", w.in(made, now), "D", "C", "A", "B")
	change(catalog.MoveInCollection, ptr(999), d)
	wantNames(t, "moved behind the end", w.in(made, now), "C", "A", "B", "D")
	before := change(catalog.RemoveFromCollection, nil, a, c)
	wantNames(t, "removed", w.in(made, now), "B", "D")
	if again := change(catalog.RemoveFromCollection, nil, a, c); again.Version != before.Version {
		t.Errorf("a change that changes nothing made version %d of %d", again.Version, before.Version)
	}
	change(catalog.AddToCollection, nil, a, c)
	for sort, want := range map[catalog.CollectionSort][]string{
		catalog.Arranged: {"B", "D", "A", "C"}, catalog.Cheapest: {"D", "C", "B", "A"}, catalog.Dearest: {"A", "B", "C", "D"},
	} {
		wantNames(t, string(sort), w.in(made, now, sort), want...)
	}
	made = w.collection(catalog.CollectionUpsertInput{ID: ptr(made.GlobalID()), Sort: ptr(catalog.Cheapest), ProductIDs: []id.ID{}})
	wantNames(t, "emptied", w.in(made, now))
	made = w.collection(catalog.CollectionUpsertInput{ID: ptr(made.GlobalID()), ProductIDs: ids(a, b)})
	wantNames(t, "by its own sort", w.in(made, now), "B", "A")

	archived := simple("B", 300)
	archived.ID, archived.Status = ptr(b.GlobalID()), ptr(catalog.Archived)
	w.upsert(archived)
	wantNames(t, "without what is archived", w.in(made, now), "A")
}

func TestCollectionPublication(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(simple("A", 100))
	from, until := now.Add(time.Hour), now.Add(2*time.Hour)
	c := w.collection(catalog.CollectionUpsertInput{PublishFrom: set(&from), PublishUntil: set(&until), ProductIDs: ids(p)})
	for at, isShown := range map[time.Time]bool{now: false, from: true, until.Add(-time.Second): true, until: false} {
		for _, seesHidden := range []bool{false, true} {
			v := catalog.View{Now: at, SeesHidden: seesHidden}
			w.Read(func(ctx context.Context, q bun.IDB) error {
				all, err := catalog.Collections(ctx, q, w.Store.ID, v)
				w.Must(err)
				one, err := catalog.CollectionBy(ctx, q, w.Store.ID, catalog.Key{Slug: &c.Slug}, v)
				w.Must(err)
				of, err := catalog.CollectionsOf(ctx, q, w.Store.ID, v, []uuid.UUID{p.ID})
				if want := isShown || seesHidden; (len(all) == 1) != want || (one != nil) != want || (len(of[p.ID]) == 1) != want {
					t.Errorf("at %s, by staff %t: %d in the list, %v by its slug, %d of the product", at, seesHidden, len(all), one, len(of[p.ID]))
				}
				return err
			})
		}
	}
	_, err := w.tryCollection(catalog.CollectionUpsertInput{ID: ptr(c.GlobalID()), PublishUntil: set(&from)})
	wantFaults(t, "it ends when it begins", err, "INVALID input.publishUntil")
}

func TestCollectionFaults(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(simple("A", 100))
	hand := w.collection(catalog.CollectionUpsertInput{ExternalID: ptr("x"), Slug: ptr("x")})
	rule := w.collection(catalog.CollectionUpsertInput{Rule: ruled(&catalog.ConditionInput{Kind: catalog.CanBeBought})})
	foreign := w.beside("qoshni")
	theirs := foreign.upsert(simple("B", 100))
	for what, c := range map[string]struct {
		in   catalog.CollectionUpsertInput
		want []string
	}{
		"nothing":          {catalog.CollectionUpsertInput{}, []string{"REQUIRED input.name"}},
		"taken":            {catalog.CollectionUpsertInput{Name: uz("B"), Slug: ptr("x")}, []string{"SLUG_TAKEN input.slug"}},
		"bad slug":         {catalog.CollectionUpsertInput{Name: uz("B"), Slug: ptr("X y")}, []string{"INVALID input.slug"}},
		"stale":            {catalog.CollectionUpsertInput{ID: ptr(hand.GlobalID()), ExpectedVersion: ptr(7)}, []string{"STALE_VERSION input.expectedVersion"}},
		"unknown":          {catalog.CollectionUpsertInput{ID: ptr(id.Of(id.Collection, id.New()))}, []string{"NOT_FOUND input.id"}},
		"of another kind":  {catalog.CollectionUpsertInput{ID: ptr(p.GlobalID())}, []string{"INVALID_ID input.id"}},
		"list with a rule": {catalog.CollectionUpsertInput{ID: ptr(rule.GlobalID()), ProductIDs: ids(p)}, []string{"INVALID input.productIds"}},
		"bad products": {
			catalog.CollectionUpsertInput{Name: uz("B"), ProductIDs: []id.ID{p.GlobalID(), p.GlobalID(), theirs.GlobalID(), hand.GlobalID()}},
			[]string{"DUPLICATE input.productIds.1", "NOT_FOUND input.productIds.2", "INVALID_ID input.productIds.3"},
		},
	} {
		_, err := w.tryCollection(c.in)
		wantFaults(t, what, err, c.want...)
	}
	add := func(w world, in catalog.CollectionProductsInput) error {
		_, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.Collection, error) {
			return catalog.AddToCollection(ctx, tx, storeID, in, now)
		})
		return err
	}
	wantFaults(t, "by rule", add(w, catalog.CollectionProductsInput{CollectionID: rule.GlobalID(), ProductIDs: ids(p)}), "COLLECTION_BY_RULE input.collectionId")
	wantFaults(t, "of another store", add(foreign, catalog.CollectionProductsInput{CollectionID: hand.GlobalID(), ProductIDs: ids(theirs)}), "NOT_FOUND input.collectionId")
	wantFaults(t, "stale", add(w, catalog.CollectionProductsInput{CollectionID: hand.GlobalID(), ExpectedVersion: ptr(9), ProductIDs: ids(p)}), "STALE_VERSION input.expectedVersion")
	wantFaults(t, "before the first", add(w, catalog.CollectionProductsInput{CollectionID: hand.GlobalID(), ProductIDs: ids(p), Position: ptr(-1)}), "OUT_OF_RANGE input.position")
}

func TestCollectionDeletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.upsert(simple("A", 100))
	c := w.collection(catalog.CollectionUpsertInput{ProductIDs: ids(p)})
	del := func(in edit.Deletion) error {
		_, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
			return nil, catalog.DeleteCollection(ctx, tx, storeID, in)
		})
		return err
	}
	wantFaults(t, "stale", del(edit.Deletion{ID: c.GlobalID(), ExpectedVersion: ptr(2)}), "STALE_VERSION input.expectedVersion")
	wantFaults(t, "of another kind", del(edit.Deletion{ID: p.GlobalID()}), "INVALID_ID input.id")
	for range 2 {
		w.Must(del(edit.Deletion{ID: c.GlobalID(), ExpectedVersion: ptr(1)}))
	}
	if w.product(p.GlobalID()) == nil {
		t.Error("its product is gone")
	}
}

// Collections of a store are few, since a product is held against the rules of all of them.
func TestCollectionsAreFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewRaw(`insert into collections (store_id, id, slug, name) select ?, gen_random_uuid(), 's' || n, '{"ru": "x"}'
			from generate_series(1, ?) n`, w.Store.ID, catalog.MaxCollections).Exec(ctx)
		return err
	})
	_, err := w.tryCollection(catalog.CollectionUpsertInput{Name: uz("Ortiqcha")})
	wantFaults(t, "one too many", err, "TOO_MANY input")
}

func ruled(conditions ...*catalog.ConditionInput) (rule graphqlRule) {
	return set(&catalog.RuleInput{Conditions: conditions})
}

// price is a condition on the lowest price.
func priced(from, to *money.Tiyin) *catalog.ConditionInput {
	return &catalog.ConditionInput{Kind: catalog.BetweenPrices, PriceFrom: from, PriceTo: to}
}
