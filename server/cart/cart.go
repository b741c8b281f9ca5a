// Package cart is what somebody is about to buy: lines, contact, delivery and payment, with sums computed here and never
// taken from a client. It says what is missing before an order can be placed and promises a sum; placing is the order's.
package cart

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Topic is the topic of events about carts; the id is that of the customer, whose cart it is on every device.
const Topic = "cart"

// Status of a cart.
type Status string

const (
	Open    Status = "OPEN"
	Ordered Status = "ORDERED"
	Merged  Status = "MERGED" // an anonymous cart whose lines moved into the shopper's own
)

// Cart is a cart. A customer has one open cart; an anonymous one is found by the hash of its secret.
//
// The functions of this package give it with everything below the row filled in, as of one moment.
type Cart struct {
	bun.BaseModel `bun:"table:carts,alias:crt"`

	StoreID        int64            `bun:"store_id,pk"`
	ID             uuid.UUID        `bun:"id,pk,type:uuid"`
	CustomerID     *uuid.UUID       `bun:"customer_id,type:uuid"`
	TokenHash      []byte           `bun:"token_hash"`
	Status         Status           `bun:"status"`
	Version        int              `bun:"version"` // counts up with each change that changed something
	ContactName    string           `bun:"contact_name"`
	ContactPhone   string           `bun:"contact_phone"` // E.164
	DeliveryMethod *delivery.Method `bun:"delivery_method"`
	Address        *geo.Address     `bun:"address,type:jsonb"`
	PickupPointID  *uuid.UUID       `bun:"pickup_point_id,type:uuid"`
	PaymentMethod  *payment.Method  `bun:"payment_method"`
	ChangeFrom     *money.Tiyin     `bun:"change_from"` // cash the buyer will hand over; nil: no change is needed
	GiftCardID     *uuid.UUID       `bun:"gift_card_id,type:uuid"`
	Cashback       money.Tiyin      `bun:"cashback"` // wished to be used, at most
	Comment        string           `bun:"comment"`
	CreatedAt      time.Time        `bun:"created_at"`
	UpdatedAt      time.Time        `bun:"updated_at"`

	Lines          []*Line          `bun:"-"` // in order of adding
	Delivery       Delivery         `bun:"-"`
	PaymentMethods []payment.Method `bun:"-"` // what this cart may use
	Sum            Sum              `bun:"-"`
	Plan           Plan             `bun:"-"` // what pays
	Readiness      Readiness        `bun:"-"`
	Quote          *Quote           `bun:"-"` // set by changes of a cart that is ready; see QuoteOf

	sales map[uuid.UUID]*catalog.ForSale // what was read for this cart, nil for a variant that does not exist
	point *delivery.PickupPoint          // the same
	zones []*delivery.Zone               // the same: those of the store that are active
}

// GlobalID names the cart in the API.
func (c *Cart) GlobalID() id.ID { return id.Of(id.Cart, c.ID) }

// IsNode marks what node(id) can answer.
func (*Cart) IsNode() {}

// view is how the cart's owner sees the catalog.
func (c *Cart) view(now time.Time) catalog.View {
	return catalog.View{Now: now, CustomerID: c.CustomerID}
}

// Quantity is the number of pieces in all lines.
func (c *Cart) Quantity() int {
	n := 0
	for _, l := range c.Lines {
		n += l.Quantity
	}
	return n
}

// Totals are the sums as the contract shows them; nothing is paid yet.
func (c *Cart) Totals() Totals { return c.Sum.Totals() }

// Contact is who receives the order; fields are empty while they are not known.
func (c *Cart) Contact() Contact { return Contact{Name: c.ContactName, Phone: c.ContactPhone} }

// Contact is who receives an order.
type Contact struct {
	Name  string
	Phone string // E.164
}

// Delivery is how the goods of a cart reach the buyer and what that costs.
type Delivery struct {
	Method      *delivery.Method
	Address     *geo.Address
	PickupPoint *delivery.PickupPoint // nil when none is chosen or the chosen one is switched off
	Zone        *delivery.Zone        // nil when no courier goes to the address or its point is not known
	Price       money.Money
	UntilFree   *money.Money // how much more to buy; nil when it is free or never free
}

// Totals are the sums of a cart or an order: Items − Discount + Delivery = Total. Tax is contained in Total.
type Totals struct {
	Items    money.Money
	Discount money.Money
	Delivery money.Money
	Tax      money.Money
	Total    money.Money
	Paid     money.Money
	Refunded money.Money
	Due      money.Money // still to be paid, 0 or more
}
