package cart

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// wish is a line that a caller wants, checked.
type wish struct {
	variantID uuid.UUID
	choices   []Choice
	key       string
	quantity  int
	sale      *catalog.ForSale
	path      []string
	isBroken  bool // its modifiers could not be read, so whether they suit the product cannot be said
}

// readWishes checks the lines of an input against what is on sale and joins equal ones. A line that the cart has already
// may be wished although it is not on sale any more: the cart shows that as a problem of the line.
//
// Faults, all at once: TOO_MANY, INVALID_ID, OUT_OF_RANGE, DUPLICATE, NOT_FOUND, NOT_FOR_SALE and those of checkChoices.
func readWishes(ctx context.Context, tx *db.Tx, c *Cart, lines []*CartLineInput, now time.Time) ([]*wish, error) {
	var faults fault.List
	if len(lines) > MaxLines {
		return nil, fault.New(fault.TooMany, "input", "lines").With("max", MaxLines)
	}
	var wishes []*wish
	var ids []uuid.UUID
	for i, in := range lines {
		w := &wish{quantity: in.Quantity, path: input.At(i, "input", "lines")}
		faults.Add(input.Number(in.Quantity, 1, MaxQuantity, w.at("quantity")...))
		choices, more := readChoices(in.Modifiers, w.at("modifiers")...)
		faults.Add(more...)
		variant, err := in.VariantID.Must(id.Variant, w.at("variantId")...)
		if err != nil {
			if err := faults.Under(err); err != nil {
				return nil, err
			}
			continue
		}
		w.variantID, w.choices, w.isBroken = variant, choices, len(more) > 0
		wishes, ids = append(wishes, w), append(ids, variant)
	}
	sales, err := c.forSale(ctx, tx, now, ids)
	if err != nil {
		return nil, err
	}
	for _, w := range wishes {
		if w.sale = sales[w.variantID]; w.sale == nil {
			faults.Add(fault.New(fault.NotFound, w.at("variantId")...))
			continue
		}
		faults.Add(w.check(c)...)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return join(wishes)
}

func (w *wish) at(field string) []string { return slices.Concat(w.path, []string{field}) }

// check gives what keeps the wish from becoming a line, and computes its key.
func (w *wish) check(c *Cart) fault.List {
	if w.isBroken {
		return nil
	}
	// The faults of choices name their places in the input, so they are found before the key sorts the choices.
	faults := checkChoices(w.sale.Modifiers, w.choices, w.at("modifiers")...)
	w.key = configKey(w.choices)
	if c.line(w.variantID, w.key) != nil {
		return nil
	}
	if !sold(w.sale) {
		faults.Add(fault.New(fault.NotForSale, w.at("variantId")...).With("product", w.sale.Product.Name))
	}
	return faults
}

// join adds up wishes for the same line. Fault: OUT_OF_RANGE at the quantity that makes it too many.
func join(wishes []*wish) ([]*wish, error) {
	var joined []*wish
	for _, w := range wishes {
		i := slices.IndexFunc(joined, func(o *wish) bool { return o.variantID == w.variantID && o.key == w.key })
		if i < 0 {
			joined = append(joined, w)
			continue
		}
		joined[i].quantity += w.quantity
		if f := input.Number(joined[i].quantity, 1, MaxQuantity, w.at("quantity")...); f != nil {
			return nil, f
		}
	}
	return joined, nil
}

// line makes a new line of the wish.
func (w *wish) line(c *Cart, now time.Time) *Line {
	l := &Line{
		StoreID: c.StoreID, ID: id.New(), CartID: c.ID, VariantID: w.variantID, Choices: w.choices, ConfigKey: w.key,
		Quantity: w.quantity, CreatedAt: now,
	}
	if l.Choices == nil {
		l.Choices = []Choice{}
	}
	l.price(w.sale)
	l.SeenPrice = l.UnitPrice
	return l
}

// set gives the line another quantity, at today's price; false when it has it already.
func (l *Line) set(quantity int, sale *catalog.ForSale) bool {
	if l.Quantity == quantity {
		return false
	}
	l.Quantity = quantity
	l.price(sale)
	l.SeenPrice = l.UnitPrice
	return true
}
