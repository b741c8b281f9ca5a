package payment

import (
	"errors"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/money"
)

// Receipt is what a fiscal receipt is printed from. Every provider is given the same one, each in its own words; its items come
// to Total, to the tiyin.
type Receipt struct {
	Items []Item
	Total money.Tiyin
}

// Item is a line of a receipt.
type Item struct {
	Of          uuid.UUID // the line of the order; none for the delivery
	Title       string    // in the language of the buyer
	Unit        money.Tiyin
	Quantity    int
	Discount    money.Tiyin // of the whole line: its own and its share of the order's
	IKPU        string      // code of the product in the national catalogue; empty: not known
	PackageCode string
	VATPercent  int
	IsDelivery  bool
}

// Gross is what the item comes to without its discount.
func (i Item) Gross() money.Tiyin { return i.Unit * money.Tiyin(i.Quantity) }

// Net is what the buyer pays for the item.
func (i Item) Net() money.Tiyin { return i.Gross() - i.Discount }

// VAT is the tax contained in Net, rounded half up.
func (i Item) VAT() money.Tiyin {
	tax, err := money.MulDiv(i.Net(), int64(i.VATPercent), int64(100+i.VATPercent))
	if err != nil {
		return 0 // a share of a sum that fits fits
	}
	return tax
}

// HasCodes tells whether a cash register can print the item.
func (i Item) HasCodes() bool { return i.IKPU != "" && i.PackageCode != "" }

// ErrUnbalanced says that items do not come to the sum that is paid. A wrong receipt is worse than none.
var ErrUnbalanced = errors.New("payment: the items of a receipt do not come to its sum")

// NewReceipt makes the receipt of a bill from its items, which carry their own discounts already. discount is what the whole
// order got off: it is spread over the goods by what they come to, by the largest remainder, and over the delivery only when
// the goods are used up. items is changed. Error: ErrUnbalanced.
func NewReceipt(items []Item, discount, total money.Tiyin) (*Receipt, error) {
	if discount < 0 {
		return nil, ErrUnbalanced
	}
	left := discount
	for _, isDelivery := range []bool{false, true} {
		weights, sum := make([]int64, len(items)), money.Tiyin(0)
		for i, it := range items {
			if it.Net() < 0 {
				return nil, ErrUnbalanced
			}
			if it.IsDelivery == isDelivery {
				weights[i] = int64(it.Net())
				sum += it.Net()
			}
		}
		share := min(left, sum)
		if share == 0 {
			continue
		}
		for i, part := range money.Split(share, weights) {
			items[i].Discount += part
		}
		left -= share
	}
	sum := money.Tiyin(0)
	for _, it := range items {
		sum += it.Net()
	}
	if left > 0 || sum != total || len(items) == 0 {
		return nil, ErrUnbalanced
	}
	return &Receipt{Items: items, Total: total}, nil
}

// Uncoded are the titles of the goods that a cash register cannot print.
func (r *Receipt) Uncoded() (titles []string) {
	for _, it := range r.Items {
		if !it.IsDelivery && !it.HasCodes() {
			titles = append(titles, it.Title)
		}
	}
	return titles
}
