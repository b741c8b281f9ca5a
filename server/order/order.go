// Package order is what was bought: a copy of names, prices and places at the moment of purchase, and everything that
// happens to it until it is delivered or called off. It joins cart, stock, payment and notifications in its transactions.
package order

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Topic is the topic of events about orders; the id is that of the order, a UUID.
const Topic = "order"

// Order is an order. Sums ending in Tiyin are tiyin; VAT is contained in TotalTiyin.
type Order struct {
	bun.BaseModel `bun:"table:orders,alias:ord"`

	StoreID          int64            `bun:"store_id,pk"`
	ID               uuid.UUID        `bun:"id,pk,type:uuid"`
	Number           int64            `bun:"number"`       // counts up in the store without gaps
	ReceiptCode      string           `bun:"receipt_code"` // random: nobody can guess a neighbour's
	CartID           uuid.UUID        `bun:"cart_id,type:uuid"`
	CustomerID       uuid.UUID        `bun:"customer_id,type:uuid"`
	Lifecycle        Lifecycle        `bun:"lifecycle"`
	PaymentStatus    PaymentStatus    `bun:"payment_status"`    // derived
	FulfilmentStatus FulfilmentStatus `bun:"fulfilment_status"` // derived
	Currency         string           `bun:"currency"`
	ItemsTiyin       money.Tiyin      `bun:"items"`
	DiscountTiyin    money.Tiyin      `bun:"discount"`
	DeliveryTiyin    money.Tiyin      `bun:"delivery"`
	TaxTiyin         money.Tiyin      `bun:"tax"`
	TotalTiyin       money.Tiyin      `bun:"total"`
	DueTiyin         money.Tiyin      `bun:"due"` // total without what was canceled or returned
	PaidTiyin        money.Tiyin      `bun:"paid"`
	RefundedTiyin    money.Tiyin      `bun:"refunded"`
	DepositTiyin     money.Tiyin      `bun:"deposit"`       // asked for in advance; 0: all or nothing, as the method has it
	KeepsDeposit     bool             `bun:"keeps_deposit"` // when the buyer calls it off after it was accepted; the rule of then
	HeldTiyin        money.Tiyin      `bun:"held"`          // of gift card and cashback, not paid yet
	CreditTiyin      money.Tiyin      `bun:"credit"`        // paid by gift card and cashback, less what went back
	CashbackTiyin    money.Tiyin      `bun:"cashback"`      // that it has brought its buyer, less what was taken back
	CashbackPercent  int              `bun:"cashback_percent"`
	ContactName      string           `bun:"contact_name"`
	ContactPhone     string           `bun:"contact_phone"`
	DeliveryMethod   delivery.Method  `bun:"delivery_method"`
	ZoneID           *uuid.UUID       `bun:"zone_id,type:uuid"`
	PickupPointID    *uuid.UUID       `bun:"pickup_point_id,type:uuid"`
	DeliveryName     lang.Text        `bun:"delivery_name,type:jsonb"` // zone or pickup point as it was called then
	Address          *geo.Address     `bun:"address,type:jsonb"`
	// What the fiscal receipt says of the delivery, as the store had it then.
	DeliveryIKPU        string `bun:"delivery_ikpu"`
	DeliveryPackageCode string `bun:"delivery_package_code"`
	DeliveryVATPercent  int    `bun:"delivery_vat_percent"`

	PaymentMethod payment.Method `bun:"payment_method"`
	ChangeFrom    *money.Tiyin   `bun:"change_from"` // cash the buyer will hand over; nil: no change is needed
	Comment       string         `bun:"comment"`
	StaffNote     string         `bun:"staff_note"`
	Language      lang.Lang      `bun:"language"` // of the buyer
	CancelReason  string         `bun:"cancel_reason"`
	CanceledBy    *ActorKind     `bun:"canceled_by"`
	PlacedAt      time.Time      `bun:"placed_at"`
	ConfirmedAt   *time.Time     `bun:"confirmed_at"`
	PromisedAt    *time.Time     `bun:"promised_at"` // ready or brought, as staff said
	CompletedAt   *time.Time     `bun:"completed_at"`
	ClosedAt      *time.Time     `bun:"closed_at"`  // canceled or expired
	ExpiresAt     *time.Time     `bun:"expires_at"` // while PLACED
	Version       int            `bun:"version"`
	UpdatedAt     time.Time      `bun:"updated_at"`

	// New is what the order was made of, set by Place for an order that it has just written; nil for one that was read.
	New *Parts `bun:"-"`
}

// Parts are the rows around an order.
type Parts struct {
	Lines       []*Line
	Fulfilments []*Fulfilment
	Payments    []*payment.Payment
}

// GlobalID names the order in the API.
func (o *Order) GlobalID() id.ID { return id.Of(id.Order, o.ID) }

// IsNode marks what node(id) can answer.
func (*Order) IsNode() {}

// Contact is who receives the order.
func (o *Order) Contact() cart.Contact {
	return cart.Contact{Name: o.ContactName, Phone: o.ContactPhone}
}

// stillDue is what has to be paid yet, besides what is held of gift card and cashback.
func (o *Order) stillDue() money.Tiyin {
	return max(0, o.DueTiyin-o.PaidTiyin+o.RefundedTiyin-o.HeldTiyin)
}

// asked is what is to be paid next: of a deposit what is missing until the shop accepts, else all that is due.
func (o *Order) asked() money.Tiyin {
	due := o.stillDue()
	if o.DepositTiyin == 0 || o.ConfirmedAt != nil {
		return due
	}
	return min(due, max(0, o.DepositTiyin-o.PaidTiyin+o.RefundedTiyin-o.HeldTiyin))
}

// Change is what to bring along for a buyer who pays in cash; nil when none was asked for, or nothing is due.
func (o *Order) Change() *money.Money {
	if o.ChangeFrom == nil || o.stillDue() == 0 || *o.ChangeFrom < o.stillDue() {
		return nil
	}
	back := money.New(*o.ChangeFrom - o.stillDue())
	return &back
}

// Totals are the sums as the contract shows them.
func (o *Order) Totals() cart.Totals {
	return cart.Totals{
		Items: money.New(o.ItemsTiyin), Discount: money.New(o.DiscountTiyin), Delivery: money.New(o.DeliveryTiyin),
		Tax: money.New(o.TaxTiyin), Total: money.New(o.TotalTiyin), Paid: money.New(o.PaidTiyin),
		Refunded: money.New(o.RefundedTiyin), Due: money.New(o.stillDue()),
	}
}

// Delivery is how the order reaches the buyer.
func (o *Order) Delivery() Delivery {
	d := Delivery{Method: o.DeliveryMethod, Name: o.DeliveryName, PickupPointID: o.PickupPointID}
	if o.DeliveryMethod == delivery.Courier {
		d.Address = o.Address
	}
	return d
}

// Delivery is the part of an order that says where it goes.
type Delivery struct {
	Method        delivery.Method
	Name          lang.Text    // zone or pickup point as it was called then
	Address       *geo.Address // courier: where to
	PickupPointID *uuid.UUID   // pickup: the point, which may be gone since
}

// Line is something bought, as it was then.
type Line struct {
	bun.BaseModel `bun:"table:order_lines,alias:oln"`

	StoreID          int64               `bun:"store_id,pk"`
	ID               uuid.UUID           `bun:"id,pk,type:uuid"`
	OrderID          uuid.UUID           `bun:"order_id,type:uuid"`
	Position         int                 `bun:"position"`
	ProductID        uuid.UUID           `bun:"product_id,type:uuid"`
	VariantID        uuid.UUID           `bun:"variant_id,type:uuid"`
	Kind             string              `bun:"kind"`
	Name             lang.Text           `bun:"name,type:jsonb"`
	VariantName      lang.Text           `bun:"variant_name,type:jsonb"`
	SKU              string              `bun:"sku"`
	MediaHash        string              `bun:"media_hash"` // empty when there was no picture
	MediaColor       string              `bun:"media_color"`
	Modifiers        []cart.LineModifier `bun:"modifiers,type:jsonb"`
	Quantity         int                 `bun:"quantity"`
	CanceledQuantity int                 `bun:"canceled_quantity"`
	ReturnedQuantity int                 `bun:"returned_quantity"`
	UnitTiyin        money.Tiyin         `bun:"unit_price"` // modifiers included
	DiscountTiyin    money.Tiyin         `bun:"discount"`
	TotalTiyin       money.Tiyin         `bun:"total"`
	VATPercent       int                 `bun:"vat_percent"`
	TaxTiyin         money.Tiyin         `bun:"tax"` // contained in TotalTiyin
	IKPU             string              `bun:"ikpu"`
	PackageCode      string              `bun:"package_code"`
	Unit             catalog.Unit        `bun:"unit"`
	Portion          int                 `bun:"portion"` // thousandths of the unit that one of the quantity is
}

// Measure is how much the quantity is.
func (l *Line) Measure() catalog.Measure {
	return catalog.Measure{Unit: l.Unit, Milli: int64(l.Portion) * int64(l.Quantity)}
}

// GlobalID names the line in the API.
func (l *Line) GlobalID() id.ID { return id.Of(id.OrderLine, l.ID) }

// IsNode marks what node(id) can answer.
func (*Line) IsNode() {}

// UnitPrice is what one piece cost, modifiers included.
func (l *Line) UnitPrice() money.Money { return money.New(l.UnitTiyin) }

// Discount is what the line got off.
func (l *Line) Discount() money.Money { return money.New(l.DiscountTiyin) }

// Total is what the line cost.
func (l *Line) Total() money.Money { return money.New(l.TotalTiyin) }

// Picture is the picture as it was; nil when there was none.
func (l *Line) Picture() *Picture {
	if l.MediaHash == "" {
		return nil
	}
	return &Picture{Hash: l.MediaHash, Color: l.MediaColor}
}

// Picture is a picture by its content, which outlives the product.
type Picture struct {
	Hash  string
	Color string // #rrggbb
}

// Fulfilment is the handing over of an order's goods.
type Fulfilment struct {
	bun.BaseModel `bun:"table:fulfilments,alias:ful"`

	StoreID     int64           `bun:"store_id,pk"`
	ID          uuid.UUID       `bun:"id,pk,type:uuid"`
	OrderID     uuid.UUID       `bun:"order_id,type:uuid"`
	Method      delivery.Method `bun:"method"`
	State       FulfilmentState `bun:"state"`
	CourierID   *uuid.UUID      `bun:"courier_id,type:uuid"`
	FailReason  string          `bun:"fail_reason"`
	CreatedAt   time.Time       `bun:"created_at"`
	AcceptedAt  *time.Time      `bun:"accepted_at"`
	PackedAt    *time.Time      `bun:"packed_at"`
	HandedAt    *time.Time      `bun:"handed_at"` // ready for pickup, or given to the courier
	DeliveredAt *time.Time      `bun:"delivered_at"`
	UpdatedAt   time.Time       `bun:"updated_at"`
}

// GlobalID names the fulfilment in the API.
func (f *Fulfilment) GlobalID() id.ID { return id.Of(id.Fulfilment, f.ID) }

// IsNode marks what node(id) can answer.
func (*Fulfilment) IsNode() {}
