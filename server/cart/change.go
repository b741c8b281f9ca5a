package cart

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
)

// Limits of a cart.
const (
	MaxLines    = 100
	MaxQuantity = catalog.MaxQuantity // pieces in one line
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
		if err := c.complete(ctx, tx, shop, h.Customer, now); err != nil || !changed {
			return err
		}
		return c.saveAndPromise(ctx, tx, shop, now)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// save writes the row with the next version and tells the customer's devices.
func (c *Cart) save(ctx context.Context, tx *db.Tx, shop Shop, now time.Time) error {
	if _, err := c.next(tx, shop, now).Exec(ctx); err != nil {
		return fmt.Errorf("save cart %s: %w", c.ID, err)
	}
	return nil
}

// saveAndPromise is save together with the quote of a cart that can be ordered as it is.
func (c *Cart) saveAndPromise(ctx context.Context, tx *db.Tx, shop Shop, now time.Time) (err error) {
	if !c.Readiness.CanPlace() {
		return c.save(ctx, tx, shop, now)
	}
	saved := c.next(tx, shop, now)
	if c.Quote, err = promise(ctx, tx.NewInsert().With("saved", saved), shop, c, now); err != nil {
		return fmt.Errorf("save cart: %w", err)
	}
	return nil
}

func (c *Cart) next(tx *db.Tx, shop Shop, now time.Time) *bun.UpdateQuery {
	c.advance(tx, shop, now)
	return tx.NewUpdate().Model(c).WherePK()
}

func (c *Cart) advance(tx *db.Tx, shop Shop, now time.Time) {
	c.Version++
	c.UpdatedAt = now
	c.tell(tx, shop)
}

// tell makes the customer's devices read the cart anew after the commit.
func (c *Cart) tell(tx *db.Tx, shop Shop) {
	if c.CustomerID == nil {
		return
	}
	storeID, who := c.StoreID, c.CustomerID.String()
	tx.AfterCommit(func() { shop.Hub.Publish(storeID, Topic, who) })
}

// drop takes lines out, in memory, and gives their ids.
func (c *Cart) drop(isGone func(*Line) bool) []uuid.UUID {
	var gone []uuid.UUID
	c.Lines = slices.DeleteFunc(c.Lines, func(l *Line) bool {
		if !isGone(l) {
			return false
		}
		gone = append(gone, l.ID)
		return true
	})
	return gone
}

// write deletes lines and writes others, new or changed.
func (c *Cart) write(ctx context.Context, tx *db.Tx, gone []uuid.UUID, lines []*Line) error {
	var writes []schema.QueryAppender
	if len(gone) > 0 {
		writes = append(writes, tx.NewDelete().Model((*Line)(nil)).Where("store_id = ?", c.StoreID).Where("id IN (?)", bun.List(gone)))
	}
	if len(lines) > 0 {
		writes = append(writes, tx.NewInsert().Model(&lines).
			On("CONFLICT (store_id, id) DO UPDATE").Set("quantity = excluded.quantity, seen_price = excluded.seen_price"))
	}
	if err := tx.Together(ctx, writes...); err != nil {
		return fmt.Errorf("write lines of cart %s: %w", c.ID, err)
	}
	return nil
}

// amount is how much of a variant is in all lines.
func (c *Cart) amount(variantID uuid.UUID) int {
	n := 0
	for _, l := range c.Lines {
		if l.VariantID == variantID {
			n += l.Quantity
		}
	}
	return n
}

// line finds a line by what it is made of, nil when there is none.
func (c *Cart) line(variantID uuid.UUID, key string) *Line {
	i := slices.IndexFunc(c.Lines, func(l *Line) bool { return l.VariantID == variantID && l.ConfigKey == key })
	if i < 0 {
		return nil
	}
	return c.Lines[i]
}
