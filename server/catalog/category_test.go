package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
)

// tree writes the categories as paths of names, in the order of Tree.
func (w world) tree(alsoHidden bool) []string {
	w.T.Helper()
	all := read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*catalog.Category, error) {
		return catalog.Tree(ctx, q, storeID, alsoHidden)
	})
	byID := map[uuid.UUID]string{}
	paths := []string{}
	for _, c := range all {
		byID[c.ID] = c.Name.UzLatn
	}
	for _, c := range all {
		path := ""
		for _, step := range c.Path {
			path += "/" + byID[step]
		}
		if parent := len(c.Path) - 2; (parent < 0) != (c.ParentID == nil) || parent >= 0 && c.Path[parent] != *c.ParentID {
			w.T.Errorf("path and parent of %s disagree", path)
		}
		paths = append(paths, path)
	}
	return paths
}

// move hangs a category below another one, nil for the top.
func (w world) move(c, parent *catalog.Category) error {
	w.T.Helper()
	var to *id.ID
	if parent != nil {
		to = ptr(parent.GlobalID())
	}
	_, err := w.tryCategory(catalog.CategoryUpsertInput{ID: ptr(c.GlobalID()), ParentID: set(to)})
	return err
}

func (w world) tryDeleteCategory(which id.ID) error {
	w.T.Helper()
	_, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
		return nil, catalog.DeleteCategory(ctx, tx, storeID, edit.Deletion{ID: which})
	})
	return err
}

func TestCategoryTree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	clothes := w.category("kiyim", nil)
	women := w.category("ayol", clothes)
	dresses := w.category("koylak", women)
	summer := w.category("yozgi", dresses)
	shoes := w.category("poyabzal", nil)
	want := func(step string, paths ...string) {
		t.Helper()
		if got := w.tree(true); !slices.Equal(got, paths) {
			t.Errorf("%s: %q, want %q", step, got, paths)
		}
	}
	want("made", "/kiyim", "/poyabzal", "/kiyim/ayol", "/kiyim/ayol/koylak", "/kiyim/ayol/koylak/yozgi")

	for name, err := range map[string]error{
		"into itself": w.move(women, women), "into its child": w.move(women, dresses), "into a grandchild": w.move(clothes, summer),
	} {
		wantFaults(t, name, err, "CATEGORY_CYCLE input.parentId")
	}
	w.Must(w.move(women, shoes))
	want("moved with all below", "/kiyim", "/poyabzal", "/poyabzal/ayol", "/poyabzal/ayol/koylak", "/poyabzal/ayol/koylak/yozgi")
	w.Must(w.move(dresses, nil))
	want("to the top", "/kiyim", "/koylak", "/poyabzal", "/poyabzal/ayol", "/koylak/yozgi")

	deep := summer
	for i := range 3 {
		deep = w.category(fmt.Sprint(i), deep)
	}
	_, err := w.tryCategory(catalog.CategoryUpsertInput{Name: uz("olti"), ParentID: set(ptr(deep.GlobalID()))})
	wantFaults(t, "a sixth level", err, "OUT_OF_RANGE input.parentId")
	wantFaults(t, "what stands below would be too deep", w.move(dresses, shoes), "OUT_OF_RANGE input.parentId")
	wantFaults(t, "nothing else is wrong, so it moves back", w.move(dresses, nil))

	// Order within a parent is by position.
	_, err = w.tryCategory(catalog.CategoryUpsertInput{ID: ptr(shoes.GlobalID()), Position: ptr(0)})
	w.Must(err)
	for i, c := range []*catalog.Category{shoes, dresses, clothes} {
		_, err = w.tryCategory(catalog.CategoryUpsertInput{ID: ptr(c.GlobalID()), Position: &i})
		w.Must(err)
	}
	if got := w.tree(true)[:3]; !slices.Equal(got, []string{"/poyabzal", "/koylak", "/kiyim"}) {
		t.Errorf("by position %q", got)
	}
	// What stands below a hidden one is hidden with it, however it is asked for.
	_, err = w.tryCategory(catalog.CategoryUpsertInput{ID: ptr(dresses.GlobalID()), IsVisible: ptr(false)})
	w.Must(err)
	if got := w.tree(false); !slices.Equal(got, []string{"/poyabzal", "/kiyim", "/poyabzal/ayol"}) {
		t.Errorf("visible %q", got)
	}
	for _, hidden := range []*catalog.Category{dresses, summer, deep} {
		for also, found := range map[bool]bool{true: true, false: false} {
			c := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (*catalog.Category, error) {
				return catalog.CategoryBy(ctx, q, storeID, catalog.Key{Slug: &hidden.Slug}, also)
			})
			if (c != nil) != found {
				t.Errorf("%s, also hidden %t: %v", hidden.Slug, also, c)
			}
		}
	}
}

func TestUpsertCategory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	picture := w.picture()
	in := catalog.CategoryUpsertInput{
		ExternalID: ptr("c-1"), Name: &lang.Text{UzLatn: "Gullar", RU: "Цветы"}, Description: &lang.Text{RU: "Свежие"},
		MediaID: set(&picture), Position: ptr(2), IsVisible: ptr(true),
	}
	c, err := w.tryCategory(in)
	w.Must(err)
	if c.Slug != "gullar" || c.Version != 1 || c.Name != *in.Name || *c.ExternalID != "c-1" || *c.MediaID != picture.UUID || c.Position != 2 || !c.IsVisible {
		t.Errorf("category %+v", c)
	}
	child := catalog.CategoryUpsertInput{ExternalID: ptr("c-2"), Name: uz("Atirgul"), ParentExternalID: ptr("c-1")}
	below, err := w.tryCategory(child)
	w.Must(err)
	before := w.rows()
	for _, again := range []catalog.CategoryUpsertInput{in, child} {
		_, err := w.tryCategory(again)
		w.Must(err)
	}
	if !slices.Equal(w.rows(), before) {
		t.Error("a repeat changes rows")
	}
	c, err = w.tryCategory(catalog.CategoryUpsertInput{ID: ptr(c.GlobalID()), ExpectedVersion: ptr(2), MediaID: set[*id.ID](nil), ExternalID: ptr("c-9")})
	w.Must(err)
	if c.MediaID != nil || *c.ExternalID != "c-9" || c.Version != 3 || c.Name != *in.Name {
		t.Errorf("changed %+v", c)
	}
	if *below.ParentID != c.ID {
		t.Errorf("child %+v", below)
	}

	neighbour := w.beside("qoshni")
	foreign, foreignPicture := neighbour.category("Begona", nil), neighbour.picture()
	key := ptr(c.GlobalID())
	for name, f := range map[string]struct {
		in   catalog.CategoryUpsertInput
		want []string
	}{
		"no name":                   {catalog.CategoryUpsertInput{}, []string{"REQUIRED input.name"}},
		"a foreign one":             {catalog.CategoryUpsertInput{ID: ptr(foreign.GlobalID())}, []string{"NOT_FOUND input.id"}},
		"a foreign parent":          {catalog.CategoryUpsertInput{ID: key, ParentID: set(ptr(foreign.GlobalID()))}, []string{"NOT_FOUND input.parentId"}},
		"a parent of another kind":  {catalog.CategoryUpsertInput{ID: key, ParentID: set(&picture)}, []string{"INVALID_ID input.parentId"}},
		"an unknown parent":         {catalog.CategoryUpsertInput{ID: key, ParentExternalID: ptr("c-404")}, []string{"NOT_FOUND input.parentExternalId"}},
		"a foreign picture":         {catalog.CategoryUpsertInput{ID: key, MediaID: set(&foreignPicture)}, []string{"NOT_FOUND input.mediaId"}},
		"a picture of another kind": {catalog.CategoryUpsertInput{ID: key, MediaID: set(key)}, []string{"INVALID_ID input.mediaId"}},
		"somebody changed it":       {catalog.CategoryUpsertInput{ID: key, ExpectedVersion: ptr(2)}, []string{"STALE_VERSION input.expectedVersion"}},
		"an external id of another": {catalog.CategoryUpsertInput{ID: key, ExternalID: ptr("c-2")}, []string{"DUPLICATE input.externalId"}},
		"a cycle by external id":    {catalog.CategoryUpsertInput{ID: key, ParentExternalID: ptr("c-2")}, []string{"CATEGORY_CYCLE input.parentExternalId"}},
		"several at once": {
			catalog.CategoryUpsertInput{ID: key, Name: &lang.Text{}, Slug: ptr("atirgul"), Position: ptr(-1), ParentID: set(ptr(below.GlobalID()))},
			[]string{"REQUIRED input.name", "SLUG_TAKEN input.slug", "OUT_OF_RANGE input.position", "CATEGORY_CYCLE input.parentId"},
		},
	} {
		_, err := w.tryCategory(f.in)
		wantFaults(t, name, err, f.want...)
	}
}

func TestDeleteCategory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	top := w.category("Gullar", nil)
	below := w.category("Atirgul", top)
	p := w.upsert(catalog.ProductUpsertInput{Name: uz("Qizil atirgul"), CategoryID: set(ptr(below.GlobalID()))})
	wantFaults(t, "with a category below", w.tryDeleteCategory(top.GlobalID()), "CATEGORY_NOT_EMPTY input.id")
	wantFaults(t, "with a product", w.tryDeleteCategory(below.GlobalID()), "CATEGORY_NOT_EMPTY input.id")
	wantFaults(t, "an id of another kind", w.tryDeleteCategory(p.GlobalID()), "INVALID_ID input.id")
	w.upsert(catalog.ProductUpsertInput{ID: ptr(p.GlobalID()), CategoryID: set[*id.ID](nil)})
	w.Must(w.beside("qoshni").tryDeleteCategory(below.GlobalID()))
	if len(w.tree(true)) != 2 {
		t.Error("the neighbour deleted a category")
	}
	for range 2 {
		w.Must(w.tryDeleteCategory(below.GlobalID()))
	}
	w.Must(w.tryDeleteCategory(top.GlobalID()))
	if got := w.tree(true); len(got) != 0 {
		t.Errorf("left %q", got)
	}
}

func TestCountActive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	top := w.category("Gullar", nil)
	below := w.category("Atirgul", top)
	for i, c := range []*catalog.Category{top, below, below} {
		in := simple(fmt.Sprint("Gul ", i), 1_000)
		in.CategoryID = set(ptr(c.GlobalID()))
		w.upsert(in)
	}
	w.upsert(catalog.ProductUpsertInput{Name: uz("Qoralama"), CategoryID: set(ptr(below.GlobalID()))})
	counts := read(w, func(ctx context.Context, q bun.IDB, storeID int64) (map[uuid.UUID]int, error) {
		return catalog.CountShown(ctx, q, storeID, catalog.View{Now: now})
	})
	if len(counts) != 2 || counts[top.ID] != 3 || counts[below.ID] != 2 {
		t.Errorf("counts %v", counts)
	}
}

// Two moves that together would make a circle: the second to come finds the first.
func TestMovesAtOnceMakeNoCircle(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 10 {
		a, b := w.category("A", nil), w.category("B", nil)
		var movers sync.WaitGroup
		var errs [2]error
		movers.Go(func() { errs[0] = w.move(a, b) })
		movers.Go(func() { errs[1] = w.move(b, a) })
		movers.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both or none moved: %v, %v", errs[0], errs[1])
		}
		w.tree(true) // which compares paths with parents
	}
	// A child made while its parent moves has the parent's new path.
	top, parent := w.category("Tepa", nil), w.category("Ota", nil)
	var movers sync.WaitGroup
	movers.Go(func() {
		if err := w.move(parent, top); err != nil {
			t.Error(err)
		}
	})
	for i := range 8 {
		movers.Go(func() {
			_, err := w.tryCategory(catalog.CategoryUpsertInput{Name: uz(fmt.Sprint("Bola ", i)), ParentID: set(ptr(parent.GlobalID()))})
			if err != nil {
				t.Error(err)
			}
		})
	}
	movers.Wait()
	for _, path := range w.tree(true) {
		if len(path) > 5 && path[:5] == "/Ota/" {
			t.Errorf("left behind: %s", path)
		}
	}
}
