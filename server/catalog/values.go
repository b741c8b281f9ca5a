package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// Attribute is a property of a product, for reading: of a defined attribute, or a fact that has no definition.
type Attribute struct {
	Code       string
	Name       lang.Text
	Value      lang.Text // in words, whatever the type
	Definition *Definition
	Number     *string // a Decimal, of a NUMBER
	Flag       *bool   // of a BOOLEAN
	Choices    []*AttributeChoice
}

// value is a row of a product's attributes.
type value struct {
	bun.BaseModel `bun:"table:product_attributes,alias:pat"`

	StoreID     int64      `bun:"store_id,pk"`
	ProductID   uuid.UUID  `bun:"product_id,pk,type:uuid"`
	AttributeID uuid.UUID  `bun:"attribute_id,pk,type:uuid"`
	Position    int        `bun:"position,pk"`
	Text        *lang.Text `bun:"text,type:jsonb"`
	Number      *string    `bun:"number"`
	Flag        *bool      `bun:"flag"`
	ChoiceID    *uuid.UUID `bun:"choice_id,type:uuid"`
}

// ProductAttributeInput is a property. Code names a defined attribute, which says what kind of value it takes; otherwise
// it is a fact for reading, with a name and a value in words.
type ProductAttributeInput struct {
	Code    string
	Name    *lang.Text
	Value   *lang.Text
	Number  *string // a Decimal
	IsTrue  *bool
	Choices []string // codes
}

// yesNo are the words for values of BOOLEAN attributes.
var yesNo = map[bool]lang.Text{
	true:  {UzLatn: "ha", UzCyrl: "ҳа", RU: "да", EN: "yes"},
	false: {UzLatn: "yoʻq", UzCyrl: "йўқ", RU: "нет", EN: "no"},
}

// YesNo is the word for a value of a BOOLEAN attribute.
func YesNo(isTrue bool) lang.Text { return yesNo[isTrue] }

// readAttributes sorts a given list into values of definitions and facts. Faults below at: DUPLICATE, INVALID,
// REQUIRED, NOT_FOUND for a choice, TOO_LONG.
func readAttributes(p *Product, given []*ProductAttributeInput, defined map[string]*Definition, at []string, faults *fault.List) []*value {
	p.Facts = []Fact{}
	var values []*value
	seen := map[string]bool{}
	for i, in := range given {
		here := input.At(i, at...)
		faults.Add(checkCode(in.Code, seen, below(here, "code")...))
		if d := defined[in.Code]; d != nil {
			values = append(values, in.values(p, d, here, faults)...)
			continue
		}
		fact := Fact{Code: in.Code}
		required(faults, &fact.Name, in.Name, true, 100, below(here, "name")...)
		required(faults, &fact.Value, in.Value, true, 500, below(here, "value")...)
		in.refuse(here, faults, "number", "isTrue", "choices")
		p.Facts = append(p.Facts, fact)
	}
	return values
}

// refuse finds values of kinds that the attribute does not take.
func (in *ProductAttributeInput) refuse(here []string, faults *fault.List, fields ...string) {
	given := map[string]bool{"value": in.Value != nil, "number": in.Number != nil, "isTrue": in.IsTrue != nil, "choices": in.Choices != nil}
	for _, field := range fields {
		if given[field] {
			faults.Add(fault.New(fault.Invalid, below(here, field)...))
		}
	}
}

// values reads what the product has of a defined attribute.
func (in *ProductAttributeInput) values(p *Product, d *Definition, here []string, faults *fault.List) []*value {
	v := &value{StoreID: p.StoreID, ProductID: p.ID, AttributeID: d.ID}
	missing := func(is bool, field string) {
		if is {
			faults.Add(fault.New(fault.Required, below(here, field)...))
		}
	}
	switch d.Type {
	case TextAttribute:
		in.refuse(here, faults, "number", "isTrue", "choices")
		v.Text = new(lang.Text)
		required(faults, v.Text, in.Value, true, 500, below(here, "value")...)
	case NumberAttribute:
		in.refuse(here, faults, "value", "isTrue", "choices")
		missing(in.Number == nil, "number")
		if in.Number != nil && !isDecimal(*in.Number) {
			faults.Add(fault.New(fault.Invalid, below(here, "number")...))
		}
		v.Number = in.Number
	case BooleanAttribute:
		in.refuse(here, faults, "value", "number", "choices")
		missing(in.IsTrue == nil, "isTrue")
		v.Flag = in.IsTrue
	default:
		in.refuse(here, faults, "value", "number", "isTrue")
		missing(len(in.Choices) == 0, "choices")
		return in.chosen(v, d, below(here, "choices"), faults)
	}
	return []*value{v}
}

func (in *ProductAttributeInput) chosen(v *value, d *Definition, at []string, faults *fault.List) []*value {
	var rows []*value
	seen := map[string]bool{}
	for j, code := range in.Choices {
		c := d.choice(code)
		switch {
		case c == nil:
			faults.Add(fault.New(fault.NotFound, input.At(j, at...)...))
			continue
		case seen[code]:
			faults.Add(fault.New(fault.Duplicate, input.At(j, at...)...))
		}
		seen[code] = true
		row := *v
		row.ChoiceID, row.Position = &c.ID, j
		rows = append(rows, &row)
	}
	return rows
}

// isDecimal tells whether s is a number of at most 12 digits before the point and 6 behind it.
func isDecimal(s string) bool {
	whole, part, hasPart := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && len(whole) <= 12 && (!hasPart || digits(part) && len(part) <= 6)
}

const attributesOf db.Hot = `
	SELECT pat.product_id, pat.attribute_id, pat.text, trim_scale(pat.number)::text AS number, pat.flag,
		atr.code, atr.name, atr.type, atr.unit, atr.is_filterable, atr.version,
		pat.choice_id, atc.code AS choice_code, atc.name AS choice_name, atc.color AS choice_color
	FROM product_attributes pat
	JOIN attribute_definitions atr ON atr.store_id = pat.store_id AND atr.id = pat.attribute_id
	LEFT JOIN attribute_choices atc ON atc.store_id = pat.store_id AND atc.id = pat.choice_id
	WHERE pat.store_id = $1 AND pat.product_id = ANY($2::text[]::uuid[]) ORDER BY atr.position, atr.id, pat.position`

// AttributesOf reads the attributes of products: values of defined attributes in the order of their definitions, in one
// statement. Facts are with the product itself.
func AttributesOf(ctx context.Context, q bun.IDB, storeID int64, productIDs []uuid.UUID) (map[uuid.UUID][]*Attribute, error) {
	if len(productIDs) == 0 {
		return nil, nil
	}
	var rows []*struct {
		ProductID    uuid.UUID
		AttributeID  uuid.UUID
		Text         *lang.Text
		Number       *string
		Flag         *bool
		Code         string
		Name         lang.Text
		Type         AttributeType
		Unit         lang.Text
		IsFilterable bool
		Version      int
		ChoiceID     *uuid.UUID
		ChoiceCode   *string
		ChoiceName   *lang.Text
		ChoiceColor  *string
	}
	err := attributesOf.Scan(ctx, q, &rows, storeID, db.Texts(productIDs))
	if err != nil {
		return nil, fmt.Errorf("attributes of products: %w", err)
	}
	definitions := map[uuid.UUID]*Definition{}
	by := make(map[uuid.UUID][]*Attribute, len(productIDs))
	for _, r := range rows {
		d := definitions[r.AttributeID]
		if d == nil {
			d = &Definition{StoreID: storeID, ID: r.AttributeID, Code: r.Code, Name: r.Name, Type: r.Type, Unit: r.Unit, IsFilterable: r.IsFilterable, Version: r.Version}
			definitions[r.AttributeID] = d
		}
		list := by[r.ProductID]
		if r.ChoiceID != nil && len(list) > 0 && list[len(list)-1].Definition == d {
			last := list[len(list)-1]
			last.Choices = append(last.Choices, &AttributeChoice{StoreID: storeID, ID: *r.ChoiceID, AttributeID: d.ID, Code: *r.ChoiceCode, Name: *r.ChoiceName, Color: *r.ChoiceColor})
			continue
		}
		a := &Attribute{Code: d.Code, Name: d.Name, Definition: d, Number: r.Number, Flag: r.Flag}
		switch {
		case r.Text != nil:
			a.Value = *r.Text
		case r.Flag != nil:
			a.Value = yesNo[*r.Flag]
		case r.Number != nil:
			a.Value = numberIn(*r.Number, d.Unit)
		case r.ChoiceID != nil:
			a.Choices = []*AttributeChoice{{StoreID: storeID, ID: *r.ChoiceID, AttributeID: d.ID, Code: *r.ChoiceCode, Name: *r.ChoiceName, Color: *r.ChoiceColor}}
		}
		by[r.ProductID] = append(list, a)
	}
	for _, list := range by {
		for _, a := range list {
			if len(a.Choices) > 0 {
				a.Value = joined(a.Choices)
			}
		}
	}
	return by, nil
}

// numberIn writes a number with its unit in every language.
func numberIn(number string, unit lang.Text) lang.Text {
	var t lang.Text
	for _, l := range lang.All {
		amount := number
		if l != lang.EN {
			amount = strings.Replace(number, ".", ",", 1)
		}
		t.Set(l, strings.TrimSpace(amount+"\u00a0"+unit.In(l, nil)))
	}
	return t
}

func joined(choices []*AttributeChoice) lang.Text {
	var t lang.Text
	for _, l := range lang.All {
		names := make([]string, len(choices))
		for i, c := range choices {
			names[i] = c.Name.In(l, nil)
		}
		t.Set(l, strings.Join(names, ", "))
	}
	return t
}

// Attributes are all properties of the product for reading: defined ones first, as AttributesOf read them, then facts.
func (p *Product) Attributes(defined []*Attribute) []*Attribute {
	all := slices.Clone(defined)
	for _, f := range p.Facts {
		if !slices.ContainsFunc(defined, func(a *Attribute) bool { return a.Code == f.Code }) {
			all = append(all, &Attribute{Code: f.Code, Name: f.Name, Value: f.Value})
		}
	}
	return all
}
