package delivery

import (
	"context"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/phone"
	"github.com/dokon-shop/dokon/server/store"
)

// readyMinutes is how long an order takes to be ready where the shop has not said.
const readyMinutes = 60

// PickupPointUpsertInput makes or changes a pickup point; what is nil stays as it is. A new one needs name, address and
// point. Hours replace the whole week; an empty list means the hours of the store.
type PickupPointUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Name            *lang.Text
	Address         *lang.Text
	Point           *geo.Point
	Hours           []store.OpeningHours
	Phone           *string
	ReadyMinutes    *int
	IsActive        *bool
	Position        *int
}

// UpsertPickupPoint makes a pickup point, or changes the one that id or externalId names.
//
// Faults, all at once: REQUIRED, TOO_LONG, OUT_OF_RANGE, INVALID_PHONE, DUPLICATE and those of store.CheckHours at their
// fields; alone: INVALID_ID, NOT_FOUND, STALE_VERSION.
func UpsertPickupPoint(ctx context.Context, tx *db.Tx, storeID int64, in PickupPointUpsertInput) (*PickupPoint, error) {
	return edit.Again(func() (*PickupPoint, error) {
		p, isNew, err := edit.Find[PickupPoint](ctx, tx, storeID, id.PickupPoint, in.ID, in.ExternalID)
		if err != nil {
			return nil, err
		}
		if isNew {
			p = &PickupPoint{
				StoreID: storeID, ID: id.New(), IsActive: true, ReadyMinutes: readyMinutes, Hours: []store.OpeningHours{},
			}
		} else if f := edit.Stale(in.ExpectedVersion, p.Version); f != nil {
			return nil, f
		}
		faults, err := in.apply(p, !isNew)
		if err != nil {
			return nil, err
		}
		row := edit.Keyed{Tx: tx, StoreID: storeID, Table: "pickup_points", ID: p.ID, IsNew: isNew}
		if err := row.SetExternalID(ctx, &p.ExternalID, in.ExternalID, &faults); err != nil {
			return nil, err
		}
		if err := row.Verdict(ctx, p.ExternalID, faults); err != nil {
			return nil, err
		}
		p.Version++
		return p, row.Saved(edit.Save(ctx, tx, p, isNew), "")
	})
}

func (in PickupPointUpsertInput) apply(p *PickupPoint, isKnown bool) (fault.List, error) {
	var faults, more fault.List
	for _, f := range []struct {
		name string
		from *lang.Text
		to   *lang.Text
		max  int
	}{{"name", in.Name, &p.Name, 100}, {"address", in.Address, &p.Address, 300}} {
		if f.from == nil && isKnown {
			continue
		}
		var text lang.Text
		if f.from != nil {
			text = *f.from
		}
		*f.to, more = input.RequiredTexts(text, f.max, "input", f.name)
		faults.Add(more...)
	}
	switch {
	case in.Point != nil:
		faults.Add(in.Point.Check("input", "point")...)
		p.Latitude, p.Longitude = in.Point.Latitude, in.Point.Longitude
	case !isKnown:
		faults.Add(fault.New(fault.Required, "input", "point"))
	}
	switch {
	case len(in.Hours) > 0:
		p.Hours, more = store.CheckHours(in.Hours, "input", "hours")
		faults.Add(more...)
	case in.Hours != nil:
		p.Hours = []store.OpeningHours{}
	}
	if in.Phone != nil && *in.Phone == "" {
		p.Phone = ""
	} else if in.Phone != nil {
		number, err := phone.Normalize(*in.Phone, "input", "phone")
		if err := faults.Under(err); err != nil {
			return nil, err
		}
		p.Phone = number
	}
	set(&p.ReadyMinutes, in.ReadyMinutes, maxMinutes, &faults, "readyMinutes")
	set(&p.Position, in.Position, 1_000_000, &faults, "position")
	if in.IsActive != nil {
		p.IsActive = *in.IsActive
	}
	return faults, nil
}

// DeletePickupPoint deletes a pickup point; carts forget it, orders keep its name. A repeat succeeds.
// Faults: INVALID_ID, STALE_VERSION.
func DeletePickupPoint(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
	p, err := edit.Doomed[PickupPoint](ctx, tx, storeID, id.PickupPoint, in)
	if err != nil || p == nil {
		return err
	}
	return edit.Delete(ctx, tx, p)
}
