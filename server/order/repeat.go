package order

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
)

// OrderRepeatInput names the order to repeat.
type OrderRepeatInput struct {
	ID id.ID
}

// Repeat puts the lines of an own order into the shopper's cart at today's prices. What cannot be had, or not in full,
// is told in missing: NOT_FOR_SALE, INSUFFICIENT_STOCK and faults of modifiers, at id. Doing it twice puts nothing in twice.
// Faults: INVALID_ID, NOT_FOUND at id.
func Repeat(ctx context.Context, d *db.DB, shop cart.Shop, who *customer.Customer, in OrderRepeatInput, now time.Time) (c *cart.Cart, missing fault.List, err error) {
	key, err := in.ID.Must(id.Order, "input", "id")
	if err != nil {
		return nil, nil, err
	}
	var lines []*Line
	err = d.Read(ctx, shop.Store.ID, func(ctx context.Context, q bun.IDB) error {
		isOwn, err := q.NewSelect().Model((*Order)(nil)).Where("store_id = ?", shop.Store.ID).
			Where("id = ?", key).Where("customer_id = ?", who.ID).Exists(ctx)
		if err != nil {
			return fmt.Errorf("order %s: %w", key, err)
		}
		if !isOwn {
			return fault.New(fault.NotFound, "input", "id")
		}
		of, err := LinesOf(ctx, q, shop.Store.ID, []uuid.UUID{key})
		lines = of[key]
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	wanted := make([]cart.Wanted, len(lines))
	for i, l := range lines {
		wanted[i] = cart.Wanted{VariantID: l.VariantID, Name: l.Name, Quantity: l.Quantity}
		for _, m := range l.Modifiers {
			wanted[i].Choices = append(wanted[i].Choices, cart.Choice{OptionID: m.OptionID, Quantity: m.Quantity})
		}
	}
	return cart.AddPossible(ctx, d, shop, who, wanted, now, "input", "id")
}
