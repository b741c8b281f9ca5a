package cart_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// What nobody comes back to is cleared away after a month; customers' own carts and whatever was ordered stay.
func TestSweep(t *testing.T) {
	t.Parallel()
	w := shoptest.New(t)
	v := w.Variant("Non", 100_00, 100)
	who := w.Buyer()
	w.Place(who, shoptest.Want(v, 1))
	w.Quote(w.Fill(who, shoptest.Want(v, 1)))
	left, token, err := cart.Create(t.Context(), w.DB, w.Shop(), shoptest.Now)
	w.Must(err)
	_, err = cart.AddLines(t.Context(), w.DB, w.Shop(), cart.Holder{Token: token}, cart.CartLinesAddInput{Lines: []*cart.CartLineInput{shoptest.Want(v, 1)}}, shoptest.Now)
	w.Must(err)
	_, _, err = cart.Create(t.Context(), w.DB, w.Shop(), shoptest.Now.Add(48*time.Hour))
	w.Must(err)
	count := func(table string) (n int) {
		w.Read(func(ctx context.Context, q bun.IDB) error {
			return q.NewRaw("select count(*) from ? where store_id = ?", bun.Ident(table), w.Store.ID).Scan(ctx, &n)
		})
		return n
	}
	carts, quotes, lines := count("carts"), count("quotes"), count("cart_lines")
	w.Must(cart.Sweep(t.Context(), w.DB, shoptest.Now.Add(time.Hour)))
	if count("carts") != carts || count("quotes") != quotes || quotes < 2 || carts != 4 {
		t.Errorf("too early: %d of %d carts and %d of %d quotes", count("carts"), carts, count("quotes"), quotes)
	}
	w.Must(cart.Sweep(t.Context(), w.DB, shoptest.Now.Add(31*24*time.Hour)))
	if count("carts") != carts-1 || count("cart_lines") != lines-1 || count("quotes") != 0 {
		t.Errorf("%d of %d carts, %d of %d lines, %d quotes are left", count("carts"), carts, count("cart_lines"), lines, count("quotes"))
	}
	if gone, err := cart.ByToken(t.Context(), w.DB, w.Shop(), token, nil, shoptest.Now); gone != nil || err != nil {
		t.Errorf("the left cart %s is still there: %v", left.ID, err)
	}
}
