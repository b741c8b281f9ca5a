package catalog

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
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

var swatchForm = regexp.MustCompile(`^(#[0-9a-f]{6})?$`)

// readOptions reads the options that the product will have. Options and values keep their identity by code.
func (c *change) readOptions() {
	c.options = c.batch.known.options[c.product.ID]
	if c.in.Options == nil {
		return
	}
	at := c.path("options")
	known := map[string]*Option{}
	for _, o := range c.options {
		known[o.Code] = o
	}
	seen := map[string]bool{}
	c.options = make([]*Option, len(c.in.Options))
	for i, in := range c.in.Options {
		here := input.At(i, at...)
		o := &Option{StoreID: c.product.StoreID, ID: id.New(), ProductID: c.product.ID, Code: in.Code, Display: Pill, Position: i}
		ids := map[string]uuid.UUID{}
		if before := known[in.Code]; before != nil {
			o.ID = before.ID
			for _, v := range before.Values {
				ids[v.Code] = v.ID
			}
		}
		c.faults.Add(checkCode(in.Code, seen, below(here, "code")...))
		required(&c.faults, &o.Name, &in.Name, true, 60, below(here, "name")...)
		if in.Display != nil {
			o.Display = *in.Display
		}
		o.Values = readValues(o, in.Values, ids, below(here, "values"), &c.faults)
		c.options[i] = o
	}
}

func readValues(o *Option, given []*ProductOptionValueInput, ids map[string]uuid.UUID, at []string, faults *fault.List) []*OptionValue {
	switch {
	case len(given) == 0:
		faults.Add(fault.New(fault.Required, at...))
		return nil
	case len(given) > maxValues:
		faults.Add(fault.New(fault.TooMany, at...).With("max", maxValues))
		return nil
	}
	seen := map[string]bool{}
	values := make([]*OptionValue, len(given))
	for j, in := range given {
		here := input.At(j, at...)
		v := &OptionValue{StoreID: o.StoreID, ID: id.New(), OptionID: o.ID, Code: in.Code, Position: j}
		if known, ok := ids[in.Code]; ok {
			v.ID = known
		}
		faults.Add(checkCode(in.Code, seen, below(here, "code")...))
		required(faults, &v.Name, &in.Name, true, 60, below(here, "name")...)
		if in.Swatch != nil {
			v.Swatch = strings.ToLower(*in.Swatch)
			if !swatchForm.MatchString(v.Swatch) {
				faults.Add(fault.New(fault.Invalid, below(here, "swatch")...))
			}
		}
		values[j] = v
	}
	return values
}

func (b *batch) writeOptions(ctx context.Context, changes []*change) error {
	parents, list := given(changes, func(in *ProductUpsertInput) bool { return in.Options != nil })
	var options []*Option
	var values []*OptionValue
	var keep, keepValues []uuid.UUID
	for _, c := range list {
		for _, o := range c.options {
			options, keep = append(options, o), append(keep, o.ID)
			for _, v := range o.Values {
				values, keepValues = append(values, v), append(keepValues, v.ID)
			}
		}
	}
	if err := removed[Option](ctx, b.tx, b.storeID, "product_id", parents, keep); err != nil || len(options) == 0 {
		return err
	}
	if err := removed[OptionValue](ctx, b.tx, b.storeID, "option_id", keep, keepValues); err != nil {
		return err
	}
	_, err := b.tx.NewInsert().Model(&options).On("CONFLICT (store_id, id) DO UPDATE").
		Set("name = EXCLUDED.name").Set("display = EXCLUDED.display").Set("position = EXCLUDED.position").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save options of products: %w", err)
	}
	_, err = b.tx.NewInsert().Model(&values).On("CONFLICT (store_id, id) DO UPDATE").
		Set("name = EXCLUDED.name").Set("swatch = EXCLUDED.swatch").Set("position = EXCLUDED.position").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save option values of products: %w", err)
	}
	return nil
}

// valueBy finds a value by codes; nil when there is none.
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
