package graph

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/graph/exec"
	"github.com/dokon-shop/dokon/graph/model"
	"github.com/dokon-shop/dokon/server/catalog"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/order"
	"github.com/dokon-shop/dokon/server/payment"
	"github.com/dokon-shop/dokon/server/reconcile"
)

type ledgerDrift struct{ *Resolver }

// LedgerDrift answers sums of drifts.
func (r *Resolver) LedgerDrift() exec.LedgerDriftResolver { return ledgerDrift{r} }

func (ledgerDrift) Expected(_ context.Context, obj *reconcile.Drift) (*money.Money, error) {
	return sum(&obj.Expected), nil
}

func (ledgerDrift) Found(_ context.Context, obj *reconcile.Drift) (*money.Money, error) {
	return sum(&obj.Found), nil
}

func (q query) LedgerCheck(ctx context.Context) (*reconcile.Check, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) (*reconcile.Check, error) {
		return reconcile.Last(ctx, db, storeID)
	})
}

func (m mutation) LedgerCheckRun(ctx context.Context) (*model.LedgerCheckPayload, error) {
	c, err := m.Books.Run(ctx, storeOf(ctx).ID)
	refused, err := refusals(ctx, err)
	return &model.LedgerCheckPayload{Check: c, UserErrors: refused}, err
}

type receipt struct{ *Resolver }

// Receipt answers the sum of a receipt.
func (r *Resolver) Receipt() exec.ReceiptResolver { return receipt{r} }

func (receipt) Total(_ context.Context, obj *payment.Receipt) (*money.Money, error) {
	return sum(&obj.Total), nil
}

type receiptItem struct{ *Resolver }

// ReceiptItem answers sums of a line of a receipt.
func (r *Resolver) ReceiptItem() exec.ReceiptItemResolver { return receiptItem{r} }

func (receiptItem) UnitPrice(_ context.Context, obj *payment.Item) (*money.Money, error) {
	return sum(&obj.Unit), nil
}

func (receiptItem) Discount(_ context.Context, obj *payment.Item) (*money.Money, error) {
	return sum(&obj.Discount), nil
}

func (receiptItem) Total(_ context.Context, obj *payment.Item) (*money.Money, error) {
	net := obj.Net()
	return sum(&net), nil
}

func (receiptItem) Vat(_ context.Context, obj *payment.Item) (*money.Money, error) {
	vat := obj.VAT()
	return sum(&vat), nil
}

// Receipt is null when there is none; why is for whoever prints it to see from the order's lines.
func (o orders) Receipt(ctx context.Context, obj *order.Order) (*payment.Receipt, error) {
	lines, err := load(ctx).linesOf.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	return printable(obj.WholeReceipt(lines))
}

// Receipt is what comes back for a refund.
func (r refund) Receipt(ctx context.Context, obj *payment.Refund) (*payment.Receipt, error) {
	o, err := load(ctx).orders.Load(ctx, obj.OrderID)
	if err != nil {
		return nil, err
	}
	lines, err := load(ctx).linesOf.Load(ctx, obj.OrderID)
	if err != nil {
		return nil, err
	}
	return printable(o.RefundReceipt(lines, obj))
}

// printable is a receipt that could be made, else nil.
func printable(r *payment.Receipt, err error) (*payment.Receipt, error) {
	if err != nil {
		return nil, nil //nolint:nilerr // that the items do not come to the sum is what null says
	}
	return r, nil
}

func (q query) ProductsWithoutCodes(ctx context.Context) ([]*catalog.Product, error) {
	return reading(ctx, q.Resolver, func(ctx context.Context, db bun.IDB, storeID int64) ([]*catalog.Product, error) {
		return catalog.WithoutCodes(ctx, db, storeID)
	})
}
