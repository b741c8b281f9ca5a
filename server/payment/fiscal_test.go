package payment_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Whatever was bought and whatever it got off, the items come to the sum to the tiyin, none costs less than nothing, and of
// two goods the dearer never gets less off by more than the tiyin of a rounding.
func TestReceiptsAddUp(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 11))
	for range 5000 {
		var items []payment.Item
		var goods, total money.Tiyin
		for range 1 + r.IntN(12) {
			it := payment.Item{Of: uuid.New(), Unit: money.Tiyin(r.Int64N(90_000_00)), Quantity: 1 + r.IntN(9), VATPercent: []int{0, 12}[r.IntN(2)]}
			it.Discount = money.Tiyin(r.Int64N(int64(it.Gross()) + 1))
			goods += it.Net()
			items = append(items, it)
		}
		total = goods
		if r.IntN(2) == 0 {
			it := payment.Item{Unit: money.Tiyin(r.Int64N(50_000_00)), Quantity: 1, IsDelivery: true}
			total += it.Net()
			items = append(items, it)
		}
		off := money.Tiyin(r.Int64N(int64(total) + 1))
		before := append([]payment.Item{}, items...)
		receipt, err := payment.NewReceipt(items, off, total-off)
		if err != nil {
			t.Fatalf("%d off %d of %+v: %v", off, total, before, err)
		}
		sum := money.Tiyin(0)
		for i, it := range receipt.Items {
			sum += it.Net()
			if it.Net() < 0 || it.Discount < before[i].Discount || it.VAT() > it.Net() {
				t.Fatalf("item %+v was %+v", it, before[i])
			}
			if it.IsDelivery && it.Discount > 0 && off <= goods {
				t.Fatalf("the delivery got %d off, though goods could bear all of %d", it.Discount, off)
			}
			for j, other := range receipt.Items {
				same := it.IsDelivery == other.IsDelivery && before[i].Net() >= before[j].Net()
				if same && it.Discount-before[i].Discount+1 < other.Discount-before[j].Discount {
					t.Fatalf("%+v got less off than %+v", it, other)
				}
			}
		}
		if sum != receipt.Total || sum != total-off {
			t.Fatalf("items come to %d, not %d", sum, total-off)
		}
	}
}

func TestReceiptsThatDoNotAddUp(t *testing.T) {
	t.Parallel()
	one := func() []payment.Item { return []payment.Item{{Title: "Choy", Unit: 500, Quantity: 2}} }
	for name, c := range map[string]struct {
		items           []payment.Item
		discount, total money.Tiyin
	}{
		"too little is paid": {one(), 0, 999}, "too much": {one(), 0, 1001}, "more off than it costs": {one(), 1001, 0},
		"a discount below zero": {one(), -1, 1001}, "nothing": {nil, 0, 0},
		"a line below zero": {[]payment.Item{{Unit: 5, Quantity: 1, Discount: 6}, {Unit: 6, Quantity: 1}}, 0, 5},
	} {
		if _, err := payment.NewReceipt(c.items, c.discount, c.total); !errors.Is(err, payment.ErrUnbalanced) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err := payment.NewReceipt(append(one(), payment.Item{Unit: 7, Quantity: 1, IsDelivery: true}), 0, 1007)
	if err != nil || len(r.Uncoded()) != 1 || r.Uncoded()[0] != "Choy" {
		t.Errorf("%v %v", r, err)
	}
}
