package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/money"
)

// Limits of a rule.
const (
	maxConditions    = 20
	maxConditionDays = 3650
)

// Match says how many conditions of a rule must be met.
type Match string

const (
	MatchAll Match = "ALL"
	MatchAny Match = "ANY"
)

// Rule says which products belong to a collection. It is stored as JSON.
type Rule struct {
	Match      Match        `json:"match"`
	Conditions []*Condition `json:"conditions"`
}

// ConditionKind says what a condition looks at.
type ConditionKind string

const (
	InCategory     ConditionKind = "CATEGORY"  // it stands in a category or below
	OfBrand        ConditionKind = "BRAND"     // it is of a brand
	WithTag        ConditionKind = "TAG"       // it bears a tag
	WithAttribute  ConditionKind = "ATTRIBUTE" // an attribute has one of some choices, is yes or no, or lies between two numbers
	BetweenPrices  ConditionKind = "PRICE"     // its lowest price lies between two
	OnSale         ConditionKind = "ON_SALE"   // a variant has a former price, its own or by a price list for everybody
	CanBeBought    ConditionKind = "AVAILABLE" // it can be bought now
	NewlyPublished ConditionKind = "NEW"       // it went on sale so many days ago at most
)

// Condition is one thing that a rule asks of a product. Kind says which of the others are set. What is named by an id may
// have been deleted since; then nothing fits.
type Condition struct {
	Kind       ConditionKind `json:"kind"`
	Category   *uuid.UUID    `json:"category,omitempty"`
	Brand      *uuid.UUID    `json:"brand,omitempty"`
	Tag        *uuid.UUID    `json:"tag,omitempty"`
	Attribute  *uuid.UUID    `json:"attribute,omitempty"`
	Choices    []uuid.UUID   `json:"choices,omitempty"`
	Flag       *bool         `json:"flag,omitempty"`
	NumberFrom *string       `json:"numberFrom,omitempty"` // a Decimal
	NumberTo   *string       `json:"numberTo,omitempty"`
	PriceFrom  *money.Tiyin  `json:"priceFrom,omitempty"`
	PriceTo    *money.Tiyin  `json:"priceTo,omitempty"`
	Days       *int          `json:"days,omitempty"`
}

// RuleInput is a whole rule.
type RuleInput struct {
	Match      *Match // ALL when nil
	Conditions []*ConditionInput
}

// ConditionInput is one condition. Kind says which of the others are needed; those it does not take are refused.
type ConditionInput struct {
	Kind       ConditionKind
	CategoryID *id.ID
	BrandID    *id.ID
	Tag        *string  // code
	Attribute  *string  // code
	Choices    []string // codes
	IsTrue     *bool
	NumberFrom *string // a Decimal
	NumberTo   *string
	PriceFrom  *money.Tiyin
	PriceTo    *money.Tiyin
	Days       *int
}

// ruleReader checks the conditions of one input.
type ruleReader struct {
	ctx     context.Context
	q       bun.IDB
	storeID int64
	faults  *fault.List
	defined map[string]*Definition // nil before the first condition on an attribute
}

// readRule checks a rule and finds what it names. Faults below input.rule: REQUIRED, TOO_MANY, INVALID_ID, NOT_FOUND,
// OUT_OF_RANGE, and INVALID for values that the kind of a condition does not take.
func readRule(ctx context.Context, q bun.IDB, storeID int64, in *RuleInput, faults *fault.List) (*Rule, error) {
	r := &Rule{Match: MatchAll}
	if in.Match != nil {
		r.Match = *in.Match
	}
	at := []string{"input", "rule", "conditions"}
	switch n := len(in.Conditions); {
	case n == 0: // would gather everything, or nothing
		faults.Add(fault.New(fault.Required, at...))
	case n > maxConditions:
		faults.Add(fault.New(fault.TooMany, at...).With("max", maxConditions))
		return r, nil
	}
	reader := ruleReader{ctx: ctx, q: q, storeID: storeID, faults: faults}
	for i, given := range in.Conditions {
		c, err := reader.condition(given, input.At(i, at...))
		if err != nil {
			return nil, err
		}
		r.Conditions = append(r.Conditions, c)
	}
	return r, nil
}

func (r *ruleReader) condition(in *ConditionInput, here []string) (*Condition, error) {
	c := &Condition{Kind: in.Kind}
	var err error
	switch in.Kind {
	case InCategory:
		in.refuse(here, r.faults, "categoryId")
		c.Category, err = referred[Category](r, in.CategoryID, id.Category, below(here, "categoryId"))
	case OfBrand:
		in.refuse(here, r.faults, "brandId")
		c.Brand, err = referred[Brand](r, in.BrandID, id.Brand, below(here, "brandId"))
	case WithTag:
		in.refuse(here, r.faults, "tag")
		c.Tag, err = r.tag(in.Tag, below(here, "tag"))
	case WithAttribute:
		in.refuse(here, r.faults, "attribute", "choices", "isTrue", "numberFrom", "numberTo")
		err = r.attribute(c, in, here)
	case BetweenPrices:
		in.refuse(here, r.faults, "priceFrom", "priceTo")
		c.PriceFrom, c.PriceTo = in.PriceFrom, in.PriceTo
		checkBounds(in.PriceFrom, in.PriceTo, 0, MaxPrice, "price", here, r.faults)
	case NewlyPublished:
		in.refuse(here, r.faults, "days")
		if c.Days = in.Days; c.Days == nil {
			r.faults.Add(fault.New(fault.Required, below(here, "days")...))
		} else {
			r.faults.Add(input.Number(*c.Days, 1, maxConditionDays, below(here, "days")...))
		}
	default: // OnSale, CanBeBought
		in.refuse(here, r.faults)
	}
	return c, err
}

// refuse finds values that the kind of condition does not take.
func (in *ConditionInput) refuse(here []string, faults *fault.List, taken ...string) {
	for _, field := range []struct {
		name    string
		isGiven bool
	}{
		{"categoryId", in.CategoryID != nil}, {"brandId", in.BrandID != nil}, {"tag", in.Tag != nil},
		{"attribute", in.Attribute != nil}, {"choices", in.Choices != nil}, {"isTrue", in.IsTrue != nil},
		{"numberFrom", in.NumberFrom != nil}, {"numberTo", in.NumberTo != nil},
		{"priceFrom", in.PriceFrom != nil}, {"priceTo", in.PriceTo != nil}, {"days", in.Days != nil},
	} {
		if field.isGiven && !slices.Contains(taken, field.name) {
			faults.Add(fault.New(fault.Invalid, below(here, field.name)...))
		}
	}
}

// referred finds a row that a condition names.
func referred[T any](r *ruleReader, given *id.ID, kind id.Kind, at []string) (*uuid.UUID, error) {
	if given == nil {
		r.faults.Add(fault.New(fault.Required, at...))
		return nil, nil
	}
	key, err := given.Must(kind, at...)
	if err != nil {
		return nil, r.faults.Under(err)
	}
	found, err := byIDs[T](r.ctx, r.q, r.storeID, []uuid.UUID{key})
	if err == nil && len(found) == 0 {
		r.faults.Add(fault.New(fault.NotFound, at...))
	}
	return &key, err
}

func (r *ruleReader) tag(code *string, at []string) (*uuid.UUID, error) {
	if code == nil {
		r.faults.Add(fault.New(fault.Required, at...))
		return nil, nil
	}
	t := new(Tag)
	t, err := edit.One(t, r.q.NewSelect().Model(t).Where("store_id = ?", r.storeID).Where("code = ?", *code).Scan(r.ctx))
	if err != nil {
		return nil, err
	}
	if t == nil {
		r.faults.Add(fault.New(fault.NotFound, at...))
		return nil, nil
	}
	return &t.ID, nil
}

// attribute reads a condition on a defined attribute, whose type says what it takes. Words cannot be asked for.
func (r *ruleReader) attribute(c *Condition, in *ConditionInput, here []string) error {
	d, err := r.definition(in.Attribute, below(here, "attribute"))
	if err != nil || d == nil {
		return err
	}
	c.Attribute = &d.ID
	takes := map[AttributeType][]string{
		NumberAttribute: {"numberFrom", "numberTo"}, BooleanAttribute: {"isTrue"}, ChoiceAttribute: {"choices"}, ColorAttribute: {"choices"},
	}[d.Type]
	in.refuse(here, r.faults, append(takes, "attribute")...)
	switch {
	case d.Type == NumberAttribute:
		c.NumberFrom, c.NumberTo = in.NumberFrom, in.NumberTo
		if in.NumberFrom == nil && in.NumberTo == nil {
			r.faults.Add(fault.New(fault.Required, below(here, "numberFrom")...))
		}
		for field, number := range map[string]*string{"numberFrom": in.NumberFrom, "numberTo": in.NumberTo} {
			if number != nil && !isDecimal(*number) {
				r.faults.Add(fault.New(fault.Invalid, below(here, field)...))
			}
		}
	case d.Type == BooleanAttribute:
		if c.Flag = in.IsTrue; c.Flag == nil {
			r.faults.Add(fault.New(fault.Required, below(here, "isTrue")...))
		}
	case d.Type.hasChoices():
		if len(in.Choices) == 0 {
			r.faults.Add(fault.New(fault.Required, below(here, "choices")...))
		}
		for i, code := range in.Choices {
			choice := d.choice(code)
			if choice == nil {
				r.faults.Add(fault.New(fault.NotFound, input.At(i, below(here, "choices")...)...))
				continue
			}
			c.Choices = append(c.Choices, choice.ID)
		}
	default:
		r.faults.Add(fault.New(fault.Invalid, below(here, "attribute")...))
	}
	return nil
}

func (r *ruleReader) definition(code *string, at []string) (*Definition, error) {
	if code == nil {
		r.faults.Add(fault.New(fault.Required, at...))
		return nil, nil
	}
	if r.defined == nil {
		all, err := Definitions(r.ctx, r.q, r.storeID)
		if err != nil {
			return nil, fmt.Errorf("attributes of a rule: %w", err)
		}
		r.defined = make(map[string]*Definition, len(all))
		for _, d := range all {
			r.defined[d.Code] = d
		}
	}
	d := r.defined[*code]
	if d == nil {
		r.faults.Add(fault.New(fault.NotFound, at...))
	}
	return d, nil
}

// checkBounds wants one bound at least, both in range, and the second not below the first. name is what the fields begin with.
func checkBounds[N ~int | ~int64](from, to *N, least, most N, name string, here []string, faults *fault.List) {
	if from == nil && to == nil {
		faults.Add(fault.New(fault.Required, below(here, name+"From")...))
		return
	}
	if from != nil {
		faults.Add(input.Number(*from, least, most, below(here, name+"From")...))
		least = max(least, *from)
	}
	if to != nil {
		faults.Add(input.Number(*to, least, most, below(here, name+"To")...))
	}
}
