package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
)

// maxPosition is the largest place in an order that a shop arranges.
const maxPosition = 1_000_000

// keyed is a row with an address in the shop.
type keyed struct{ edit.Keyed }

// face is what brands, categories and collections show alike.
type face struct {
	ExternalID  **string
	Slug        *string
	Name        *lang.Text
	Description *lang.Text
	MediaID     **uuid.UUID
	Position    *int
}

// faceInput is what an input says of it; what is nil or left out stays as it is.
type faceInput struct {
	ExternalID  *string
	Slug        *string
	Name        *lang.Text
	Description *lang.Text
	MediaID     graphql.Omittable[*id.ID]
	Position    *int
}

// setFace puts an input into a row. Faults: REQUIRED, TOO_LONG, OUT_OF_RANGE, INVALID, INVALID_ID, NOT_FOUND at mediaId,
// DUPLICATE at externalId, SLUG_TAKEN.
func (k keyed) setFace(ctx context.Context, f face, in faceInput, faults *fault.List) error {
	required(faults, f.Name, in.Name, k.IsNew, 100, "input", "name")
	texts(faults, f.Description, in.Description, 2000, "input", "description")
	setPosition(faults, f.Position, in.Position)
	if err := setMedia(ctx, k.Tx, k.StoreID, f.MediaID, in.MediaID, faults); err != nil {
		return err
	}
	if err := k.SetExternalID(ctx, f.ExternalID, in.ExternalID, faults); err != nil {
		return err
	}
	return k.setSlug(ctx, f.Slug, in.Slug, *f.Name, faults)
}

func setPosition(faults *fault.List, field, given *int) {
	if given != nil {
		faults.Add(input.Number(*given, 0, maxPosition, "input", "position"))
		*field = *given
	}
}

// setSlug takes the given slug, or makes one of the name for a new row. Faults: INVALID, TOO_LONG, SLUG_TAKEN.
func (k keyed) setSlug(ctx context.Context, field *string, given *string, name lang.Text, faults *fault.List) error {
	switch {
	case given != nil && *given != *field:
		*field = *given
		if f := checkSlug(*given, "input", "slug"); f != nil {
			faults.Add(f)
			return nil
		}
		taken, err := k.Has(ctx, "slug", *given)
		if taken {
			faults.Add(edit.SlugTaken(*given))
		}
		return err
	case k.IsNew:
		slug, err := freeSlug(ctx, k.Tx, k.StoreID, k.Table, slugOf(name))
		*field = slug
		return err
	}
	return nil
}

// findCategory reads the category that an input names by id or, which wins, by external id; field is what the input calls
// it. isSet tells whether the input says anything; then nil means none. Faults: INVALID_ID, NOT_FOUND.
func findCategory(ctx context.Context, tx *db.Tx, storeID int64, wanted *id.ID, isGiven bool, externalID *string, field string, faults *fault.List) (found *Category, isSet bool, err error) {
	var key Key
	switch {
	case externalID != nil:
		key, field = Key{ExternalID: externalID}, field+"ExternalId"
	case wanted != nil:
		field += "Id"
		if _, err := wanted.Must(id.Category, "input", field); err != nil {
			return nil, false, faults.Under(err)
		}
		key = Key{ID: wanted}
	default:
		return nil, isGiven, nil
	}
	found, err = CategoryBy(ctx, tx, storeID, key, true)
	if err != nil {
		return nil, false, err
	}
	if found == nil {
		faults.Add(fault.New(fault.NotFound, "input", field))
		return nil, false, nil
	}
	return found, true, nil
}

func required(faults *fault.List, field *lang.Text, given *lang.Text, isNew bool, max int, path ...string) {
	if given == nil {
		if isNew {
			faults.Add(fault.New(fault.Required, path...))
		}
		return
	}
	clean, more := input.RequiredTexts(*given, max, path...)
	faults.Add(more...)
	*field = clean
}

func texts(faults *fault.List, field *lang.Text, given *lang.Text, max int, path ...string) {
	if given == nil {
		return
	}
	clean, more := input.Texts(*given, max, path...)
	faults.Add(more...)
	*field = clean
}

func setMedia(ctx context.Context, q bun.IDB, storeID int64, field **uuid.UUID, given graphql.Omittable[*id.ID], faults *fault.List) error {
	wanted, isSet := given.ValueOK()
	if !isSet {
		return nil
	}
	if wanted == nil {
		*field = nil
		return nil
	}
	key, err := wanted.Must(id.Media, "input", "mediaId")
	if err != nil {
		return faults.Under(err)
	}
	known, err := media.ByIDs(ctx, q, storeID, []uuid.UUID{key})
	if err != nil {
		return err
	}
	if len(known) == 0 {
		faults.Add(fault.New(fault.NotFound, "input", "mediaId"))
		return nil
	}
	*field = &key
	return nil
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// below is the path of fields below another, sharing no memory with it: faults keep their paths.
func below(path []string, fields ...string) []string { return slices.Concat(path, fields) }

// removed deletes the rows of a parent that are not kept.
func removed[T any](ctx context.Context, tx *db.Tx, storeID int64, column string, parents, keep []uuid.UUID) error {
	if len(parents) == 0 {
		return nil
	}
	del := tx.NewDelete().Model((*T)(nil)).Where("store_id = ?", storeID).Where("? IN (?)", bun.Ident(column), bun.List(parents))
	if len(keep) > 0 {
		del = del.Where("id NOT IN (?)", bun.List(keep))
	}
	if _, err := del.Exec(ctx); err != nil {
		return fmt.Errorf("remove %T: %w", *new(T), err)
	}
	return nil
}
