package cart

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// AddLines adds pieces; a line with the same variant and modifiers grows. More pieces than there are may lie in a cart; the
// line then shows it as a problem.
// Faults: those of change and readWishes; TOO_MANY for more than MaxLines, OUT_OF_RANGE for a line above MaxQuantity;
// QUANTITY_MINIMUM, QUANTITY_MAXIMUM and QUANTITY_STEP at quantity.
func AddLines(ctx context.Context, d *db.DB, shop Shop, h Holder, in CartLinesAddInput, now time.Time) (*Cart, error) {
	return change(ctx, d, shop, h.with(in.CartToken), in.ExpectedVersion, now, func(ctx context.Context, tx *db.Tx, c *Cart) (bool, error) {
		wishes, err := readWishes(ctx, tx, c, in.Lines, now)
		if err != nil {
			return false, err
		}
		return add(ctx, tx, c, wishes, now)
	})
}

func add(ctx context.Context, tx *db.Tx, c *Cart, wishes []*wish, now time.Time) (bool, error) {
	var faults fault.List
	var written []*Line
	for _, w := range wishes {
		l := c.line(w.variantID, w.key)
		if l == nil {
			l = w.line(c, now)
			c.Lines = append(c.Lines, l)
		} else {
			faults.Add(input.Number(l.Quantity+w.quantity, 1, MaxQuantity, w.at("quantity")...))
			l.set(l.Quantity+w.quantity, w.sale)
		}
		written = append(written, l)
	}
	for _, w := range wishes {
		faults.Add(w.sale.Product.CheckQuantity(c.amount(w.variantID), w.at("quantity")...))
	}
	if len(c.Lines) > MaxLines {
		faults.Add(fault.New(fault.TooMany, "input", "lines").With("max", MaxLines))
	}
	if len(faults) > 0 {
		return false, faults
	}
	return len(written) > 0, c.write(ctx, tx, nil, written)
}

// UpdateLines sets quantities; 0 removes the line.
// Faults: those of change; INVALID_ID, NOT_FOUND, OUT_OF_RANGE, TOO_MANY, QUANTITY_MINIMUM, QUANTITY_MAXIMUM,
// QUANTITY_STEP at their fields, all at once.
func UpdateLines(ctx context.Context, d *db.DB, shop Shop, h Holder, in CartLinesUpdateInput, now time.Time) (*Cart, error) {
	return change(ctx, d, shop, h.with(in.CartToken), in.ExpectedVersion, now, func(ctx context.Context, tx *db.Tx, c *Cart) (bool, error) {
		var faults fault.List
		if len(in.Lines) > MaxLines {
			return false, fault.New(fault.TooMany, "input", "lines").With("max", MaxLines)
		}
		quantities, places := map[uuid.UUID]int{}, map[uuid.UUID][]string{}
		for i, change := range in.Lines {
			at := input.At(i, "input", "lines")
			faults.Add(input.Number(change.Quantity, 0, MaxQuantity, slices.Concat(at, []string{"quantity"})...))
			key, err := change.LineID.Must(id.CartLine, slices.Concat(at, []string{"lineId"})...)
			if err != nil {
				if err := faults.Under(err); err != nil {
					return false, err
				}
				continue
			}
			isThere := slices.ContainsFunc(c.Lines, func(l *Line) bool { return l.ID == key })
			if !isThere && change.Quantity != 0 {
				faults.Add(fault.New(fault.NotFound, slices.Concat(at, []string{"lineId"})...))
			}
			quantities[key], places[key] = change.Quantity, slices.Concat(at, []string{"quantity"})
		}
		if len(faults) > 0 {
			return false, faults
		}
		return setQuantities(ctx, tx, c, quantities, places, now)
	})
}

// setQuantities changes lines, or removes those with 0. places says where each quantity stands in the input.
func setQuantities(ctx context.Context, tx *db.Tx, c *Cart, quantities map[uuid.UUID]int, places map[uuid.UUID][]string, now time.Time) (bool, error) {
	sales, err := c.forSale(ctx, tx, now, nil)
	if err != nil {
		return false, err
	}
	gone := c.drop(func(l *Line) bool { n, isNamed := quantities[l.ID]; return isNamed && n == 0 })
	var written []*Line
	for _, l := range c.Lines {
		if n := quantities[l.ID]; n > 0 && sales[l.VariantID] != nil && l.set(n, sales[l.VariantID]) {
			written = append(written, l)
		}
	}
	var faults fault.List
	for _, l := range written {
		faults.Add(l.Sale.Product.CheckQuantity(c.amount(l.VariantID), places[l.ID]...))
	}
	if len(faults) > 0 {
		return false, faults
	}
	return len(gone)+len(written) > 0, c.write(ctx, tx, gone, written)
}

// RemoveLines removes lines; those that are gone already are no fault. Faults: those of change; INVALID_ID, TOO_MANY.
func RemoveLines(ctx context.Context, d *db.DB, shop Shop, h Holder, in CartLinesRemoveInput, now time.Time) (*Cart, error) {
	return change(ctx, d, shop, h.with(in.CartToken), in.ExpectedVersion, now, func(ctx context.Context, tx *db.Tx, c *Cart) (bool, error) {
		var faults fault.List
		if len(in.LineIDs) > MaxLines {
			return false, fault.New(fault.TooMany, "input", "lineIds").With("max", MaxLines)
		}
		quantities := map[uuid.UUID]int{}
		for i, line := range in.LineIDs {
			key, err := line.Must(id.CartLine, input.At(i, "input", "lineIds")...)
			if err := faults.Under(err); err != nil {
				return false, err
			}
			quantities[key] = 0
		}
		if len(faults) > 0 {
			return false, faults
		}
		return setQuantities(ctx, tx, c, quantities, nil, now)
	})
}
