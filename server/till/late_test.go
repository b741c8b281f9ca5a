package till_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment/payme"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// Money that comes after the order has expired revives it while its goods are there; else somebody has to look at it.
func TestLateMoney(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.tea = s.Variant("Nodir choy", 30_000*money.Som, 4)
	back, gone := s.bill(), s.bill()
	later := shoptest.Now.Add(24 * time.Hour)
	for _, o := range []*order.Order{back, gone} {
		s.Must(order.Expire(t.Context(), s.DB, s.Shop(), o.ID, later))
		s.looks(o, "EXPIRED NOT_REQUIRED EXPIRED")
	}
	if n := s.Left(s.tea); n != 4 {
		t.Fatalf("%d pieces are left", n)
	}
	capture := func(o *order.Order) {
		t.Helper()
		s.Write(func(ctx context.Context, tx *db.Tx) error {
			desk, err := order.OpenTill(ctx, tx, s.Shop(), payme.Provider{}, func(sel *bun.SelectQuery) *bun.SelectQuery {
				return sel.Where("ord.id = ?", o.ID)
			}, later)
			if err != nil {
				return err
			}
			p, err := s.attempt(ctx, tx, o)
			if err != nil {
				return err
			}
			if err := desk.Capture(ctx, tx, desk.Payment(p)); err != nil {
				return err
			}
			return desk.Close(ctx, tx)
		})
	}
	capture(back)
	s.looks(back, "CONFIRMED PAID CAPTURED")
	if n := s.Left(s.tea); n != 2 {
		t.Errorf("%d pieces are left", n)
	}
	s.Place(s.Buyer(), shoptest.Want(s.tea, 1))
	capture(gone)
	s.looks(gone, "EXPIRED NEEDS_REVIEW CAPTURED")
	if n := s.Left(s.tea); n != 1 {
		t.Errorf("%d pieces are left", n)
	}
	s.balanced()
}
