package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"

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

// maxPosition is the largest place in an order that a shop arranges.
const maxPosition = 1_000_000

// errRaced says that somebody else made a row with the same key since we looked, and that looking again will find it.
var errRaced = errors.New("catalog: the same key was taken meanwhile")

// again runs verb anew as long as it loses races for a key. Each round waits for a winner to commit, so a round is lost at
// most once to each rival.
func again[T any](verb func() (T, error)) (T, error) {
	for round := 1; ; round++ {
		row, err := verb()
		if !errors.Is(err, errRaced) || round == 100 {
			return row, err
		}
	}
}

// findForUpsert locks the row that id or, without one, externalID names. An unknown externalID means a new row; an unknown
// id is the fault NOT_FOUND.
func findForUpsert[T any](ctx context.Context, tx *db.Tx, storeID int64, kind id.Kind, which *id.ID, externalID *string) (row *T, isNew bool, err error) {
	row = new(T)
	// Keys never change, so foreign keys to the row need not wait.
	sel := tx.NewSelect().Model(row).Where("store_id = ?", storeID).For("NO KEY UPDATE")
	switch {
	case which != nil:
		key, err := which.Must(kind, "input", "id")
		if err != nil {
			return nil, false, err
		}
		sel = sel.Where("id = ?", key)
	case externalID != nil:
		known, f := checkExternalID(*externalID, "input", "externalId")
		if f != nil {
			return nil, false, f
		}
		sel = sel.Where("external_id = ?", known)
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

func checkExternalID(s string, path ...string) (string, *fault.Error) {
	return input.Required(s, 100, path...)
}

// store inserts a new row or updates all columns of an old one by its key, and notes it in the journal. Error for a new
// row: errRaced.
func store[T any](ctx context.Context, tx *db.Tx, row *T, isNew bool) error {
	tx.Touch()
	if r, ok := any(row).(interface {
		note(ctx context.Context, tx *db.Tx, isNew bool)
	}); ok {
		r.note(ctx, tx, isNew)
	}
	if !isNew {
		_, err := tx.NewUpdate().Model(row).WherePK().Exec(ctx)
		return err
	}
	result, err := tx.NewInsert().Model(row).On("CONFLICT DO NOTHING").Exec(ctx)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errRaced, err)
	}
	return nil
}

// keyed is a row with a slug and an external id, each unique in the store. The unique constraints stay the judges of two who
// ask at once.
type keyed struct {
	ctx     context.Context
	tx      *db.Tx
	storeID int64
	table   string
	id      uuid.UUID
	isNew   bool
}

// has tells whether another row of the table has the value.
func (k keyed) has(column, value string) (bool, error) {
	var taken bool
	err := k.tx.NewRaw("SELECT EXISTS (SELECT FROM ? WHERE store_id = ? AND ? = ? AND id <> ?)",
		bun.Ident(k.table), k.storeID, bun.Ident(column), value, k.id).Scan(k.ctx, &taken)
	if err != nil {
		return false, fmt.Errorf("look for %s in %s: %w", column, k.table, err)
	}
	return taken, nil
}

// setExternalID gives the row its name in the shop's other system. Fault: DUPLICATE.
func (k keyed) setExternalID(field **string, given *string, faults *fault.List) error {
	if given == nil {
		return nil
	}
	clean, f := checkExternalID(*given, "input", "externalId")
	if f != nil {
		faults.Add(f)
		return nil
	}
	if *field != nil && **field == clean {
		return nil
	}
	*field = &clean
	if k.isNew {
		return nil // it was just looked for
	}
	taken, err := k.has("external_id", clean)
	if taken {
		faults.Add(fault.New(fault.Duplicate, "input", "externalId"))
	}
	return err
}

// verdict is faults as an error. When somebody else made the row that the external id names since it was looked for, the
// faults may be nothing but that row met as a stranger (its slug, its SKUs); then the error is errRaced.
func (k keyed) verdict(externalID *string, faults fault.List) error {
	if len(faults) == 0 || !k.isNew || externalID == nil {
		return faults.Err()
	}
	made, err := k.has("external_id", *externalID)
	switch {
	case err != nil:
		return err
	case made:
		return errRaced
	}
	return faults
}

// setSlug takes the given slug, or makes one of the name for a new row. Faults: INVALID, TOO_LONG, SLUG_TAKEN.
func (k keyed) setSlug(field *string, given *string, name lang.Text, faults *fault.List) error {
	switch {
	case given != nil && *given != *field:
		*field = *given
		if f := checkSlug(*given, "input", "slug"); f != nil {
			faults.Add(f)
			return nil
		}
		taken, err := k.has("slug", *given)
		if taken {
			faults.Add(slugTaken(*given))
		}
		return err
	case k.isNew:
		slug, err := freeSlug(k.ctx, k.tx, k.storeID, k.table, slugOf(name))
		*field = slug
		return err
	}
	return nil
}

func slugTaken(slug string) *fault.Error {
	return fault.New(fault.SlugTaken, "input", "slug").With("slug", slug)
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

// notExpected tells by a fault that the row was changed since it was read.
func notExpected(expected *int, version int) *fault.Error {
	if expected != nil && *expected != version {
		return fault.New(fault.StaleVersion, "input", "expectedVersion")
	}
	return nil
}

// wrap says what was being read when an error came; nil stays nil.
func wrap(err error, what string) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
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
