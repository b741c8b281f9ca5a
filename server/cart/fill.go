package cart

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/money"
)

// fill completes a cart row: lines at today's prices, delivery, sums and what is missing. who is the shopper who asks, nil
// for somebody who has not signed in.
func fill(ctx context.Context, q bun.IDB, shop Shop, c *Cart, who *customer.Customer, now time.Time) error {
	var err error
	if c.Lines, err = linesOf(ctx, q, c.StoreID, c.ID); err != nil {
		return err
	}
	return c.complete(ctx, q, shop, who, now)
}

// complete is fill for a cart whose lines are known.
func (c *Cart) complete(ctx context.Context, q bun.IDB, shop Shop, who *customer.Customer, now time.Time) error {
	sales, err := c.forSale(ctx, q, now, nil)
	if err != nil {
		return err
	}
	lines := c.Lines
	c.Lines = make([]*Line, 0, len(lines))
	for _, l := range lines {
		if sale := sales[l.VariantID]; sale != nil { // a variant deleted this moment takes its lines along
			l.price(sale)
			c.Lines = append(c.Lines, l)
		}
	}
	check(c.Lines, shop.Store.Fiscal.IsRequired)
	if err := c.findDelivery(ctx, q); err != nil {
		return err
	}
	isCountable := c.count()
	var key *uuid.UUID
	if who != nil {
		key = &who.ID
	}
	if err := c.plan(ctx, q, shop, key, now); err != nil {
		return err
	}
	c.Readiness = readiness(c, shop.Store, who, isCountable, now)
	return nil
}

// forSale gives what is to be known of variants besides those of the lines. Nothing is read twice.
func (c *Cart) forSale(ctx context.Context, q bun.IDB, now time.Time, ids []uuid.UUID) (map[uuid.UUID]*catalog.ForSale, error) {
	for _, l := range c.Lines {
		ids = append(ids, l.VariantID)
	}
	ids = slices.DeleteFunc(ids, func(key uuid.UUID) bool { _, known := c.sales[key]; return known })
	sales, err := catalog.VariantsForSale(ctx, q, c.StoreID, c.view(now), ids)
	if err != nil {
		return nil, fmt.Errorf("variants of cart %s: %w", c.ID, err)
	}
	if c.sales == nil {
		c.sales = make(map[uuid.UUID]*catalog.ForSale, len(ids))
	}
	for _, key := range ids {
		c.sales[key] = sales[key]
	}
	return c.sales, nil
}

// pickupPoint reads a place, once.
func (c *Cart) pickupPoint(ctx context.Context, q bun.IDB, key uuid.UUID) (*delivery.PickupPoint, error) {
	if c.point != nil && c.point.ID == key {
		return c.point, nil
	}
	var err error
	c.point, err = delivery.PickupPointByID(ctx, q, c.StoreID, key)
	return c.point, err
}

// findDelivery looks up the places that the cart names.
func (c *Cart) findDelivery(ctx context.Context, q bun.IDB) error {
	if c.IsDigital() {
		c.Delivery = Delivery{Method: &digital, Price: money.New(0)}
		return nil
	}
	c.Delivery = Delivery{Method: c.DeliveryMethod, Address: c.Address, Price: money.New(0)}
	if c.PickupPointID != nil {
		point, err := c.pickupPoint(ctx, q, *c.PickupPointID)
		if err != nil {
			return err
		}
		if point != nil && point.IsActive {
			c.Delivery.PickupPoint = point
		}
	}
	if c.Address != nil && c.Address.Point != nil && !c.is(delivery.Pickup) {
		if c.zones == nil {
			var err error
			if c.zones, err = delivery.Zones(ctx, q, c.StoreID, false); err != nil {
				return err
			}
		}
		c.Delivery.Zone = delivery.Match(c.zones, *c.Address.Point)
	}
	return nil
}

func (c *Cart) is(m delivery.Method) bool { return c.DeliveryMethod != nil && *c.DeliveryMethod == m }

// count sums the cart. False means that the sum is beyond any amount of money; the sums are then zero.
func (c *Cart) count() bool {
	items := make([]Item, len(c.Lines))
	for i, l := range c.Lines {
		items[i] = Item{Unit: l.UnitPrice, Quantity: l.Quantity, VATPercent: l.Sale.Product.VATPercent}
	}
	goods, err := Add(items, 0)
	if err != nil {
		c.Sum = Sum{Lines: make([]money.Tiyin, len(items)), Taxes: make([]money.Tiyin, len(items))}
		return false
	}
	fee := money.Tiyin(0)
	if z := c.Delivery.Zone; z != nil && c.is(delivery.Courier) {
		fee = z.PriceFor(goods.Items)
		c.Delivery.Price = money.New(fee)
		if left := z.UntilFree(goods.Items); left != nil {
			more := money.New(*left)
			c.Delivery.UntilFree = &more
		}
	}
	c.Sum, err = Add(items, fee)
	for i, l := range c.Lines {
		l.Total = c.Sum.Lines[i]
	}
	return err == nil
}
