package order_test

import (
	"testing"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// The buyer says what they will hand over; the shop sees what to bring along and keeps what was handed over.
func TestCashWithChange(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	who := w.Buyer()
	w.FillFor(who, w.ToPickup(), shoptest.Want(w.Variant("Non", 137_000*money.Som, 9), 1))
	say := func(from money.Tiyin) *cart.Cart {
		t.Helper()
		c, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{ChangeFrom: &from}, now)
		w.Must(err)
		return c
	}
	_, err := cart.Set(t.Context(), w.DB, w.Shop(), cart.Holder{Customer: who}, cart.CartSetInput{ChangeFrom: ptr(money.Tiyin(-1))}, now)
	wantFault(t, err, fault.OutOfRange, "input.changeFrom")
	if c := say(100_000 * money.Som); c.Readiness.CanPlace() || c.Readiness.Blockers[0].Code() != fault.ChangeTooSmall {
		t.Errorf("change from less than the sum: %v", c.Readiness.Blockers)
	}
	if c := say(0); !c.Readiness.CanPlace() || c.ChangeFrom != nil {
		t.Errorf("taken back: %v", c.Readiness.Blockers)
	}
	o := w.PlaceCart(who, say(200_000*money.Som), now)
	if back := o.Change(); back == nil || back.Amount != 63_000*money.Som {
		t.Errorf("change to bring: %v", back)
	}
	owner := asStaff(w.Owner)
	walk(t, w, owner, o, order.DoConfirm, order.DoPrepare, order.DoPack, order.DoReady)
	deliver := func(given money.Tiyin) error {
		_, err := order.Deliver(t.Context(), w.DB, w.Shop(), owner, order.FulfilmentDeliverInput{OrderID: o.GlobalID(), CashGiven: &given}, now)
		return err
	}
	wantFault(t, deliver(136_999*money.Som), fault.CashMismatch, "input.cashGiven")
	w.Must(deliver(150_000 * money.Som))
	w.Must(deliver(150_000 * money.Som)) // a repeat books nothing
	paid := readWhole(w, o.ID).payments[0]
	if back := paid.Change(); back == nil || back.Amount != 13_000*money.Som || paid.Amount != o.TotalTiyin {
		t.Errorf("taken %+v, change %v", paid, back)
	}
	if b := balances(w); b[payment.TillAccount] != o.TotalTiyin || b[payment.BuyerAccount] != -o.TotalTiyin {
		t.Errorf("ledger: %v", b)
	}
	if now := read(w, o); now.Change() != nil {
		t.Error("change is brought along for an order that is paid")
	}
}
