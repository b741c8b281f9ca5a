// Package stock counts pieces: what is in the house, what orders hold and what can still be sold. It knows variants and
// orders by id alone; what they are is for catalog and order to say.
package stock

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/journal"
)

// Level is the stock of one variant at one location, in pieces.
type Level struct {
	bun.BaseModel `bun:"table:stock_levels,alias:lvl"`

	StoreID        int64     `bun:"store_id,pk"`
	VariantID      uuid.UUID `bun:"variant_id,pk,type:uuid"`
	LocationID     uuid.UUID `bun:"location_id,pk,type:uuid"`
	OnHand         int       `bun:"on_hand"`
	Reserved       int       `bun:"reserved"`  // held by placed orders
	Committed      int       `bun:"committed"` // promised to confirmed orders, still in the house
	BackorderLimit int       `bun:"backorder_limit"`
	UpdatedAt      time.Time `bun:"updated_at,nullzero"`

	Location *Location `bun:"rel:belongs-to,join:store_id=store_id,join:location_id=id"`
}

// Available is what can be sold now, 0 or more.
func (l *Level) Available() int { return max(0, l.OnHand-l.Reserved-l.Committed+l.BackorderLimit) }

// Reason tells why on-hand stock changed.
type Reason string

const (
	Recount  Reason = "RECOUNT"
	Received Reason = "RECEIVED"
	Sold     Reason = "SOLD"
	Returned Reason = "RETURNED"
	Damaged  Reason = "DAMAGED"
	Lost     Reason = "LOST"
	Import   Reason = "IMPORT"
	// Transferred pieces left one place for another, under one transfer.
	Transferred Reason = "TRANSFERRED"
)

// Movement is one change of on-hand stock with its reason; the table only grows.
type Movement struct {
	bun.BaseModel `bun:"table:stock_movements,alias:mov"`

	StoreID    int64      `bun:"store_id"`
	ID         int64      `bun:"id,pk,autoincrement"`
	VariantID  uuid.UUID  `bun:"variant_id,type:uuid"`
	LocationID uuid.UUID  `bun:"location_id,type:uuid"`
	Delta      int        `bun:"delta"`
	OnHand     int        `bun:"on_hand"` // after the change
	Reason     Reason     `bun:"reason"`
	OrderID    *uuid.UUID `bun:"order_id,type:uuid"`
	TransferID *uuid.UUID `bun:"transfer_id,type:uuid"` // of Transferred; what left and what came have the same
	Note       string     `bun:"note"`
	Actor      string     `bun:"actor"`
	At         time.Time  `bun:"created_at,nullzero,default:now()"`

	Location *Location `bun:"rel:belongs-to,join:store_id=store_id,join:location_id=id"`
}

// Low is the number of pieces from which a buyer is told that few are left.
const Low = 5

// touch tells readers of the catalog of a level that has few pieces, or had them before the change: whether a variant can
// be bought and whether few are left changes with such levels alone. Between large numbers an answer may stay as it was for
// as long as it is kept at all: else every order would end all kept answers of its store.
func touch(tx *db.Tx, before, after int) {
	if before != after && min(before, after) <= Low {
		tx.Touch()
	}
}

// noteStock says in the journal of the store that a variant has another number of pieces to sell.
func noteStock(ctx context.Context, tx *db.Tx, storeID int64, variantID uuid.UUID) {
	journal.Record(ctx, tx, storeID, journal.StockChanged, id.Of(id.Variant, variantID), 0)
}

// Shortage are the facts of an INSUFFICIENT_STOCK fault.
type Shortage struct {
	VariantID uuid.UUID
	Available int
}

// Available sums what can be sold of each variant over all locations. A variant without any level has 0 and is missing
// from the answer.
func Available(ctx context.Context, q bun.IDB, storeID int64, variantIDs []uuid.UUID) (map[uuid.UUID]int, error) {
	if len(variantIDs) == 0 {
		return nil, nil
	}
	var rows []struct {
		VariantID uuid.UUID
		Available int
	}
	err := q.NewSelect().Model((*Level)(nil)).
		Column("variant_id").
		ColumnExpr("sum("+Free+") AS available").
		Where("store_id = ?", storeID).Where("variant_id IN (?)", bun.List(variantIDs)).
		GroupExpr("variant_id").Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("stock of %d variants: %w", len(variantIDs), err)
	}
	sums := make(map[uuid.UUID]int, len(rows))
	for _, r := range rows {
		sums[r.VariantID] = r.Available
	}
	return sums, nil
}

// Levels reads the stock of variants location by location, the default location first.
func Levels(ctx context.Context, q bun.IDB, storeID int64, variantIDs []uuid.UUID) ([]*Level, error) {
	if len(variantIDs) == 0 {
		return nil, nil
	}
	var found []*Level
	err := q.NewSelect().Model(&found).Relation("Location").
		Where("lvl.store_id = ?", storeID).Where("lvl.variant_id IN (?)", bun.List(variantIDs)).
		OrderExpr("location.is_default DESC, location.position, location.id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("stock levels of %d variants: %w", len(variantIDs), err)
	}
	return found, nil
}

// Lock keeps the levels of variants as they are until the transaction ends: no order takes pieces meanwhile, and those that
// did are committed. For whoever is about to delete the variants, which deletes their levels.
func Lock(ctx context.Context, tx *db.Tx, storeID int64, variantIDs []uuid.UUID) error {
	if len(variantIDs) == 0 {
		return nil
	}
	var locked []*Level
	err := tx.NewSelect().Model(&locked).Column("variant_id").Where("store_id = ?", storeID).
		Where("variant_id IN (?)", bun.List(variantIDs)).OrderExpr("variant_id, location_id").For("UPDATE").Scan(ctx)
	if err != nil {
		return fmt.Errorf("lock stock of %d variants: %w", len(variantIDs), err)
	}
	return nil
}
