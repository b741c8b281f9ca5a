package stock

import (
	"context"
	"fmt"
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

// Hold are pieces kept for one order at one location. A reserved hold always has an expiry. All holds of one order are in
// the same state.
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

// Need is how many pieces of a variant an order wants, 1 or more.
type Need struct {
	VariantID uuid.UUID
	Quantity  int
}

// Reserve takes pieces for a placed order until expiresAt: from the default location, and what is missing there from the
// others in their order. Needs of one variant are added up.
//
// It is one statement, which counts under row locks taken in the order of (variant, location), so that two orders for the
// same goods wait for each other and never in a circle. Call it as late in the transaction as you can: buyers of one thing
// wait until it is committed.
//
// Errors: a fault.List with INSUFFICIENT_STOCK and Shortage facts for each variant that is short; nothing is then taken.
// Expiry is not looked at here: pieces of an order whose time is over become free when the order expires.
func Reserve(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID, needs []Need, expiresAt time.Time) error {
	needs, err := merged(needs)
	if err != nil {
		return fmt.Errorf("reserve stock for order %s: %w", orderID, err)
	}
	if len(needs) == 0 {
		return nil
	}
	places, err := Locations(ctx, tx, storeID)
	if err != nil {
		return err
	}
	var variants, locations, holds []string
	var ranks, quantities []int32
	for _, n := range needs {
		for rank, place := range places {
			variants, locations, holds = append(variants, n.VariantID.String()), append(locations, place.ID.String()), append(holds, id.New().String())
			ranks, quantities = append(ranks, int32(rank)), append(quantities, int32(n.Quantity))
		}
	}
	var done struct {
		Taken int
		Left  *int   // at the emptiest level
		Out   string // variants that are sold out at one, with spaces between
	}
	err = reserve.Scan(ctx, tx, &done, storeID, orderID.String(), Reserved, expiresAt, variants, locations, ranks, quantities, holds)
	if err != nil {
		return fmt.Errorf("reserve stock for order %s: %w", orderID, err)
	}
	if done.Taken > 0 {
		touch(tx, *done.Left+1, *done.Left)
		for _, n := range needs {
			noteStock(ctx, tx, storeID, n.VariantID)
		}
		var out []uuid.UUID
		for _, text := range strings.Fields(done.Out) {
			out = append(out, uuid.MustParse(text))
		}
		return turned(ctx, tx, storeID, out...)
	}
	return shortages(ctx, tx, storeID, needs)
}

// reserve takes the needs of one order, all or nothing, from locations in the order of their rank.
//
//	$1 store, $2 order, $3 state of the holds, $4 their expiry, $5 … $9 variants, locations, ranks, quantities and ids of holds
const reserve = db.Hot(`
		WITH need AS (
			SELECT variant_id::uuid, location_id::uuid, rank, quantity::bigint, hold_id::uuid
			FROM unnest($5::text[], $6::text[], $7::int[], $8::int[], $9::text[]) AS n (variant_id, location_id, rank, quantity, hold_id)
		),
		locked AS (
			SELECT variant_id, location_id, ` + Free + ` AS free
			FROM stock_levels lvl JOIN need USING (variant_id, location_id) WHERE lvl.store_id = $1
			ORDER BY variant_id, location_id FOR NO KEY UPDATE OF lvl
		),
		share AS (
			SELECT variant_id, location_id, hold_id, quantity,
				sum(free) OVER (PARTITION BY variant_id) AS all_free,
				least(free, quantity - coalesce(sum(free) OVER (
					PARTITION BY variant_id ORDER BY rank ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)) AS pieces
			FROM locked JOIN need USING (variant_id, location_id)
		),
		taken AS (
			UPDATE stock_levels lvl SET reserved = lvl.reserved + share.pieces, updated_at = now() FROM share
			WHERE lvl.store_id = $1 AND lvl.variant_id = share.variant_id AND lvl.location_id = share.location_id
				AND share.pieces > 0
				AND (SELECT count(DISTINCT variant_id) FROM share WHERE all_free >= quantity) = (SELECT count(DISTINCT variant_id) FROM need)
			RETURNING share.hold_id, lvl.variant_id, lvl.location_id, share.pieces, ` + Free + ` AS "left"
		),
		held AS (
			INSERT INTO stock_holds (store_id, order_id, state, expires_at, id, variant_id, location_id, quantity)
			SELECT $1, $2::text::uuid, $3, $4::timestamptz, hold_id, variant_id, location_id, pieces FROM taken
		)
		SELECT count(*) AS taken, min("left") AS "left", coalesce(string_agg(DISTINCT variant_id::text, ' ') FILTER (WHERE "left" = 0), '') AS "out"
		FROM taken`)

// Free is SQL for the pieces of a level that can be sold; the level's alias is lvl.
const Free = "greatest(lvl.on_hand::bigint + lvl.backorder_limit - lvl.reserved - lvl.committed, 0)"

// shortages names what is short of needs; the levels are still locked, so they are as Reserve saw them.
func shortages(ctx context.Context, tx *db.Tx, storeID int64, needs []Need) error {
	ids := make([]uuid.UUID, len(needs))
	for i, n := range needs {
		ids[i] = n.VariantID
	}
	available, err := Available(ctx, tx, storeID, ids)
	if err != nil {
		return err
	}
	var faults fault.List
	for _, n := range needs {
		if left := available[n.VariantID]; left < n.Quantity {
			faults.Add(fault.New(fault.InsufficientStock).With("available", left).
				Stating(Shortage{VariantID: n.VariantID, Available: left}))
		}
	}
	return faults.Err()
}

// Commit promises the reserved pieces of a confirmed order to it for good. A repeat does nothing.
func Commit(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	_, err := transfer(ctx, tx, storeID, orderID, Reserved, Committed,
		"reserved = lvl.reserved - need.quantity, committed = lvl.committed + need.quantity")
	return err
}

// Release frees the pieces an order holds, reserved or committed. A repeat does nothing.
func Release(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	moved, err := transfer(ctx, tx, storeID, orderID, Reserved, Released, "reserved = lvl.reserved - need.quantity")
	if err != nil || moved {
		return err
	}
	_, err = transfer(ctx, tx, storeID, orderID, Committed, Released, "committed = lvl.committed - need.quantity")
	return err
}

// ReleaseCommitted is Release for an order that is known to be confirmed. A repeat does nothing.
func ReleaseCommitted(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	_, err := transfer(ctx, tx, storeID, orderID, Committed, Released, "committed = lvl.committed - need.quantity")
	return err
}

// Ship takes the committed pieces out of the house. A repeat does nothing.
func Ship(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	_, err := transfer(ctx, tx, storeID, orderID, Committed, Shipped,
		"committed = lvl.committed - need.quantity, on_hand = lvl.on_hand - need.quantity")
	return err
}

// Restore brings shipped pieces of an order back into the house. A repeat does nothing.
func Restore(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID) error {
	_, err := transfer(ctx, tx, storeID, orderID, Shipped, Released, "on_hand = lvl.on_hand + need.quantity")
	return err
}

// transfer moves the holds of an order from one state to another together with the counters, which set describes, and
// tells whether there were any. Holds in another state are left alone, which is what makes a repeat harmless. A hold whose
// variant was deleted since changes its state alone: the level went with the variant.
func transfer(ctx context.Context, tx *db.Tx, storeID int64, orderID uuid.UUID, from, to State, set string) (bool, error) {
	var changed []*struct {
		VariantID  uuid.UUID
		LocationID uuid.UUID
		Quantity   int
		OnHand     int
		Free       int
	}
	err := db.Hot(`
		WITH moved AS (
			UPDATE stock_holds SET state = $4, expires_at = NULL WHERE store_id = $1 AND order_id = $2::text::uuid AND state = $3
			RETURNING variant_id, location_id, quantity
		),
		need AS (SELECT variant_id, location_id, sum(quantity)::int AS quantity FROM moved GROUP BY variant_id, location_id),
		locked AS (
			SELECT variant_id, location_id, need.quantity
			FROM stock_levels lvl JOIN need USING (variant_id, location_id) WHERE lvl.store_id = $1
			ORDER BY variant_id, location_id FOR NO KEY UPDATE OF lvl
		)
		UPDATE stock_levels lvl SET `+set+`, updated_at = now() FROM locked need
		WHERE lvl.store_id = $1 AND lvl.variant_id = need.variant_id AND lvl.location_id = need.location_id
		RETURNING lvl.variant_id, lvl.location_id, need.quantity, lvl.on_hand, `+Free+` AS free`).
		Scan(ctx, tx, &changed, storeID, orderID.String(), string(from), string(to))
	if err != nil {
		return false, fmt.Errorf("stock of order %s to %s: %w", orderID, to, err)
	}
	if from == Shipped || to == Released { // pieces can be sold again
		var back []uuid.UUID
		for _, c := range changed {
			touch(tx, c.Free-c.Quantity, c.Free)
			noteStock(ctx, tx, storeID, c.VariantID)
			if c.Free > 0 && c.Free <= c.Quantity {
				back = append(back, c.VariantID)
			}
		}
		if err := turned(ctx, tx, storeID, back...); err != nil {
			return false, err
		}
	}
	sign, reason := 1, Returned
	switch {
	case to == Shipped:
		sign, reason = -1, Sold
	case from != Shipped:
		return len(changed) > 0, nil // nothing came or went
	}
	moves := make([]*Movement, len(changed))
	for i, c := range changed {
		moves[i] = &Movement{
			StoreID: storeID, VariantID: c.VariantID, LocationID: c.LocationID, Delta: sign * c.Quantity,
			OnHand: c.OnHand, Reason: reason, OrderID: &orderID,
		}
	}
	return len(changed) > 0, record(ctx, tx, moves...)
}

// merged adds up needs of one variant, in the order in which they first come.
func merged(needs []Need) ([]Need, error) {
	at := map[uuid.UUID]int{}
	var out []Need
	for _, n := range needs {
		if n.Quantity < 1 {
			return nil, fmt.Errorf("%d pieces of variant %s", n.Quantity, n.VariantID)
		}
		i, known := at[n.VariantID]
		if !known {
			i = len(out)
			at[n.VariantID] = i
			out = append(out, Need{VariantID: n.VariantID})
		}
		out[i].Quantity += n.Quantity
	}
	return out, nil
}
