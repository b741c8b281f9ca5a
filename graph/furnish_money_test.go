package graph_test

import (
	"context"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/shoptest"
)

// disputeLast makes a chargeback of the order that was placed last, as if it had been paid by a bank before, and gives its id.
func disputeLast(w *shoptest.World, why string) string {
	w.T.Helper()
	var made *payment.Chargeback
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		p := new(payment.Payment)
		if err := tx.NewSelect().Model(p).Where("store_id = ?", w.Store.ID).Order("id DESC").Limit(1).Scan(ctx); err != nil {
			return err
		}
		p.ID, p.Provider, p.State, p.RefundingTiyin = id.New(), "disputed", payment.Captured, 0
		p.LiesAt = payment.ProviderAccount(p.Provider)
		if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
			return err
		}
		c, writes, err := payment.NewChargeback(ctx, tx, p, p.Amount, payment.ToldByStaff, why, why, shoptest.Now)
		if err != nil {
			return err
		}
		made = c
		return tx.Together(ctx, writes...)
	})
	return made.GlobalID().String()
}

// carryCash has a courier carry cash, and give some of it to the shop.
func carryCash(w *shoptest.World, courier string) {
	w.T.Helper()
	named, err := id.Parse(courier)
	w.Must(err)
	w.Write(func(ctx context.Context, tx *db.Tx) error {
		writes, err := payment.Book(ctx, tx, w.Store.ID, payment.Transaction{
			Kind: payment.Capturing, DedupKey: "carried", Movements: []payment.Movement{
				{Debit: payment.CourierCash(&named.UUID), Credit: payment.BuyerAccount, Amount: 1000},
			},
		}, shoptest.Now)
		if err != nil {
			return err
		}
		return tx.Together(ctx, writes...)
	})
	part := money.Tiyin(100)
	_, err = payment.HandOver(w.T.Context(), w.DB, w.Store.ID, payment.CashHandoverInput{CourierID: &named, Amount: &part}, nil, shoptest.Now)
	w.Must(err)
}
