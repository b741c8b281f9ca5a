package catalog

import (
	"context"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// Unit is what a product is measured in.
type Unit string

const (
	Piece       Unit = "PIECE"
	Set         Unit = "SET"
	Pair        Unit = "PAIR"
	Pack        Unit = "PACK"
	Kilogram    Unit = "KG"
	Gram        Unit = "G"
	Litre       Unit = "L"
	Millilitre  Unit = "ML"
	Metre       Unit = "M"
	Centimetre  Unit = "CM"
	SquareMetre Unit = "M2"
	Hour        Unit = "HOUR"
)

// units are the words behind a number.
var units = map[Unit]lang.Text{
	Piece:       {UzLatn: "dona", UzCyrl: "дона", RU: "шт.", EN: "pcs"},
	Set:         {UzLatn: "toʻplam", UzCyrl: "тўплам", RU: "компл.", EN: "sets"},
	Pair:        {UzLatn: "juft", UzCyrl: "жуфт", RU: "пар", EN: "pairs"},
	Pack:        {UzLatn: "qadoq", UzCyrl: "қадоқ", RU: "упак.", EN: "packs"},
	Kilogram:    {UzLatn: "kg", UzCyrl: "кг", RU: "кг", EN: "kg"},
	Gram:        {UzLatn: "g", UzCyrl: "г", RU: "г", EN: "g"},
	Litre:       {UzLatn: "l", UzCyrl: "л", RU: "л", EN: "l"},
	Millilitre:  {UzLatn: "ml", UzCyrl: "мл", RU: "мл", EN: "ml"},
	Metre:       {UzLatn: "m", UzCyrl: "м", RU: "м", EN: "m"},
	Centimetre:  {UzLatn: "sm", UzCyrl: "см", RU: "см", EN: "cm"},
	SquareMetre: {UzLatn: "m²", UzCyrl: "м²", RU: "м²", EN: "m²"},
	Hour:        {UzLatn: "soat", UzCyrl: "соат", RU: "ч", EN: "h"},
}

// OnePortion is Product.Portion of what is sold by whole units.
const OnePortion = 1000

// maxPortion is a million units.
const maxPortion = 1_000_000 * OnePortion

// MaxQuantity is the largest quantity of one line of a cart.
const MaxQuantity = 999

// Measure is an amount of a unit.
type Measure struct {
	Unit  Unit
	Milli int64 // thousandths of the unit
}

// Decimal is the amount as the contract's Decimal: "0.3".
func (m Measure) Decimal() string {
	whole := strconv.FormatInt(m.Milli/1000, 10)
	if m.Milli%1000 == 0 {
		return whole
	}
	return whole + "." + strings.TrimRight(strconv.FormatInt(1000+m.Milli%1000, 10)[1:], "0")
}

// Format writes it for people: "0,3 kg", in English "0.3 kg".
func (m Measure) Format(l lang.Lang) string {
	amount := m.Decimal()
	if l != lang.EN {
		amount = strings.Replace(amount, ".", ",", 1)
	}
	return amount + "\u00a0" + units[m.Unit].In(l, nil)
}

// Formatted is Format in the language of the caller.
func (m Measure) Formatted(ctx context.Context) string { return m.Format(lang.FromContext(ctx)) }

// SaleRule is how much of a product can be bought. A quantity counts portions; prices and stock are of one portion.
type SaleRule struct {
	Portion Measure
	Step    int
	Minimum int
	Maximum *int // of one order; nil for no limit of its own
}

// Sale is the rule of the product.
func (p *Product) Sale() *SaleRule {
	return &SaleRule{Portion: p.Measure(1), Step: p.QuantityStep, Minimum: p.QuantityMinimum, Maximum: p.QuantityMaximum}
}

// Measure is how much a quantity is.
func (p *Product) Measure(quantity int) Measure {
	return Measure{Unit: p.Unit, Milli: int64(p.Portion) * int64(quantity)}
}

// UnitPrice is the price of a whole unit at a price of a portion; nil when they are the same.
func (p *Product) UnitPrice(price money.Tiyin) *money.Tiyin {
	if p.Portion == OnePortion {
		return nil
	}
	whole, err := money.MulDiv(price, OnePortion, int64(p.Portion))
	if err != nil {
		return nil
	}
	return &whole
}

// CheckQuantity wants a quantity, in all of an order, that the rule allows. Faults: QUANTITY_MINIMUM, QUANTITY_MAXIMUM,
// QUANTITY_STEP.
func (p *Product) CheckQuantity(quantity int, path ...string) *fault.Error {
	about := func(code fault.Code, n int) *fault.Error {
		return fault.New(code, path...).With("product", p.Name).With("amount", p.Measure(n)).With("quantity", n)
	}
	switch {
	case quantity < p.QuantityMinimum:
		return about(fault.QuantityMinimum, p.QuantityMinimum)
	case p.QuantityMaximum != nil && quantity > *p.QuantityMaximum:
		return about(fault.QuantityMaximum, *p.QuantityMaximum)
	case quantity%p.QuantityStep != 0:
		return about(fault.QuantityStep, p.QuantityStep)
	}
	return nil
}

// Nearest is the largest quantity up to the wished one that the rule allows, 0 when there is none.
func (p *Product) Nearest(quantity int) int {
	if p.QuantityMaximum != nil {
		quantity = min(quantity, *p.QuantityMaximum)
	}
	quantity -= quantity % p.QuantityStep
	if quantity < p.QuantityMinimum {
		return 0
	}
	return quantity
}

// SaleRuleInput changes a rule. What is nil stays as it is; Maximum null takes the limit away.
type SaleRuleInput struct {
	Unit    *Unit
	Portion *string // a Decimal
	Step    *int
	Minimum *int
	Maximum graphql.Omittable[*int]
}

// apply puts the given parts into the product's rule. Faults below path: INVALID, OUT_OF_RANGE, QUANTITY_STEP at minimum.
func (in *SaleRuleInput) apply(p *Product, path []string, faults *fault.List) {
	if in.Unit != nil {
		p.Unit = *in.Unit
	}
	if in.Portion != nil {
		milli, ok := readMilli(*in.Portion)
		if !ok {
			faults.Add(fault.New(fault.Invalid, below(path, "portion")...))
		} else {
			faults.Add(input.Number(milli, 1, maxPortion, below(path, "portion")...))
		}
		p.Portion = int(milli)
	}
	setNumber := func(field *int, given *int, name string) {
		if given != nil {
			faults.Add(input.Number(*given, 1, MaxQuantity, below(path, name)...))
			*field = *given
		}
	}
	setNumber(&p.QuantityStep, in.Step, "step")
	setNumber(&p.QuantityMinimum, in.Minimum, "minimum")
	if in.Minimum == nil && in.Step != nil {
		p.QuantityMinimum = max(p.QuantityMinimum, p.QuantityStep)
	}
	if maximum, ok := in.Maximum.ValueOK(); ok {
		p.QuantityMaximum = maximum
	}
	if len(*faults) > 0 {
		return
	}
	if p.QuantityMaximum != nil {
		faults.Add(input.Number(*p.QuantityMaximum, p.QuantityMinimum, MaxQuantity, below(path, "maximum")...))
	}
	if p.QuantityMinimum%p.QuantityStep != 0 {
		faults.Add(fault.New(fault.QuantityStep, below(path, "minimum")...).
			With("product", p.Name).With("amount", p.Measure(p.QuantityStep)).With("quantity", p.QuantityStep))
	}
}

// readMilli reads a decimal with at most three digits behind the point as thousandths.
func readMilli(s string) (int64, bool) {
	whole, part, _ := strings.Cut(s, ".")
	if len(part) > 3 || len(whole) > 9 || whole == "" || strings.ContainsAny(s, "+-_") {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(part + "000")[:3], 10, 64)
	return n, err == nil
}
