package order

import (
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// RefundReceipt is what the fiscal receipt of a return is printed from: the pieces for which money goes back at what they cost in
// the end, and their part of the delivery; or the whole order, when all of it goes back. Error: payment.ErrUnbalanced for money
// that is for no goods in particular, and for goods whose money goes back out of several payments.
func (o *Order) RefundReceipt(lines []*Line, r *payment.Refund) (*payment.Receipt, error) {
	if len(r.Lines) == 0 {
		return o.receiptOf(lines, r.Amount)
	}
	by := make(map[uuid.UUID]*Line, len(lines))
	for _, l := range lines {
		by[l.ID] = l
	}
	var items []payment.Item
	brought := money.Tiyin(0)
	for _, part := range r.Lines {
		l := by[part.LineID]
		if l == nil {
			return nil, payment.ErrUnbalanced
		}
		brought += part.Delivery
		items = append(items, payment.Item{
			Of: l.ID, Title: l.Name.In(o.Language, lang.All), Unit: l.UnitTiyin, Quantity: part.Quantity,
			Discount: l.UnitTiyin*money.Tiyin(part.Quantity) - (part.Amount - part.Delivery),
			IKPU:     l.IKPU, PackageCode: l.PackageCode, VATPercent: l.VATPercent,
		})
	}
	if brought > 0 {
		items = append(items, o.deliveryItem(brought))
	}
	return payment.NewReceipt(items, 0, r.Amount)
}

// deliveryItem is the delivery, or a part of it, as a line of a receipt.
func (o *Order) deliveryItem(amount money.Tiyin) payment.Item {
	return payment.Item{
		Title: o.DeliveryName.In(o.Language, lang.All), Unit: amount, Quantity: 1, IsDelivery: true,
		IKPU: o.DeliveryIKPU, PackageCode: o.DeliveryPackageCode, VATPercent: o.DeliveryVATPercent,
	}
}
