package payment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/money"
	"github.com/dokon-shop/dokon/server/page"
)

// mostOnCard bounds a mistake in typing: 100 million soʻm.
const mostOnCard = 100_000_000 * money.Som

// GiftCardIssueInput makes a gift card.
type GiftCardIssueInput struct {
	Amount    money.Tiyin
	ExpiresAt *time.Time
	Note      *string
}

// IssueGiftCard makes a gift card and gives its code, which is kept as a hash alone and can never be read again.
// Faults: OUT_OF_RANGE at amount; INVALID at expiresAt for the past; TOO_LONG at note.
func IssueGiftCard(ctx context.Context, d *db.DB, storeID int64, in GiftCardIssueInput, now time.Time) (*Purse, string, error) {
	var faults fault.List
	faults.Add(input.Number(in.Amount, 1, mostOnCard, "input", "amount"))
	if in.ExpiresAt != nil && !in.ExpiresAt.After(now) {
		faults.Add(fault.New(fault.Invalid, "input", "expiresAt"))
	}
	note := ""
	if in.Note != nil {
		var bad *fault.Error
		note, bad = input.Text(*in.Note, 200, "input", "note")
		faults.Add(bad)
	}
	if len(faults) > 0 {
		return nil, "", faults
	}
	code := newCode()
	p := &Purse{
		StoreID: storeID, ID: id.New(), Kind: GiftCard, CodeHash: hashCode(code), Hint: code[len(code)-4:], Note: note,
		Issued: in.Amount, Balance: in.Amount, ExpiresAt: in.ExpiresAt, CreatedAt: now, UpdatedAt: now,
	}
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		writes, err := Book(ctx, tx, storeID, Transaction{
			Kind: Issuing, PurseID: &p.ID, DedupKey: "gift_card:" + p.ID.String(),
			Movements: []Movement{{Debit: GiftCardIssueAccount, Credit: GiftCardAccount, Amount: p.Issued}},
		}, now)
		if err != nil {
			return err
		}
		return tx.Together(ctx, append(writes, tx.NewInsert().Model(p))...)
	})
	if err != nil {
		return nil, "", fmt.Errorf("issue gift card: %w", err)
	}
	return p, code, nil
}

// GiftCardVoidInput names a gift card.
type GiftCardVoidInput struct{ ID id.ID }

// VoidGiftCard takes a gift card out of use: what no order holds of it is gone. A repeat changes nothing.
// Faults: INVALID_ID and NOT_FOUND at id.
func VoidGiftCard(ctx context.Context, d *db.DB, storeID int64, in GiftCardVoidInput, now time.Time) (*Purse, error) {
	key, err := in.ID.Must(id.Purse, "input", "id")
	if err != nil {
		return nil, err
	}
	var p *Purse
	err = d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		found, err := purses(ctx, tx, storeID, func(sel *bun.SelectQuery) *bun.SelectQuery {
			return sel.Where("id = ?", key).Where("kind = ?", GiftCard).For("UPDATE")
		})
		if err != nil {
			return err
		}
		if p = first(found); p == nil {
			return fault.New(fault.NotFound, "input", "id")
		}
		if p.VoidedAt != nil {
			return nil
		}
		left := p.Balance - p.Held
		p.Balance, p.VoidedAt, p.UpdatedAt = p.Held, &now, now
		if _, err := tx.NewUpdate().Model(p).Column("balance", "voided_at", "updated_at").WherePK().Exec(ctx); err != nil || left == 0 {
			return err
		}
		writes, err := p.void(ctx, tx, left, "", now)
		if err != nil {
			return err
		}
		return tx.Together(ctx, writes...)
	})
	if err != nil {
		return nil, fmt.Errorf("void gift card: %w", err)
	}
	return p, nil
}

// void books that money of a gift card is gone; which tells one such act from the next.
func (p *Purse) void(ctx context.Context, tx *db.Tx, amount money.Tiyin, which string, now time.Time) ([]schema.QueryAppender, error) {
	return Book(ctx, tx, p.StoreID, Transaction{
		Kind: Issuing, PurseID: &p.ID, DedupKey: "gift_card_void:" + p.ID.String() + which,
		Movements: []Movement{{Debit: GiftCardAccount, Credit: GiftCardIssueAccount, Amount: amount}},
	}, now)
}

var newestFirst = page.Order[Purse]{Name: "gift cards", Desc: true, Keys: []page.Key[Purse]{
	{Column: "prs.id", Value: func(p *Purse) any { return p.ID }},
}}

// GiftCardByID reads a gift card; nil when there is none.
func GiftCardByID(ctx context.Context, q bun.IDB, storeID int64, key uuid.UUID) (*Purse, error) {
	found, err := purses(ctx, q, storeID, func(sel *bun.SelectQuery) *bun.SelectQuery {
		return sel.Where("id = ?", key).Where("kind = ?", GiftCard)
	})
	return first(found), err
}

// GiftCards reads a page of the gift cards of a store, newest first.
func GiftCards(ctx context.Context, q bun.IDB, storeID int64, args page.Args) (*page.Connection[*Purse], error) {
	return page.Page(ctx, q.NewSelect().Model((*Purse)(nil)).Where("prs.store_id = ?", storeID).Where("prs.kind = ?", GiftCard), newestFirst, args)
}
