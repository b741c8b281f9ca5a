package graph

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/payment"
)

type payments struct{ *Resolver }

// Payment answers fields of payments.
func (r *Resolver) Payment() exec.PaymentResolver { return payments{r} }

func (payments) Amount(_ context.Context, obj *payment.Payment) (*money.Money, error) {
	return sum(&obj.Amount), nil
}

func (payments) Tendered(_ context.Context, obj *payment.Payment) (*money.Money, error) {
	return sum(obj.Tendered), nil
}

func (payments) FiscalReceipts(ctx context.Context, obj *payment.Payment) ([]*payment.FiscalReceipt, error) {
	if obj.CapturedAt == nil {
		return []*payment.FiscalReceipt{}, nil
	}
	receipts, err := load(ctx).receiptsOf.Load(ctx, obj.ID)
	taken := []*payment.FiscalReceipt{}
	for _, r := range receipts {
		if r.IsTaken() {
			taken = append(taken, r)
		}
	}
	return taken, err
}

func (payments) FiscalProblem(ctx context.Context, obj *payment.Payment) (string, error) {
	if obj.CapturedAt == nil {
		return "", nil
	}
	receipts, err := load(ctx).receiptsOf.Load(ctx, obj.ID)
	for _, r := range receipts {
		if !r.IsTaken() {
			return fmt.Sprintf("%d %s", r.StatusCode, r.Message), nil
		}
	}
	return "", err
}

func (payments) ToldAmount(_ context.Context, obj *payment.Payment) (*money.Money, error) {
	return sum(obj.ToldTiyin), nil
}

type ledgerAccount struct{ *Resolver }

// LedgerAccount answers balances.
func (r *Resolver) LedgerAccount() exec.LedgerAccountResolver { return ledgerAccount{r} }

func (ledgerAccount) Balance(_ context.Context, obj *payment.LedgerAccount) (*money.Money, error) {
	return sum(&obj.Balance), nil
}

func (q query) LedgerAccounts(ctx context.Context) ([]*payment.LedgerAccount, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*payment.LedgerAccount, error) {
		return payment.Balances(ctx, db, storeID)
	})
}
