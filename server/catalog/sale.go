package catalog

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
	"github.com/dokon-shop/dokon/server/stock"
)

// ForSale is all that a cart or an order must know of a variant.
type ForSale struct {
	Product   *Product
	Variant   *Variant
	Values    []*OptionValue   // what was chosen, in the order of the product's options
	Modifiers []*ModifierGroup // with their options
	Cover     *media.Media     // nil when there is no picture
	Available *int             // pieces; nil when they are not counted
}

// IsSold tells whether it is on sale at all; whether enough pieces are there is another question.
func (s *ForSale) IsSold() bool {
	return s.Product.Status == Active && s.Variant.IsActive && !s.Variant.IsStopped && s.Variant.Price != nil
}

// CanBuy tells whether quantity pieces can be bought now.
func (s *ForSale) CanBuy(quantity int) bool {
	return s.IsSold() && (s.Available == nil || *s.Available >= quantity)
}

// Name of the choice in every language: "Qora, 42". Empty for a product without options.
func (s *ForSale) Name() lang.Text { return ChoiceName(s.Values) }

// ChoiceName joins the names of values, language by language; a name that a language lacks is given in another one.
func ChoiceName(values []*OptionValue) lang.Text {
	var name lang.Text
	for _, l := range lang.All {
		names := make([]string, len(values))
		for i, v := range values {
			names[i] = v.Name.In(l, nil)
		}
		name.Set(l, strings.Join(names, ", "))
	}
	return name
}

// Values of a variant in the order of its product's options.
func (v *Variant) Values(options []*Option) []*OptionValue {
	var chosen []*OptionValue
	for _, o := range options {
		for _, value := range o.Values {
			if v.Choice[o.ID] == value.ID {
				chosen = append(chosen, value)
			}
		}
	}
	return chosen
}

// VariantsForSale reads everything about variants at once: a fixed number of queries, however many variants. Unknown ids
// are absent from the answer.
func VariantsForSale(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) (map[uuid.UUID]*ForSale, error) {
	variants, err := VariantsByIDs(ctx, q, storeID, ids)
	if err != nil || len(variants) == 0 {
		return map[uuid.UUID]*ForSale{}, err
	}
	productIDs := distinct(variants, func(v *Variant) uuid.UUID { return v.ProductID })
	products, err := ProductsByIDs(ctx, q, storeID, productIDs)
	if err != nil {
		return nil, err
	}
	options, err := OptionsOf(ctx, q, storeID, productIDs)
	if err != nil {
		return nil, err
	}
	modifiers, err := ModifierGroupsOf(ctx, q, storeID, productIDs)
	if err != nil {
		return nil, err
	}
	pictures, err := PicturesOf(ctx, q, storeID, productIDs)
	if err != nil {
		return nil, err
	}
	available, err := stock.Available(ctx, q, storeID, counted(variants))
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*Product, len(products))
	for _, p := range products {
		byID[p.ID] = p
	}
	sale := make(map[uuid.UUID]*ForSale, len(variants))
	for _, v := range variants {
		s := &ForSale{
			Product: byID[v.ProductID], Variant: v, Values: v.Values(options[v.ProductID]),
			Modifiers: modifiers[v.ProductID], Cover: Cover(pictures[v.ProductID], v),
		}
		if v.TracksStock {
			n := available[v.ID]
			s.Available = &n
		}
		sale[v.ID] = s
	}
	return sale, nil
}

func counted(variants []*Variant) []uuid.UUID {
	var ids []uuid.UUID
	for _, v := range variants {
		if v.TracksStock {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

func distinct[T any](rows []T, key func(T) uuid.UUID) []uuid.UUID {
	seen := make(map[uuid.UUID]bool, len(rows))
	var ids []uuid.UUID
	for _, r := range rows {
		if k := key(r); !seen[k] {
			seen[k] = true
			ids = append(ids, k)
		}
	}
	return ids
}
