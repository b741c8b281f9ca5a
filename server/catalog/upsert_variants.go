package catalog

import (
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/stock"
)

// VariantInput declares a variant. It is matched by ID, else ExternalID, else SKU, else its choice; what is nil stays as
// it is on a variant that was matched.
type VariantInput struct {
	ID          *id.ID
	ExternalID  *string
	SKU         *string // empty: none
	Barcode     *string
	Choice      []*OptionChoiceInput
	Price       *money.Tiyin
	CompareAt   graphql.Omittable[*money.Tiyin] // null: none
	IsActive    *bool
	IsStopped   *bool
	MediaIDs    []id.ID // pictures of this variant alone, in order
	TracksStock *bool   // of a new one, when nil: of all but digital ones
	WeightGrams *int
	OnHand      *int // pieces at the default location
}

// OptionChoiceInput is a value chosen, by codes.
type OptionChoiceInput struct {
	OptionCode string
	ValueCode  string
}

// readVariants reads the variants that the product will have. When only options are given, they are the old ones whose
// choice still fits.
func (c *change) readVariants() {
	p := c.product
	c.old = c.batch.known.variants[p.ID]
	switch {
	case c.in.Variants == nil:
		for _, v := range c.old {
			if v.fits(c.options) {
				c.variants = append(c.variants, v)
			}
		}
	default:
		c.declareVariants()
	}
	if isPriced := p.reprice(c.variants); p.Status == Active && !isPriced && !fault.Has(c.faults, fault.PriceMissing) {
		c.faults.Add(fault.New(fault.PriceMissing, c.path("variants")...))
	}
}

func (c *change) declareVariants() {
	matched := c.match()
	skus, externalIDs, choices := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, in := range c.in.Variants {
		at := input.At(i, c.path("variants")...)
		v := &Variant{StoreID: c.product.StoreID, ID: id.New(), ProductID: c.product.ID, TracksStock: !c.product.IsDigital(), IsActive: true, CreatedAt: c.batch.now}
		if before := matched[i]; before != nil {
			copied := *before
			v = &copied
		}
		v.Position, v.UpdatedAt = i, c.batch.now
		if v.choose(in.Choice, c.options) && !choices[v.ChoiceKey] {
			choices[v.ChoiceKey] = true
		} else {
			c.faults.Add(fault.New(fault.OptionMismatch, below(at, "choice")...))
		}
		in.apply(v, at, &c.faults)
		if v.SKU != nil {
			if owner, taken := c.batch.known.skus[*v.SKU]; skus[*v.SKU] || taken && owner != c.product.ID {
				c.faults.Add(skuTaken(*v.SKU, at))
			}
			skus[*v.SKU] = true
		}
		if v.ExternalID != nil {
			if owner, taken := c.batch.known.externalIDs[*v.ExternalID]; externalIDs[*v.ExternalID] || taken && owner != c.product.ID {
				c.faults.Add(fault.New(fault.Duplicate, below(at, "externalId")...))
			}
			externalIDs[*v.ExternalID] = true
		}
		c.variants = append(c.variants, v)
	}
}

func skuTaken(sku string, at []string) *fault.Error {
	return fault.New(fault.SKUTaken, below(at, "sku")...).With("sku", sku)
}

// match finds for each declared variant the one that is meant among those the product has, nil for a new one. The surest
// name goes first for all of them, so that none takes what another one names better.
func (c *change) match() []*Variant {
	matched := make([]*Variant, len(c.in.Variants))
	used := map[uuid.UUID]bool{}
	pair := func(isMeant func(in *VariantInput, v *Variant) bool) {
		for i, in := range c.in.Variants {
			for _, v := range c.old {
				if matched[i] == nil && !used[v.ID] && isMeant(in, v) {
					matched[i] = v
					used[v.ID] = true
				}
			}
		}
	}
	named := map[uuid.UUID]bool{}
	for i, in := range c.in.Variants {
		if in.ID == nil {
			continue
		}
		at := below(input.At(i, c.path("variants")...), "id")
		key, err := in.ID.Must(id.Variant, at...)
		switch {
		case err != nil:
			_ = c.faults.Under(err) // Must gives nothing but faults
		case named[key]:
			c.faults.Add(fault.New(fault.Duplicate, at...))
		case !slices.ContainsFunc(c.old, func(v *Variant) bool { return v.ID == key }):
			c.faults.Add(fault.New(fault.NotFound, at...))
		}
		named[key] = true
	}
	pair(func(in *VariantInput, v *Variant) bool { return in.ID != nil && in.ID.UUID == v.ID })
	pair(func(in *VariantInput, v *Variant) bool {
		return in.ID == nil && in.ExternalID != nil && v.ExternalID != nil && strings.TrimSpace(*in.ExternalID) == *v.ExternalID
	})
	pair(func(in *VariantInput, v *Variant) bool {
		return in.ID == nil && in.SKU != nil && v.SKU != nil && strings.TrimSpace(*in.SKU) == *v.SKU
	})
	pair(func(in *VariantInput, v *Variant) bool {
		var wanted Variant
		return in.ID == nil && wanted.choose(in.Choice, c.options) && wanted.ChoiceKey == v.ChoiceKey
	})
	return matched
}

// choose makes the variant the one with the given values, by codes; with none given it stays what it is. False when that is
// not exactly one value of each option.
func (v *Variant) choose(given []*OptionChoiceInput, options []*Option) bool {
	if given == nil && v.Choice != nil {
		return v.fits(options)
	}
	v.Choice = map[uuid.UUID]uuid.UUID{}
	for _, choice := range given {
		if value := valueBy(options, choice.OptionCode, choice.ValueCode); value != nil {
			v.Choice[value.OptionID] = value.ID
		}
	}
	v.ChoiceKey = ChoiceKey(v.Choice)
	return len(given) == len(options) && v.fits(options)
}

// fits tells whether the variant has exactly one value of each option.
func (v *Variant) fits(options []*Option) bool {
	return len(v.Choice) == len(options) && len(v.Values(options)) == len(options)
}

// ChoiceKey is one canonical text for a choice: value ids, sorted. Values belong to one option, so they say it all.
func ChoiceKey(choice map[uuid.UUID]uuid.UUID) string {
	ids := make([]string, 0, len(choice))
	for _, value := range choice {
		ids = append(ids, value.String())
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

// apply puts the plain fields of the input into the variant.
func (in *VariantInput) apply(v *Variant, at []string, faults *fault.List) {
	if in.ExternalID != nil {
		externalID, f := edit.CheckExternalID(*in.ExternalID, below(at, "externalId")...)
		faults.Add(f)
		v.ExternalID = &externalID
	}
	if in.SKU != nil {
		sku, f := input.Text(*in.SKU, 60, below(at, "sku")...)
		faults.Add(f)
		if v.SKU = nil; sku != "" {
			v.SKU = &sku
		}
	}
	if in.Barcode != nil {
		barcode, f := input.Text(*in.Barcode, 60, below(at, "barcode")...)
		faults.Add(f)
		v.Barcode = barcode
	}
	before := [2]*money.Tiyin{v.Price, v.CompareAt}
	if in.Price != nil {
		v.Price = in.Price
	}
	if compareAt, ok := in.CompareAt.ValueOK(); ok {
		v.CompareAt = compareAt
	}
	v.isRepriced = !same(before[0], v.Price) || !same(before[1], v.CompareAt)
	for _, flag := range []struct {
		given *bool
		field *bool
	}{{in.IsActive, &v.IsActive}, {in.IsStopped, &v.IsStopped}, {in.TracksStock, &v.TracksStock}} {
		if flag.given != nil {
			*flag.field = *flag.given
		}
	}
	if in.IsStopped != nil {
		v.StoppedTill = nil
	}
	if in.WeightGrams != nil {
		faults.Add(input.Number(*in.WeightGrams, 0, 10_000_000, below(at, "weightGrams")...))
		v.WeightGrams = in.WeightGrams
	}
	if in.OnHand != nil {
		faults.Add(input.Number(*in.OnHand, 0, stock.MaxPieces, below(at, "onHand")...))
	}
	checkPrice(v, at, faults)
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

func checkPrice(v *Variant, at []string, faults *fault.List) {
	if v.Price == nil {
		if v.IsActive {
			faults.Add(fault.New(fault.PriceMissing, below(at, "price")...))
		}
		return
	}
	f := input.Number(*v.Price, 0, MaxPrice, below(at, "price")...)
	faults.Add(f)
	if v.CompareAt != nil && f == nil {
		faults.Add(input.Number(*v.CompareAt, *v.Price+1, MaxPrice, below(at, "compareAt")...))
	}
}
