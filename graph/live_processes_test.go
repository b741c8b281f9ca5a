package graph_test

import (
	"testing"

	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

// What changes by one process is told to those who listen to another.
func TestStreamHearsOtherProcess(t *testing.T) {
	t.Parallel()
	s := open(t)
	here, there := s.second(), s.second()
	boss, _ := s.member(s.World, staff.Owner)
	_, who := s.shopper(s.World)
	o := s.Place(who, shoptest.Want(s.Variant("Choy", 100_00, 3), 1))
	l := (&caller{s: there, headers: boss.headers}).listen(adminOrders, nil)
	(&caller{s: here, headers: boss.headers}).must(
		`mutation ($id: ID!) { orderConfirm(input: {id: $id}) { userErrors { code } } }`, map[string]any{"id": o.GlobalID().String()})
	if a := l.answer(); a.text("adminOrders.kind") != "order.confirmed" {
		t.Errorf("%s", a.Body)
	}
}
