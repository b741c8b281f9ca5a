package catalog

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/media"
)

// findForUpsert locks the row that id or, without one, externalID names. An unknown externalID means a new row; an unknown
// id is the fault NOT_FOUND.
func findForUpsert[T any](ctx context.Context, tx *db.Tx, storeID int64, kind id.Kind, which *id.ID, externalID *string) (row *T, isNew bool, err error) {
	row = new(T)
	sel := tx.NewSelect().Model(row).Where("store_id = ?", storeID).For("UPDATE")
	switch {
	case which != nil:
		key, err := which.Must(kind, "input", "id")
		if err != nil {
			return nil, false, err
		}
		sel = sel.Where("id = ?", key)
	case externalID != nil:
		if f := checkExternalID(*externalID, "input", "externalId"); f != nil {
			return nil, false, f
		}
		sel = sel.Where("external_id = ?", *externalID)
	default:
		return nil, true, nil
	}
	found, err := one(row, sel.Scan(ctx))
	if err != nil {
		return nil, false, err
	}
	if found == nil && which != nil {
		return nil, false, fault.New(fault.NotFound, "input", "id")
	}
	return found, found == nil, nil
}

func checkExternalID(s string, path ...string) *fault.Error {
	_, f := input.Required(s, 100, path...)
	return f
}

// store inserts a new row or updates all columns of an old one by its key.
func store[T any](ctx context.Context, tx *db.Tx, row *T, isNew bool) (err error) {
	if isNew {
		_, err = tx.NewInsert().Model(row).Exec(ctx)
	} else {
		_, err = tx.NewUpdate().Model(row).WherePK().Exec(ctx)
	}
	return err
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

// setSlug takes the given slug, or makes one of the name for a new row.
func setSlug(ctx context.Context, q bun.IDB, storeID int64, table string, field *string, given *string, name lang.Text, isNew bool, faults *fault.List) error {
	switch {
	case given != nil:
		faults.Add(checkSlug(*given, "input", "slug"))
		*field = *given
	case isNew:
		slug, err := freeSlug(ctx, q, storeID, table, slugOf(name))
		*field = slug
		return err
	}
	return nil
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

// notExpected tells by a fault that the row was changed since it was read.
func notExpected(expected *int, version int) *fault.Error {
	if expected != nil && *expected != version {
		return fault.New(fault.StaleVersion, "input", "expectedVersion")
	}
	return nil
}

func removed[T any](ctx context.Context, tx *db.Tx, storeID int64, column string, parent uuid.UUID, keep []uuid.UUID) error {
	_, err := tx.NewDelete().Model((*T)(nil)).Where("store_id = ?", storeID).
		Where("? = ?", bun.Ident(column), parent).Where("id NOT IN (?)", bun.In(append(keep, uuid.Nil))).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove %T: %w", *new(T), err)
	}
	return nil
}
