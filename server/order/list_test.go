package order_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/delivery"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/page"
	"github.com/dokon-shop/dokon/server/shoptest"
)

func TestListAndSearch(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Choy", 20_000*money.Som, 50)
	who := w.Buyer()
	var orders []*order.Order
	for i := range 6 {
		buyer := who
		if i%2 == 1 {
			buyer = w.Buyer()
		}
		way := shoptest.Courier()
		if i == 5 {
			way = w.ToPickup()
		}
		w.FillFor(buyer, way, shoptest.Want(variant, 1))
		c, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: buyer}, cart.CartSetInput{
			Contact: &cart.ContactInput{Phone: ptr(fmt.Sprintf("+99893111%04d", 1000+i))},
		}, now)
		w.Must(err)
		orders = append(orders, w.PlaceCart(buyer, c, now.Add(time.Duration(i)*time.Minute)))
	}
	owner := asStaff(w.Owner)
	walk(t, w, owner, orders[0], order.DoConfirm, order.DoPrepare, order.DoPack, order.DoHandOver)
	walk(t, w, owner, orders[1], order.DoConfirm)
	walk(t, w, owner, orders[2], order.DoCancel)

	list := func(who order.Actor, f order.OrderFilter) (found []int64) {
		w.Read(func(ctx context.Context, q bun.IDB) error {
			args := page.Args{First: ptr(4)}
			for {
				c, err := order.List(ctx, q, w.Store.ID, who, f, args)
				if err != nil {
					return err
				}
				for _, o := range c.Nodes() {
					found = append(found, o.Number)
				}
				if !c.PageInfo.HasNextPage {
					return nil
				}
				args.After = c.PageInfo.EndCursor
			}
		})
		return found
	}
	customerID := who.NodeID()
	for name, c := range map[string]struct {
		who    order.Actor
		filter order.OrderFilter
		want   []int64
	}{
		"all":              {owner, order.OrderFilter{}, []int64{6, 5, 4, 3, 2, 1}},
		"own":              {asBuyer(who.ID), order.OrderFilter{}, []int64{5, 3, 1}},
		"own active":       {asBuyer(who.ID), order.Own(ptr(true)), []int64{5, 1}},
		"own over":         {asBuyer(who.ID), order.Own(ptr(false)), []int64{3}},
		"placed":           {owner, order.OrderFilter{Lifecycle: []order.Lifecycle{order.Placed}}, []int64{6, 5, 4}},
		"unpaid confirmed": {owner, order.OrderFilter{Lifecycle: []order.Lifecycle{order.Confirmed}, PaymentStatus: []order.PaymentStatus{order.Unpaid}}, []int64{2, 1}},
		"with courier":     {owner, order.OrderFilter{FulfilmentState: []order.FulfilmentState{order.HandedToCourier}}, []int64{1}},
		"pickup":           {owner, order.OrderFilter{DeliveryMethod: ptr(delivery.Pickup)}, []int64{6}},
		"customer":         {owner, order.OrderFilter{CustomerID: &customerID}, []int64{5, 3, 1}},
		"span":             {owner, order.OrderFilter{PlacedFrom: ptr(now.Add(time.Minute)), PlacedTo: ptr(now.Add(3 * time.Minute))}, []int64{3, 2}},
		"by number":        {owner, order.OrderFilter{Search: ptr("№ 4")}, []int64{4}},
		"by last digits":   {owner, order.OrderFilter{Search: ptr("1003")}, []int64{4}},
		"by phone":         {owner, order.OrderFilter{Search: ptr("+998 93 111-10-04")}, []int64{5}},
		"by part of phone": {owner, order.OrderFilter{Search: ptr("3 111 10 04")}, []int64{5}},
		"by receipt":       {owner, order.OrderFilter{Search: ptr(orders[2].ReceiptCode[:5] + "-" + orders[2].ReceiptCode[5:])}, []int64{3}},
		"by nonsense":      {owner, order.OrderFilter{Search: ptr("' OR 1=1 --%_")}, nil},
		"no rights":        {order.Actor{Kind: order.ByAPI}, order.OrderFilter{}, nil},
	} {
		if got := list(c.who, c.filter); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		counts, err := order.CountPlaces(ctx, q, w.Store.ID)
		if err == nil && *counts != (order.Counts{Placed: 3, Preparing: 1, OnTheWay: 1}) {
			t.Errorf("counts %+v", *counts)
		}
		return err
	})
}

func TestFindOne(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Qand", 20_000*money.Som, 50)
	who, other := w.Buyer(), w.Buyer()
	o := w.Place(who, shoptest.Want(variant, 1))
	orderID := o.GlobalID()
	find := func(at int64, actor order.Actor, k order.Key) (found *order.Order, err error) {
		w.Must(w.DB.Read(t.Context(), at, func(ctx context.Context, q bun.IDB) error {
			found, err = order.By(ctx, q, at, actor, k)
			return nil
		}))
		return found, err
	}
	owner := asStaff(w.Owner)
	for name, k := range map[string]order.Key{
		"id": {ID: &orderID}, "number": {Number: &o.Number}, "receipt": {ReceiptCode: &o.ReceiptCode},
	} {
		for _, actor := range []order.Actor{owner, asBuyer(who.ID)} {
			if found, err := find(w.Store.ID, actor, k); err != nil || found == nil || found.ID != o.ID {
				t.Errorf("%s: %v, %v", name, found, err)
			}
		}
		if found, err := find(w.Store.ID, asBuyer(other.ID), k); err != nil || found != nil {
			t.Errorf("another buyer found it by %s: %v", name, err)
		}
		if found, err := find(w.Beside(name).Store.ID, owner, k); err != nil || found != nil {
			t.Errorf("another store found it by %s: %v", name, err)
		}
	}
	_, err := find(w.Store.ID, owner, order.Key{})
	wantFault(t, err, fault.BadRequest, "")
}
