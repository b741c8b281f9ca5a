package payment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
)

// FiscalReceipt is what a cash register of the tax office printed for a payment, as its provider tells.
type FiscalReceipt struct {
	bun.BaseModel `bun:"table:fiscal_receipts,alias:fir"`

	StoreID      int64      `bun:"store_id,pk"`
	PaymentID    uuid.UUID  `bun:"payment_id,pk,type:uuid"`
	Kind         string     `bun:"kind,pk"` // PERFORM: of the sale, CANCEL: of its return
	ReceiptID    string     `bun:"receipt_id"`
	StatusCode   int        `bun:"status_code"` // 0: taken by the tax office
	Message      string     `bun:"message"`
	TerminalID   string     `bun:"terminal_id"`
	FiscalSign   string     `bun:"fiscal_sign"`
	QRCodeURL    string     `bun:"qr_code_url"`
	RegisteredAt *time.Time `bun:"registered_at"` // as the register says; nil when it does not
	UpdatedAt    time.Time  `bun:"updated_at"`
}

// ReceiptKind is what a fiscal receipt is of.
type ReceiptKind string

const (
	OfSale   ReceiptKind = "SALE"
	OfReturn ReceiptKind = "RETURN"
)

// Of is what the receipt is of.
func (r *FiscalReceipt) Of() ReceiptKind {
	if r.Kind == "CANCEL" {
		return OfReturn
	}
	return OfSale
}

// KeepReceipt is the write of a receipt, instead of the one of the same kind that was told before.
func KeepReceipt(tx *db.Tx, r *FiscalReceipt) schema.QueryAppender {
	return tx.NewInsert().Model(r).On("CONFLICT (store_id, payment_id, kind) DO UPDATE").Set(`receipt_id = EXCLUDED.receipt_id,
		status_code = EXCLUDED.status_code, message = EXCLUDED.message, terminal_id = EXCLUDED.terminal_id,
		fiscal_sign = EXCLUDED.fiscal_sign, qr_code_url = EXCLUDED.qr_code_url, registered_at = EXCLUDED.registered_at,
		updated_at = EXCLUDED.updated_at`)
}

// IsTaken tells whether the tax office has taken the receipt.
func (r *FiscalReceipt) IsTaken() bool { return r.StatusCode == 0 }

// ReceiptsOf reads the receipts of payments, that of the sale first, by payment; also those that the tax office did not take.
func ReceiptsOf(ctx context.Context, q bun.IDB, storeID int64, paymentIDs []uuid.UUID) (map[uuid.UUID][]*FiscalReceipt, error) {
	if len(paymentIDs) == 0 {
		return nil, nil
	}
	var found []*FiscalReceipt
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("payment_id IN (?)", bun.List(paymentIDs)).
		Order("kind DESC").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("fiscal receipts of payments: %w", err)
	}
	by := make(map[uuid.UUID][]*FiscalReceipt, len(found))
	for _, r := range found {
		by[r.PaymentID] = append(by[r.PaymentID], r)
	}
	return by, nil
}

// IsNews tells whether the buyer is to be told of a receipt of which another page was known before, or none.
func (r *FiscalReceipt) IsNews(before string) bool {
	return r.IsTaken() && r.QRCodeURL != "" && r.QRCodeURL != before
}

// ReceiptLink is the page of the tax office that was told before of the same receipt; empty when there was none.
func ReceiptLink(ctx context.Context, q bun.IDB, r *FiscalReceipt) (string, error) {
	var links []string
	err := q.NewSelect().Model((*FiscalReceipt)(nil)).Column("qr_code_url").Where("store_id = ?", r.StoreID).
		Where("payment_id = ?", r.PaymentID).Where("kind = ?", r.Kind).Where("status_code = 0").Scan(ctx, &links)
	if err != nil || len(links) == 0 {
		return "", err
	}
	return links[0], nil
}
