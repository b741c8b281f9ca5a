package order

import (
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Receipt is what the fiscal receipt of an order is printed from, in the language of the buyer. Error: payment.ErrUnbalanced
// when the lines do not come to what is due, as after a part of it was paid.
func (o *Order) Receipt(lines []*Line) (*payment.Receipt, error) { return o.receiptOf(lines, o.Due()) }

// WholeReceipt is Receipt for all of the order, whatever of it is paid.
func (o *Order) WholeReceipt(lines []*Line) (*payment.Receipt, error) {
	return o.receiptOf(lines, o.TotalTiyin)
}

func (o *Order) receiptOf(lines []*Line, total money.Tiyin) (*payment.Receipt, error) {
	items := make([]payment.Item, len(lines), len(lines)+1)
	discount := o.DiscountTiyin
	for i, l := range lines {
		discount -= l.DiscountTiyin
		items[i] = payment.Item{
			Of: l.ID, Title: l.Name.In(o.Language, lang.All), Unit: l.UnitTiyin, Quantity: l.Quantity, Discount: l.DiscountTiyin,
			IKPU: l.IKPU, PackageCode: l.PackageCode, VATPercent: l.VATPercent,
		}
	}
	if o.DeliveryTiyin > 0 {
		items = append(items, o.deliveryItem(o.DeliveryTiyin))
	}
	return payment.NewReceipt(items, discount, total)
}
