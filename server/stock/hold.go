package stock

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
)

// State of a hold. RESERVED while the order is only placed, COMMITTED once accepted, SHIPPED when the goods left.
type State string

const (
	Reserved  State = "RESERVED"
	Committed State = "COMMITTED"
	Shipped   State = "SHIPPED"
	Released  State = "RELEASED"
)

// Hold are pieces kept for one order. A reserved hold always has an expiry.
type Hold struct {
	bun.BaseModel `bun:"table:stock_holds,alias:hold"`

	StoreID    int64      `bun:"store_id,pk"`
	ID         uuid.UUID  `bun:"id,pk,type:uuid"`
	OrderID    uuid.UUID  `bun:"order_id,type:uuid"`
	VariantID  uuid.UUID  `bun:"variant_id,type:uuid"`
	LocationID uuid.UUID  `bun:"location_id,type:uuid"`
	Quantity   int        `bun:"quantity"`
	State      State      `bun:"state"`
	ExpiresAt  *time.Time `bun:"expires_at"`
}

// Need is how many pieces of a variant an order wants.
type Need struct {
	VariantID uuid.UUID
	Quantity  int
}

// Reserve takes pieces for a placed order from the default location until expiresAt. Needs of one variant are added up.
//
// The hold rows come first and the counters last, in one statement sorted by variant, so that the rows that buyers fight
// for are locked as shortly as possible and always in the same order. Call it as late in the transaction as you can.
//
// Errors: a fault.List with INSUFFICIENT_STOCK and Shortage facts for each variant that is short; nothing is then taken.
// Expiry is not looked at here: pieces of an order whose time is over become free when the order expires.
func Reserve(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID, needs []Need, expiresAt time.Time) error {
	needs = merged(needs)
	if len(needs) == 0 {
		return nil
	}
	location, err := Default(ctx, tx, storeID)
	if err != nil {
		return err
	}
	holds := make([]*Hold, len(needs))
	for i, n := range needs {
		holds[i] = &Hold{
			StoreID: storeID, ID: id.New(), OrderID: orderID, VariantID: n.VariantID, LocationID: location,
			Quantity: n.Quantity, State: Reserved, ExpiresAt: &expiresAt,
		}
	}
	if _, err := tx.NewInsert().Model(&holds).Exec(ctx); err != nil {
		return fmt.Errorf("hold stock for order %s: %w", orderID, err)
	}
	taken, err := move(ctx, tx, storeID, location, needs, "reserved = lvl.reserved + need.quantity",
		"lvl.on_hand - lvl.reserved - lvl.committed + lvl.backorder_limit >= need.quantity")
	if err != nil {
		return fmt.Errorf("reserve stock for order %s: %w", orderID, err)
	}
	if len(taken) == len(needs) {
		return nil
	}
	return shortages(ctx, tx, storeID, needs, taken)
}

func shortages(ctx context.Context, tx *db.Tx, storeID int64, needs []Need, taken map[uuid.UUID]int) error {
	var missing []uuid.UUID
	for _, n := range needs {
		if _, ok := taken[n.VariantID]; !ok {
			missing = append(missing, n.VariantID)
		}
	}
	available, err := Available(ctx, tx, storeID, missing)
	if err != nil {
		return err
	}
	var faults fault.List
	for _, v := range missing {
		faults.Add(short(v, available[v]))
	}
	return faults.Err()
}

// Commit promises the reserved pieces of a confirmed order to it for good. A repeat does nothing.
func Commit(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	return transfer(ctx, tx, storeID, orderID, Reserved, Committed,
		"reserved = lvl.reserved - need.quantity, committed = lvl.committed + need.quantity")
}

// Release frees the pieces an order holds, reserved or committed. A repeat does nothing.
func Release(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	err := transfer(ctx, tx, storeID, orderID, Reserved, Released, "reserved = lvl.reserved - need.quantity")
	if err != nil {
		return err
	}
	return transfer(ctx, tx, storeID, orderID, Committed, Released, "committed = lvl.committed - need.quantity")
}

// Ship takes the committed pieces out of the house. A repeat does nothing.
func Ship(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	return transfer(ctx, tx, storeID, orderID, Committed, Shipped,
		"committed = lvl.committed - need.quantity, on_hand = lvl.on_hand - need.quantity")
}

// Restore brings shipped pieces of an order back into the house. A repeat does nothing.
func Restore(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	return transfer(ctx, tx, storeID, orderID, Shipped, Released, "on_hand = lvl.on_hand + need.quantity")
}

// transfer moves all holds of an order from one state to another together with the counters. Holds in another state are
// left alone, which is what makes a repeat harmless.
func transfer(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID, from, to State, set string) error {
	var moved []*Hold
	_, err := tx.NewUpdate().Model(&moved).Set("state = ?", to).Set("expires_at = NULL").
		Where("store_id = ?", storeID).Where("order_id = ?", orderID).Where("state = ?", from).
		Returning("*").Exec(ctx)
	if err != nil {
		return fmt.Errorf("holds of order %s to %s: %w", orderID, to, err)
	}
	byPlace := map[uuid.UUID][]Need{}
	for _, h := range moved {
		byPlace[h.LocationID] = append(byPlace[h.LocationID], Need{VariantID: h.VariantID, Quantity: h.Quantity})
	}
	places := make([]uuid.UUID, 0, len(byPlace))
	for place := range byPlace {
		places = append(places, place)
	}
	slices.SortFunc(places, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	for _, place := range places {
		needs := merged(byPlace[place])
		left, err := move(ctx, tx, storeID, place, needs, set, "true")
		if err != nil {
			return fmt.Errorf("stock of order %s to %s: %w", orderID, to, err)
		}
		if err := recordTransfer(ctx, tx, storeID, orderID, place, needs, to, from, left); err != nil {
			return err
		}
	}
	return nil
}

func recordTransfer(ctx context.Context, tx *db.Tx, storeID int64, orderID, place uuid.UUID, needs []Need, to, from State, onHand map[uuid.UUID]int) error {
	sign, reason := 0, Reason("")
	switch {
	case to == Shipped:
		sign, reason = -1, Sold
	case from == Shipped:
		sign, reason = 1, Returned
	default:
		return nil
	}
	moves := make([]*Movement, 0, len(needs))
	for _, n := range needs {
		after, known := onHand[n.VariantID]
		if !known {
			continue // the variant was deleted since; its level went with it
		}
		moves = append(moves, &Movement{
			StoreID: storeID, VariantID: n.VariantID, LocationID: place, Delta: sign * n.Quantity,
			OnHand: after, Reason: reason, OrderID: &orderID,
		})
	}
	return record(ctx, tx, moves...)
}

// move changes the counters of several variants at one location in one statement, row locks taken in the order of variant
// ids, and gives the on-hand count of each row that met the condition. set and condition are SQL of this package alone.
func move(ctx context.Context, tx *db.Tx, storeID int64, location uuid.UUID, needs []Need, set, condition string) (map[uuid.UUID]int, error) {
	values := make([]string, len(needs))
	args := []any{}
	for i, n := range needs {
		values[i] = "(?::uuid, ?::int)"
		args = append(args, n.VariantID, n.Quantity)
	}
	args = append(args, storeID, location, storeID, location)
	// The sub-select locks first and in order; an UPDATE … FROM alone would lock in whatever order its plan finds rows.
	rows, err := tx.QueryContext(ctx, `
		WITH need (variant_id, quantity) AS (VALUES `+strings.Join(values, ", ")+`),
		locked AS (
			SELECT l.variant_id FROM stock_levels l
			WHERE l.store_id = ? AND l.location_id = ? AND l.variant_id IN (SELECT variant_id FROM need)
			ORDER BY l.variant_id FOR NO KEY UPDATE
		)
		UPDATE stock_levels lvl SET `+set+`, updated_at = now()
		FROM locked JOIN need ON need.variant_id = locked.variant_id
		WHERE lvl.store_id = ? AND lvl.location_id = ? AND lvl.variant_id = locked.variant_id AND `+condition+`
		RETURNING lvl.variant_id, lvl.on_hand`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	changed := make(map[uuid.UUID]int, len(needs))
	for rows.Next() {
		var variant uuid.UUID
		var onHand int
		if err := rows.Scan(&variant, &onHand); err != nil {
			return nil, err
		}
		changed[variant] = onHand
	}
	return changed, rows.Err()
}

// merged adds up needs of one variant and sorts by variant.
func merged(needs []Need) []Need {
	sums := map[uuid.UUID]int{}
	for _, n := range needs {
		sums[n.VariantID] += n.Quantity
	}
	out := make([]Need, 0, len(sums))
	for v, q := range sums {
		out = append(out, Need{VariantID: v, Quantity: q})
	}
	slices.SortFunc(out, func(a, b Need) int { return bytes.Compare(a.VariantID[:], b.VariantID[:]) })
	return out
}
