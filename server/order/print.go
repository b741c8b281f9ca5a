package order

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/job"
	"github.com/dokon-shop/dokon/server/payment"
)

// PrintArgs is the job that has the provider of a payment print its fiscal receipt.
type PrintArgs struct {
	StoreID   int64     `json:"store"`
	PaymentID uuid.UUID `json:"payment"`
}

// Kind implements river.JobArgs.
func (PrintArgs) Kind() string { return "order_print" }

const (
	printWithin = 30 * time.Second
	// printFor is for how long a receipt is waited for that was sent and not printed.
	printFor = 7 * 24 * time.Hour
	// notPrinted is the status of a receipt that cannot be printed, as no register says it.
	notPrinted = -1
)

// registrar is the provider of a method that prints receipts for the store; nil when there is none.
func registrar(shop cart.Shop, provider string) payment.Registrar {
	with, _ := shop.Payments.Named(provider)
	prints, can := with.(payment.Registrar)
	if terms, has := shop.Terms(provider); !can || !has || !prints.Prints(terms) {
		return nil
	}
	return prints
}

// printLater adds the job for a payment that is captured now.
func (m *moving) printLater(ctx context.Context, tx *db.Tx, p *payment.Payment) error {
	if registrar(m.shop, p.Provider) == nil {
		return nil
	}
	return job.Insert(ctx, tx, PrintArgs{StoreID: m.StoreID, PaymentID: p.ID}, nil)
}

// Print has the provider of a payment print its receipt, outside of any transaction, and keeps the page of the tax office. What
// cannot be printed is noted with the reason and not tried again; a receipt that is not there yet makes the job come again.
func Print(ctx context.Context, desk PayDesk, shop cart.Shop, paymentID uuid.UUID) error {
	var p payment.Payment
	var o Order
	var sale payment.Sale
	var reason string
	err := desk.DB.Read(ctx, shop.Store.ID, func(ctx context.Context, q bun.IDB) error {
		if err := q.NewSelect().Model(&p).Where("store_id = ?", shop.Store.ID).Where("id = ?", paymentID).Scan(ctx); err != nil {
			return err
		}
		if err := q.NewSelect().Model(&o).Where("store_id = ?", p.StoreID).Where("id = ?", p.OrderID).Scan(ctx); err != nil {
			return err
		}
		lines, err := LinesOf(ctx, q, p.StoreID, []uuid.UUID{o.ID})
		if err == nil {
			sale, reason = saleOf(shop, &o, &p, lines[o.ID])
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("print receipt of payment %s: %w", paymentID, err)
	}
	with := registrar(shop, p.Provider)
	if with == nil || p.State != payment.Captured || p.Left() < p.Amount {
		return nil
	}
	receipt := &payment.FiscalReceipt{StoreID: p.StoreID, PaymentID: p.ID, Kind: "PERFORM", StatusCode: notPrinted, Message: reason}
	if reason == "" {
		receipt.QRCodeURL, err = print(ctx, desk, shop, p.Provider, with, sale)
		var no *payment.Refusal
		switch {
		case errors.As(err, &no):
			receipt.Message = no.Reason
		case err != nil:
			return fmt.Errorf("print receipt of payment %s: %w", paymentID, err)
		case receipt.QRCodeURL == "" && desk.Now().Before(p.CapturedAt.Add(printFor)):
			return river.JobSnooze(min(max(time.Minute, desk.Now().Sub(*p.CapturedAt)/2), time.Hour))
		case receipt.QRCodeURL != "":
			receipt.StatusCode = 0
		}
	}
	receipt.UpdatedAt = desk.Now()
	return desk.DB.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		provider, _ := shop.Payments.Named(p.Provider)
		t, err := OpenTill(ctx, tx, shop, provider, OfPayment(paymentID), desk.Now())
		if err != nil || t == nil {
			return err
		}
		if err := t.Printed(ctx, tx, receipt); err != nil {
			return fmt.Errorf("keep receipt of payment %s: %w", paymentID, err)
		}
		return t.Close(ctx, tx)
	})
}

func print(ctx context.Context, desk PayDesk, shop cart.Shop, provider string, with payment.Registrar, sale payment.Sale) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, printWithin)
	defer cancel()
	keys, err := desk.Keys(ctx, shop.Store.ID, provider)
	if err != nil {
		return "", err
	}
	if url, err := with.ReceiptURL(ctx, keys, sale.Ref); url != "" || err != nil { // it was sent before, and the answer was lost
		return url, err
	}
	if err := with.Register(ctx, keys, sale); err != nil {
		return "", err
	}
	return with.ReceiptURL(ctx, keys, sale.Ref)
}

// saleOf is what a receipt is printed of, or why there can be none.
func saleOf(shop cart.Shop, o *Order, p *payment.Payment, lines []*Line) (s payment.Sale, reason string) {
	receipt, err := o.receiptOf(lines, p.Amount)
	switch {
	case p.ProviderRef == nil:
		return s, "the provider has not named the payment"
	case err != nil:
		return s, "the payment is of a part of the order"
	case shop.Store.Legal.TaxID == "":
		return s, "the store has no tax id"
	}
	var uncoded []string
	for _, it := range receipt.Items {
		if !it.HasCodes() {
			uncoded = append(uncoded, it.Title)
		}
	}
	if len(uncoded) > 0 {
		return s, "no IKPU or package code: " + strings.Join(uncoded, ", ")
	}
	return payment.Sale{Ref: *p.ProviderRef, Receipt: receipt, SellerTaxID: shop.Store.Legal.TaxID}, ""
}
