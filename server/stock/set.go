package stock

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
)

// MaxPieces is the largest stock of one variant at one location.
const MaxPieces = 10_000_000

// Change sets on-hand stock to OnHand, or changes it by Delta: exactly one of the two.
type Change struct {
	VariantID  uuid.UUID
	LocationID *uuid.UUID // the default location when nil
	OnHand     *int
	Delta      *int
	Expected   *int // pieces on hand as the caller read them; nil for whatever they are
	Reason     Reason
	Note       string // why, in words
	Actor      string // who did it, in words, for the history
}

// Set applies a change and writes its movement. A change that changes nothing writes nothing. path is where the change
// stands in the caller's input; faults lie below it.
//
// Errors: fault INVALID at onHand when not exactly one of onHand and delta is given, OUT_OF_RANGE when fewer than 0 or more
// than MaxPieces would be left, INVALID at reason for Transferred, NOT_FOUND for a location or variant that the store does not have, STALE_VERSION at
// expectedOnHand, STOCK_PROMISED when fewer
// pieces would be left than orders were promised.
func Set(ctx context.Context, tx *db.Tx, storeID int64, c Change, path ...string) error {
	at := func(field string) []string { return slices.Concat(path, []string{field}) }
	if (c.OnHand == nil) == (c.Delta == nil) {
		return fault.New(fault.Invalid, at("onHand")...)
	}
	if c.Reason == Transferred { // which is never of one place alone
		return fault.New(fault.Invalid, at("reason")...)
	}
	text, f := input.Text(c.Note, 200, at("note")...)
	if f != nil {
		return f
	}
	location, err := locationOf(ctx, tx, storeID, c.LocationID, at("locationId"))
	if err != nil {
		return err
	}
	level, err := lock(ctx, tx, storeID, c.VariantID, location, at("variantId"))
	if err != nil {
		return err
	}
	if c.Expected != nil && *c.Expected != level.OnHand {
		return fault.New(fault.StaleVersion, at("expectedOnHand")...)
	}
	field, value, base := "onHand", c.OnHand, 0
	if value == nil {
		field, value, base = "delta", c.Delta, level.OnHand
	}
	if f := input.Number(*value, -base, MaxPieces-base, at(field)...); f != nil {
		return f
	}
	after := base + *value
	if promised := level.Reserved + level.Committed; after+level.BackorderLimit < promised {
		return fault.New(fault.StockPromised, at(field)...).With("promised", promised)
	}
	delta := after - level.OnHand
	if delta == 0 {
		return nil
	}
	_, err = tx.NewUpdate().Model(level).Set("on_hand = ?", after).Set("updated_at = now()").
		Where("store_id = ?", storeID).Where("variant_id = ?", c.VariantID).Where("location_id = ?", location).Exec(ctx)
	if err != nil {
		return fmt.Errorf("set stock of %s: %w", c.VariantID, err)
	}
	tx.Touch() // whoever counts and sets a number sees it at once, large ones too
	noteStock(ctx, tx, storeID, c.VariantID)
	if (level.Available() == 0) != (level.Available()+delta <= 0) {
		if err := turned(ctx, tx, storeID, c.VariantID); err != nil {
			return err
		}
	}
	return record(ctx, tx, &Movement{
		StoreID: storeID, VariantID: c.VariantID, LocationID: location, Delta: delta, OnHand: after,
		Reason: c.Reason, Note: text, Actor: c.Actor,
	})
}

// lock reads a level for change; the first time it is made, empty.
func lock(ctx context.Context, tx *db.Tx, storeID int64, variantID, locationID uuid.UUID, path []string) (*Level, error) {
	level := &Level{StoreID: storeID, VariantID: variantID, LocationID: locationID}
	_, err := tx.NewInsert().Model(level).On("CONFLICT DO NOTHING").Exec(ctx)
	if db.Violates(err, "stock_levels_variant_id_fkey") {
		return nil, fault.New(fault.NotFound, path...)
	}
	if err != nil {
		return nil, fmt.Errorf("open stock of %s: %w", variantID, err)
	}
	err = tx.NewSelect().Model(level).Where("store_id = ?", storeID).Where("variant_id = ?", variantID).
		Where("location_id = ?", locationID).For("NO KEY UPDATE").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock stock of %s: %w", variantID, err)
	}
	return level, nil
}

func record(ctx context.Context, tx *db.Tx, moves ...*Movement) error {
	if len(moves) == 0 {
		return nil
	}
	if _, err := tx.NewInsert().Model(&moves).ExcludeColumn("id").Exec(ctx); err != nil {
		return fmt.Errorf("record stock movements: %w", err)
	}
	return nil
}

func locationOf(ctx context.Context, q bun.IDB, storeID int64, wanted *uuid.UUID, path []string) (uuid.UUID, error) {
	if wanted == nil {
		return Default(ctx, q, storeID)
	}
	known, err := q.NewSelect().Model((*Location)(nil)).Where("store_id = ?", storeID).Where("id = ?", *wanted).
		Where("archived_at IS NULL").Exists(ctx)
	if err != nil {
		return uuid.Nil, fmt.Errorf("location %s: %w", *wanted, err)
	}
	if !known {
		return uuid.Nil, fault.New(fault.NotFound, path...)
	}
	return *wanted, nil
}

// Default is the id of a store's default location.
func Default(ctx context.Context, q bun.IDB, storeID int64) (uuid.UUID, error) {
	var found Location
	err := q.NewSelect().Model(&found).Column("id").Where("store_id = ?", storeID).Where("is_default").Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return uuid.Nil, fmt.Errorf("store %d has no default location", storeID)
	}
	if err != nil {
		return uuid.Nil, fmt.Errorf("default location of store %d: %w", storeID, err)
	}
	return found.ID, nil
}

// Open makes the default location of a new store; a repeat gives the one there is.
func Open(ctx context.Context, tx *db.Tx, storeID int64, name lang.Text) (uuid.UUID, error) {
	place := &Location{StoreID: storeID, ID: id.New(), Name: name, IsDefault: true, Version: 1}
	_, err := tx.NewInsert().Model(place).On("CONFLICT (store_id) WHERE is_default DO NOTHING").Exec(ctx)
	if err != nil {
		return uuid.Nil, fmt.Errorf("open default location: %w", err)
	}
	return Default(ctx, tx, storeID)
}
