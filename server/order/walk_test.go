package order_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/staff"
)

// One order from the cart to the buyer's door: every sum, status, message and piece is where it belongs.
func TestFromCartToDoor(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	shirt := w.Variant("Koʻylak", 112_000*money.Som, 10)
	who := w.Buyer()
	o := w.Place(who, shoptest.Want(shirt, 2))

	if o.Number != 1 || o.Lifecycle != order.Placed || o.PaymentStatus != order.Unpaid || len(o.ReceiptCode) != 10 {
		t.Errorf("placed: %+v", o)
	}
	if o.ItemsTiyin != 224_000*money.Som || o.DeliveryTiyin != shoptest.ZonePrice || o.TotalTiyin != 239_000*money.Som {
		t.Errorf("sums: items %d, delivery %d, total %d", o.ItemsTiyin, o.DeliveryTiyin, o.TotalTiyin)
	}
	if o.TaxTiyin != 24_000*money.Som { // 12 percent contained in 224 000
		t.Errorf("tax %d", o.TaxTiyin)
	}
	if n := w.Left(shirt); n != 8 {
		t.Errorf("%d left while placed", n)
	}
	if got := owed(t, w); !slices.Equal(got, []notify.Kind{notify.OrderCard, notify.StaffOrderPlaced}) {
		t.Errorf("owed after placing: %v", got)
	}

	owner := asStaff(w.Owner)
	courier := w.Member(staff.Courier)
	o = walk(t, w, owner, o, order.DoConfirm)
	if got := owed(t, w); !slices.Equal(got, []notify.Kind{notify.OrderCard, notify.StaffOrderChanged, notify.OrderPush}) {
		t.Errorf("owed after confirming: %v", got)
	}
	o = walk(t, w, owner, o, order.DoPrepare, order.DoPack)
	var err error
	courierID := courier.NodeID()
	o, err = order.HandOver(t.Context(), w.DB, w.Shop(), owner, order.FulfilmentHandOverInput{OrderID: o.GlobalID(), CourierID: &courierID}, now)
	w.Must(err)
	o = walk(t, w, asStaff(courier), o, order.DoDeliver)

	if o.Lifecycle != order.Completed || o.PaymentStatus != order.Paid || o.FulfilmentStatus != order.Fulfilled {
		t.Errorf("delivered: %s %s %s", o.Lifecycle, o.PaymentStatus, o.FulfilmentStatus)
	}
	if due := o.Totals().Due.Amount; due != 0 || o.PaidTiyin != o.TotalTiyin {
		t.Errorf("paid %d, due %d", o.PaidTiyin, due)
	}
	if b := balances(w); b[payment.CourierCash(&courier.ID)] != o.TotalTiyin || b[payment.BuyerAccount] != -o.TotalTiyin {
		t.Errorf("ledger: %v", b)
	}
	want := []order.EventKind{
		order.WasPlaced, order.WasConfirmed, order.WasAccepted, order.WasPacked, order.WasHandedOver,
		order.WasDelivered, order.WasCaptured, order.WasCompleted,
	}
	if got := events(t, w, o); !slices.Equal(got, want) {
		t.Errorf("timeline %v", got)
	}
	w.Read(func(ctx context.Context, q bun.IDB) error {
		lines, err := order.LinesOf(ctx, q, w.Store.ID, []uuid.UUID{o.ID})
		if err != nil {
			return err
		}
		l := lines[o.ID][0]
		if l.Name.RU != "Koʻylak" || l.IKPU == "" || l.VATPercent != 12 || l.TaxTiyin != 24_000*money.Som || l.Quantity != 2 {
			t.Errorf("line: %+v", l)
		}
		goods, err := order.FulfilmentsOf(ctx, q, w.Store.ID, []uuid.UUID{o.ID})
		if text := order.StatusText(o, goods[o.ID], w.Shop().Payments, lang.UzLatn); text != "Yetkazildi" {
			t.Errorf("status %q", text)
		}
		return err
	})
}
