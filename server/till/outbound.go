package till

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/store"
)

// AskArgs is the job that asks providers what became of attempts of which nothing was heard.
type AskArgs struct{}

// Kind implements river.JobArgs.
func (AskArgs) Kind() string { return "till_ask" }

// registerOutbound tells the workers how to do the jobs in which the shop calls a provider.
func registerOutbound(workers *river.Workers, d *Desk) {
	job.Work(workers, func(ctx context.Context, _ AskArgs) error { return d.Ask(ctx) })
	job.Work(workers, func(ctx context.Context, args order.RefundArgs) error {
		return d.Refund(ctx, args.StoreID, args.RefundID)
	})
	job.Work(workers, func(ctx context.Context, args order.PrintArgs) error {
		return d.Print(ctx, args.StoreID, args.PaymentID)
	})
}

// askedEvery is how often attempts are looked for about which a provider is to be asked.
const askedEvery = 30 * time.Second

// Refund carries out one refund; see order.CarryOutRefund.
func (d *Desk) Refund(ctx context.Context, storeID int64, refundID uuid.UUID) error {
	shop, err := d.shop(ctx, storeID)
	if err != nil {
		return err
	}
	return order.CarryOutRefund(ctx, d.pay(), shop, refundID)
}

// Print has the fiscal receipt of one payment printed; see order.Print.
func (d *Desk) Print(ctx context.Context, storeID int64, paymentID uuid.UUID) error {
	shop, err := d.shop(ctx, storeID)
	if err != nil {
		return err
	}
	return order.Print(ctx, d.pay(), shop, paymentID)
}

// Ask asks providers about the attempts of all stores that are due. What fails is asked again later.
func (d *Desk) Ask(ctx context.Context) error {
	return job.EachStore(ctx, d.DB, "ask about payments", func(ctx context.Context, storeID int64) error {
		var due []uuid.UUID
		err := d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) (err error) {
			due, err = order.ToBeAsked(ctx, q, storeID, d.Now())
			return err
		})
		if err != nil || len(due) == 0 {
			return err
		}
		shop, err := d.shop(ctx, storeID)
		if err != nil {
			return err
		}
		for _, key := range due {
			err = errors.Join(err, order.AskPayment(ctx, d.pay(), shop, key))
		}
		return err
	})
}

func (d *Desk) shop(ctx context.Context, storeID int64) (cart.Shop, error) {
	s, err := d.Stores.ByID(ctx, storeID)
	if err != nil {
		return cart.Shop{}, fmt.Errorf("store %d: %w", storeID, err)
	}
	return d.shopOf(s), nil
}

func (d *Desk) shopOf(s *store.Store) cart.Shop {
	return cart.Shop{Store: s, Payments: d.Payments, Hub: d.Hub}
}

// pay is the desk as the order's verbs want it that call providers.
func (d *Desk) pay() order.PayDesk { return order.PayDesk{DB: d.DB, Keys: d.Keys, Now: d.Now} }

// Keys opens the store's account with a provider for one call.
func (d *Desk) Keys(ctx context.Context, storeID int64, provider string) (keys payment.Keys, err error) {
	err = d.DB.Read(ctx, storeID, func(ctx context.Context, q bun.IDB) error {
		keys, err = payment.KeysOf(ctx, q, d.Box, storeID, provider)
		return err
	})
	return keys, err
}
