package catalog

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// AttributeType says what values an attribute has.
type AttributeType string

const (
	TextAttribute    AttributeType = "TEXT"    // words in all languages
	NumberAttribute  AttributeType = "NUMBER"  // with a unit
	BooleanAttribute AttributeType = "BOOLEAN" // yes or no
	ChoiceAttribute  AttributeType = "CHOICE"  // one or more of a list
	ColorAttribute   AttributeType = "COLOR"   // one or more of a list of colours
)

// hasChoices tells whether values come from a list.
func (t AttributeType) hasChoices() bool { return t == ChoiceAttribute || t == ColorAttribute }

const (
	maxDefinitions = 200
	maxChoices     = 200
)

// Definition is an attribute as the store defines it, once for all products.
type Definition struct {
	bun.BaseModel `bun:"table:attribute_definitions,alias:atr"`

	StoreID      int64         `bun:"store_id,pk"`
	ID           uuid.UUID     `bun:"id,pk,type:uuid"`
	ExternalID   *string       `bun:"external_id"`
	Code         string        `bun:"code"`
	Name         lang.Text     `bun:"name,type:jsonb"`
	Type         AttributeType `bun:"type"`
	Unit         lang.Text     `bun:"unit,type:jsonb"` // of a number, in words
	IsFilterable bool          `bun:"is_filterable"`
	Position     int           `bun:"position"`
	Version      int           `bun:"version"`

	Choices []*AttributeChoice `bun:"-"` // in order; filled by whoever reads definitions
}

// GlobalID names the definition in the API.
func (d *Definition) GlobalID() id.ID { return id.Of(id.Attribute, d.ID) }

// IsNode marks what node(id) can answer.
func (*Definition) IsNode() {}

// choice finds one by its code; nil when there is none.
func (d *Definition) choice(code string) *AttributeChoice {
	for _, c := range d.Choices {
		if c.Code == code {
			return c
		}
	}
	return nil
}

// AttributeChoice is one of the values that a list offers.
type AttributeChoice struct {
	bun.BaseModel `bun:"table:attribute_choices,alias:atc"`

	StoreID     int64     `bun:"store_id,pk"`
	ID          uuid.UUID `bun:"id,pk,type:uuid"`
	AttributeID uuid.UUID `bun:"attribute_id,type:uuid"`
	Code        string    `bun:"code"`
	Name        lang.Text `bun:"name,type:jsonb"`
	Color       string    `bun:"color"` // #rrggbb, empty for none
	Position    int       `bun:"position"`
}

// GlobalID names the choice in the API.
func (c *AttributeChoice) GlobalID() id.ID { return id.Of(id.Choice, c.ID) }

// AttributeUpsertInput defines an attribute or changes a definition. What is nil stays as it is; Choices, when given,
// replace the list; they are matched by code and keep their identity.
type AttributeUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Code            *string
	Name            *lang.Text
	Type            *AttributeType
	Unit            *lang.Text
	IsFilterable    *bool
	Position        *int
	Choices         []*AttributeChoiceInput
}

// AttributeChoiceInput is one value of a list.
type AttributeChoiceInput struct {
	Code  string
	Name  lang.Text
	Color *string // #rrggbb; needed for COLOR
}

// UpsertAttribute defines an attribute or changes a definition.
//
// Errors: all faults of the input together, below "input": NOT_FOUND, STALE_VERSION, REQUIRED, DUPLICATE, TOO_MANY, INVALID,
// TYPE_FIXED for another type while products have values.
func UpsertAttribute(ctx context.Context, tx *db.Tx, storeID int64, in AttributeUpsertInput, now time.Time) (*Definition, error) {
	return edit.Again(func() (*Definition, error) { return upsertAttribute(ctx, tx, storeID, in, now) })
}

func upsertAttribute(ctx context.Context, tx *db.Tx, storeID int64, in AttributeUpsertInput, now time.Time) (*Definition, error) {
	d, isNew, err := edit.Find[Definition](ctx, tx, storeID, id.Attribute, in.ID, in.ExternalID)
	if err != nil {
		return nil, err
	}
	var faults fault.List
	if isNew {
		d = &Definition{StoreID: storeID, ID: id.New()}
		for _, needed := range []struct {
			is   bool
			name string
		}{{in.Code != nil, "code"}, {in.Type != nil, "type"}} {
			if !needed.is {
				faults.Add(fault.New(fault.Required, "input", needed.name))
			}
		}
	} else if f := edit.Stale(in.ExpectedVersion, d.Version); f != nil {
		return nil, f
	}
	if err := readChoices(ctx, tx, storeID, d); err != nil {
		return nil, err
	}
	if err := d.apply(ctx, tx, in, isNew, &faults); err != nil {
		return nil, err
	}
	row := edit.Keyed{Tx: tx, StoreID: storeID, Table: "attribute_definitions", ID: d.ID, IsNew: isNew}
	if err := row.SetExternalID(ctx, &d.ExternalID, in.ExternalID, &faults); err != nil {
		return nil, err
	}
	if in.Code != nil {
		taken, err := row.Has(ctx, "code", d.Code)
		if err != nil {
			return nil, err
		}
		if taken {
			faults.Add(fault.New(fault.Duplicate, "input", "code"))
		}
	}
	if err := row.Verdict(ctx, d.ExternalID, faults); err != nil {
		return nil, err
	}
	d.Version++
	if err := row.Saved(edit.Save(ctx, tx, d, isNew), ""); err != nil {
		return nil, err
	}
	var having []uuid.UUID // before choices go, which take their values along
	if !isNew {
		err := tx.NewSelect().Table("product_attributes").ColumnExpr("DISTINCT product_id").Where("store_id = ?", storeID).
			Where("attribute_id = ?", d.ID).Scan(ctx, &having)
		if err != nil {
			return nil, fmt.Errorf("products with attribute %s: %w", d.Code, err)
		}
	}
	if in.Choices != nil {
		if err := replaceChoices(ctx, tx, d); err != nil {
			return nil, err
		}
	}
	return d, index(ctx, tx, storeID, now, having...)
}

// apply puts the given fields into the definition.
func (d *Definition) apply(ctx context.Context, tx *db.Tx, in AttributeUpsertInput, isNew bool, faults *fault.List) error {
	required(faults, &d.Name, in.Name, isNew, 100, "input", "name")
	texts(faults, &d.Unit, in.Unit, 20, "input", "unit")
	if in.Code != nil {
		faults.Add(checkCode(*in.Code, map[string]bool{}, "input", "code"))
		d.Code = *in.Code
	}
	if in.Type != nil && *in.Type != d.Type {
		if !isNew {
			used, err := tx.NewSelect().Table("product_attributes").Where("store_id = ?", d.StoreID).Where("attribute_id = ?", d.ID).Exists(ctx)
			if err != nil {
				return fmt.Errorf("values of attribute %s: %w", d.Code, err)
			}
			if used {
				faults.Add(fault.New(fault.TypeFixed, "input", "type"))
			}
		}
		d.Type = *in.Type
	}
	if in.IsFilterable != nil {
		d.IsFilterable = *in.IsFilterable
	}
	setPosition(faults, &d.Position, in.Position)
	if in.Choices != nil {
		d.Choices = d.declared(in.Choices, faults)
	}
	switch {
	case d.Type.hasChoices() && len(d.Choices) == 0:
		faults.Add(fault.New(fault.Required, "input", "choices"))
	case !d.Type.hasChoices() && len(d.Choices) > 0:
		faults.Add(fault.New(fault.Invalid, "input", "choices"))
	}
	return nil
}

// declared reads the choices that the definition will have. They keep their identity by code.
func (d *Definition) declared(given []*AttributeChoiceInput, faults *fault.List) []*AttributeChoice {
	at := []string{"input", "choices"}
	if len(given) > maxChoices {
		faults.Add(fault.New(fault.TooMany, at...).With("max", maxChoices))
		return nil
	}
	seen := map[string]bool{}
	choices := make([]*AttributeChoice, len(given))
	for i, in := range given {
		here := input.At(i, at...)
		c := &AttributeChoice{StoreID: d.StoreID, ID: id.New(), AttributeID: d.ID, Code: in.Code, Position: i}
		if known := d.choice(in.Code); known != nil {
			c.ID = known.ID
		}
		faults.Add(checkCode(in.Code, seen, below(here, "code")...))
		required(faults, &c.Name, &in.Name, true, 100, below(here, "name")...)
		if in.Color != nil {
			c.Color = strings.ToLower(*in.Color)
		}
		switch {
		case !swatchForm.MatchString(c.Color):
			faults.Add(fault.New(fault.Invalid, below(here, "color")...))
		case d.Type == ColorAttribute && c.Color == "":
			faults.Add(fault.New(fault.Required, below(here, "color")...))
		}
		choices[i] = c
	}
	return choices
}

func replaceChoices(ctx context.Context, tx *db.Tx, d *Definition) error {
	keep := make([]uuid.UUID, len(d.Choices))
	for i, c := range d.Choices {
		keep[i] = c.ID
	}
	if err := removed[AttributeChoice](ctx, tx, d.StoreID, "attribute_id", []uuid.UUID{d.ID}, keep); err != nil || len(keep) == 0 {
		return err
	}
	_, err := tx.NewInsert().Model(&d.Choices).On("CONFLICT (store_id, id) DO UPDATE").
		Set("name = EXCLUDED.name").Set("color = EXCLUDED.color").Set("position = EXCLUDED.position").Exec(ctx)
	if err != nil {
		return fmt.Errorf("save choices of attribute %s: %w", d.Code, err)
	}
	return nil
}

// DeleteAttribute deletes a definition and the values that products have of it. A repeat succeeds.
// Faults: INVALID_ID, STALE_VERSION.
func DeleteAttribute(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion, now time.Time) error {
	d, err := edit.Doomed[Definition](ctx, tx, storeID, id.Attribute, in)
	if err != nil || d == nil {
		return err
	}
	return deleteWithLinks(ctx, tx, storeID, d, "product_attributes", "attribute_id", now)
}

// Definitions reads all attribute definitions of a store with their choices, in order; a shop has tens of them.
func Definitions(ctx context.Context, q bun.IDB, storeID int64) ([]*Definition, error) {
	all := []*Definition{}
	if err := q.NewSelect().Model(&all).Where("store_id = ?", storeID).OrderExpr("position, id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("attributes of store %d: %w", storeID, err)
	}
	return all, readChoices(ctx, q, storeID, all...)
}

func readChoices(ctx context.Context, q bun.IDB, storeID int64, definitions ...*Definition) error {
	var lists []uuid.UUID
	for _, d := range definitions {
		if d.Type.hasChoices() {
			lists = append(lists, d.ID)
		}
	}
	by, err := children(ctx, q, storeID, "attribute_id", lists, func(c *AttributeChoice) uuid.UUID { return c.AttributeID })
	for _, d := range definitions {
		d.Choices = by[d.ID]
	}
	return err
}
