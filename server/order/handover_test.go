package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/reconcile"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

// clock is the time of the tests.
func clock() time.Time { return now }

// agree expects the books of the store to agree.
func agree(t *testing.T, w *shoptest.World) {
	t.Helper()
	w.Read(func(ctx context.Context, q bun.IDB) error {
		c, err := reconcile.Look(ctx, q, w.Store.ID, now)
		if err == nil && c.Count > 0 {
			t.Errorf("%d drifts, the first: %+v", c.Count, *c.Drifts[0])
		}
		return err
	})
}

// settled gives back in cash what staff have to give back of an order; by is the courier who does, nil for whoever.
func settled(t *testing.T, w *shoptest.World, o *order.Order, by *staff.Member) error {
	t.Helper()
	owner := asStaff(w.Owner)
	made, _, err := order.Refund(t.Context(), w.DB, w.Shop(), owner, order.PaymentRefundInput{OrderID: o.GlobalID(), Amount: ptr(10_000 * money.Som), Reason: "singan"}, now)
	w.Must(err)
	desk := order.PayDesk{DB: w.DB, Now: clock}
	w.Must(order.CarryOutRefund(t.Context(), desk, w.Shop(), made[0].ID))
	in := order.RefundSettleInput{ID: made[0].GlobalID(), IsDone: true}
	if by != nil {
		in.CourierID = ptr(by.NodeID())
	}
	_, _, err = order.SettleRefund(t.Context(), w.DB, w.Shop(), owner, in, now)
	return err
}

// Cash lies with the courier who took it until it is handed over, a part at a time if they like; what goes back to a buyer goes
// out of where it is.
func TestCashOfCouriers(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	owner := asStaff(w.Owner)
	variant := w.Variant("Palov", 45_000*money.Som, 50)
	ali, vali := w.Member(staff.Courier), w.Member(staff.Courier)
	var orders []*order.Order
	for _, courier := range []*staff.Member{ali, ali, vali} {
		o := walk(t, w, owner, w.Place(w.Buyer(), shoptest.Want(variant, 1)), order.DoConfirm, order.DoPrepare, order.DoPack)
		_, err := order.HandOver(t.Context(), w.DB, w.Shop(), owner, order.FulfilmentHandOverInput{OrderID: o.GlobalID(), CourierID: ptr(courier.NodeID())}, now)
		w.Must(err)
		orders = append(orders, walk(t, w, asStaff(courier), o, order.DoDeliver))
	}
	each := orders[0].TotalTiyin
	hand := func(from *staff.Member, amount *money.Tiyin) error {
		in := payment.CashHandoverInput{Amount: amount}
		if from != nil {
			in.CourierID = ptr(from.NodeID())
		}
		_, err := payment.HandOver(t.Context(), w.DB, w.Store.ID, in, &w.Owner.ID, now)
		return err
	}
	want := func(what string, ofAli, ofVali, till money.Tiyin) {
		t.Helper()
		b := balances(w)
		if b[payment.CourierCash(&ali.ID)] != ofAli || b[payment.CourierCash(&vali.ID)] != ofVali || b[payment.TillAccount] != till {
			t.Errorf("%s: ledger %v", what, b)
		}
	}
	want("delivered", 2*each, each, 0)
	wantFault(t, hand(ali, ptr(2*each+1)), fault.NotSoMuchCash, "input.amount")
	wantFault(t, hand(ali, ptr(money.Tiyin(0))), fault.OutOfRange, "input.amount")
	wantFault(t, hand(nil, nil), fault.NotSoMuchCash, "input.amount")
	w.Must(hand(ali, ptr(each)))
	want("a part", each, each, each)

	back := 10_000 * money.Som
	w.Must(settled(t, w, orders[0], nil)) // Ali has it yet
	want("given back by whoever took it", each-back, each, each)
	w.Must(settled(t, w, orders[0], vali))
	want("given back by another courier", each-back, each-back, each)
	w.Must(hand(ali, nil))
	want("the rest", 0, each-back, 2*each-back)
	wantFault(t, hand(ali, nil), fault.NotSoMuchCash, "input.amount")
	w.Must(settled(t, w, orders[1], nil)) // Ali has none: out of the till
	want("given back out of the till", 0, each-back, 2*each-2*back)
	wantFault(t, settled(t, w, orders[1], ali), fault.NotSoMuchCash, "input.courierId")

	w.Read(func(ctx context.Context, q bun.IDB) error {
		all, err := payment.CashWithCouriers(ctx, q, w.Store.ID, nil)
		if len(all) != 1 || *all[0].CourierID != vali.ID || all[0].Held != each-back {
			t.Errorf("%d couriers carry cash", len(all))
		}
		if own, _ := payment.CashWithCouriers(ctx, q, w.Store.ID, &ali.ID); len(own) != 0 {
			t.Error("a courier is shown what another carries")
		}
		return err
	})
	agree(t, w)
}
