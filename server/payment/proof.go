package payment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/id"
)

// ProofState says what staff made of a proof.
type ProofState string

const (
	ProofSent      ProofState = "SENT"
	ProofConfirmed ProofState = "CONFIRMED"
	ProofRefused   ProofState = "REFUSED"
)

// Proof is a picture by which a buyer shows that money was transferred. The picture is a private one, kept under ID.
type Proof struct {
	bun.BaseModel `bun:"table:payment_proofs,alias:prf"`

	StoreID   int64      `bun:"store_id,pk"`
	ID        uuid.UUID  `bun:"id,pk,type:uuid"`
	PaymentID uuid.UUID  `bun:"payment_id,type:uuid"`
	State     ProofState `bun:"state"`
	Reason    string     `bun:"reason"` // why it was refused; the buyer reads it
	CreatedAt time.Time  `bun:"created_at"`
	DecidedAt *time.Time `bun:"decided_at"`
}

// GlobalID names the proof in the API.
func (p *Proof) GlobalID() id.ID { return id.Of(id.Proof, p.ID) }

// ProofsOf reads the proofs of payments, oldest first, by payment.
func ProofsOf(ctx context.Context, q bun.IDB, storeID int64, paymentIDs []uuid.UUID) (map[uuid.UUID][]*Proof, error) {
	if len(paymentIDs) == 0 {
		return nil, nil
	}
	var found []*Proof
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("payment_id IN (?)", bun.List(paymentIDs)).Order("id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("proofs of payments: %w", err)
	}
	by := make(map[uuid.UUID][]*Proof, len(found))
	for _, p := range found {
		by[p.PaymentID] = append(by[p.PaymentID], p)
	}
	return by, nil
}
