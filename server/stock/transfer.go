package stock

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// MaxTransferLines is how many variants one transfer may move.
const MaxTransferLines = 200

// TransferInput brings pieces from one place to another.
type TransferInput struct {
	FromLocationID id.ID
	ToLocationID   id.ID
	Lines          []*TransferLineInput
	Note           *string // why, in words
}

// TransferLineInput is how many pieces of a variant are brought.
type TransferLineInput struct {
	VariantID id.ID
	Quantity  int
}

// spot is a variant at a place.
type spot struct{ variant, location uuid.UUID }

func (s spot) compare(other spot) int {
	if c := slices.Compare(s.variant[:], other.variant[:]); c != 0 {
		return c
	}
	return slices.Compare(s.location[:], other.location[:])
}

// Transfer brings pieces from one place to another, all or nothing, and gives the movements: for each line what left and what
// came. What orders were promised at the first place stays there. Levels are locked in the order of (variant, location), as
// everywhere, so opposite transfers wait for each other and never in a circle.
//
// Faults below "input": INVALID_ID; NOT_FOUND for places, variants and an archived place to go to; INVALID at toLocationId for
// the same place; REQUIRED and TOO_MANY at lines; DUPLICATE; OUT_OF_RANGE; INSUFFICIENT_STOCK with a Shortage at a quantity.
func Transfer(ctx context.Context, tx *db.Tx, storeID int64, in TransferInput, actor string) ([]*Movement, error) {
	from, to, faults, err := readPlaces(ctx, tx, storeID, in)
	if err != nil {
		return nil, err
	}
	var note string
	if in.Note != nil {
		clean, f := input.Text(*in.Note, 200, "input", "note")
		faults.Add(f)
		note = clean
	}
	if err := readTransferred(ctx, tx, storeID, in.Lines, &faults); err != nil {
		return nil, err
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	levels, err := lockSpots(ctx, tx, storeID, in.Lines, from, to)
	if err != nil {
		return nil, err
	}
	transfer := id.New()
	var moves []*Movement
	for i, line := range in.Lines {
		at := append(input.At(i, "input", "lines"), "quantity")
		source, target := levels[spot{line.VariantID.UUID, from}], levels[spot{line.VariantID.UUID, to}]
		movable := min(source.OnHand, source.OnHand+source.BackorderLimit-source.Reserved-source.Committed)
		if line.Quantity > movable {
			faults.Add(fault.New(fault.InsufficientStock, at...).With("available", movable).
				Stating(Shortage{VariantID: line.VariantID.UUID, Available: movable}))
			continue
		}
		faults.Add(input.Number(line.Quantity, 1, MaxPieces-target.OnHand, at...))
		source.OnHand -= line.Quantity
		target.OnHand += line.Quantity
		for _, end := range []struct {
			level *Level
			delta int
		}{{source, -line.Quantity}, {target, line.Quantity}} {
			moves = append(moves, &Movement{
				StoreID: storeID, VariantID: line.VariantID.UUID, LocationID: end.level.LocationID, Delta: end.delta, OnHand: end.level.OnHand,
				Reason: Transferred, TransferID: &transfer, Note: note, Actor: actor,
			})
		}
		noteStock(ctx, tx, storeID, line.VariantID.UUID)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if err := applyMoves(ctx, tx, storeID, moves); err != nil {
		return nil, err
	}
	return moves, record(ctx, tx, moves...)
}

// readPlaces finds where pieces leave and where they go.
func readPlaces(ctx context.Context, q bun.IDB, storeID int64, in TransferInput) (from, to uuid.UUID, faults fault.List, err error) {
	for _, end := range []struct {
		given id.ID
		key   *uuid.UUID
		field string
	}{{in.FromLocationID, &from, "fromLocationId"}, {in.ToLocationID, &to, "toLocationId"}} {
		key, wrong := end.given.Must(id.Location, "input", end.field)
		if wrong != nil {
			_ = faults.Under(wrong) // Must gives nothing but faults
			continue
		}
		*end.key = key
	}
	known, err := LocationsByIDs(ctx, q, storeID, []uuid.UUID{from, to})
	if err != nil || len(faults) > 0 {
		return from, to, faults, err
	}
	find := func(key uuid.UUID) *Location {
		for _, l := range known {
			if l.ID == key {
				return l
			}
		}
		return nil
	}
	if find(from) == nil {
		faults.Add(fault.New(fault.NotFound, "input", "fromLocationId"))
	}
	if target := find(to); target == nil || target.IsArchived() {
		faults.Add(fault.New(fault.NotFound, "input", "toLocationId"))
	} else if from == to {
		faults.Add(fault.New(fault.Invalid, "input", "toLocationId"))
	}
	return from, to, faults, nil
}

// readTransferred checks the lines by themselves.
func readTransferred(ctx context.Context, q bun.IDB, storeID int64, lines []*TransferLineInput, faults *fault.List) error {
	switch n := len(lines); {
	case n == 0:
		faults.Add(fault.New(fault.Required, "input", "lines"))
		return nil
	case n > MaxTransferLines:
		faults.Add(fault.New(fault.TooMany, "input", "lines").With("max", MaxTransferLines))
		return nil
	}
	ids := make([]uuid.UUID, len(lines))
	for i, line := range lines {
		ids[i] = line.VariantID.UUID
	}
	var known []uuid.UUID
	// Variants belong to the catalog, which knows stock and therefore cannot be asked by it.
	err := q.NewSelect().Table("variants").Column("id").Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids)).Scan(ctx, &known)
	if err != nil {
		return fmt.Errorf("variants of a transfer: %w", err)
	}
	for i, line := range lines {
		here := input.At(i, "input", "lines")
		key, err := line.VariantID.Must(id.Variant, append(here, "variantId")...)
		switch {
		case err != nil:
			_ = faults.Under(err) // Must gives nothing but faults
		case !slices.Contains(known, key):
			faults.Add(fault.New(fault.NotFound, append(here, "variantId")...))
		case slices.Contains(ids[:i], key):
			faults.Add(fault.New(fault.Duplicate, append(here, "variantId")...))
		}
		faults.Add(input.Number(line.Quantity, 1, MaxPieces, append(here, "quantity")...))
	}
	return nil
}

// lockSpots reads the levels of variants at two places for change; those that are not there yet are made, empty.
func lockSpots(ctx context.Context, tx *db.Tx, storeID int64, lines []*TransferLineInput, places ...uuid.UUID) (map[spot]*Level, error) {
	var empty []*Level
	ids := make([]uuid.UUID, len(lines))
	for i, line := range lines {
		ids[i] = line.VariantID.UUID
		for _, place := range places {
			empty = append(empty, &Level{StoreID: storeID, VariantID: ids[i], LocationID: place})
		}
	}
	slices.SortFunc(empty, func(a, b *Level) int {
		return spot{a.VariantID, a.LocationID}.compare(spot{b.VariantID, b.LocationID})
	})
	if _, err := tx.NewInsert().Model(&empty).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
		return nil, fmt.Errorf("open stock of %d variants: %w", len(ids), err)
	}
	var locked []*Level
	err := tx.NewSelect().Model(&locked).Where("store_id = ?", storeID).Where("variant_id IN (?)", bun.List(ids)).
		Where("location_id IN (?)", bun.List(places)).OrderExpr("variant_id, location_id").For("NO KEY UPDATE").Scan(ctx)
	by := make(map[spot]*Level, len(locked))
	for _, l := range locked {
		by[spot{l.VariantID, l.LocationID}] = l
	}
	return by, edit.Wrap(err, "lock stock of a transfer")
}

// applyMoves writes what is on hand after movements.
func applyMoves(ctx context.Context, tx *db.Tx, storeID int64, moves []*Movement) error {
	rows := make([]string, len(moves))
	var args []any
	for i, m := range moves {
		rows[i] = "(?::uuid, ?::uuid, ?::int)"
		args = append(args, m.VariantID, m.LocationID, m.OnHand)
	}
	_, err := tx.NewRaw(`UPDATE stock_levels lvl SET on_hand = moved.on_hand, updated_at = now()
		FROM (VALUES `+strings.Join(rows, ", ")+`) moved (variant_id, location_id, on_hand)
		WHERE lvl.store_id = ? AND lvl.variant_id = moved.variant_id AND lvl.location_id = moved.location_id`, append(args, storeID)...).Exec(ctx)
	return edit.Wrap(err, "move stock")
}
