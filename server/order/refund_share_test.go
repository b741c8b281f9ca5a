package order

import (
	"math/rand/v2"
	"testing"

	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
)

// The pieces of all lines come to the order, whatever its discounts and delivery are.
func TestSharesComeToTheOrder(t *testing.T) {
	t.Parallel()
	dice := rand.New(rand.NewPCG(20261122, 2))
	for range 5_000 {
		o := &Order{DeliveryTiyin: money.Tiyin(dice.IntN(3) * 777_77)}
		lines := make([]*Line, 1+dice.IntN(4))
		for i := range lines {
			l := &Line{ID: id.New(), Quantity: 1 + dice.IntN(7), UnitTiyin: money.Tiyin(1 + dice.IntN(100_000))}
			l.DiscountTiyin = money.Tiyin(dice.Int64N(int64(l.UnitTiyin)))
			l.TotalTiyin = l.UnitTiyin*money.Tiyin(l.Quantity) - l.DiscountTiyin
			o.ItemsTiyin += l.TotalTiyin + l.DiscountTiyin
			o.DiscountTiyin += l.DiscountTiyin
			o.TotalTiyin += l.TotalTiyin
			lines[i] = l
		}
		off := money.Tiyin(dice.Int64N(int64(o.TotalTiyin) + 1))
		o.DiscountTiyin += off
		o.TotalTiyin += o.DeliveryTiyin - off
		sum := money.Tiyin(0)
		for _, l := range lines {
			s := shares(o, lines)[l.ID]
			for i := range l.Quantity {
				if s.goods[i] < 0 || s.delivery[i] < 0 {
					t.Fatalf("a piece costs %d and %d", s.goods[i], s.delivery[i])
				}
			}
			cut := dice.IntN(l.Quantity + 1) // in two portions
			sum += s.of(0, cut, true) + s.of(cut, l.Quantity-cut, true)
		}
		if sum != o.TotalTiyin {
			t.Fatalf("pieces come to %d of %d", sum, o.TotalTiyin)
		}
	}
}
