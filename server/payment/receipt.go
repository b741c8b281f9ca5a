package payment

import (
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
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
