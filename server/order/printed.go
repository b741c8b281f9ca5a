package order

import (
	"context"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/payment"
)

// Printed keeps a fiscal receipt of one of the order's payments. The first time that its page in the tax office is known, the
// buyer is told of it in the chat.
func (t *Till) Printed(ctx context.Context, tx *db.Tx, r *payment.FiscalReceipt) error {
	before, err := payment.ReceiptLink(ctx, tx, r)
	if err != nil {
		return err
	}
	t.Also(payment.KeepReceipt(tx, r))
	if !r.IsNews(before) {
		return nil
	}
	m := t.m
	m.log(WasPrinted, EventData{Link: r.QRCodeURL})
	m.say = append(m.say, saying{m.events[len(m.events)-1], false})
	return nil
}
