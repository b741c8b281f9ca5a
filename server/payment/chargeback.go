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
	c, t, err := p.Dispute(amount, now)
	if err != nil {
		return nil, nil, err
	}
	c.Source, c.Reason, c.Reference = source, reason, reference
	booked, err := Book(ctx, tx, c.StoreID, t, now)
	return c, append(booked, Save(p), tx.NewInsert().Model(c)), err
}

// Dispute is NewChargeback in memory: it gives what is to be booked.
func (p *Payment) Dispute(amount money.Tiyin, now time.Time) (*Chargeback, Transaction, error) {
	if p.State != Captured || amount <= 0 || amount > p.Left() {
		return nil, Transaction{}, fmt.Errorf("chargeback %d of payment %s in state %s, of which %d are left", amount, p.ID, p.State, p.Left())
	}
	c := &Chargeback{
		StoreID: p.StoreID, ID: id.New(), OrderID: p.OrderID, PaymentID: p.ID, State: ChargebackOpen, Source: ToldByStaff, Amount: amount, OpenedAt: now,
	}
	p.DisputedTiyin += amount
	p.UpdatedAt = now
	return c, c.moves(Disputing, "opened", DisputeAccount, p.LiesAt), nil
}

// Close says that the shop has the money of an open chargeback again, or that the buyer keeps it. It gives the writes, of the
// payment too.
func (c *Chargeback) Close(ctx context.Context, tx *db.Tx, p *Payment, isWon bool, outcome string, now time.Time) ([]schema.QueryAppender, error) {
	t, err := c.Decide(p, isWon, now)
	if err != nil {
		return nil, err
	}
	c.Outcome = outcome
	booked, err := Book(ctx, tx, c.StoreID, t, now)
	return append(booked, Save(p), tx.NewUpdate().Model(c).Column("state", "outcome", "closed_at").WherePK()), err
}

// Decide is Close in memory: it gives what is to be booked. Error: the chargeback is over, or of another payment.
func (c *Chargeback) Decide(p *Payment, isWon bool, now time.Time) (Transaction, error) {
	if c.State != ChargebackOpen || c.PaymentID != p.ID || p.DisputedTiyin < c.Amount {
		return Transaction{}, fmt.Errorf("decide chargeback %s in state %s", c.ID, c.State)
	}
	p.DisputedTiyin -= c.Amount
	c.ClosedAt, p.UpdatedAt = &now, now
	if isWon {
		c.State = ChargebackWon
		return c.moves(Winning, "closed", p.LiesAt, DisputeAccount), nil
	}
	p.ChargedBackTiyin += c.Amount
	c.State = ChargebackLost
	return c.moves(Losing, "closed", BuyerAccount, DisputeAccount), nil
}

func (c *Chargeback) moves(kind Kind, step, debit, credit string) Transaction {
	return Transaction{
		Kind: kind, OrderID: &c.OrderID, PaymentID: &c.PaymentID, DedupKey: "chargeback_" + step + ":" + c.ID.String(),
		Movements: []Movement{{Debit: debit, Credit: credit, Amount: c.Amount}},
	}
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
