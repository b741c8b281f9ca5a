package order

import (
	"math/rand/v2"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/payment"
)

// Portions are refunds by which all pieces of an order go back in some portions, each with its part of the delivery.
func Portions(o *Order, lines []*Line, dice *rand.Rand) (list []*payment.Refund) {
	of := shares(o, lines)
	gone := map[uuid.UUID]int{}
	for left := len(lines); left > 0; {
		r := &payment.Refund{}
		for _, l := range lines {
			n := min(dice.IntN(3), l.Quantity-gone[l.ID])
			if n <= 0 {
				continue
			}
			goods, all := of[l.ID].of(gone[l.ID], n, false), of[l.ID].of(gone[l.ID], n, true)
			gone[l.ID] += n
			if gone[l.ID] == l.Quantity {
				left--
			}
			r.Amount += all
			r.Lines = append(r.Lines, payment.RefundLine{LineID: l.ID, Quantity: n, Amount: all, Delivery: all - goods})
		}
		if len(r.Lines) > 0 {
			list = append(list, r)
		}
	}
	return list
}
