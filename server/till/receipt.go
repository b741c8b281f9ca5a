package till

import (
	"context"
	"fmt"

	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
)

// printed keeps a fiscal receipt that a provider tells of. The order is entered only when the buyer is to be told.
func (v *visit) printed(ctx context.Context, r *payment.FiscalReceipt) error {
	before, err := payment.ReceiptLink(ctx, v.tx, r)
	if err != nil {
		return fmt.Errorf("receipt of payment %s: %w", r.PaymentID, err)
	}
	if r.IsNews(before) {
		if err := v.enter(ctx, order.OfPayment(r.PaymentID)); err != nil {
			return err
		}
	}
	if v.till == nil {
		v.writes = append(v.writes, payment.KeepReceipt(v.tx, r))
		return nil
	}
	return v.till.Printed(ctx, v.tx, r)
}
