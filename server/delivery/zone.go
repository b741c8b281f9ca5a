package delivery

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/geo"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/money"
)

// maxMinutes of a delivery: two weeks.
const maxMinutes = 14 * 24 * 60

// DeliveryZoneUpsertInput makes or changes a zone; what is nil stays as it is. A new zone needs name, polygon and price.
type DeliveryZoneUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Name            *lang.Text
	Polygon         []geo.Point
	Price           *money.Tiyin
	FreeFrom        graphql.Omittable[*money.Tiyin]
	Minimum         *money.Tiyin
	MinutesMin      graphql.Omittable[*int]
	MinutesMax      graphql.Omittable[*int]
	IsActive        *bool
	Position        *int
}

// UpsertZone makes a zone, or changes the one that id or externalId names.
//
// Faults, all at once: REQUIRED, TOO_LONG, OUT_OF_RANGE, DUPLICATE and those of CheckArea at their fields; alone: INVALID_ID,
// NOT_FOUND, STALE_VERSION.
func UpsertZone(ctx context.Context, tx *db.Tx, storeID int64, in DeliveryZoneUpsertInput) (*Zone, error) {
	return edit.Again(func() (*Zone, error) {
		z, isNew, err := edit.Find[Zone](ctx, tx, storeID, id.Zone, in.ID, in.ExternalID)
		if err != nil {
			return nil, err
		}
		if isNew {
			z = &Zone{StoreID: storeID, ID: id.New(), IsActive: true}
		} else if f := edit.Stale(in.ExpectedVersion, z.Version); f != nil {
			return nil, f
		}
		faults := in.apply(z, !isNew)
		row := edit.Keyed{Tx: tx, StoreID: storeID, Table: "delivery_zones", ID: z.ID, IsNew: isNew}
		if err := row.SetExternalID(ctx, &z.ExternalID, in.ExternalID, &faults); err != nil {
			return nil, err
		}
		if err := row.Verdict(ctx, z.ExternalID, faults); err != nil {
			return nil, err
		}
		z.Version++
		return z, row.Saved(edit.Save(ctx, tx, z, isNew), "")
	})
}

func (in DeliveryZoneUpsertInput) apply(z *Zone, isKnown bool) fault.List {
	var faults, more fault.List
	if in.Name != nil || !isKnown {
		var name lang.Text
		if in.Name != nil {
			name = *in.Name
		}
		z.Name, more = input.RequiredTexts(name, 100, "input", "name")
		faults.Add(more...)
	}
	switch {
	case in.Polygon != nil:
		z.Area, more = CheckArea(in.Polygon, "input", "polygon")
		faults.Add(more...)
	case !isKnown:
		faults.Add(fault.New(fault.Required, "input", "polygon"))
	}
	if in.Price == nil && !isKnown {
		faults.Add(fault.New(fault.Required, "input", "price"))
	}
	set(&z.Price, in.Price, money.Max, &faults, "price")
	set(&z.Minimum, in.Minimum, money.Max, &faults, "minimum")
	set(&z.Position, in.Position, 1_000_000, &faults, "position")
	setNull(&z.FreeFrom, in.FreeFrom, money.Max, &faults, "freeFrom")
	setNull(&z.MinutesMin, in.MinutesMin, maxMinutes, &faults, "minutesMin")
	setNull(&z.MinutesMax, in.MinutesMax, maxMinutes, &faults, "minutesMax")
	if z.MinutesMin != nil && z.MinutesMax != nil && *z.MinutesMax < *z.MinutesMin {
		faults.Add(fault.New(fault.OutOfRange, "input", "minutesMax").With("min", *z.MinutesMin).With("max", maxMinutes))
	}
	if in.IsActive != nil {
		z.IsActive = *in.IsActive
	}
	return faults
}

// set takes a number from 0 to limit, when one is given.
func set[N ~int | ~int64](to, from *N, limit N, faults *fault.List, field string) {
	if from == nil {
		return
	}
	faults.Add(input.Number(*from, 0, limit, "input", field))
	*to = *from
}

// setNull is set for what may be taken away by null.
func setNull[N ~int | ~int64](to **N, from graphql.Omittable[*N], limit N, faults *fault.List, field string) {
	if !from.IsSet() {
		return
	}
	if n := from.Value(); n != nil {
		faults.Add(input.Number(*n, 0, limit, "input", field))
	}
	*to = from.Value()
}

// DeleteZone deletes a zone; orders keep its name. A repeat succeeds. Faults: INVALID_ID, STALE_VERSION.
func DeleteZone(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
	z, err := edit.Doomed[Zone](ctx, tx, storeID, id.Zone, in)
	if err != nil || z == nil {
		return err
	}
	return edit.Delete(ctx, tx, z)
}
