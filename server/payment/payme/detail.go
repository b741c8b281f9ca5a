package payme

import "github.com/dokon-shop/dokon/server/payment"

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

// Detailed says a receipt as Payme wants it; nil when a code of the goods is missing. Payme's line of the delivery knows
// neither codes nor a discount: its price is what is paid for it.
func Detailed(r *payment.Receipt) *Detail {
	if len(r.Uncoded()) > 0 {
		return nil
	}
	d := new(Detail)
	for _, it := range r.Items {
		if it.IsDelivery {
			d.Shipping = &Shipping{Title: it.Title, Price: int64(it.Net())}
			continue
		}
		d.Items = append(d.Items, Item{
			Title: it.Title, Price: int64(it.Unit), Count: it.Quantity, Code: it.IKPU, PackageCode: it.PackageCode,
			VATPercent: it.VATPercent, Discount: int64(it.Discount),
		})
	}
	return d
}
