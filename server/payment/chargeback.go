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

// ChargebackState is the life of a chargeback.
type ChargebackState string

const (
	ChargebackOpen ChargebackState = "OPEN" // the money was taken back, and is argued about
	ChargebackWon  ChargebackState = "WON"  // the shop has it again
	ChargebackLost ChargebackState = "LOST" // the buyer keeps it
)

// ChargebackSource says who told of a chargeback.
type ChargebackSource string

const (
	ToldByStaff    ChargebackSource = "STAFF"
	ToldByProvider ChargebackSource = "PROVIDER"
)

// Chargeback is money of one payment that a bank or a provider has taken back by dispute.
type Chargeback struct {
	bun.BaseModel `bun:"table:chargebacks,alias:cbk"`

	StoreID   int64            `bun:"store_id,pk"`
	ID        uuid.UUID        `bun:"id,pk,type:uuid"`
	OrderID   uuid.UUID        `bun:"order_id,type:uuid"`
	PaymentID uuid.UUID        `bun:"payment_id,type:uuid"`
	State     ChargebackState  `bun:"state"`
	Source    ChargebackSource `bun:"source"`
	Amount    money.Tiyin      `bun:"amount"`
	Reason    string           `bun:"reason"`
	Reference string           `bun:"reference"` // of the bank or the provider
	Outcome   string           `bun:"outcome"`   // words of the staff about its end
	OpenedAt  time.Time        `bun:"opened_at"`
	ClosedAt  *time.Time       `bun:"closed_at"`
}

// GlobalID names the chargeback in the API.
func (c *Chargeback) GlobalID() id.ID { return id.Of(id.Chargeback, c.ID) }

// NewChargeback takes money of a captured payment out of reach for as long as it is argued about. It gives the writes, of the
// payment too; the caller holds the lock of the order. Error: there is not so much left of the payment.
func NewChargeback(ctx context.Context, tx *db.Tx, p *Payment, amount money.Tiyin, source ChargebackSource, reason, reference string, now time.Time) (*Chargeback, []schema.QueryAppender, error) {
	if p.State != Captured || amount <= 0 || amount > p.Left() {
		return nil, nil, fmt.Errorf("chargeback %d of payment %s in state %s, of which %d are left", amount, p.ID, p.State, p.Left())
	}
	c := &Chargeback{
		StoreID: p.StoreID, ID: id.New(), OrderID: p.OrderID, PaymentID: p.ID, State: ChargebackOpen, Source: source, Amount: amount,
		Reason: reason, Reference: reference, OpenedAt: now,
	}
	p.DisputedTiyin += amount
	p.UpdatedAt = now
	booked, err := c.book(ctx, tx, p, Disputing, DisputeAccount, p.LiesAt, now)
	return c, append(booked, Save(p), tx.NewInsert().Model(c)), err
}

// Win says that the shop has the money of an open chargeback again. It gives the writes, of the payment too.
func (c *Chargeback) Win(ctx context.Context, tx *db.Tx, p *Payment, outcome string, now time.Time) ([]schema.QueryAppender, error) {
	p.DisputedTiyin -= c.Amount
	return c.close(ctx, tx, p, ChargebackWon, Winning, p.LiesAt, outcome, now)
}

// Lose says that the buyer keeps the money of an open chargeback. It gives the writes, of the payment too.
func (c *Chargeback) Lose(ctx context.Context, tx *db.Tx, p *Payment, outcome string, now time.Time) ([]schema.QueryAppender, error) {
	p.DisputedTiyin -= c.Amount
	p.ChargedBackTiyin += c.Amount
	return c.close(ctx, tx, p, ChargebackLost, Losing, BuyerAccount, outcome, now)
}

func (c *Chargeback) close(ctx context.Context, tx *db.Tx, p *Payment, to ChargebackState, kind Kind, account, outcome string, now time.Time) ([]schema.QueryAppender, error) {
	if c.State != ChargebackOpen || c.PaymentID != p.ID || p.DisputedTiyin < 0 {
		return nil, fmt.Errorf("chargeback %s in state %s to %s", c.ID, c.State, to)
	}
	c.State, c.Outcome, c.ClosedAt, p.UpdatedAt = to, outcome, &now, now
	booked, err := c.book(ctx, tx, p, kind, account, DisputeAccount, now)
	return append(booked, Save(p), tx.NewUpdate().Model(c).Column("state", "outcome", "closed_at").WherePK()), err
}

func (c *Chargeback) book(ctx context.Context, tx *db.Tx, p *Payment, kind Kind, debit, credit string, now time.Time) ([]schema.QueryAppender, error) {
	step := "opened:"
	if kind != Disputing {
		step = "closed:"
	}
	return Book(ctx, tx, c.StoreID, Transaction{
		Kind: kind, OrderID: &c.OrderID, PaymentID: &p.ID, DedupKey: "chargeback_" + step + c.ID.String(),
		Movements: []Movement{{Debit: debit, Credit: credit, Amount: c.Amount}},
	}, now)
}

// ChargebacksOf reads the chargebacks of orders, oldest first, by order.
func ChargebacksOf(ctx context.Context, q bun.IDB, storeID int64, orderIDs []uuid.UUID) (map[uuid.UUID][]*Chargeback, error) {
	if len(orderIDs) == 0 {
		return nil, nil
	}
	var found []*Chargeback
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("order_id IN (?)", bun.List(orderIDs)).Order("id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("chargebacks of orders: %w", err)
	}
	by := make(map[uuid.UUID][]*Chargeback, len(orderIDs))
	for _, c := range found {
		by[c.OrderID] = append(by[c.OrderID], c)
	}
	return by, nil
}

// OpenChargebacks are the chargebacks of a store that are still argued about, oldest first.
func OpenChargebacks(ctx context.Context, q bun.IDB, storeID int64) ([]*Chargeback, error) {
	found := []*Chargeback{}
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("state = 'OPEN'").Order("id").Limit(mostTasks).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("open chargebacks: %w", err)
	}
	return found, nil
}
