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

// RefundState is the life of a refund.
type RefundState string

const (
	RefundRequested  RefundState = "REQUESTED"  // wanted; nobody has been asked yet
	RefundProcessing RefundState = "PROCESSING" // asked for, or the staff's to do
	RefundDone       RefundState = "DONE"       // the money went back
	RefundFailed     RefundState = "FAILED"     // the provider will not
)

// IsOpen tells whether the money may still go back.
func (s RefundState) IsOpen() bool { return s == RefundRequested || s == RefundProcessing }

// RefundCause says why money goes back.
type RefundCause string

const (
	ByStaff    RefundCause = "STAFF"    // somebody of the shop wants it
	OfCanceled RefundCause = "CANCELED" // the order was called off
	OfSurplus  RefundCause = "SURPLUS"  // paid twice, or too late
	ByProvider RefundCause = "PROVIDER" // the provider gave it back by itself
)

// Refund is money of one payment that goes back to the buyer.
type Refund struct {
	bun.BaseModel `bun:"table:refunds,alias:ref"`

	StoreID   int64        `bun:"store_id,pk"`
	ID        uuid.UUID    `bun:"id,pk,type:uuid"`
	OrderID   uuid.UUID    `bun:"order_id,type:uuid"`
	PaymentID uuid.UUID    `bun:"payment_id,type:uuid"`
	State     RefundState  `bun:"state"`
	Cause     RefundCause  `bun:"cause"`
	Amount    money.Tiyin  `bun:"amount"`
	Reason    string       `bun:"reason"`
	Lines     []RefundLine `bun:"lines,type:jsonb"` // what it is for; empty when it is for no goods in particular
	// IsByHand says that staff have to give the money back, since the provider cannot be asked to.
	IsByHand    bool       `bun:"is_by_hand"`
	ProviderRef string     `bun:"provider_ref"`
	Failure     string     `bun:"failure"` // why it failed, as the provider or staff said
	AskedAt     *time.Time `bun:"asked_at"`
	OverdueAt   *time.Time `bun:"overdue_at"` // since when staff know that the provider does not answer; nil: they need not
	ClosedAt    *time.Time `bun:"closed_at"`
	CreatedAt   time.Time  `bun:"created_at"`
	UpdatedAt   time.Time  `bun:"updated_at"`
}

// RefundLine is the part of a refund that is for pieces of an order's line.
type RefundLine struct {
	LineID   uuid.UUID   `json:"line"`
	Quantity int         `json:"quantity"`
	Amount   money.Tiyin `json:"amount"`             // with their part of the delivery
	Delivery money.Tiyin `json:"delivery,omitempty"` // that part
}

// GlobalID names the refund in the API.
func (r *Refund) GlobalID() id.ID { return id.Of(id.Refund, r.ID) }

// NewRefund promises a part of a captured payment to a refund. Both are the caller's to write, under the lock of the order.
// Error: there is not so much left of the payment.
func NewRefund(p *Payment, amount money.Tiyin, cause RefundCause, now time.Time) (*Refund, error) {
	if p.State != Captured || amount <= 0 || amount > p.Left() {
		return nil, fmt.Errorf("refund %d of payment %s in state %s, of which %d are left", amount, p.ID, p.State, p.Left())
	}
	p.RefundingTiyin += amount
	p.UpdatedAt = now
	return &Refund{
		StoreID: p.StoreID, ID: id.New(), OrderID: p.OrderID, PaymentID: p.ID, State: RefundRequested, Cause: cause, Amount: amount,
		Lines: []RefundLine{}, CreatedAt: now, UpdatedAt: now,
	}, nil
}

// Finish says that an open refund's money went back out of account. It gives the writes, of the payment too.
func (r *Refund) Finish(ctx context.Context, tx *db.Tx, p *Payment, account, ref string, now time.Time) ([]schema.QueryAppender, error) {
	t, err := r.GiveBack(p, account, ref, now)
	if err != nil {
		return nil, err
	}
	booked, err := Book(ctx, tx, p.StoreID, t, now)
	return append(booked, Save(p)), err
}

// GiveBack says, in memory, that an open refund's money went back out of account, and gives what is to be booked of it. Error: the
// refund is over, or of another payment.
func (r *Refund) GiveBack(p *Payment, account, ref string, now time.Time) (Transaction, error) {
	if !r.State.IsOpen() || r.PaymentID != p.ID || p.RefundingTiyin < r.Amount {
		return Transaction{}, fmt.Errorf("finish refund %s in state %s", r.ID, r.State)
	}
	p.RefundingTiyin -= r.Amount
	p.RefundedTiyin += r.Amount
	p.UpdatedAt = now
	r.close(RefundDone, now)
	if ref != "" {
		r.ProviderRef = ref
	}
	return Transaction{
		Kind: Refunding, OrderID: &p.OrderID, PaymentID: &p.ID, PurseID: purseOf(p, account), DedupKey: "refund:" + r.ID.String(),
		Movements: []Movement{{Debit: BuyerAccount, Credit: account, Amount: r.Amount}},
	}, nil
}

// Fail says that an open refund will not be: its part of the payment is free again. The caller writes both.
func (r *Refund) Fail(p *Payment, why string, now time.Time) {
	p.RefundingTiyin -= r.Amount
	p.UpdatedAt = now
	r.Failure = why
	r.close(RefundFailed, now)
}

func (r *Refund) close(to RefundState, now time.Time) {
	r.State, r.ClosedAt, r.UpdatedAt = to, &now, now
}

// SaveRefund is the write of what may change of a refund.
func SaveRefund(r *Refund) *db.Put {
	return db.Changed(r).
		Only("state", "is_by_hand", "provider_ref", "failure", "asked_at", "overdue_at", "closed_at", "updated_at")
}

// purseOf is the purse of a payment whose money goes back into it: not so when staff give it back in cash.
func purseOf(p *Payment, account string) *uuid.UUID {
	if account != PurseAccount(p.Method) {
		return nil
	}
	return p.PurseID
}

// LateAfter is how long a refund may be on its way before staff are told that its provider does not answer.
const LateAfter = 24 * time.Hour

// IsLate tells whether a refund waits for its provider for too long, and nobody was told yet.
func (r *Refund) IsLate(now time.Time) bool {
	return r.State.IsOpen() && !r.IsByHand && r.OverdueAt == nil && !now.Before(r.CreatedAt.Add(LateAfter))
}

// IsOverdue tells whether staff may settle a refund that its provider does not answer for.
func (r *Refund) IsOverdue() bool { return r.State.IsOpen() && r.OverdueAt != nil }

// LateRefunds are refunds of a store for which IsLate is true, oldest first.
func LateRefunds(ctx context.Context, q bun.IDB, storeID int64, now time.Time) (keys []uuid.UUID, err error) {
	err = q.NewSelect().Model((*Refund)(nil)).Column("id").Where("store_id = ?", storeID).Where("state IN ('REQUESTED', 'PROCESSING')").
		Where("NOT is_by_hand").Where("overdue_at IS NULL").Where("created_at <= ?", now.Add(-LateAfter)).Order("id").Limit(mostTasks).Scan(ctx, &keys)
	if err != nil {
		return nil, fmt.Errorf("late refunds: %w", err)
	}
	return keys, nil
}

// RefundsOf reads the refunds of orders, oldest first, by order.
func RefundsOf(ctx context.Context, q bun.IDB, storeID int64, orderIDs []uuid.UUID) (map[uuid.UUID][]*Refund, error) {
	return RowsOf(ctx, q, storeID, orderIDs, "id", func(row *Refund) uuid.UUID { return row.OrderID })
}

// mostTasks is how many refunds that wait for staff are listed.
const mostTasks = 100

// RefundTasks are the refunds of a store that somebody has to look at, oldest first: those to be made by hand, those of which
// the provider is silent, and those that failed in the last month.
func RefundTasks(ctx context.Context, q bun.IDB, storeID int64, now time.Time) ([]*Refund, error) {
	found := []*Refund{}
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("state IN ('REQUESTED', 'PROCESSING', 'FAILED')").
		WhereGroup(" AND ", func(sel *bun.SelectQuery) *bun.SelectQuery {
			return sel.Where("(is_by_hand OR overdue_at IS NOT NULL) AND state <> 'FAILED'").WhereOr("state = 'FAILED' AND closed_at > ?", now.AddDate(0, -1, 0))
		}).Order("id").Limit(mostTasks).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("refunds that wait for staff: %w", err)
	}
	return found, nil
}
