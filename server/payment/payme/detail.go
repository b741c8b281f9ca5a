package payme

import (
	"github.com/dokon-shop/dokon/server/money"
)

// Detail is what a fiscal receipt is printed from.
type Detail struct {
	ReceiptType int       `json:"receipt_type"` // 0: a sale
	Shipping    *Shipping `json:"shipping,omitempty"`
	Items       []Item    `json:"items"`
}

// Shipping is the line of the delivery.
type Shipping struct {
	Title string `json:"title"`
	Price int64  `json:"price"` // tiyin
}

// Item is a line of the receipt.
type Item struct {
	Title       string `json:"title"`
	Price       int64  `json:"price"` // of one, tiyin
	Count       int    `json:"count"`
	Code        string `json:"code"` // IKPU
	PackageCode string `json:"package_code"`
	VATPercent  int    `json:"vat_percent"`
	Discount    int64  `json:"discount,omitempty"` // of all of the line, tiyin
}

// Detailed makes the detail of a bill from its lines, whose own discounts they carry already. discount is what the whole
// order got off: it is spread over the lines by their sums, by the largest remainder. The detail is nil when a line has no
// codes, or when it does not come to total, to the tiyin: a wrong receipt is worse than none.
func Detailed(items []Item, shipping *Shipping, discount, total money.Tiyin) *Detail {
	weights := make([]int64, len(items))
	for i, it := range items {
		if it.Code == "" || it.PackageCode == "" {
			return nil
		}
		weights[i] = it.Price*int64(it.Count) - it.Discount
	}
	if len(items) == 0 {
		return nil
	}
	sum := int64(0)
	for i, share := range money.Split(discount, weights) {
		items[i].Discount += int64(share)
		sum += weights[i] - int64(share)
	}
	if shipping != nil {
		sum += shipping.Price
	}
	if sum != int64(total) {
		return nil
	}
	return &Detail{Shipping: shipping, Items: items}
}
