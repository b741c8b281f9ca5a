package cart

import (
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// CartLineInput is a wished line.
type CartLineInput struct {
	VariantID id.ID
	Quantity  int // 1 to 999
	Modifiers []*LineModifierInput
}

// LineModifierInput is a chosen addition; once when Quantity is nil.
type LineModifierInput struct {
	OptionID id.ID
	Quantity *int
}

// ContactInput is who receives the order; what is nil stays, empty text clears.
type ContactInput struct {
	Name  *string
	Phone *string
}

// CartDeliveryInput is how the goods reach the buyer; what is nil stays.
type CartDeliveryInput struct {
	Method         *delivery.Method
	Address        *geo.Address
	SavedAddressID *id.ID
	PickupPointID  *id.ID
}

// CartSetInput declares the cart: Lines replace all lines when not nil, the other parts stay when nil.
type CartSetInput struct {
	CartToken       *string
	ExpectedVersion *int
	Lines           []*CartLineInput
	Contact         *ContactInput
	Delivery        *CartDeliveryInput
	PaymentMethod   *payment.Method
	ChangeFrom      *money.Tiyin // 0 takes the wish back
	GiftCardCode    *string      // empty takes the card away
	Cashback        *money.Tiyin // at most so much of it; 0 uses none
	Comment         *string
}

// CartLinesAddInput adds pieces.
type CartLinesAddInput struct {
	CartToken       *string
	ExpectedVersion *int
	Lines           []*CartLineInput
}

// CartLineChangeInput sets the quantity of a line; 0 removes it.
type CartLineChangeInput struct {
	LineID   id.ID
	Quantity int
}

// CartLinesUpdateInput sets quantities.
type CartLinesUpdateInput struct {
	CartToken       *string
	ExpectedVersion *int
	Lines           []*CartLineChangeInput
}

// CartLinesRemoveInput removes lines.
type CartLinesRemoveInput struct {
	CartToken       *string
	ExpectedVersion *int
	LineIDs         []id.ID
}
