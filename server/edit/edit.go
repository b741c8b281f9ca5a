// Package edit is how nouns write the rows that callers name, by id or by a name of their own: found under a lock, held
// against the version that the caller read, saved or deleted, and noted in the journal.
package edit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
	"github.com/dokon-shop/dokon/server/input"
	"github.com/dokon-shop/dokon/server/journal"
)

// Row is what the journal is told of.
type Row interface {
	GlobalID() id.ID
	Noted() Note
}

// Note is what the journal says of a row.
type Note struct {
	StoreID                   int64
	Version                   int // 0 where the row counts none
	Created, Updated, Deleted journal.Type
}

// ErrRaced says that somebody else made a row with the same key since we looked, and that looking again will find it.
var ErrRaced = errors.New("edit: the same key was taken meanwhile")

// Again runs verb anew as long as it loses races for a key. Each round waits for a winner to commit, so a round is lost at
// most once to each rival.
func Again[T any](verb func() (T, error)) (T, error) {
	for round := 1; ; round++ {
		row, err := verb()
		if !errors.Is(err, ErrRaced) || round == 100 {
			return row, err
		}
	}
}

// One makes a row that was not found nil.
func One[T any](row *T, err error) (*T, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %T: %w", row, err)
	}
	return row, nil
}

// Find locks the row that id or, without one, externalID names. An unknown externalID means a new row; an unknown id is the
// fault NOT_FOUND. Faults lie at input.id and input.externalId.
func Find[T any](ctx context.Context, tx *db.Tx, storeID int64, kind id.Kind, which *id.ID, externalID *string) (row *T, isNew bool, err error) {
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
		known, f := CheckExternalID(*externalID, "input", "externalId")
		if f != nil {
			return nil, false, f
		}
		sel = sel.Where("external_id = ?", known)
	default:
		return nil, true, nil
	}
	found, err := One(row, sel.Scan(ctx))
	if err != nil {
		return nil, false, err
	}
	if found == nil && which != nil {
		return nil, false, fault.New(fault.NotFound, "input", "id")
	}
	return found, found == nil, nil
}

// CheckExternalID cleans a name in the shop's other system.
func CheckExternalID(s string, path ...string) (string, *fault.Error) {
	return input.Required(s, 100, path...)
}

// Stale tells by a fault that a row was changed since it was read.
func Stale(expected *int, version int) *fault.Error {
	if expected != nil && *expected != version {
		return fault.New(fault.StaleVersion, "input", "expectedVersion")
	}
	return nil
}

// Save inserts a new row or updates all columns of an old one by its key, and notes a Row in the journal. Error for a new
// row: ErrRaced.
func Save[T any](ctx context.Context, tx *db.Tx, row *T, isNew bool) error {
	tx.Touch()
	if r, ok := any(row).(Row); ok {
		Record(ctx, tx, r, isNew)
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
		return errors.Join(ErrRaced, err)
	}
	return nil
}

// Record says in the journal that a row was made or changed.
func Record(ctx context.Context, tx *db.Tx, row Row, isNew bool) {
	n := row.Noted()
	what := n.Updated
	if isNew {
		what = n.Created
	}
	journal.Record(ctx, tx, n.StoreID, what, row.GlobalID(), n.Version)
}

// Deletion names a row that shall go.
type Deletion struct {
	ID              id.ID
	ExpectedVersion *int // as the caller read it; nil for whatever it is
}

// Doomed locks the row of a deletion; nil when it is gone already, which a repeat finds. Faults: INVALID_ID, STALE_VERSION.
func Doomed[T any, R interface {
	*T
	Row
}](ctx context.Context, tx *db.Tx, storeID int64, kind id.Kind, in Deletion) (*T, error) {
	key, err := in.ID.Must(kind, "input", "id")
	if err != nil {
		return nil, err
	}
	row := new(T)
	row, err = One(row, tx.NewSelect().Model(row).Where("store_id = ?", storeID).Where("id = ?", key).For("UPDATE").Scan(ctx))
	if err != nil || row == nil {
		return nil, err
	}
	if f := Stale(in.ExpectedVersion, R(row).Noted().Version); f != nil {
		return nil, f
	}
	return row, nil
}

// Delete deletes a row by its key and notes it in the journal.
func Delete(ctx context.Context, tx *db.Tx, row Row) error {
	tx.Touch()
	n := row.Noted()
	if _, err := tx.NewDelete().Model(row).WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("delete %s: %w", row.GlobalID(), err)
	}
	journal.Record(ctx, tx, n.StoreID, n.Deleted, row.GlobalID(), 0)
	return nil
}

// Wrap says what was being done when an error came; nil stays nil.
func Wrap(err error, what string) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Below says of faults in which field of the input they lie; other errors stay as they are.
func Below(err error, path ...string) error {
	list, ok := fault.As(err)
	if !ok {
		return err
	}
	for _, f := range list {
		f.Path = path
	}
	return list
}

// Few finds the fault TOO_MANY when the store has as many rows as it may have.
func Few[T any](ctx context.Context, q bun.IDB, storeID int64, most int, faults *fault.List) error {
	n, err := q.NewSelect().Model((*T)(nil)).Where("store_id = ?", storeID).Count(ctx)
	if int(n) >= most {
		faults.Add(fault.New(fault.TooMany, "input").With("max", most))
	}
	return Wrap(err, "count rows of the store")
}
