package payment

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/money"
)

// PurseMove is money that came into a purse or went out of it, or is held of it now.
type PurseMove struct {
	PurseID uuid.UUID     `bun:"purse_id"`
	Kind    PurseMoveKind `bun:"kind"`
	Amount  money.Tiyin   `bun:"amount"` // never below zero
	At      time.Time     `bun:"at"`
	OrderID *uuid.UUID    `bun:"order_id"` // nil where no order is the reason
}

// PurseMoveKind says why it moved.
type PurseMoveKind string

const (
	PurseIssued   PurseMoveKind = "ISSUED"   // the gift card was made
	PurseGranted  PurseMoveKind = "GRANTED"  // cashback for a completed order
	PurseHeld     PurseMoveKind = "HELD"     // set aside by an order that waits to be accepted
	PurseSpent    PurseMoveKind = "SPENT"    // it paid an order
	PurseReturned PurseMoveKind = "RETURNED" // an order it had paid gave it back
	PurseVoided   PurseMoveKind = "VOIDED"   // the gift card was taken out of use with this on it
)

// mostMoves bounds what is read of one purse.
const mostMoves = 100

// MovesOf reads the last hundred movements of purses, newest first, for the loaders of a request.
func MovesOf(ctx context.Context, q bun.IDB, storeID int64, purseIDs []uuid.UUID) (map[uuid.UUID][]*PurseMove, error) {
	of := bun.List(purseIDs)
	var found []*PurseMove
	err := q.NewRaw(`SELECT purse_id, kind, amount, at, order_id FROM (
		SELECT *, row_number() OVER (PARTITION BY purse_id ORDER BY at DESC, kind DESC) AS place FROM (
			SELECT id AS purse_id, ? AS kind, issued AS amount, created_at AS at, NULL::uuid AS order_id FROM purses
			WHERE store_id = ? AND id IN (?) AND kind = ?
			UNION ALL
			SELECT purse_id, ?, amount, captured_at, order_id FROM payments WHERE store_id = ? AND purse_id IN (?) AND captured_at IS NOT NULL
			UNION ALL
			SELECT p.purse_id, ?, r.amount, r.closed_at, r.order_id FROM refunds r
			JOIN payments p ON p.store_id = r.store_id AND p.id = r.payment_id
			WHERE r.store_id = ? AND p.purse_id IN (?) AND r.state = ?
			UNION ALL
			SELECT h.purse_id, ?, h.amount, o.placed_at, h.order_id FROM purse_holds h
			JOIN orders o ON o.store_id = h.store_id AND o.id = h.order_id
			WHERE h.store_id = ? AND h.purse_id IN (?) AND h.state = ?
			UNION ALL
			SELECT s.id, ?, e.amount, t.created_at, t.order_id FROM purses s
			JOIN orders o ON o.store_id = s.store_id AND o.customer_id = s.customer_id
			JOIN ledger_transactions t ON t.store_id = o.store_id AND t.order_id = o.id AND t.kind = ?
			JOIN ledger_entries e ON e.store_id = t.store_id AND e.transaction_id = t.id
			WHERE s.store_id = ? AND s.id IN (?)
			UNION ALL
			SELECT s.id, ?, coalesce(e.amount, 0), s.voided_at, NULL FROM purses s
			LEFT JOIN ledger_transactions t ON t.store_id = s.store_id AND t.dedup_key = 'gift_card_void:' || s.id
			LEFT JOIN ledger_entries e ON e.store_id = t.store_id AND e.transaction_id = t.id
			WHERE s.store_id = ? AND s.id IN (?) AND s.voided_at IS NOT NULL
		) AS moves
	) AS placed WHERE place <= ? ORDER BY purse_id, place`,
		PurseIssued, storeID, of, GiftCard,
		PurseSpent, storeID, of,
		PurseReturned, storeID, of, RefundDone,
		PurseHeld, storeID, of, HoldHeld,
		PurseGranted, Granting, storeID, of,
		PurseVoided, storeID, of, mostMoves).Scan(ctx, &found)
	if err != nil {
		return nil, fmt.Errorf("read movements of purses: %w", err)
	}
	by := make(map[uuid.UUID][]*PurseMove, len(purseIDs))
	for _, m := range found {
		by[m.PurseID] = append(by[m.PurseID], m)
	}
	return by, nil
}
