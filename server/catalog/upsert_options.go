package catalog

import (
	"context"
	"fmt"
	"regexp"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
)

// ProductOptionInput is something to choose; Code names it within the product.
type ProductOptionInput struct {
	Code    string
	Name    lang.Text
	Display *Display // PILL when nil
	Values  []*ProductOptionValueInput
}

// ProductOptionValueInput is one of the things to choose; Code names it within the option.
type ProductOptionValueInput struct {
	Code   string
	Name   lang.Text
	Swatch *string // #rrggbb
}

// ProductMediaInput is a picture, with OptionCode and ValueCode one of that value.
type ProductMediaInput struct {
	MediaID    id.ID
	OptionCode *string
	ValueCode  *string
}

var swatchForm = regexp.MustCompile(`^(#[0-9a-f]{6})?$`)

// replaceOptions makes the product's options what is given. Options and values keep their identity by code.
func replaceOptions(ctx context.Context, tx *db.Tx, p *Product, given []*ProductOptionInput) error {
	old, err := OptionsOf(ctx, tx, p.StoreID, []uuid.UUID{p.ID})
	if err != nil {
		return err
	}
	known := map[string]*Option{}
	for _, o := range old[p.ID] {
		known[o.Code] = o
	}
	options, values, err := readOptions(p, given, known)
	if err != nil {
		return err
	}
	keep := make([]uuid.UUID, len(options))
	for i, o := range options {
		keep[i] = o.ID
	}
	if err := removed[Option](ctx, tx, p.StoreID, "product_id", p.ID, keep); err != nil {
		return err
	}
	if len(options) == 0 {
		return nil
	}
	_, err = tx.NewInsert().Model(&options).On("CONFLICT (store_id, id) DO UPDATE").
		Set("name = EXCLUDED.name").Set("display = EXCLUDED.display").Set("position = EXCLUDED.position").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save options of product %s: %w", p.ID, err)
	}
	keepValues := make([]uuid.UUID, len(values))
	for i, v := range values {
		keepValues[i] = v.ID
	}
	_, err = tx.NewDelete().Model((*OptionValue)(nil)).Where("store_id = ?", p.StoreID).
		Where("option_id IN (?)", bun.In(keep)).Where("id NOT IN (?)", bun.In(keepValues)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove option values of product %s: %w", p.ID, err)
	}
	_, err = tx.NewInsert().Model(&values).On("CONFLICT (store_id, id) DO UPDATE").
		Set("name = EXCLUDED.name").Set("swatch = EXCLUDED.swatch").Set("position = EXCLUDED.position").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save option values of product %s: %w", p.ID, err)
	}
	return nil
}

func readOptions(p *Product, given []*ProductOptionInput, known map[string]*Option) ([]*Option, []*OptionValue, error) {
	at := []string{"input", "options"}
	if len(given) > maxOptions {
		return nil, nil, fault.New(fault.TooMany, at...).With("max", maxOptions)
	}
	var faults fault.List
	var options []*Option
	var values []*OptionValue
	seen := map[string]bool{}
	for i, in := range given {
		here := input.At(i, at...)
		o := &Option{StoreID: p.StoreID, ID: id.New(), ProductID: p.ID, Code: in.Code, Display: Pill, Position: i}
		ids := map[string]uuid.UUID{}
		if before := known[in.Code]; before != nil {
			o.ID = before.ID
			for _, v := range before.Values {
				ids[v.Code] = v.ID
			}
		}
		faults.Add(checkCode(in.Code, seen, append(here, "code")...))
		required(&faults, &o.Name, &in.Name, true, 60, append(here, "name")...)
		if in.Display != nil {
			o.Display = *in.Display
		}
		switch {
		case len(in.Values) == 0:
			faults.Add(fault.New(fault.Required, append(here, "values")...))
		case len(in.Values) > maxValues:
			faults.Add(fault.New(fault.TooMany, append(here, "values")...).With("max", maxValues))
		default:
			values = append(values, readValues(o, in.Values, ids, append(here, "values"), &faults)...)
		}
		options = append(options, o)
	}
	return options, values, faults.Err()
}

func readValues(o *Option, given []*ProductOptionValueInput, ids map[string]uuid.UUID, at []string, faults *fault.List) []*OptionValue {
	seen := map[string]bool{}
	values := make([]*OptionValue, len(given))
	for j, in := range given {
		here := input.At(j, at...)
		v := &OptionValue{StoreID: o.StoreID, ID: id.New(), OptionID: o.ID, Code: in.Code, Position: j}
		if known, ok := ids[in.Code]; ok {
			v.ID = known
		}
		faults.Add(checkCode(in.Code, seen, append(here, "code")...))
		required(faults, &v.Name, &in.Name, true, 60, append(here, "name")...)
		if in.Swatch != nil {
			if !swatchForm.MatchString(*in.Swatch) {
				faults.Add(fault.New(fault.Invalid, append(here, "swatch")...))
			}
			v.Swatch = *in.Swatch
		}
		values[j] = v
	}
	return values
}

// replacePictures makes the product's pictures what is given, in that order.
func replacePictures(ctx context.Context, tx *db.Tx, p *Product, options []*Option, given []*ProductMediaInput) error {
	at := []string{"input", "media"}
	if len(given) > maxPictures {
		return fault.New(fault.TooMany, at...).With("max", maxPictures)
	}
	var faults fault.List
	pictures := make([]*Picture, len(given))
	ids := make([]uuid.UUID, len(given))
	seen := map[uuid.UUID]bool{}
	for i, in := range given {
		here := input.At(i, at...)
		key, err := in.MediaID.Must(id.Media, append(here, "mediaId")...)
		if err != nil {
			_ = faults.Under(err)
			continue
		}
		if seen[key] {
			faults.Add(fault.New(fault.Duplicate, append(here, "mediaId")...))
		}
		seen[key] = true
		ids[i] = key
		pictures[i] = &Picture{StoreID: p.StoreID, ProductID: p.ID, MediaID: key, Position: i}
		if in.OptionCode != nil && in.ValueCode != nil {
			v := valueBy(options, *in.OptionCode, *in.ValueCode)
			if v == nil {
				faults.Add(fault.New(fault.NotFound, append(here, "valueCode")...))
				continue
			}
			pictures[i].OptionValueID = &v.ID
		}
	}
	known, err := media.ByIDs(ctx, tx, p.StoreID, ids)
	if err != nil {
		return err
	}
	exists := map[uuid.UUID]bool{}
	for _, m := range known {
		exists[m.ID] = true
	}
	for i, key := range ids {
		if key != uuid.Nil && !exists[key] {
			faults.Add(fault.New(fault.NotFound, append(input.At(i, at...), "mediaId")...))
		}
	}
	if err := faults.Err(); err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*Picture)(nil)).Where("store_id = ?", p.StoreID).Where("product_id = ?", p.ID).Exec(ctx)
	if err == nil && len(pictures) > 0 {
		_, err = tx.NewInsert().Model(&pictures).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("save pictures of product %s: %w", p.ID, err)
	}
	return nil
}

func valueBy(options []*Option, optionCode, valueCode string) *OptionValue {
	for _, o := range options {
		for _, v := range o.Values {
			if o.Code == optionCode && v.Code == valueCode {
				return v
			}
		}
	}
	return nil
}

func replaceModifiers(ctx context.Context, tx *db.Tx, p *Product, given []id.ID) error {
	at := []string{"input", "modifierGroupIds"}
	if len(given) > maxModifiers {
		return fault.New(fault.TooMany, at...).With("max", maxModifiers)
	}
	ids := make([]uuid.UUID, len(given))
	seen := map[uuid.UUID]bool{}
	for i, g := range given {
		key, err := g.Must(id.ModifierGroup, input.At(i, at...)...)
		if err != nil {
			return err
		}
		if seen[key] {
			return fault.New(fault.Duplicate, input.At(i, at...)...)
		}
		seen[key] = true
		ids[i] = key
	}
	known, err := byIDs[ModifierGroup](ctx, tx, p.StoreID, ids)
	if err != nil {
		return err
	}
	if len(known) < len(ids) {
		return fault.New(fault.NotFound, at...)
	}
	type link struct {
		bun.BaseModel `bun:"table:product_modifier_groups"`
		StoreID       int64
		ProductID     uuid.UUID `bun:"type:uuid"`
		GroupID       uuid.UUID `bun:"type:uuid"`
		Position      int
	}
	_, err = tx.NewDelete().Model((*link)(nil)).Where("store_id = ?", p.StoreID).Where("product_id = ?", p.ID).Exec(ctx)
	if err == nil && len(ids) > 0 {
		links := make([]*link, len(ids))
		for i, key := range ids {
			links[i] = &link{StoreID: p.StoreID, ProductID: p.ID, GroupID: key, Position: i}
		}
		_, err = tx.NewInsert().Model(&links).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("save modifier groups of product %s: %w", p.ID, err)
	}
	return nil
}
