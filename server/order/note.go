package order

import (
	"context"
	"fmt"
	"time"

	"github.com/dokon-shop/dokon/server/cart"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
)

// OrderNoteSetInput sets the staff's note.
type OrderNoteSetInput struct {
	ID   id.ID
	Note string
}

// SetNote sets the note of the staff on an order, closed ones too. It is no step in the order's life: neither version nor
// timeline change. Faults: INVALID_ID, NOT_FOUND at id; TOO_LONG, INVALID at note.
func SetNote(ctx context.Context, d *db.DB, shop cart.Shop, who Actor, in OrderNoteSetInput, now time.Time) (*Order, error) {
	var faults fault.List
	note, bad := input.Lines(in.Note, 2000, "input", "note")
	faults.Add(bad)
	key, err := in.ID.Must(id.Order, "input", "id")
	if err := faults.Under(err); err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, faults
	}
	var o *Order
	err = d.Write(ctx, shop.Store.ID, func(ctx context.Context, tx *db.Tx) error {
		m, err := lock(ctx, tx, shop, who, key, now)
		if err != nil {
			return err
		}
		if m == nil {
			return fault.New(fault.NotFound, "input", "id")
		}
		o = m.Order
		if o.StaffNote == note {
			return nil
		}
		o.StaffNote, o.UpdatedAt = note, now
		if _, err := tx.NewUpdate().Model(o).Column("staff_note", "updated_at").WherePK().Exec(ctx); err != nil {
			return fmt.Errorf("note of order %s: %w", key, err)
		}
		publish(tx, shop, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}
