package shoptest

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/customer"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
)

func omittable[T any](v T) graphql.Omittable[T] { return graphql.OmittableOf(v) }

// Variant puts a product with one variant on sale and gives the variant's key. VAT is 12 percent.
func (w *World) Variant(name string, price money.Tiyin, onHand int) uuid.UUID {
	w.T.Helper()
	return w.variant(name, nil, &catalog.VariantInput{Price: &price, OnHand: &onHand})
}

// Dish puts a product on sale of which pieces are not counted, with modifier groups.
func (w *World) Dish(name string, price money.Tiyin, groups ...*catalog.ModifierGroup) uuid.UUID {
	w.T.Helper()
	keys := make([]id.ID, len(groups))
	for i, g := range groups {
		keys[i] = g.GlobalID()
	}
	return w.variant(name, keys, &catalog.VariantInput{Price: &price, TracksStock: ptr(false)})
}

func (w *World) variant(name string, groups []id.ID, v *catalog.VariantInput) uuid.UUID {
	w.T.Helper()
	var key uuid.UUID
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		p, err := catalog.Upsert(ctx, tx, w.Store.ID, catalog.ProductUpsertInput{
			Name: &lang.Text{UzLatn: name, RU: name}, Status: ptr(catalog.Active), Variants: []*catalog.VariantInput{v},
			ModifierGroupIDs: groups, VATPercent: ptr(12), IKPU: ptr("06912001001000000"), PackageCode: ptr("1501319"),
		}, "test", Now)
		if err != nil {
			return err
		}
		variants, err := catalog.VariantsOf(ctx, tx, w.Store.ID, []uuid.UUID{p.ID})
		if err == nil {
			key = variants[p.ID][0].ID
		}
		return err
	})
	return key
}

// Modifiers makes a modifier group with an option for each name, 5 000 soʻm each.
func (w *World) Modifiers(name string, minimum, maximum int, options ...string) *catalog.ModifierGroup {
	w.T.Helper()
	in := catalog.ModifierGroupUpsertInput{Name: &lang.Text{UzLatn: name}, Minimum: &minimum, Maximum: &maximum}
	for _, o := range options {
		in.Options = append(in.Options, &catalog.ModifierOptionInput{Code: o, Name: lang.Text{UzLatn: o}, Price: ptr(5_000 * money.Som)})
	}
	var g *catalog.ModifierGroup
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		made, err := catalog.UpsertModifierGroup(ctx, tx, w.Store.ID, in)
		if err != nil {
			return err
		}
		all, err := catalog.ModifierGroups(ctx, tx, w.Store.ID)
		for _, each := range all {
			if each.ID == made.ID {
				g = each
			}
		}
		return err
	})
	return g
}

// SetPrice changes the price of a variant.
func (w *World) SetPrice(variant uuid.UUID, price money.Tiyin) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := catalog.SetPrice(ctx, tx, w.Store.ID, id.Of(id.Variant, variant), nil, price, nil, Now)
		return err
	})
}

// Want is a line of an input.
func Want(variant uuid.UUID, quantity int) *cart.CartLineInput {
	return &cart.CartLineInput{VariantID: id.Of(id.Variant, variant), Quantity: quantity}
}

// Courier is an address in the zone.
func Courier() *cart.CartDeliveryInput {
	return &cart.CartDeliveryInput{
		Method: ptr(delivery.Courier), Address: &geo.Address{Point: &Center, Street: "Amir Temur", House: "1"},
	}
}

// ToPickup is the world's pickup point.
func (w *World) ToPickup() *cart.CartDeliveryInput {
	return &cart.CartDeliveryInput{Method: ptr(delivery.Pickup), PickupPointID: ptr(w.Pickup.GlobalID())}
}

// Fill makes the buyer's cart ready with these lines, to be brought by courier and paid in cash.
func (w *World) Fill(who *customer.Customer, lines ...*cart.CartLineInput) *cart.Cart {
	w.T.Helper()
	return w.FillFor(who, Courier(), lines...)
}

// FillFor is Fill with another way of delivery.
func (w *World) FillFor(who *customer.Customer, way *cart.CartDeliveryInput, lines ...*cart.CartLineInput) *cart.Cart {
	w.T.Helper()
	c, err := cart.Set(w.T.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{
		Lines: lines, Contact: &cart.ContactInput{Name: ptr("Ali"), Phone: ptr("90 123 45 67")},
		Delivery: way, PaymentMethod: ptr(payment.Cash),
	}, Now)
	w.Must(err)
	return c
}

// Quote asks for a quote of a cart that must be ready.
func (w *World) Quote(c *cart.Cart) *cart.Quote {
	w.T.Helper()
	q, err := cart.QuoteOf(w.T.Context(), w.DB, w.Shop(), c, Now)
	w.Must(err)
	if q == nil {
		w.T.Fatalf("no quote: %v", c.Readiness.Faults())
	}
	return q
}

// Place fills a cart and orders it.
func (w *World) Place(who *customer.Customer, lines ...*cart.CartLineInput) *order.Order {
	w.T.Helper()
	return w.PlaceCart(who, w.Fill(who, lines...), Now)
}

// PlaceCart orders a cart that is ready.
func (w *World) PlaceCart(who *customer.Customer, c *cart.Cart, now time.Time) *order.Order {
	w.T.Helper()
	o, err := order.Place(w.T.Context(), w.DB, w.Shop(), who, order.OrderPlaceInput{QuoteID: w.Quote(c).GlobalID()}, now)
	w.Must(err)
	return o
}
