package order_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/notify"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// While a provider may still bring the money the order does not expire; when the provider's own time is over too, it does.
func TestExpiryWaitsForMoney(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	variant := w.Variant("Anor", 20_000*money.Som, 5)
	o := w.Place(w.Buyer(), shoptest.Want(variant, 2))
	until := o.ExpiresAt.Add(12 * time.Hour)
	w.Must(order.Expire(t.Context(), w.DB, w.Shop(), o.ID, o.ExpiresAt.Add(-time.Second)))
	if is := read(w, o); is.Lifecycle != order.Placed {
		t.Errorf("%s before its time was over", is.Lifecycle)
	}
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.NewUpdate().Model((*payment.Payment)(nil)).Set("state = ?", payment.Pending).Set("expires_at = ?", until).
			Where("store_id = ?", w.Store.ID).Where("order_id = ?", o.ID).Exec(ctx)
		return err
	})
	w.Must(order.Expire(t.Context(), w.DB, w.Shop(), o.ID, *o.ExpiresAt))
	waiting := read(w, o)
	if waiting.Lifecycle != order.Placed || !waiting.ExpiresAt.Equal(until) || w.Left(variant) != 3 {
		t.Errorf("order is %s until %v", waiting.Lifecycle, waiting.ExpiresAt)
	}
	owed(t, w)
	w.Must(order.Expire(t.Context(), w.DB, w.Shop(), o.ID, until))
	over := readWhole(w, o.ID)
	if over.face().String() != "EXPIRED" || over.face().Payment != payment.Expired || w.Left(variant) != 5 {
		t.Errorf("order is %s, payment %s", over.face(), over.face().Payment)
	}
	over.check(t)
	if got := owedAt(t, w, until); !slices.Equal(got, []notify.Kind{notify.OrderCard, notify.StaffOrderChanged, notify.OrderPush}) {
		t.Errorf("owed %v", got)
	}
	// Late timers of an order that is over change nothing.
	w.Must(order.Expire(t.Context(), w.DB, w.Shop(), o.ID, until.Add(time.Hour)))
	if again := read(w, o); again.Version != over.order.Version {
		t.Errorf("version %d after %d", again.Version, over.order.Version)
	}
}
