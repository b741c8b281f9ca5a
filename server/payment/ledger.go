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

// Accounts of the ledger. Those of providers are "provider:" and the code.
const (
	// BuyerAccount is the other side of all money taken from buyers: its balance is what they paid, below zero.
	BuyerAccount = "buyer"
	// CourierAccount is the cash that couriers carry whom nobody named; see CourierCash.
	CourierAccount = "cash:courier"
	// TillAccount is the cash in the shop.
	TillAccount = "cash:till"
	// DisputeAccount is what banks and providers have taken back for as long as disputes last.
	DisputeAccount = "disputed"
)

// CourierCash is the cash that one courier carries; of nobody in particular: CourierAccount.
func CourierCash(courier *uuid.UUID) string {
	if courier == nil {
		return CourierAccount
	}
	return CourierAccount + ":" + id.Of(id.Staff, *courier).String()
}

// ProviderAccount is the money that lies with a provider until it is paid out to the shop.
func ProviderAccount(code string) string { return "provider:" + code }

// Kind says why money moved.
type Kind string

const (
	// Capturing is money of a buyer that became ours.
	Capturing Kind = "CAPTURE"
	// Refunding is money that went back to a buyer.
	Refunding Kind = "REFUND"
	// Issuing is money put on a gift card, or taken off one that is voided.
	Issuing Kind = "ISSUE"
	// Granting is cashback given to a customer; Revoking is some of it taken back, since the order was given back.
	Granting Kind = "GRANT"
	Revoking Kind = "REVOKE"
	// Disputing is money that a bank or a provider took back by dispute: Winning puts it where it was, Losing leaves it with
	// the buyer.
	Disputing Kind = "DISPUTE"
	Winning   Kind = "DISPUTE_WON"
	Losing    Kind = "DISPUTE_LOST"
	// HandingOver is cash that a courier gave to the shop.
	HandingOver Kind = "HANDOVER"
)

// Movement takes Amount tiyin, above zero, from the account Credit to the account Debit.
type Movement struct {
	Debit, Credit string
	Amount        money.Tiyin
}

// Transaction is movements that happen together.
type Transaction struct {
	Kind      Kind
	OrderID   *uuid.UUID
	PaymentID *uuid.UUID
	PurseID   *uuid.UUID // whose money it is about; nil for none
	// DedupKey names the act in the store: the same act is booked once.
	DedupKey  string
	Movements []Movement
}

type transactionRow struct {
	bun.BaseModel `bun:"table:ledger_transactions"`

	StoreID   int64      `bun:"store_id,pk"`
	ID        uuid.UUID  `bun:"id,pk,type:uuid"`
	Kind      Kind       `bun:"kind"`
	OrderID   *uuid.UUID `bun:"order_id,type:uuid"`
	PaymentID *uuid.UUID `bun:"payment_id,type:uuid"`
	PurseID   *uuid.UUID `bun:"purse_id,type:uuid"`
	DedupKey  string     `bun:"dedup_key"`
	CreatedAt time.Time  `bun:"created_at"`
}

type entryRow struct {
	bun.BaseModel `bun:"table:ledger_entries"`

	StoreID       int64       `bun:"store_id,pk"`
	ID            uuid.UUID   `bun:"id,pk,type:uuid"`
	TransactionID uuid.UUID   `bun:"transaction_id,type:uuid"`
	DebitAccount  uuid.UUID   `bun:"debit_account,type:uuid"`
	CreditAccount uuid.UUID   `bun:"credit_account,type:uuid"`
	Amount        money.Tiyin `bun:"amount"`
	Currency      string      `bun:"currency"`
}

type accountRow struct {
	bun.BaseModel `bun:"table:ledger_accounts"`

	StoreID  int64     `bun:"store_id,pk"`
	ID       uuid.UUID `bun:"id,pk,type:uuid"`
	Code     string    `bun:"code"`
	Currency string    `bun:"currency"`
}

// Book gives the writes of a transaction for the caller to send with others. A key that was booked before makes them fail on
// the constraint ledger_transactions_dedup_key: whoever books holds a lock and knows better. Accounts are made when they are
// first used. The ledger only grows; a mistake is put right by a movement back.
func Book(ctx context.Context, tx *db.Tx, storeID int64, t Transaction, now time.Time) ([]schema.QueryAppender, error) {
	accounts, err := open(ctx, tx, storeID, t.Movements)
	if err != nil {
		return nil, fmt.Errorf("book %s: %w", t.DedupKey, err)
	}
	row := &transactionRow{
		StoreID: storeID, ID: id.New(), Kind: t.Kind, OrderID: t.OrderID, PaymentID: t.PaymentID, PurseID: t.PurseID,
		DedupKey: t.DedupKey, CreatedAt: now,
	}
	entries := make([]*entryRow, len(t.Movements))
	for i, m := range t.Movements {
		entries[i] = &entryRow{
			StoreID: storeID, ID: id.New(), TransactionID: row.ID,
			DebitAccount: accounts[m.Debit], CreditAccount: accounts[m.Credit], Amount: m.Amount, Currency: money.UZS,
		}
	}
	return []schema.QueryAppender{db.New(row), db.New(entries)}, nil
}

// open gives the accounts of movements by code; missing ones are made.
func open(ctx context.Context, tx *db.Tx, storeID int64, movements []Movement) (map[string]uuid.UUID, error) {
	var codes []string
	for _, m := range movements {
		codes = append(codes, m.Debit, m.Credit)
	}
	read := func() (map[string]uuid.UUID, error) {
		var found []accountRow
		err := tx.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("code IN (?)", bun.List(codes)).
			Where("currency = ?", money.UZS).Scan(ctx)
		by := make(map[string]uuid.UUID, len(found))
		for _, a := range found {
			by[a.Code] = a.ID
		}
		return by, err
	}
	by, err := read()
	if err != nil {
		return nil, fmt.Errorf("ledger accounts: %w", err)
	}
	var missing []*accountRow
	for _, code := range codes {
		if _, known := by[code]; !known {
			by[code] = uuid.Nil
			missing = append(missing, &accountRow{StoreID: storeID, ID: id.New(), Code: code, Currency: money.UZS})
		}
	}
	if len(missing) == 0 {
		return by, nil
	}
	if _, err := tx.NewInsert().Model(&missing).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return nil, fmt.Errorf("open ledger accounts: %w", err)
	}
	if by, err = read(); err != nil {
		return nil, fmt.Errorf("ledger accounts: %w", err)
	}
	return by, nil
}

// LedgerAccount is an account with its balance: debits less credits.
type LedgerAccount struct {
	Code    string
	Balance money.Tiyin
}

// Balances reads all accounts of a store by code. Every movement is on two accounts, so the balances sum to zero.
func Balances(ctx context.Context, q bun.IDB, storeID int64) ([]*LedgerAccount, error) {
	accounts := []*LedgerAccount{}
	err := q.NewRaw(`
		SELECT a.code,
			coalesce((SELECT sum(e.amount) FROM ledger_entries e WHERE e.store_id = a.store_id AND e.debit_account = a.id), 0)::bigint
			- coalesce((SELECT sum(e.amount) FROM ledger_entries e WHERE e.store_id = a.store_id AND e.credit_account = a.id), 0)::bigint
			AS balance
		FROM ledger_accounts a WHERE a.store_id = ? ORDER BY a.code`, storeID).Scan(ctx, &accounts)
	if err != nil {
		return nil, fmt.Errorf("ledger balances: %w", err)
	}
	return accounts, nil
}

// HeldBy locks an account and gives its balance: nobody else takes out of it before tx ends. Zero for one that was never used.
func HeldBy(ctx context.Context, tx *db.Tx, storeID int64, code string) (money.Tiyin, error) {
	var found []accountRow
	err := tx.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("code = ?", code).Where("currency = ?", money.UZS).
		For("UPDATE").Scan(ctx)
	if err != nil {
		return 0, fmt.Errorf("lock ledger account %s: %w", code, err)
	}
	if len(found) == 0 {
		return 0, nil
	}
	var sum money.Tiyin
	err = tx.NewRaw(`SELECT
		coalesce((SELECT sum(amount) FROM ledger_entries WHERE store_id = ?0 AND debit_account = ?1), 0)::bigint
		- coalesce((SELECT sum(amount) FROM ledger_entries WHERE store_id = ?0 AND credit_account = ?1), 0)::bigint`,
		storeID, found[0].ID).Scan(ctx, &sum)
	if err != nil {
		return 0, fmt.Errorf("balance of ledger account %s: %w", code, err)
	}
	return sum, nil
}
