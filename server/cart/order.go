package cart

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/secret"
)

// ForOrder locks the cart of a quote for whoever wants to order it and, while it is open, fills it. nil means that there is
// no such cart for this holder: it is another's.
//
// An anonymous cart becomes that of the shopper who knows its secret, when it is ordered.
func ForOrder(ctx context.Context, tx *db.Tx, shop Shop, cartID uuid.UUID, h Holder, now time.Time) (*Cart, error) {
	c, err := one(tx.NewSelect().For("UPDATE").Where("store_id = ?", shop.Store.ID).Where("id = ?", cartID), ctx)
	if err != nil || c == nil {
		return nil, err
	}
	isOwn := c.CustomerID != nil && *c.CustomerID == h.Customer.ID
	isKnown := c.CustomerID == nil && h.Token != "" && secret.Matches(h.Token, c.TokenHash)
	if !isOwn && !isKnown {
		return nil, nil
	}
	if c.Status != Open {
		return c, nil
	}
	return c, fill(ctx, tx, shop, c, h.Customer, now)
}

// Close makes a cart an order's: it is no longer open, and its shopper's next one begins.
func (c *Cart) Close(ctx context.Context, tx *db.Tx, shop Shop, customerID uuid.UUID, now time.Time) error {
	c.Status, c.CustomerID = Ordered, &customerID
	if err := c.save(ctx, tx, shop, now); err != nil {
		return fmt.Errorf("order it: %w", err)
	}
	return nil
}
