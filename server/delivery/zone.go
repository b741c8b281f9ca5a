package delivery

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"github.com/dokon-shop/dokon/server/db"
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
// Faults, all at once: REQUIRED, TOO_LONG, OUT_OF_RANGE and those of CheckArea at their fields; alone: INVALID_ID, NOT_FOUND,
// STALE_VERSION, DUPLICATE.
func UpsertZone(ctx context.Context, d *db.DB, storeID int64, in DeliveryZoneUpsertInput) (*Zone, error) {
	var zone *Zone
	err := d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		zone = &Zone{}
		isKnown, err := locked(ctx, tx, storeID, zone,
			identity{id.Zone, in.ID, in.ExternalID, in.ExpectedVersion}, func(z *Zone) int { return z.Version })
		if err != nil {
			return err
		}
		if !isKnown {
			zone = &Zone{StoreID: storeID, ID: id.New(), IsActive: true}
		}
		if faults := in.apply(zone, isKnown); len(faults) > 0 {
			return faults
		}
		zone.Version++
		return save(ctx, tx, zone, isKnown, "delivery_zones_external_id_key")
	})
	if err != nil {
		return nil, err
	}
	return zone, nil
}

func (in DeliveryZoneUpsertInput) apply(z *Zone, isKnown bool) fault.List {
	var faults, more fault.List
	if in.ExternalID != nil {
		text, bad := input.Required(*in.ExternalID, 100, "input", "externalId")
		faults.Add(bad)
		z.ExternalID = &text
	}
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

// DeleteZone deletes a zone; orders keep its name. A repeat succeeds. Fault: INVALID_ID.
func DeleteZone(ctx context.Context, d *db.DB, storeID int64, which id.ID) error {
	return remove(ctx, d, storeID, (*Zone)(nil), id.Zone, which)
}
