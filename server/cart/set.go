package cart

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/phone"
)

// Set declares the cart. Sending the same twice changes nothing the second time. An address may still be vague, so that a
// form can be sent while it is filled in; Readiness tells what is missing.
//
// Faults, all at once: those of change and readWishes; TOO_LONG, INVALID, INVALID_PHONE, INVALID_ID, NOT_FOUND,
// PAYMENT_UNAVAILABLE, GIFT_CARD_UNKNOWN and OUT_OF_RANGE at their fields, QUANTITY_MINIMUM, QUANTITY_MAXIMUM and QUANTITY_STEP at quantity.
func Set(ctx context.Context, d *db.DB, shop Shop, h Holder, in CartSetInput, now time.Time) (*Cart, error) {
	return change(ctx, d, shop, h.with(in.CartToken), in.ExpectedVersion, now, func(ctx context.Context, tx *db.Tx, c *Cart) (bool, error) {
		var faults fault.List
		before := *c
		if err := c.setParts(ctx, tx, shop, h.Customer, in, now, &faults); err != nil {
			return false, err
		}
		var wishes []*wish
		if in.Lines != nil {
			var err error
			wishes, err = readWishes(ctx, tx, c, in.Lines, now)
			if err := faults.Under(err); err != nil {
				return false, err
			}
			faults.Add(checkAmounts(c, wishes)...)
		}
		if len(faults) > 0 {
			return false, faults
		}
		linesChanged := false
		if in.Lines != nil {
			var err error
			if linesChanged, err = replace(ctx, tx, c, wishes, now); err != nil {
				return false, err
			}
		}
		return linesChanged || !c.sameParts(&before), nil
	})
}

// checkAmounts checks the quantities of new and changed lines against the rules of their products. A rule is about all of a
// variant in the order, whatever the modifiers. What lies in the cart as it was is no fault: the cart shows its problems.
func checkAmounts(c *Cart, wishes []*wish) (faults fault.List) {
	all := map[uuid.UUID]int{}
	for _, w := range wishes {
		all[w.variantID] += w.quantity
	}
	for _, w := range wishes {
		if l := c.line(w.variantID, w.key); l == nil || l.Quantity != w.quantity {
			faults.Add(w.sale.Product.CheckQuantity(all[w.variantID], w.at("quantity")...))
		}
	}
	return faults
}

// replace makes the wishes all that is in the cart; lines that stay keep their ids.
func replace(ctx context.Context, tx *db.Tx, c *Cart, wishes []*wish, now time.Time) (bool, error) {
	var written []*Line
	kept := map[uuid.UUID]bool{}
	for _, w := range wishes {
		l := c.line(w.variantID, w.key)
		switch {
		case l == nil:
			l = w.line(c, now)
			c.Lines = append(c.Lines, l)
			written = append(written, l)
		case l.set(w.quantity, w.sale):
			written = append(written, l)
		}
		kept[l.ID] = true
	}
	gone := c.drop(func(l *Line) bool { return !kept[l.ID] })
	return len(gone)+len(written) > 0, c.write(ctx, tx, gone, written)
}

// setParts changes everything but the lines, in memory. Faults go to faults; an error is an unexpected one.
func (c *Cart) setParts(ctx context.Context, tx *db.Tx, shop Shop, who *customer.Customer, in CartSetInput, now time.Time, faults *fault.List) error {
	var bad *fault.Error
	if in.Contact != nil && in.Contact.Name != nil {
		c.ContactName, bad = input.Text(*in.Contact.Name, 100, "input", "contact", "name")
		faults.Add(bad)
	}
	if in.Contact != nil && in.Contact.Phone != nil {
		c.ContactPhone = ""
		if *in.Contact.Phone != "" {
			number, err := phone.Normalize(*in.Contact.Phone, "input", "contact", "phone")
			if err := faults.Under(err); err != nil {
				return err
			}
			c.ContactPhone = number
		}
	}
	if in.Comment != nil {
		c.Comment, bad = input.Lines(*in.Comment, 1000, "input", "comment")
		faults.Add(bad)
	}
	if m := in.PaymentMethod; m != nil {
		if !slices.Contains(shop.Methods(), *m) {
			faults.Add(fault.New(fault.PaymentUnavailable, "input", "paymentMethod"))
		}
		c.PaymentMethod = m
	}
	if n := in.ChangeFrom; n != nil {
		faults.Add(input.Number(*n, 0, money.Max, "input", "changeFrom"))
		c.ChangeFrom = n
		if *n == 0 {
			c.ChangeFrom = nil
		}
	}
	if err := c.setTenders(ctx, tx, in, now, faults); err != nil {
		return err
	}
	if in.Delivery == nil {
		return nil
	}
	return c.setDelivery(ctx, tx, who, in.Delivery, faults)
}

func (c *Cart) setDelivery(ctx context.Context, tx *db.Tx, who *customer.Customer, in *CartDeliveryInput, faults *fault.List) error {
	if m := in.Method; m != nil {
		if *m != delivery.Courier && *m != delivery.Pickup {
			faults.Add(fault.New(fault.Invalid, "input", "delivery", "method"))
		}
		c.DeliveryMethod = m
	}
	if in.Address != nil {
		clean, more := in.Address.Check("input", "delivery", "address")
		if !fault.Has(more.Err(), fault.Required) {
			faults.Add(more...)
		}
		c.Address = &clean
	}
	if in.SavedAddressID != nil {
		address, err := saved(ctx, tx, c.StoreID, who, *in.SavedAddressID)
		if err := faults.Under(err); err != nil {
			return err
		}
		c.Address = address
	}
	if in.PickupPointID == nil {
		return nil
	}
	path := []string{"input", "delivery", "pickupPointId"}
	key, err := in.PickupPointID.Must(id.PickupPoint, path...)
	if err != nil {
		return faults.Under(err)
	}
	point, err := c.pickupPoint(ctx, tx, key)
	if err != nil {
		return err
	}
	if point == nil || !point.IsActive {
		faults.Add(fault.New(fault.NotFound, path...))
		return nil
	}
	c.PickupPointID = &key
	return nil
}

// saved gives an address that the shopper keeps. Faults: INVALID_ID, NOT_FOUND.
func saved(ctx context.Context, tx *db.Tx, storeID int64, who *customer.Customer, which id.ID) (*geo.Address, error) {
	path := []string{"input", "delivery", "savedAddressId"}
	key, err := which.Must(id.Address, path...)
	if err != nil {
		return nil, err
	}
	if who != nil {
		list, err := customer.Addresses(ctx, tx, storeID, who.ID)
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			if a.ID == key {
				return &a.Address, nil
			}
		}
	}
	return nil, fault.New(fault.NotFound, path...)
}

// sameParts compares everything but the lines.
func (c *Cart) sameParts(b *Cart) bool {
	return c.ContactName == b.ContactName && c.ContactPhone == b.ContactPhone && c.Comment == b.Comment &&
		equal(c.DeliveryMethod, b.DeliveryMethod) && equal(c.PaymentMethod, b.PaymentMethod) &&
		equal(c.PickupPointID, b.PickupPointID) && equal(c.ChangeFrom, b.ChangeFrom) &&
		equal(c.GiftCardID, b.GiftCardID) && c.Cashback == b.Cashback && delivery.IsSame(c.Address, b.Address)
}

func equal[T delivery.Method | payment.Method | uuid.UUID | money.Tiyin](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
