package cart

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/stock"
)

// Wanted is something that somebody had before and wants again.
type Wanted struct {
	VariantID uuid.UUID
	Name      lang.Text // as it was called, for telling that it is gone
	Quantity  int
	Choices   []Choice
}

// AddPossible brings the shopper's cart to hold what is wanted, as far as it can be had; a line that holds more already stays
// as it is, so doing it twice adds nothing. What is missing is told at path: NOT_FOR_SALE, INSUFFICIENT_STOCK, TOO_MANY,
// QUANTITY_MINIMUM, QUANTITY_MAXIMUM, QUANTITY_STEP and faults of modifiers.
func AddPossible(ctx context.Context, d *db.DB, shop Shop, who *customer.Customer, wanted []Wanted, now time.Time, path ...string) (*Cart, fault.List, error) {
	var missing fault.List
	c, err := change(ctx, d, shop, Holder{Customer: who}, nil, now, func(ctx context.Context, tx *db.Tx, c *Cart) (bool, error) {
		missing = nil
		ids := make([]uuid.UUID, len(wanted))
		for i, w := range wanted {
			ids[i] = w.VariantID
		}
		sales, err := c.forSale(ctx, tx, now, ids)
		if err != nil {
			return false, err
		}
		var written []*Line
		for _, w := range wanted {
			l, faults := c.want(w, sales[w.VariantID], now)
			for _, f := range faults {
				f.Path = slices.Clone(path)
			}
			missing.Add(faults...)
			if l != nil {
				written = append(written, l)
			}
		}
		return len(written) > 0, c.write(ctx, tx, nil, written)
	})
	return c, missing, err
}

// want gives the line to write, new or grown; nil when there is none.
func (c *Cart) want(w Wanted, sale *catalog.ForSale, now time.Time) (*Line, fault.List) {
	if sale == nil || !sold(sale) {
		return nil, fault.List{fault.New(fault.NotForSale).With("product", w.Name)}
	}
	if faults := checkChoices(sale.Modifiers, w.Choices); len(faults) > 0 {
		return nil, faults
	}
	var faults fault.List
	quantity := min(w.Quantity, MaxQuantity)
	if left := sale.Available; left != nil && *left < quantity {
		quantity = *left
		faults.Add(fault.New(fault.InsufficientStock).With("product", sale.Product.Name).With("available", *left).
			Stating(stock.Shortage{VariantID: w.VariantID, Available: *left}))
	}
	if allowed := sale.Product.Nearest(quantity); allowed < quantity {
		faults.Add(sale.Product.CheckQuantity(quantity))
		quantity = allowed
	}
	key := configKey(w.Choices)
	l := c.line(w.VariantID, key)
	switch {
	case quantity == 0 || l != nil && l.Quantity >= quantity:
		return nil, faults
	case l != nil:
		l.set(quantity, sale)
		return l, faults
	case len(c.Lines) >= MaxLines:
		faults.Add(fault.New(fault.TooMany).With("max", MaxLines))
		return nil, faults
	}
	wish := &wish{variantID: w.VariantID, choices: w.Choices, key: key, quantity: quantity, sale: sale}
	l = wish.line(c, now)
	c.Lines = append(c.Lines, l)
	return l, faults
}
