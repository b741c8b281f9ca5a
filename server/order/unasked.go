package order

import (
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

// Unasked makes an attempt for money that a provider has taken though no attempt waits for it: the order was paid twice, or
// the buyer had turned to another way. It is to be captured at once.
func (t *Till) Unasked(tx *db.Tx, amount money.Tiyin) (*payment.Payment, error) {
	p, err := payment.Begin(t.m.StoreID, t.m.ID, t.with, amount, t.m.now)
	if err != nil {
		return nil, err
	}
	t.m.money = append(t.m.money, p)
	t.Also(db.New(p)) // written as it is when the till is closed
	return p, nil
}
