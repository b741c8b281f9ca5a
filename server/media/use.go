package media

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/edit"
	"github.com/dokon-shop/dokon/server/fault"
	"github.com/dokon-shop/dokon/server/id"
)

// inUse is an SQL condition on a row med of media: something shows it. What may show a picture is read from the catalogue:
// every foreign key to media that forbids deletion, so that a noun that begins to have pictures is known by itself. A shop's
// look alone names its pictures inside a document.
func inUse(ctx context.Context, q bun.IDB) (string, error) {
	var conditions []string
	err := q.NewRaw(`
		SELECT format('EXISTS (SELECT FROM %s u WHERE u.store_id = med.store_id AND u.%I = med.id)', c.conrelid::regclass, a.attname)
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[2]
		WHERE c.contype = 'f' AND c.confrelid = 'media'::regclass AND c.confdeltype IN ('a', 'r') AND cardinality(c.conkey) = 2
		ORDER BY 1 -- of every store_id alike`).Scan(ctx, &conditions)
	if err != nil {
		return "", fmt.Errorf("who shows pictures: %w", err)
	}
	conditions = append(conditions,
		`EXISTS (SELECT FROM stores s WHERE s.id = med.store_id AND med.id::text IN (s.look ->> 'logoId', s.look ->> 'coverId'))`)
	return "(" + strings.Join(conditions, " OR ") + ")", nil
}

// Delete takes a picture away. Orders keep showing it until they are gone themselves; everything else must have let go of
// it before. A repeat succeeds. Faults: INVALID_ID, NOT_FOUND, MEDIA_IN_USE at id; STALE_VERSION.
func Delete(ctx context.Context, tx *db.Tx, storeID int64, in edit.Deletion) error {
	key, err := in.ID.Must(id.Media, "input", "id")
	if err != nil {
		return err
	}
	// The lock makes those wait who want to attach it, and shows us those who have.
	m := new(Media)
	m, err = edit.One(m, tx.NewSelect().Model(m).Where("store_id = ?", storeID).Where("id = ?", key).For("UPDATE").Scan(ctx))
	if err != nil {
		return err
	}
	if m == nil {
		return fault.New(fault.NotFound, "input", "id")
	}
	if f := edit.Stale(in.ExpectedVersion, m.Version); f != nil && m.State == live {
		return f
	}
	used, err := isUsed(ctx, tx, storeID, key)
	if err != nil {
		return err
	}
	if used {
		return fault.New(fault.MediaInUse, "input", "id")
	}
	_, err = tx.NewUpdate().Model((*Media)(nil)).Set("state = ?", deleted).Where("store_id = ?", storeID).Where("id = ?", key).
		Where("state = ?", live).Exec(ctx)
	if err != nil {
		return fmt.Errorf("delete picture %s: %w", key, err)
	}
	return nil
}

func isUsed(ctx context.Context, q bun.IDB, storeID int64, key uuid.UUID) (bool, error) {
	condition, err := inUse(ctx, q)
	if err != nil {
		return false, err
	}
	return q.NewSelect().Model((*Media)(nil)).Where("store_id = ?", storeID).Where("id = ?", key).Where(condition).Exists(ctx)
}
