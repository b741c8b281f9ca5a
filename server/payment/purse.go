package payment

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/secret"
)

// Purse is money that the shop owes and that pays orders besides their method: a gift card, or the cashback of a customer.
type Purse struct {
	bun.BaseModel `bun:"table:purses,alias:prs"`

	StoreID    int64       `bun:"store_id,pk"`
	ID         uuid.UUID   `bun:"id,pk,type:uuid"`
	Kind       Method      `bun:"kind"` // GiftCard or Cashback
	CustomerID *uuid.UUID  `bun:"customer_id,type:uuid"`
	CodeHash   []byte      `bun:"code_hash"`
	Hint       string      `bun:"hint"` // the last four characters of the code
	Note       string      `bun:"note"`
	Issued     money.Tiyin `bun:"issued"`
	Balance    money.Tiyin `bun:"balance"` // with what orders hold
	Held       money.Tiyin `bun:"held"`
	ExpiresAt  *time.Time  `bun:"expires_at"`
	VoidedAt   *time.Time  `bun:"voided_at"`
	CreatedAt  time.Time   `bun:"created_at"`
	UpdatedAt  time.Time   `bun:"updated_at"`
}

// GlobalID names the purse in the API.
func (p *Purse) GlobalID() id.ID { return id.Of(id.Purse, p.ID) }

// IsGood tells whether it may pay an order.
func (p *Purse) IsGood(now time.Time) bool {
	return p.VoidedAt == nil && (p.ExpiresAt == nil || p.ExpiresAt.After(now))
}

// Free is what an order may still hold.
func (p *Purse) Free(now time.Time) money.Tiyin {
	if !p.IsGood(now) {
		return 0
	}
	return p.Balance - p.Held
}

// Accounts of the ledger for purses.
const (
	// GiftCardAccount is what the shop owes to holders of gift cards, below zero; GiftCardIssueAccount the other side of it.
	GiftCardAccount, GiftCardIssueAccount = "gift_card", "gift_card:issued"
	// CashbackAccount is what the shop owes to its customers, below zero; CashbackGrantAccount is what it cost.
	CashbackAccount, CashbackGrantAccount = "cashback", "cashback:granted"
)

// PurseAccount is where the ledger has purses of a kind.
func PurseAccount(kind Method) string {
	if kind == Cashback {
		return CashbackAccount
	}
	return GiftCardAccount
}

// PurseProvider is the provider of payments out of purses of a kind.
func PurseProvider(kind Method) string { return strings.ToLower(string(kind)) }

// codeAlphabet has no characters that are taken for one another, 32 in all.
const codeAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// codeLength makes 80 random bits.
const codeLength = 16

// newCode makes the code of a gift card as it is printed: XXXX-XXXX-XXXX-XXXX.
func newCode() string {
	b := make([]byte, codeLength)
	_, _ = rand.Read(b) // never fails
	var code strings.Builder
	for i, c := range b {
		if i > 0 && i%4 == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(codeAlphabet[c&31])
	}
	return code.String()
}

// hashCode is how a code is kept, however it was typed; nil for what cannot be one.
func hashCode(typed string) []byte {
	plain := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(typed))
	if len(plain) != codeLength {
		return nil
	}
	return secret.HashToken(plain)
}

// PurseByCode reads the gift card of a code; nil when there is none.
func PurseByCode(ctx context.Context, q bun.IDB, storeID int64, typed string) (*Purse, error) {
	hash := hashCode(typed)
	if hash == nil {
		return nil, nil
	}
	found, err := purses(ctx, q, storeID, func(sel *bun.SelectQuery) *bun.SelectQuery { return sel.Where("code_hash = ?", hash) })
	return first(found), err
}

// CashbackOf reads the cashback of customers for the loaders of a request; who never got any is left out.
func CashbackOf(ctx context.Context, q bun.IDB, storeID int64, customerIDs []uuid.UUID) ([]*Purse, error) {
	if len(customerIDs) == 0 {
		return nil, nil
	}
	return purses(ctx, q, storeID, func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("customer_id IN (?)", bun.List(customerIDs))
	})
}

// PursesFor reads in one statement what may pay a cart: a gift card and the cashback of its customer. Either may be nil.
func PursesFor(ctx context.Context, q bun.IDB, storeID int64, giftCard, customerID *uuid.UUID) (card, cashback *Purse, err error) {
	found, err := purses(ctx, q, storeID, func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
			return sel.Where("id = ?", giftCard).WhereOr("customer_id = ?", customerID)
		})
	})
	for _, p := range found {
		if p.Kind == GiftCard {
			card = p
		} else {
			cashback = p
		}
	}
	return card, cashback, err
}

func purses(ctx context.Context, q bun.IDB, storeID int64, find func(*bun.SelectQuery) *bun.SelectQuery) ([]*Purse, error) {
	var found []*Purse
	if err := find(q.NewSelect().Model(&found).Where("store_id = ?", storeID)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read purses: %w", err)
	}
	return found, nil
}

// LockPurse reads a purse that nobody else changes before tx ends. Purses come behind the stock.
func LockPurse(ctx context.Context, tx *db.Tx, storeID int64, key uuid.UUID) (*Purse, error) {
	found, err := purses(ctx, tx, storeID, func(sel *bun.SelectQuery) *bun.SelectQuery { return sel.Where("id = ?", key).For("UPDATE") })
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("there is no purse %s", key)
	}
	return first(found), err
}

// LockCashback is LockPurse for the cashback of a customer; one who never had any gets an empty purse.
func LockCashback(ctx context.Context, tx *db.Tx, storeID int64, customerID uuid.UUID, now time.Time) (*Purse, error) {
	read := func() (*Purse, error) {
		found, err := purses(ctx, tx, storeID, func(sel *bun.SelectQuery) *bun.SelectQuery {
			return sel.Where("customer_id = ?", customerID).For("UPDATE")
		})
		return first(found), err
	}
	p, err := read()
	if p != nil || err != nil {
		return p, err
	}
	p = &Purse{StoreID: storeID, ID: id.New(), Kind: Cashback, CustomerID: &customerID, CreatedAt: now, UpdatedAt: now}
	if _, err := tx.NewInsert().Model(p).On("CONFLICT (store_id, customer_id) DO NOTHING").Exec(ctx); err != nil {
		return nil, fmt.Errorf("cashback of customer %s: %w", customerID, err)
	}
	return read()
}

func first(found []*Purse) *Purse {
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// changePurse is the write of what may change of a purse, relative to what it is by then.
func changePurse(tx *db.Tx, storeID int64, key uuid.UUID, balance, held money.Tiyin, now time.Time) schema.QueryAppender {
	return tx.NewUpdate().Model((*Purse)(nil)).Set("balance = balance + ?", balance).Set("held = held + ?", held).Set("updated_at = ?", now).
		Where("store_id = ?", storeID).Where("id = ?", key)
}
