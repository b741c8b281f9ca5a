package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// maxModifierOptions is how many additions one group may offer.
const maxModifierOptions = 50

// ModifierGroupUpsertInput makes a modifier group or changes one. Options, when given, replace the list; they are matched
// by code and keep their identity.
type ModifierGroupUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Name            *lang.Text
	Minimum         *int
	Maximum         *int
	Options         []*ModifierOptionInput
}

// ModifierOptionInput is one addition.
type ModifierOptionInput struct {
	Code      string
	Name      lang.Text
	Price     *money.Tiyin // 0 when nil
	IsDefault *bool
	IsActive  *bool // true when nil
}

// UpsertModifierGroup makes or changes a group with its options.
//
// Errors: all faults of the input together, below "input": NOT_FOUND, STALE_VERSION, REQUIRED, OUT_OF_RANGE, DUPLICATE,
// TOO_MANY at options when more of them are chosen from the start than may be.
func UpsertModifierGroup(ctx context.Context, tx *db.Tx, storeID int64, in ModifierGroupUpsertInput) (*ModifierGroup, error) {
	return edit.Again(func() (*ModifierGroup, error) { return upsertModifierGroup(ctx, tx, storeID, in) })
}

func upsertModifierGroup(ctx context.Context, tx *db.Tx, storeID int64, in ModifierGroupUpsertInput) (*ModifierGroup, error) {
	g, isNew, err := edit.Find[ModifierGroup](ctx, tx, storeID, id.ModifierGroup, in.ID, in.ExternalID)
	if err != nil {
		return nil, err
	}
	if isNew {
		g = &ModifierGroup{StoreID: storeID, ID: id.New(), Maximum: 1}
	} else if f := edit.Stale(in.ExpectedVersion, g.Version); f != nil {
		return nil, f
	}
	before, err := children(ctx, tx, storeID, "group_id", []uuid.UUID{g.ID}, func(o *ModifierOption) uuid.UUID { return o.GroupID })
	if err != nil {
		return nil, err
	}
	var faults fault.List
	row := edit.Keyed{Tx: tx, StoreID: storeID, Table: "modifier_groups", ID: g.ID, IsNew: isNew}
	if err := row.SetExternalID(ctx, &g.ExternalID, in.ExternalID, &faults); err != nil {
		return nil, err
	}
	required(&faults, &g.Name, in.Name, isNew, 100, "input", "name")
	if in.Minimum != nil {
		g.Minimum = *in.Minimum
	}
	if in.Maximum != nil {
		g.Maximum = *in.Maximum
	}
	faults.Add(input.Number(g.Maximum, 1, maxModifierOptions, "input", "maximum"))
	faults.Add(input.Number(g.Minimum, 0, max(g.Maximum, 0), "input", "minimum"))
	g.Options = before[g.ID]
	if in.Options != nil || isNew {
		g.Options = modifierOptions(in.Options, g, &faults)
	}
	if chosen := g.defaults(); chosen > g.Maximum {
		faults.Add(fault.New(fault.TooMany, "input", "options").With("max", g.Maximum))
	}
	if err := row.Verdict(ctx, g.ExternalID, faults); err != nil {
		return nil, err
	}
	g.Version++
	if err := row.Saved(edit.Save(ctx, tx, g, isNew), ""); err != nil {
		return nil, err
	}
	if in.Options != nil {
		return g, replaceModifierOptions(ctx, tx, g)
	}
	return g, nil
}

// defaults counts the options that are chosen until the buyer says otherwise.
func (g *ModifierGroup) defaults() int {
	n := 0
	for _, o := range g.Options {
		if o.IsActive && o.IsDefault {
			n++
		}
	}
	return n
}

// modifierOptions reads the options that a group will have. They keep their identity by code.
func modifierOptions(given []*ModifierOptionInput, g *ModifierGroup, faults *fault.List) []*ModifierOption {
	at := []string{"input", "options"}
	switch {
	case len(given) == 0:
		faults.Add(fault.New(fault.Required, at...))
		return nil
	case len(given) > maxModifierOptions:
		faults.Add(fault.New(fault.TooMany, at...).With("max", maxModifierOptions))
		return nil
	}
	ids := map[string]uuid.UUID{}
	for _, o := range g.Options {
		ids[o.Code] = o.ID
	}
	seen := map[string]bool{}
	options := make([]*ModifierOption, len(given))
	for i, o := range given {
		here := input.At(i, at...)
		option := &ModifierOption{StoreID: g.StoreID, ID: id.New(), GroupID: g.ID, Code: o.Code, IsActive: true, Position: i}
		if known, ok := ids[o.Code]; ok {
			option.ID = known
		}
		faults.Add(checkCode(o.Code, seen, below(here, "code")...))
		required(faults, &option.Name, &o.Name, true, 100, below(here, "name")...)
		if o.Price != nil {
			faults.Add(input.Number(*o.Price, 0, MaxPrice, below(here, "price")...))
			option.Price = *o.Price
		}
		if o.IsDefault != nil {
			option.IsDefault = *o.IsDefault
		}
		if o.IsActive != nil {
			option.IsActive = *o.IsActive
		}
		options[i] = option
	}
	return options
}

// checkCode wants lower-case letters, digits and dashes, each code once in its list.
func checkCode(code string, seen map[string]bool, path ...string) *fault.Error {
	if len(code) > 60 {
		return fault.New(fault.TooLong, path...).With("max", 60)
	}
	if !codeForm.MatchString(code) {
		return fault.New(fault.Invalid, path...)
	}
	if seen[code] {
		return fault.New(fault.Duplicate, path...)
	}
	seen[code] = true
	return nil
}

func replaceModifierOptions(ctx context.Context, tx *db.Tx, g *ModifierGroup) error {
	keep := make([]uuid.UUID, len(g.Options))
	for i, o := range g.Options {
		keep[i] = o.ID
	}
	if err := removed[ModifierOption](ctx, tx, g.StoreID, "group_id", []uuid.UUID{g.ID}, keep); err != nil {
		return err
	}
	_, err := tx.NewInsert().Model(&g.Options).On("CONFLICT (store_id, id) DO UPDATE").
		Set("name = EXCLUDED.name").Set("price = EXCLUDED.price").Set("is_default = EXCLUDED.is_default").
		Set("is_active = EXCLUDED.is_active").Set("position = EXCLUDED.position").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save options of modifier group %s: %w", g.ID, err)
	}
	return nil
}

// DeleteModifierGroup deletes a group; dishes that had it are sold without. A repeat succeeds.
// Faults: INVALID_ID, STALE_VERSION.
func DeleteModifierGroup(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
	g, err := edit.Doomed[ModifierGroup](ctx, tx, storeID, id.ModifierGroup, in)
	if err != nil || g == nil {
		return err
	}
	return edit.Delete(ctx, tx, g)
}
