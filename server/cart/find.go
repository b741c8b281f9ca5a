package cart

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/secret"
)

// ByCustomer gives the open cart of a customer; it is made when first asked for, with contact, delivery and payment of
// the customer's last order.
func ByCustomer(ctx context.Context, d *db.DB, shop Shop, who *customer.Customer, now time.Time) (*Cart, error) {
	var c *Cart
	err := d.Read(ctx, shop.Store.ID, func(ctx context.Context, q bun.IDB) (err error) {
		if c, err = openOf(q.NewSelect(), ctx, shop.Store.ID, who.ID); err != nil || c == nil {
			return err
		}
		return fill(ctx, q, shop, c, who, now)
	})
	if err != nil || c != nil {
		return c, err
	}
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		if c, err = lockOpen(ctx, tx, shop.Store.ID, who, now); err != nil {
			return err
		}
		return fill(ctx, tx, shop, c, who, now)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// ByToken gives an anonymous cart; nil when there is none, or it was ordered or merged. who may be nil.
func ByToken(ctx context.Context, d *db.DB, shop Shop, token string, who *customer.Customer, now time.Time) (*Cart, error) {
	var c *Cart
	err := d.Read(ctx, shop.Store.ID, func(ctx context.Context, q bun.IDB) error {
		found, err := anonymous(q.NewSelect(), ctx, shop.Store.ID, token)
		if err != nil || found == nil || found.Status != Open {
			return err
		}
		c = found
		return fill(ctx, q, shop, c, who, now)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Create opens an anonymous cart and gives its secret, of which only a hash is kept.
func Create(ctx context.Context, d *db.DB, shop Shop, now time.Time) (*Cart, string, error) {
	token := secret.NewToken(secret.CartToken, shop.Store.ID)
	c := fresh(shop.Store.ID, now)
	c.TokenHash = secret.HashToken(token)
	err := d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.NewInsert().Model(c).Exec(ctx); err != nil {
			return fmt.Errorf("create cart: %w", err)
		}
		return fill(ctx, tx, shop, c, nil, now)
	})
	if err != nil {
		return nil, "", err
	}
	return c, token, nil
}

// Lock reads the holder's open cart for change: nobody else changes or orders it until tx ends. It is not filled.
// Faults: UNAUTHENTICATED for nobody's cart; NOT_FOUND and CART_ORDERED at cartToken.
func lock(ctx context.Context, tx *db.Tx, storeID int64, h Holder, now time.Time) (*Cart, error) {
	if h.Token == "" {
		if h.Customer == nil {
			return nil, fault.New(fault.Unauthenticated)
		}
		return lockOpen(ctx, tx, storeID, h.Customer, now)
	}
	c, err := anonymous(tx.NewSelect().For("UPDATE"), ctx, storeID, h.Token)
	switch {
	case err != nil:
		return nil, err
	case c == nil || c.Status == Merged:
		return nil, fault.New(fault.NotFound, "input", "cartToken")
	case c.Status == Ordered:
		return nil, fault.New(fault.CartOrdered, "input", "cartToken")
	}
	return c, nil
}

func lockOpen(ctx context.Context, tx *db.Tx, storeID int64, who *customer.Customer, now time.Time) (*Cart, error) {
	c, err := openOf(tx.NewSelect().For("UPDATE"), ctx, storeID, who.ID)
	if err != nil || c != nil {
		return c, err
	}
	c = fresh(storeID, now)
	c.CustomerID = &who.ID
	if err := c.prefill(ctx, tx, who); err != nil {
		return nil, err
	}
	// Two devices may ask for the first time at once; one of them makes the cart.
	_, err = tx.NewInsert().Model(c).On("CONFLICT (store_id, customer_id) WHERE status = 'OPEN' DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("open cart of customer %s: %w", who.ID, err)
	}
	c, err = openOf(tx.NewSelect().For("UPDATE"), ctx, storeID, who.ID)
	if err == nil && c == nil {
		err = fmt.Errorf("open cart of customer %s: it was ordered at the same moment", who.ID)
	}
	return c, err
}

func fresh(storeID int64, now time.Time) *Cart {
	return &Cart{StoreID: storeID, ID: id.New(), Status: Open, Version: 1, CreatedAt: now, UpdatedAt: now}
}

// prefill spares a returning customer the form.
func (c *Cart) prefill(ctx context.Context, q bun.IDB, who *customer.Customer) error {
	last := new(Cart)
	err := q.NewSelect().Model(last).Where("store_id = ?", c.StoreID).Where("customer_id = ?", who.ID).
		Where("status = ?", Ordered).Order("updated_at DESC").Limit(1).Scan(ctx)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("last cart of customer %s: %w", who.ID, err)
	}
	c.ContactName, c.ContactPhone = last.ContactName, last.ContactPhone
	c.DeliveryMethod, c.Address, c.PickupPointID = last.DeliveryMethod, last.Address, last.PickupPointID
	c.PaymentMethod = last.PaymentMethod
	if c.ContactName == "" {
		c.ContactName = who.Name()
	}
	if c.ContactPhone == "" && who.Phone != nil {
		c.ContactPhone = *who.Phone
	}
	return nil
}

func openOf(sel *bun.SelectQuery, ctx context.Context, storeID int64, customerID uuid.UUID) (*Cart, error) {
	return one(sel.Where("store_id = ?", storeID).Where("customer_id = ?", customerID).Where("status = ?", Open), ctx)
}

func anonymous(sel *bun.SelectQuery, ctx context.Context, storeID int64, token string) (*Cart, error) {
	prefix, tokenStore, ok := secret.ParseToken(token)
	if !ok || prefix != secret.CartToken || tokenStore != storeID {
		return nil, nil
	}
	return one(sel.Where("store_id = ?", storeID).Where("token_hash = ?", secret.HashToken(token)), ctx)
}

func one(sel *bun.SelectQuery, ctx context.Context) (*Cart, error) {
	c := new(Cart)
	err := sel.Model(c).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read cart: %w", err)
	}
	return c, nil
}
