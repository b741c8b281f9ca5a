// Package payment keeps the money of orders: attempts to pay, the providers that move the money, and the ledger that says
// where it is. What has to be paid, and what follows from it, is for the order to say.
package payment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
)

// Method is what a buyer chooses.
type Method string

const (
	// Cash is paid to the courier or at the pickup point.
	Cash Method = "CASH"
	// Payme is paid on the page or in the app of Payme before the shop accepts.
	Payme Method = "PAYME"
	// Click is paid on the page or in the app of CLICK before the shop accepts.
	Click Method = "CLICK"
	// Uzum is paid in the app of Uzum Bank before the shop accepts.
	Uzum Method = "UZUM"
	// BankTransfer is money sent to the shop's account in a bank, which staff confirm.
	BankTransfer Method = "BANK_TRANSFER"
	// Telegram is an invoice of the shop's bot, paid in the buyer's messenger by card.
	Telegram Method = "TELEGRAM"
	// TelegramStars are paid in the buyer's messenger for digital goods alone, and are all that pays them there.
	TelegramStars Method = "TELEGRAM_STARS"
	// UzumCheckout is paid by card on the page of Uzum Checkout before the shop accepts.
	UzumCheckout Method = "UZUM_CHECKOUT"
	// Hosted is paid on the page of a gateway that has no method of its own.
	Hosted Method = "HOSTED"
	// GiftCard and Cashback pay a part, or all, besides the method that was chosen; see Purse.
	GiftCard Method = "GIFT_CARD"
	Cashback Method = "CASHBACK"
)

// State of an attempt.
type State string

const (
	Created    State = "CREATED" // begun, no money has moved
	Pending    State = "PENDING"
	Authorized State = "AUTHORIZED" // held for us
	Captured   State = "CAPTURED"   // ours
	Failed     State = "FAILED"
	Canceled   State = "CANCELED"
	Expired    State = "EXPIRED"
)

// IsLive tells whether money may still come of the attempt. An order has at most one live attempt with a provider.
func (s State) IsLive() bool { return s == Created || s == Pending || s == Authorized }

// Left is what neither went back of a captured attempt, nor is on its way back, nor disputed.
func (p *Payment) Left() money.Tiyin { return p.Amount - p.Gone() - p.RefundingTiyin - p.DisputedTiyin }

// Gone is what the buyer has back of a captured attempt: by refunds, and by disputes that were lost.
func (p *Payment) Gone() money.Tiyin { return p.RefundedTiyin + p.ChargedBackTiyin }

// IsDoubtful tells whether somebody has to find out where the money of an attempt is: a bank argues about it, or its provider says
// to have taken another sum.
func (p *Payment) IsDoubtful() bool { return p.DisputedTiyin > 0 || p.ToldTiyin != nil }

// IsOnItsWay tells whether the provider may bring the money of an attempt at any moment: the buyer has begun to pay, and the
// provider's time is not over.
func (p *Payment) IsOnItsWay(now time.Time) bool {
	return (p.State == Pending || p.State == Authorized) && (p.ExpiresAt == nil || p.ExpiresAt.After(now))
}

// HasPage tells whether the page that an Opener made is still good.
func (p *Payment) HasPage(now time.Time) bool {
	return p.Page != "" && (p.ExpiresAt == nil || p.ExpiresAt.After(now))
}

// IsCharge tells whether the attempt charges a saved card.
func (p *Payment) IsCharge() bool { return p.CardNumber != "" }

// Payment is one attempt to pay an order.
type Payment struct {
	bun.BaseModel `bun:"table:payments,alias:pay"`

	StoreID     int64       `bun:"store_id,pk"`
	ID          uuid.UUID   `bun:"id,pk,type:uuid"`
	OrderID     uuid.UUID   `bun:"order_id,type:uuid"`
	Method      Method      `bun:"method"`
	Provider    string      `bun:"provider"`
	ProviderRef *string     `bun:"provider_ref"`       // the provider's own id; nil when it has none
	PurseID     *uuid.UUID  `bun:"purse_id,type:uuid"` // what it was paid out of; nil for other methods
	State       State       `bun:"state"`
	Amount      money.Tiyin `bun:"amount"`
	Currency    string      `bun:"currency"`
	Stars       *int        `bun:"stars"` // what Amount comes to in Telegram Stars, fixed when the page is made; nil of others
	// RefundedTiyin is what went back of a captured attempt.
	RefundedTiyin money.Tiyin `bun:"refunded"`
	// RefundingTiyin is what is on its way back: promised to open refunds.
	RefundingTiyin money.Tiyin `bun:"refunding"`
	// DisputedTiyin is what a bank or the provider has taken back for as long as a dispute lasts, ChargedBackTiyin what was lost.
	DisputedTiyin    money.Tiyin `bun:"disputed"`
	ChargedBackTiyin money.Tiyin `bun:"charged_back"`
	// ToldTiyin is what the provider says it has taken, when that is another sum than Amount; staff have to decide.
	ToldTiyin *money.Tiyin `bun:"told"`
	// Mode is that of the store's account when the attempt was made, or captured; nil where providers have no accounts.
	Mode *Mode `bun:"mode"`
	// LiesAt is the account of the ledger in which the money of a captured attempt was put.
	LiesAt string `bun:"lies_at"`
	// Tendered is the cash that the buyer handed over; what is beyond Amount went back as change. Nil when nobody said.
	Tendered *money.Tiyin `bun:"tendered"`
	// CardNumber is the masked number of the saved card that the attempt charges; empty when it charges none. ChargeRef is what
	// the provider calls the charge; empty until it was told.
	CardNumber string `bun:"card_number"`
	ChargeRef  string `bun:"charge_ref"`
	// Page is where it is paid, as an Opener said; Openings is how often one was asked.
	Page     string `bun:"page"`
	Openings int    `bun:"openings"`
	// BilledPhone is whose app has the bill, beside the page; see Biller.
	BilledPhone string `bun:"billed_phone"`
	// ExpiresAt is until when the provider may bring the money; of one that is CREATED, until when Page is good.
	ExpiresAt  *time.Time `bun:"expires_at"`
	AskAt      *time.Time `bun:"ask_at"` // when its provider is to be asked what became of it; nil: it is not
	CapturedAt *time.Time `bun:"captured_at"`
	ClosedAt   *time.Time `bun:"closed_at"`
	CreatedAt  time.Time  `bun:"created_at"`
	UpdatedAt  time.Time  `bun:"updated_at"`
}

// GlobalID names the payment in the API.
func (p *Payment) GlobalID() id.ID { return id.Of(id.Payment, p.ID) }

// IsNode marks what node(id) can answer.
func (*Payment) IsNode() {}

// Change is what the buyer got back of the cash; nil when nobody said what was handed over.
func (p *Payment) Change() *money.Money {
	if p.Tendered == nil {
		return nil
	}
	back := money.New(*p.Tendered - p.Amount)
	return &back
}

// Begin makes an attempt to pay amount for an order, for the caller to write.
func Begin(storeID int64, orderID uuid.UUID, with Provider, amount money.Tiyin, now time.Time) (*Payment, error) {
	p := &Payment{
		StoreID: storeID, ID: id.New(), OrderID: orderID, Method: with.Method(), Provider: with.Code(), State: Created,
		Amount: amount, Currency: money.UZS, CreatedAt: now, UpdatedAt: now,
	}
	if err := with.Start(p, now); err != nil {
		return nil, fmt.Errorf("start payment of order %s with %s: %w", orderID, p.Provider, err)
	}
	return p, nil
}

// Open begins an attempt and writes it. The order row may be written later in the same transaction.
func Open(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID, with Provider, amount money.Tiyin, now time.Time) (*Payment, error) {
	p, err := Begin(storeID, orderID, with, amount, now)
	if err != nil {
		return nil, err
	}
	if _, err := tx.NewInsert().Model(p).Exec(ctx); err != nil {
		return nil, fmt.Errorf("open payment of order %s: %w", orderID, err)
	}
	return p, nil
}

// Capture makes the money of an attempt ours: it now lies in account. It gives the writes for the caller to send, none for
// an attempt that was captured before. Money that comes after the attempt was over is ours too: it has been paid. The caller
// holds the lock of the order.
func Capture(ctx context.Context, tx *db.Tx, p *Payment, account string, now time.Time) ([]schema.QueryAppender, error) {
	if p.State == Captured {
		return nil, nil
	}
	booked, err := Book(ctx, tx, p.StoreID, p.Take(account, now), now)
	return append(booked, Save(p)), err
}

// Take makes the money of an attempt ours, in memory, and gives what is to be booked of it.
func (p *Payment) Take(account string, now time.Time) Transaction {
	p.State, p.CapturedAt, p.ClosedAt, p.UpdatedAt = Captured, &now, &now, now
	p.LiesAt = account
	return Transaction{
		Kind: Capturing, OrderID: &p.OrderID, PaymentID: &p.ID, DedupKey: "capture:" + p.ID.String(),
		Movements: []Movement{{Debit: account, Credit: BuyerAccount, Amount: p.Amount}},
	}
}

// Save is the write of what may change of an attempt.
func Save(p *Payment) *db.Put {
	return db.Changed(p).
		Only("state", "provider_ref", "stars", "page", "openings", "billed_phone", "card_number", "charge_ref", "ask_at", "expires_at", "amount", "refunded", "refunding", "disputed", "charged_back",
			"told", "mode", "lies_at", "tendered", "captured_at", "closed_at", "updated_at")
}

// Close ends the live attempts of an order, CANCELED or EXPIRED; others are left as they are. The caller holds the lock of
// the order.
func Close(ctx context.Context, tx *db.Tx, attempts []*Payment, to State, now time.Time) error {
	for _, p := range attempts {
		if !p.State.IsLive() {
			continue
		}
		p.State, p.ClosedAt, p.UpdatedAt = to, &now, now
		if _, err := tx.NewUpdate().Model(p).Column("state", "closed_at", "updated_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("payment %s to %s: %w", p.ID, p.State, err)
		}
	}
	return nil
}

// OfOrders reads the attempts of orders, oldest first, by order.
func OfOrders(ctx context.Context, q bun.IDB, storeID int64, orderIDs []uuid.UUID) (map[uuid.UUID][]*Payment, error) {
	return RowsOf(ctx, q, storeID, orderIDs, "id", func(row *Payment) uuid.UUID { return row.OrderID })
}
