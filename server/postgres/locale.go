package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrLocale says that a database cannot fold or search Cyrillic; no setting changes that after its creation.
var ErrLocale = errors.New("the database was created with a locale that does not know Cyrillic, so search would miss words: " +
	"create it anew with LC_CTYPE 'C.UTF-8' (create database … template template0 encoding 'UTF8' lc_ctype 'C.UTF-8')")

// CheckLocale asks a database, ours or a foreign one, for its Cyrillic: lower() fails under LC_CTYPE C with the libc provider,
// trigrams fail under LC_CTYPE C with every provider. Nothing is left behind. The trigrams are asked only where pg_trgm is installed or
// may be.
func CheckLocale(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(ctx) }()
	var folds bool
	if err := tx.QueryRow(ctx, "select lower('ҚОВУН') = 'қовун'").Scan(&folds); err != nil {
		return err
	}
	if !folds {
		return ErrLocale
	}
	if _, err := tx.Exec(ctx, "create extension if not exists pg_trgm"); err != nil {
		if refusal := new(pgconn.PgError); errors.As(err, &refusal) {
			return nil
		}
		return err
	}
	var schema string
	err = tx.QueryRow(ctx, "select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'").Scan(&schema)
	if err != nil {
		return err
	}
	var trigrams bool
	similarity := pgx.Identifier{schema, "similarity"}.Sanitize()
	if err := tx.QueryRow(ctx, "select "+similarity+"('қо', 'қо') > 0").Scan(&trigrams); err != nil {
		return err
	}
	if !trigrams {
		return ErrLocale
	}
	return nil
}
