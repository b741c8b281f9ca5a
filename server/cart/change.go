package cart

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
)

// Limits of a cart.
const (
	MaxLines    = 100
	MaxQuantity = 999 // pieces in one line
)

// change locks the holder's cart, applies a change to its row and its lines, and gives it filled. The version counts up
// and devices are told only when something changed, so a repeat is harmless.
//
// Faults: those of lock, STALE_VERSION at expectedVersion, and those of apply.
func change(ctx context.Context, d *db.DB, shop Shop, h Holder, expected *int, now time.Time, apply func(ctx context.Context, tx *db.Tx, c *Cart) (bool, error)) (*Cart, error) {
	var c *Cart
	storeID := shop.Store.ID
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) (err error) {
		if c, err = lock(ctx, tx, storeID, h, now); err != nil {
			return err
		}
		if expected != nil && *expected != c.Version {
			return fault.New(fault.StaleVersion, "input", "expectedVersion")
		}
		if c.Lines, err = linesOf(ctx, tx, storeID, c.ID); err != nil {
			return err
		}
		changed, err := apply(ctx, tx, c)
		if err != nil {
			return err
		}
		if changed {
			if err := c.save(ctx, tx, shop, now); err != nil {
				return err
			}
		}
		return fill(ctx, tx, shop, c, h.Customer, now)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// save writes the row with the next version and tells the customer's devices.
func (c *Cart) save(ctx context.Context, tx *db.Tx, shop Shop, now time.Time) error {
	c.Version++
	c.UpdatedAt = now
	if _, err := tx.NewUpdate().Model(c).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("save cart %s: %w", c.ID, err)
	}
	c.tell(tx, shop)
	return nil
}

// tell makes the customer's devices read the cart anew after the commit.
func (c *Cart) tell(tx *db.Tx, shop Shop) {
	if c.CustomerID == nil {
		return
	}
	storeID, who := c.StoreID, c.CustomerID.String()
	tx.AfterCommit(func() { shop.Hub.Publish(storeID, Topic, who) })
}

// put writes lines, new or changed.
func put(ctx context.Context, tx *db.Tx, lines []*Line) error {
	if len(lines) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&lines).
		On("CONFLICT (store_id, id) DO UPDATE").Set("quantity = excluded.quantity, seen_price = excluded.seen_price").Exec(ctx)
	if err != nil {
		return fmt.Errorf("write cart lines: %w", err)
	}
	return nil
}

// drop deletes lines.
func drop(ctx context.Context, tx *db.Tx, storeID int64, lines []uuid.UUID) error {
	if len(lines) == 0 {
		return nil
	}
	_, err := tx.NewDelete().Model((*Line)(nil)).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(lines)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("delete cart lines: %w", err)
	}
	return nil
}

// line finds a line by what it is made of, nil when there is none.
func (c *Cart) line(variantID uuid.UUID, key string) *Line {
	i := slices.IndexFunc(c.Lines, func(l *Line) bool { return l.VariantID == variantID && l.ConfigKey == key })
	if i < 0 {
		return nil
	}
	return c.Lines[i]
}
