package stock

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
)

// Count says how many pieces of a variant were counted, 0 to MaxPieces. Path is where that stands in the caller's input.
type Count struct {
	VariantID uuid.UUID
	OnHand    int
	Path      []string
}

// SetMany is Set for counts of different variants at the default location, in a number of statements that does not grow
// with them. Levels are locked in their order. The answer has a fault for each count that was refused, STOCK_PROMISED at its
// path, and nil for the others; those are written all the same.
func SetMany(ctx context.Context, tx *db.Tx, storeID int64, counts []Count, reason Reason, actor string) ([]*fault.Error, error) {
	refused := make([]*fault.Error, len(counts))
	if len(counts) == 0 {
		return refused, nil
	}
	place, err := Default(ctx, tx, storeID)
	if err != nil {
		return nil, err
	}
	levels, err := lockMany(ctx, tx, storeID, place, counts)
	if err != nil {
		return nil, err
	}
	var rows []string
	var args []any
	var moves []*Movement
	for i, c := range counts {
		level := levels[c.VariantID]
		if promised := level.Reserved + level.Committed; c.OnHand+level.BackorderLimit < promised {
			refused[i] = fault.New(fault.StockPromised, c.Path...).With("promised", promised)
			continue
		}
		delta := c.OnHand - level.OnHand
		if delta == 0 {
			continue
		}
		tx.Touch() // whoever counts and sets a number sees it at once, large ones too
		noteStock(ctx, tx, storeID, c.VariantID)
		rows = append(rows, "(?::uuid, ?::int)")
		args = append(args, c.VariantID, c.OnHand)
		moves = append(moves, &Movement{
			StoreID: storeID, VariantID: c.VariantID, LocationID: place, Delta: delta, OnHand: c.OnHand, Reason: reason, Actor: actor,
		})
	}
	if len(rows) == 0 {
		return refused, nil
	}
	_, err = tx.NewRaw(`UPDATE stock_levels lvl SET on_hand = counted.on_hand, updated_at = now()
		FROM (VALUES `+strings.Join(rows, ", ")+`) counted (variant_id, on_hand)
		WHERE lvl.store_id = ? AND lvl.location_id = ? AND lvl.variant_id = counted.variant_id`, append(args, storeID, place)...).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("set stock of %d variants: %w", len(rows), err)
	}
	return refused, record(ctx, tx, moves...)
}

// lockMany reads levels of one place for change; those that are not there yet are made, empty.
func lockMany(ctx context.Context, tx *db.Tx, storeID int64, place uuid.UUID, counts []Count) (map[uuid.UUID]*Level, error) {
	empty := make([]*Level, len(counts))
	ids := make([]uuid.UUID, len(counts))
	for i, c := range counts {
		empty[i] = &Level{StoreID: storeID, VariantID: c.VariantID, LocationID: place}
		ids[i] = c.VariantID
	}
	slices.SortFunc(empty, func(a, b *Level) int { return slices.Compare(a.VariantID[:], b.VariantID[:]) })
	_, err := tx.NewInsert().Model(&empty).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("open stock of %d variants: %w", len(ids), err)
	}
	var locked []*Level
	err = tx.NewSelect().Model(&locked).Where("store_id = ?", storeID).Where("location_id = ?", place).
		Where("variant_id IN (?)", bun.List(ids)).OrderExpr("variant_id").For("NO KEY UPDATE").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock stock of %d variants: %w", len(ids), err)
	}
	by := make(map[uuid.UUID]*Level, len(locked))
	for _, l := range locked {
		by[l.VariantID] = l
	}
	return by, nil
}
