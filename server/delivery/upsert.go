package delivery

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
)

// identity is how an upsert names its row.
type identity struct {
	kind       id.Kind
	id         *id.ID
	externalID *string
	version    *int
}

// locked reads the row that an upsert means, for change; false when it is to be a new one.
// Faults: INVALID_ID or NOT_FOUND at id, STALE_VERSION at expectedVersion.
func locked[T any](ctx context.Context, tx *db.Tx, storeID int64, row *T, by identity, version func(*T) int) (bool, error) {
	sel := tx.NewSelect().Model(row).Where("store_id = ?", storeID).For("UPDATE")
	switch {
	case by.id != nil:
		key, err := by.id.Must(by.kind, "input", "id")
		if err != nil {
			return false, err
		}
		sel = sel.Where("id = ?", key)
	case by.externalID != nil:
		sel = sel.Where("external_id = ?", *by.externalID)
	default:
		return false, nil
	}
	err := sel.Scan(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows) && by.id != nil:
		return false, fault.New(fault.NotFound, "input", "id")
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("read %T: %w", row, err)
	}
	if by.version != nil && *by.version != version(row) {
		return false, fault.New(fault.StaleVersion, "input", "expectedVersion")
	}
	return true, nil
}

// save writes the row, new or changed. Fault: DUPLICATE at externalId.
func save(ctx context.Context, tx *db.Tx, row any, isKnown bool, externalKey string) error {
	tx.Touch()
	var err error
	if isKnown {
		_, err = tx.NewUpdate().Model(row).WherePK().Exec(ctx)
	} else {
		_, err = tx.NewInsert().Model(row).Exec(ctx)
	}
	if db.Violates(err, externalKey) {
		return fault.New(fault.Duplicate, "input", "externalId")
	}
	if err != nil {
		return fmt.Errorf("save %T: %w", row, err)
	}
	return nil
}

// remove deletes a row; one that is gone already is no error. Fault: INVALID_ID at id.
func remove(ctx context.Context, d *db.DB, storeID int64, model any, kind id.Kind, which id.ID) error {
	key, err := which.Must(kind, "input", "id")
	if err != nil {
		return err
	}
	return d.Write(ctx, storeID, func(ctx context.Context, tx *db.Tx) error {
		tx.Touch()
		if _, err := tx.NewDelete().Model(model).Where("store_id = ?", storeID).Where("id = ?", key).Exec(ctx); err != nil {
			return fmt.Errorf("delete %T %s: %w", model, key, err)
		}
		return nil
	})
}
