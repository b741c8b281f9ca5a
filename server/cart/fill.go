package cart

import (
	"context"
	"fmt"
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
	lines, err := linesOf(ctx, q, c.StoreID, c.ID)
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(lines))
	for i, l := range lines {
		ids[i] = l.VariantID
	}
	sales, err := catalog.VariantsForSale(ctx, q, c.StoreID, ids)
	if err != nil {
		return fmt.Errorf("variants of cart %s: %w", c.ID, err)
	}
	c.Lines = lines[:0]
	for _, l := range lines {
		if sale := sales[l.VariantID]; sale != nil { // a variant deleted this moment takes its lines along
			l.price(sale)
			c.Lines = append(c.Lines, l)
		}
	}
	check(c.Lines)
	if err := c.findDelivery(ctx, q); err != nil {
		return err
	}
	isCountable := c.count()
	c.PaymentMethods = shop.Payments.Methods()
	c.Readiness = readiness(c, shop.Store, who, isCountable, now)
	return nil
}

// findDelivery looks up the places that the cart names.
func (c *Cart) findDelivery(ctx context.Context, q bun.IDB) error {
	c.Delivery = Delivery{Method: c.DeliveryMethod, Address: c.Address, Price: money.New(0)}
	if c.PickupPointID != nil {
		point, err := delivery.PickupPointByID(ctx, q, c.StoreID, *c.PickupPointID)
		if err != nil {
			return err
		}
		if point != nil && point.IsActive {
			c.Delivery.PickupPoint = point
		}
	}
	if c.Address != nil && c.Address.Point != nil && !c.is(delivery.Pickup) {
		zones, err := delivery.Zones(ctx, q, c.StoreID, false)
		if err != nil {
			return err
		}
		c.Delivery.Zone = delivery.Match(zones, *c.Address.Point)
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
