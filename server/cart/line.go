package cart

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// Line is one variant with its modifiers. The same variant with other modifiers is another line.
type Line struct {
	bun.BaseModel `bun:"table:cart_lines,alias:cln"`

	StoreID   int64       `bun:"store_id,pk"`
	ID        uuid.UUID   `bun:"id,pk,type:uuid"`
	CartID    uuid.UUID   `bun:"cart_id,type:uuid"`
	VariantID uuid.UUID   `bun:"variant_id,type:uuid"`
	Choices   []Choice    `bun:"modifiers,type:jsonb"` // sorted by option
	ConfigKey string      `bun:"config_key"`           // the same in one canonical string
	Quantity  int         `bun:"quantity"`
	SeenPrice money.Tiyin `bun:"seen_price"` // unit price when the buyer last touched the line
	CreatedAt time.Time   `bun:"created_at"`

	Sale      *catalog.ForSale `bun:"-"`
	Modifiers []LineModifier   `bun:"-"`
	UnitPrice money.Tiyin      `bun:"-"` // of one piece, modifiers included
	CompareAt *money.Tiyin     `bun:"-"` // former price of one piece with the same modifiers
	Total     money.Tiyin      `bun:"-"`
	Problems  []LineProblem    `bun:"-"` // empty, never nil
}

// GlobalID names the line in the API.
func (l *Line) GlobalID() id.ID { return id.Of(id.CartLine, l.ID) }

// IsNode marks what node(id) can answer.
func (*Line) IsNode() {}

// Product is the product of the line's variant.
func (l *Line) Product() *catalog.Product { return l.Sale.Product }

// Measure is how much the quantity is.
func (l *Line) Measure() catalog.Measure { return l.Sale.Product.Measure(l.Quantity) }

// Variant is what is bought.
func (l *Line) Variant() *catalog.Variant { return l.Sale.Variant }

// LineModifier is a chosen addition. Orders keep it as it was.
type LineModifier struct {
	OptionID uuid.UUID   `json:"option"`
	Name     lang.Text   `json:"name"`
	Quantity int         `json:"quantity"`
	Price    money.Tiyin `json:"price"` // of one
}

// ProblemCode says what is wrong with a line.
type ProblemCode string

const (
	InsufficientStock ProblemCode = "INSUFFICIENT_STOCK"
	NotForSale        ProblemCode = "NOT_FOR_SALE"
	PriceChanged      ProblemCode = "PRICE_CHANGED" // tells, does not block
	ModifierInvalid   ProblemCode = "MODIFIER_INVALID"
	QuantityRule      ProblemCode = "QUANTITY_RULE"
	FiscalCodeMissing ProblemCode = "FISCAL_CODE_MISSING"
)

// LineProblem is one thing that is wrong with a line.
type LineProblem struct {
	Code      ProblemCode
	Available *int         // pieces that can be had, for InsufficientStock
	Before    *money.Money // the price seen before, for PriceChanged

	fault *fault.Error
}

// Message says it in the language of the caller.
func (p LineProblem) Message(ctx context.Context) string {
	return p.fault.Message(lang.FromContext(ctx))
}

// blocks tells whether an order cannot be placed because of it.
func (p LineProblem) blocks() bool { return p.Code != PriceChanged }

// linesOf reads the rows of a cart in order of adding; ids are made in that order.
func linesOf(ctx context.Context, q bun.IDB, storeID int64, cartID uuid.UUID) ([]*Line, error) {
	lines := []*Line{}
	if err := ofCart.Scan(ctx, q, &lines, storeID, cartID.String()); err != nil {
		return nil, fmt.Errorf("lines of cart %s: %w", cartID, err)
	}
	return lines, nil
}

var ofCart = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	return d.NewSelect().Model((*Line)(nil)).Where("store_id = $1").Where("cart_id = $2::text::uuid").Order("id")
})

// price computes what the line costs today.
func (l *Line) price(sale *catalog.ForSale) {
	l.Sale, l.Modifiers, l.UnitPrice, l.CompareAt, l.Total = sale, []LineModifier{}, 0, nil, 0
	if sale.Variant.Price != nil {
		l.UnitPrice = *sale.Variant.Price
	}
	extra := money.Tiyin(0)
	for _, c := range l.Choices {
		option, _ := findOption(sale.Modifiers, c.OptionID)
		if option == nil {
			continue
		}
		l.Modifiers = append(l.Modifiers, LineModifier{OptionID: c.OptionID, Name: option.Name, Quantity: c.Quantity, Price: option.Price})
		extra = min(extra+option.Price*money.Tiyin(c.Quantity), money.Max) // one choice alone cannot overflow, fifty might
	}
	l.UnitPrice += extra
	if c := sale.Variant.CompareAt; c != nil {
		former := *c + extra
		l.CompareAt = &former
	}
}

// check finds the problems of lines that are priced. Lines of one variant share its pieces, the earlier first. In a shop that
// sells nothing without a fiscal receipt, what has no codes for it cannot be bought.
func check(lines []*Line, needsCodes bool) {
	taken, amounts := map[uuid.UUID]int{}, map[uuid.UUID]int{}
	for _, l := range lines {
		amounts[l.VariantID] += l.Quantity
	}
	for _, l := range lines {
		l.Problems = []LineProblem{}
		name := l.Sale.Product.Name
		if !sold(l.Sale) {
			l.Problems = append(l.Problems, LineProblem{
				Code: NotForSale, fault: fault.New(fault.NotForSale).With("product", name),
			})
			continue
		}
		if needsCodes && !l.Sale.Product.HasCodes() {
			l.Problems = append(l.Problems, LineProblem{
				Code: FiscalCodeMissing, fault: fault.New(fault.FiscalCodeMissing).With("product", name),
			})
		}
		if left := l.Sale.Available; left != nil {
			rest := max(0, *left-taken[l.VariantID])
			if l.Quantity > rest {
				l.Problems = append(l.Problems, LineProblem{
					Code: InsufficientStock, Available: &rest,
					fault: fault.New(fault.InsufficientStock).With("product", name).With("available", rest),
				})
			}
			taken[l.VariantID] += l.Quantity
		}
		if f := l.Sale.Product.CheckQuantity(amounts[l.VariantID]); f != nil {
			l.Problems = append(l.Problems, LineProblem{Code: QuantityRule, fault: f})
		}
		if faults := checkChoices(l.Sale.Modifiers, l.Choices); len(faults) > 0 {
			l.Problems = append(l.Problems, LineProblem{Code: ModifierInvalid, fault: faults[0]})
		}
		if l.UnitPrice != l.SeenPrice {
			before := money.New(l.SeenPrice)
			l.Problems = append(l.Problems, LineProblem{
				Code: PriceChanged, Before: &before,
				fault: fault.New(fault.PriceChanged).With("before", before).With("after", money.New(l.UnitPrice)),
			})
		}
	}
}

// sold tells whether an order can be made of it: on sale, and of a kind that orders can fulfil.
func sold(s *catalog.ForSale) bool {
	return s.IsSold() && (s.Product.Kind == catalog.Goods || s.Product.Kind == catalog.Digital)
}
