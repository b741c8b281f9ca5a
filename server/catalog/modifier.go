package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
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
// Errors: faults below "input": NOT_FOUND, STALE_VERSION, REQUIRED, OUT_OF_RANGE, DUPLICATE for a code given twice.
func UpsertModifierGroup(ctx context.Context, tx *db.Tx, storeID int64, in ModifierGroupUpsertInput) (*ModifierGroup, error) {
	g, isNew, err := findForUpsert[ModifierGroup](ctx, tx, storeID, id.ModifierGroup, in.ID, in.ExternalID)
	if err != nil {
		return nil, err
	}
	if isNew {
		g = &ModifierGroup{StoreID: storeID, ID: id.New(), ExternalID: in.ExternalID, Maximum: 1}
	} else if f := notExpected(in.ExpectedVersion, g.Version); f != nil {
		return nil, f
	}
	var faults fault.List
	required(&faults, &g.Name, in.Name, isNew, 100, "input", "name")
	if in.Minimum != nil {
		g.Minimum = *in.Minimum
	}
	if in.Maximum != nil {
		g.Maximum = *in.Maximum
	}
	faults.Add(input.Number(g.Maximum, 1, maxModifierOptions, "input", "maximum"))
	faults.Add(input.Number(g.Minimum, 0, max(g.Maximum, 0), "input", "minimum"))
	if isNew && len(in.Options) == 0 {
		faults.Add(fault.New(fault.Required, "input", "options"))
	}
	options := modifierOptions(in.Options, storeID, g.ID, &faults)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	g.Version++
	if err := store(ctx, tx, g, isNew); err != nil {
		return nil, fmt.Errorf("save modifier group %s: %w", g.ID, err)
	}
	if in.Options != nil {
		if err := replaceModifierOptions(ctx, tx, storeID, g.ID, options); err != nil {
			return nil, err
		}
	}
	full, err := modifierGroups(ctx, tx, storeID, []uuid.UUID{g.ID})
	return full[g.ID], err
}

func modifierOptions(given []*ModifierOptionInput, storeID int64, groupID uuid.UUID, faults *fault.List) []*ModifierOption {
	at := []string{"input", "options"}
	if len(given) > maxModifierOptions {
		faults.Add(fault.New(fault.TooMany, at...).With("max", maxModifierOptions))
		return nil
	}
	seen := map[string]bool{}
	options := make([]*ModifierOption, len(given))
	for i, o := range given {
		here := input.At(i, at...)
		option := &ModifierOption{StoreID: storeID, ID: id.New(), GroupID: groupID, Code: o.Code, IsActive: true, Position: i}
		faults.Add(checkCode(o.Code, seen, append(here, "code")...))
		required(faults, &option.Name, &o.Name, true, 100, append(here, "name")...)
		if o.Price != nil {
			faults.Add(input.Number(*o.Price, 0, MaxPrice, append(here, "price")...))
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

func replaceModifierOptions(ctx context.Context, tx *db.Tx, storeID int64, groupID uuid.UUID, options []*ModifierOption) error {
	old, err := children(ctx, tx, storeID, "group_id", []uuid.UUID{groupID}, func(o *ModifierOption) uuid.UUID { return o.GroupID })
	if err != nil {
		return err
	}
	ids := map[string]uuid.UUID{}
	for _, o := range old[groupID] {
		ids[o.Code] = o.ID
	}
	keep := make([]uuid.UUID, len(options))
	for i, o := range options {
		if known, ok := ids[o.Code]; ok {
			o.ID = known
		}
		keep[i] = o.ID
	}
	if err := removed[ModifierOption](ctx, tx, storeID, "group_id", groupID, keep); err != nil {
		return err
	}
	if len(options) == 0 {
		return nil
	}
	_, err = tx.NewInsert().Model(&options).On("CONFLICT (store_id, id) DO UPDATE").
		Set("name = EXCLUDED.name").Set("price = EXCLUDED.price").Set("is_default = EXCLUDED.is_default").
		Set("is_active = EXCLUDED.is_active").Set("position = EXCLUDED.position").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save options of modifier group %s: %w", groupID, err)
	}
	return nil
}

// DeleteModifierGroup deletes a group; dishes that had it are sold without. A repeat succeeds.
func DeleteModifierGroup(ctx context.Context, tx *db.Tx, storeID int64, which id.ID) error {
	key, err := which.Must(id.ModifierGroup, "input", "id")
	if err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*ModifierGroup)(nil)).Where("store_id = ?", storeID).Where("id = ?", key).Exec(ctx)
	if err != nil {
		return fmt.Errorf("delete modifier group %s: %w", key, err)
	}
	return nil
}
