package till_test

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
)

// printed expects the fiscal receipts that people see of an order's first attempt: what each is of, and its page.
func (s *shop) printed(o *order.Order, want ...string) {
	s.T.Helper()
	s.Read(func(ctx context.Context, q bun.IDB) error {
		key, err := s.attempt(ctx, q, o)
		if err != nil {
			return err
		}
		receipts, err := payment.ReceiptsOf(ctx, q, s.Store.ID, []uuid.UUID{key})
		var got []string
		for _, r := range receipts[key] {
			got = append(got, said(r.Of(), r.QRCodeURL))
		}
		if !slices.Equal(got, want) {
			s.T.Errorf("receipts %q, not %q", got, want)
		}
		return err
	})
}
