package cart

import (
	"context"
	"fmt"
	"time"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
)

// Merge moves the lines of an anonymous cart into the shopper's own, at sign-in: equal lines grow up to MaxQuantity, more
// than MaxLines do not fit, and contact, delivery and what is to pay fill what is empty. An unknown secret, or one that was merged or
// ordered already, changes nothing, so a repeat is harmless.
func Merge(ctx context.Context, d *db.DB, shop Shop, who *customer.Customer, token string, now time.Time) error {
	storeID := shop.Store.ID
	return d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		own, err := lockOpen(ctx, tx, storeID, who, now)
		if err != nil {
			return err
		}
		other, err := anonymous(tx.NewSelect().For("UPDATE"), ctx, storeID, token)
		if err != nil || other == nil || other.Status != Open {
			return err
		}
		if own.Lines, err = linesOf(ctx, tx, storeID, own.ID); err != nil {
			return err
		}
		if other.Lines, err = linesOf(ctx, tx, storeID, other.ID); err != nil {
			return err
		}
		moved := own.take(other, now)
		if err := own.write(ctx, tx, other.drop(func(*Line) bool { return true }), moved); err != nil {
			return err
		}
		other.Status = Merged
		if err := other.save(ctx, tx, shop, now); err != nil {
			return fmt.Errorf("merge cart %s: %w", other.ID, err)
		}
		return own.save(ctx, tx, shop, now)
	})
}

// take adds what another cart holds, in memory, and gives the lines to write.
func (c *Cart) take(other *Cart, now time.Time) []*Line {
	var written []*Line
	for _, l := range other.Lines {
		if own := c.line(l.VariantID, l.ConfigKey); own != nil {
			own.Quantity = min(own.Quantity+l.Quantity, MaxQuantity)
			written = append(written, own)
			continue
		}
		if len(c.Lines) == MaxLines {
			continue
		}
		moved := *l
		moved.ID, moved.CartID, moved.CreatedAt = id.New(), c.ID, now
		c.Lines = append(c.Lines, &moved)
		written = append(written, &moved)
	}
	if c.ContactName == "" {
		c.ContactName = other.ContactName
	}
	if c.ContactPhone == "" {
		c.ContactPhone = other.ContactPhone
	}
	if c.Comment == "" {
		c.Comment = other.Comment
	}
	if c.DeliveryMethod == nil {
		c.DeliveryMethod, c.Address, c.PickupPointID = other.DeliveryMethod, other.Address, other.PickupPointID
	}
	if c.PaymentMethod == nil {
		c.PaymentMethod = other.PaymentMethod
	}
	if c.GiftCardID == nil {
		c.GiftCardID = other.GiftCardID
	}
	if c.Cashback == 0 {
		c.Cashback = other.Cashback
	}
	return written
}
