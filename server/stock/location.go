package stock

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
	"github.com/dokon-shop/dokon/server/lang"
)

// MaxLocations is how many places a store may have: an order looks at all of them for its pieces.
const MaxLocations = 100

// Location is a place where goods lie. A store has exactly one default location.
type Location struct {
	bun.BaseModel `bun:"table:locations,alias:loc"`

	StoreID    int64      `bun:"store_id,pk"`
	ID         uuid.UUID  `bun:"id,pk,type:uuid"`
	ExternalID *string    `bun:"external_id"`
	Name       lang.Text  `bun:"name,type:jsonb"`
	IsDefault  bool       `bun:"is_default"`
	Position   int        `bun:"position"`
	ArchivedAt *time.Time `bun:"archived_at"` // nil while it is used
	Version    int        `bun:"version,nullzero,default:1"`
}

// GlobalID names the location in the API.
func (l *Location) GlobalID() id.ID { return id.Of(id.Location, l.ID) }

// IsNode marks what node(id) can answer.
func (*Location) IsNode() {}

// IsArchived tells that the place is not used any more.
func (l *Location) IsArchived() bool { return l.ArchivedAt != nil }

// Noted implements edit.Row. Locations are archived and never deleted.
func (l *Location) Noted() edit.Note {
	return edit.Note{StoreID: l.StoreID, Version: l.Version, Created: journal.LocationCreated, Updated: journal.LocationUpdated}
}

// LocationUpsertInput makes a location or changes one. What is nil stays as it is.
type LocationUpsertInput struct {
	ID              *id.ID
	ExternalID      *string
	ExpectedVersion *int
	Name            *lang.Text
	Position        *int
	IsDefault       *bool // true takes that from the one which was it
}

// UpsertLocation makes or changes a location. Faults below "input": NOT_FOUND, STALE_VERSION, REQUIRED, DUPLICATE, TOO_MANY,
// OUT_OF_RANGE, and INVALID at isDefault for a store that would have none, or an archived one.
func UpsertLocation(ctx context.Context, tx *db.Tx, storeID int64, in LocationUpsertInput) (*Location, error) {
	return edit.Again(func() (*Location, error) {
		l, isNew, err := edit.Find[Location](ctx, tx, storeID, id.Location, in.ID, in.ExternalID)
		if err != nil {
			return nil, err
		}
		var faults fault.List
		if isNew {
			l = &Location{StoreID: storeID, ID: id.New()}
			if err := edit.Few[Location](ctx, tx, storeID, MaxLocations, &faults); err != nil {
				return nil, err
			}
		} else if f := edit.Stale(in.ExpectedVersion, l.Version); f != nil {
			return nil, f
		}
		switch {
		case in.Name != nil:
			clean, more := input.RequiredTexts(*in.Name, 100, "input", "name")
			faults.Add(more...)
			l.Name = clean
		case isNew:
			faults.Add(fault.New(fault.Required, "input", "name"))
		}
		if in.Position != nil {
			faults.Add(input.Number(*in.Position, 0, 1_000_000, "input", "position"))
			l.Position = *in.Position
		}
		becomesDefault := in.IsDefault != nil && *in.IsDefault && !l.IsDefault
		if becomesDefault && l.IsArchived() || in.IsDefault != nil && !*in.IsDefault && l.IsDefault {
			faults.Add(fault.New(fault.Invalid, "input", "isDefault"))
		}
		row := edit.Keyed{Tx: tx, StoreID: storeID, Table: "locations", ID: l.ID, IsNew: isNew}
		if err := row.SetExternalID(ctx, &l.ExternalID, in.ExternalID, &faults); err != nil {
			return nil, err
		}
		if err := row.Verdict(ctx, l.ExternalID, faults); err != nil {
			return nil, err
		}
		if becomesDefault {
			if err := dethrone(ctx, tx, storeID); err != nil {
				return nil, err
			}
			l.IsDefault = true
		}
		l.Version++
		return l, row.Saved(edit.Save(ctx, tx, l, isNew), "")
	})
}

// dethrone takes it from the default location to be that.
func dethrone(ctx context.Context, tx *db.Tx, storeID int64) error {
	was := new(Location)
	was, err := edit.One(was, tx.NewSelect().Model(was).Where("store_id = ?", storeID).Where("is_default").For("NO KEY UPDATE").Scan(ctx))
	if err != nil || was == nil {
		return err
	}
	was.IsDefault = false
	was.Version++
	return edit.Wrap(edit.Save(ctx, tx, was, false), "the default location")
}

// LocationArchiveSetInput archives a location, or brings it back.
type LocationArchiveSetInput struct {
	ID              id.ID
	ExpectedVersion *int
	IsArchived      bool
}

// SetLocationArchived takes a place out of use, or puts it back. A repeat changes nothing. Pieces that come back to an
// archived place with a returned order can be sold and brought away from it.
// Faults below "input": INVALID_ID, NOT_FOUND, STALE_VERSION, LOCATION_IN_USE at id for the default one and while pieces are there.
func SetLocationArchived(ctx context.Context, tx *db.Tx, storeID int64, in LocationArchiveSetInput, now time.Time) (*Location, error) {
	l, _, err := edit.Find[Location](ctx, tx, storeID, id.Location, &in.ID, nil)
	if err != nil || l.IsArchived() == in.IsArchived {
		return l, err
	}
	if f := edit.Stale(in.ExpectedVersion, l.Version); f != nil {
		return nil, f
	}
	l.ArchivedAt = nil
	if in.IsArchived {
		full, err := tx.NewSelect().Model((*Level)(nil)).Where("lvl.store_id = ?", storeID).Where("lvl.location_id = ?", l.ID).
			Where("on_hand + reserved + committed + backorder_limit > 0").Exists(ctx)
		if err != nil {
			return nil, fmt.Errorf("pieces at location %s: %w", l.ID, err)
		}
		if full || l.IsDefault {
			return nil, fault.New(fault.LocationInUse, "input", "id")
		}
		l.ArchivedAt = &now
	}
	l.Version++
	return l, edit.Wrap(edit.Save(ctx, tx, l, false), "archive a location")
}

// Locations lists the places of a store: the default first, archived ones last.
func Locations(ctx context.Context, q bun.IDB, storeID int64) ([]*Location, error) {
	found := []*Location{}
	if err := locations.Scan(ctx, q, &found, storeID); err != nil {
		return nil, fmt.Errorf("locations of store %d: %w", storeID, err)
	}
	return found, nil
}

var locations = db.Compile(func(d *bun.DB) *bun.SelectQuery {
	return d.NewSelect().Model((*Location)(nil)).Where("store_id = $1").OrderExpr("is_default DESC, archived_at IS NOT NULL, position, id")
})

// LocationsByIDs reads places, archived ones too.
func LocationsByIDs(ctx context.Context, q bun.IDB, storeID int64, ids []uuid.UUID) ([]*Location, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []*Location
	err := q.NewSelect().Model(&found).Where("store_id = ?", storeID).Where("id IN (?)", bun.List(ids)).Scan(ctx)
	return found, edit.Wrap(err, "locations")
}
