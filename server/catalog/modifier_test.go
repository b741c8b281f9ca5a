package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

func (w world) tryGroup(in catalog.ModifierGroupUpsertInput) (*catalog.ModifierGroup, error) {
	w.T.Helper()
	return try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (*catalog.ModifierGroup, error) {
		return catalog.UpsertModifierGroup(ctx, tx, storeID, in)
	})
}

func additions(codes ...string) []*catalog.ModifierOptionInput {
	var list []*catalog.ModifierOptionInput
	for _, c := range codes {
		list = append(list, &catalog.ModifierOptionInput{Code: c, Name: *uz(c)})
	}
	return list
}

func TestUpsertModifierGroup(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := catalog.ModifierGroupUpsertInput{
		ExternalID: ptr("sauce"), Name: &lang.Text{UzLatn: "Sous", RU: "Соус"}, Minimum: ptr(1), Maximum: ptr(2), Options: additions("ketchup", "mayonez", "achchiq"),
	}
	in.Options[0].IsDefault, in.Options[1].Price, in.Options[2].IsActive = ptr(true), ptr(3_000*money.Som), ptr(false)
	g, err := w.tryGroup(in)
	w.Must(err)
	if g.Minimum != 1 || g.Maximum != 2 || g.Version != 1 || len(g.Options) != 3 || !g.Options[0].IsDefault || g.Options[1].Price != 3_000*money.Som || g.Options[2].IsActive {
		t.Errorf("group %+v", g)
	}
	before := w.rows()
	again, err := w.tryGroup(in)
	w.Must(err)
	if again.ID != g.ID || again.Version != 2 || !slices.Equal(w.rows(), before) {
		t.Error("a repeat changes rows")
	}
	changed, err := w.tryGroup(catalog.ModifierGroupUpsertInput{ID: ptr(g.GlobalID()), Options: additions("achchiq", "ketchup", "xantal")})
	w.Must(err)
	if changed.Options[0].ID != g.Options[2].ID || changed.Options[1].ID != g.Options[0].ID || changed.Name != *in.Name || !changed.Options[0].IsActive {
		t.Errorf("options keep their identity by code: %+v", changed.Options)
	}
	stored := read(w, catalog.ModifierGroups)
	if len(stored) != 1 || len(stored[0].Options) != 3 || stored[0].Options[2].Code != "xantal" {
		t.Errorf("stored %+v", stored)
	}
	kept, err := w.tryGroup(catalog.ModifierGroupUpsertInput{ID: ptr(g.GlobalID()), Maximum: ptr(3)})
	w.Must(err)
	if len(kept.Options) != 3 || kept.Maximum != 3 || len(read(w, catalog.ModifierGroups)[0].Options) != 3 {
		t.Errorf("kept %+v", kept)
	}
	// What is new has a free, single choice.
	plain, err := w.tryGroup(catalog.ModifierGroupUpsertInput{Name: uz("Non"), Options: additions("bor")})
	w.Must(err)
	if plain.Minimum != 0 || plain.Maximum != 1 {
		t.Errorf("plain %+v", plain)
	}
}

func TestUpsertModifierGroupRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, err := w.tryGroup(catalog.ModifierGroupUpsertInput{Name: uz("Sous"), ExternalID: ptr("sauce"), Maximum: ptr(2), Options: additions("a", "b")})
	w.Must(err)
	_, err = w.tryGroup(catalog.ModifierGroupUpsertInput{Name: uz("Non"), ExternalID: ptr("bread"), Options: additions("a")})
	w.Must(err)
	key, before := ptr(g.GlobalID()), w.rows()
	foreign := w.beside("qoshni").Modifiers("Begona", 0, 1, "a").GlobalID()
	eager := additions("a", "b")
	eager[0].IsDefault, eager[1].IsDefault = ptr(true), ptr(true)
	var many []*catalog.ModifierOptionInput
	for i := range 51 {
		many = append(many, additions(fmt.Sprint("o", i))...)
	}
	dear := additions("a")
	dear[0].Price = ptr(money.Tiyin(-1))
	for name, c := range map[string]struct {
		in   catalog.ModifierGroupUpsertInput
		want []string
	}{
		"nothing":                   {catalog.ModifierGroupUpsertInput{}, []string{"REQUIRED input.name", "REQUIRED input.options"}},
		"an empty list":             {catalog.ModifierGroupUpsertInput{ID: key, Options: []*catalog.ModifierOptionInput{}}, []string{"REQUIRED input.options"}},
		"too many options":          {catalog.ModifierGroupUpsertInput{ID: key, Options: many}, []string{"TOO_MANY input.options"}},
		"a code twice":              {catalog.ModifierGroupUpsertInput{ID: key, Options: additions("a", "a")}, []string{"DUPLICATE input.options.1.code"}},
		"no code":                   {catalog.ModifierGroupUpsertInput{ID: key, Options: additions("A b")}, []string{"INVALID input.options.0.code"}},
		"a negative price":          {catalog.ModifierGroupUpsertInput{ID: key, Options: dear}, []string{"OUT_OF_RANGE input.options.0.price"}},
		"more needed than allowed":  {catalog.ModifierGroupUpsertInput{ID: key, Minimum: ptr(3)}, []string{"OUT_OF_RANGE input.minimum"}},
		"none allowed":              {catalog.ModifierGroupUpsertInput{ID: key, Maximum: ptr(0)}, []string{"OUT_OF_RANGE input.maximum"}},
		"more chosen than allowed":  {catalog.ModifierGroupUpsertInput{ID: key, Maximum: ptr(1), Options: eager}, []string{"TOO_MANY input.options"}},
		"a foreign group":           {catalog.ModifierGroupUpsertInput{ID: &foreign}, []string{"NOT_FOUND input.id"}},
		"an external id of another": {catalog.ModifierGroupUpsertInput{ID: key, ExternalID: ptr("bread")}, []string{"DUPLICATE input.externalId"}},
		"somebody changed it":       {catalog.ModifierGroupUpsertInput{ID: key, ExpectedVersion: ptr(7)}, []string{"STALE_VERSION input.expectedVersion"}},
	} {
		_, err := w.tryGroup(c.in)
		wantFaults(t, name, err, c.want...)
	}
	if !slices.Equal(w.rows(), before) {
		t.Error("refused groups changed rows")
	}
}

func TestDeleteModifierGroup(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := w.Modifiers("Sous", 0, 1, "a")
	in := simple("Osh", 1_000)
	in.ModifierGroupIDs = []id.ID{g.GlobalID()}
	p := w.upsert(in)
	remove := func(w world) error {
		_, err := try(w, func(ctx context.Context, tx *db.Tx, storeID int64) (any, error) {
			return nil, catalog.DeleteModifierGroup(ctx, tx, storeID, edit.Deletion{ID: g.GlobalID()})
		})
		return err
	}
	groups := func() []*catalog.ModifierGroup {
		return read(w, func(ctx context.Context, q bun.IDB, storeID int64) ([]*catalog.ModifierGroup, error) {
			by, err := catalog.ModifierGroupsOf(ctx, q, storeID, []uuid.UUID{p.ID})
			return by[p.ID], err
		})
	}
	w.Must(remove(w.beside("qoshni")))
	if len(groups()) != 1 {
		t.Error("the neighbour deleted a group")
	}
	for range 2 {
		w.Must(remove(w))
	}
	if len(groups()) != 0 || w.product(p.GlobalID()) == nil {
		t.Error("the dish is sold without it")
	}
}
