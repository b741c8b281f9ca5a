package order

import (
	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/money"
)

// share is what the pieces of a line cost in the end.
type share struct {
	goods    []money.Tiyin // by piece: the line's discount and its part of the order's are taken off
	delivery []money.Tiyin // by piece: the part of the delivery
}

// shares splits an order by lines and pieces, so that all pieces of all lines come to its total, to the tiyin: discount of
// the order and delivery are shared by what the lines cost, by the largest remainder, and then so among the pieces.
func shares(o *Order, lines []*Line) map[uuid.UUID]share {
	weights := make([]int64, len(lines))
	rest := o.DiscountTiyin
	for i, l := range lines {
		weights[i] = int64(l.TotalTiyin)
		rest -= l.DiscountTiyin
	}
	off := money.Split(max(0, rest), weights)
	net := make([]int64, len(lines))
	for i, l := range lines {
		net[i] = int64(max(0, l.TotalTiyin-off[i]))
	}
	brought := money.Split(o.DeliveryTiyin, net)
	out := make(map[uuid.UUID]share, len(lines))
	for i, l := range lines {
		even := make([]int64, l.Quantity)
		for j := range even {
			even[j] = 1
		}
		out[l.ID] = share{goods: money.Split(money.Tiyin(net[i]), even), delivery: money.Split(brought[i], even)}
	}
	return out
}

// of sums the pieces from a number of them on.
func (s share) of(from, quantity int, withDelivery bool) (sum money.Tiyin) {
	for i := from; i < from+quantity; i++ {
		sum += s.goods[i]
		if withDelivery {
			sum += s.delivery[i]
		}
	}
	return sum
}
