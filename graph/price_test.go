package graph_test

import (
	"testing"

	"github.com/dokon-shop/dokon/server/staff"
)

// A shopper of a group sees its price, and nobody else does, however answers are saved for others who ask the same.
func TestGroupPricesAreNotShared(t *testing.T) {
	t.Parallel()
	s := open(t)
	boss, _ := s.member(s.World, staff.Owner)
	x := s.furnish(s.World, "Choyxona") // its price list has the variant for 9 000 instead of 10 000
	dealer, who := s.shopper(s.World)
	boss.must(`mutation ($in: CustomerGroupSetInput!) { customerGroupSet(input: $in) { customer { group { id } } userErrors { message } } }`,
		map[string]any{"in": map[string]any{"customerId": who.NodeID(), "groupId": x["group"]}})
	other, _ := s.shopper(s.World)
	ask := x.fill(`{ product(id: "{product}") { priceRange { min { minor } compareAt { minor } } variants { price { minor } compareAt { minor } } } }`)
	for range 2 {
		for name, c := range map[string]struct {
			caller *caller
			want   string
		}{"dealer": {dealer, "900000"}, "another shopper": {other, "1e+06"}, "nobody": {s.anonymous(), "1e+06"}} {
			a := c.caller.must(ask, nil)
			if got, low := a.text("product.variants.0.price.minor"), a.text("product.priceRange.min.minor"); got != c.want || low != c.want {
				t.Errorf("%s pays %s, from %s, want %s", name, got, low, c.want)
			}
		}
	}
}
