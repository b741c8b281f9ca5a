package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// JobSchema is the schema of River's tables, apart from the shop's own.
const JobSchema = "river"

// migrationLock is the key of the advisory lock that keeps replicas from migrating at once; the value only has to be ours.
const migrationLock = 5_108_300_417

// Migrate brings the schema up to date: the shop's migrations, then River's, then the rights of AppRole on the latter.
// Several processes may call it at once; one works, the others wait and find nothing left to do.
//
// url must lead to PostgreSQL itself, not through a pooler in transaction mode, for an owner of the database who may
// create roles. A migration that fails leaves the schema at the one before it.
func Migrate(ctx context.Context, url string) error {
	return migrate(ctx, url, migrations)
}

func migrate(ctx context.Context, url string, files fs.FS) (err error) {
	m, err := openMigrator(url, files)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.db.Close()) }()
	conn, err := m.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(migrationLock), lock.WithLockTimeout(1, 600))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := locker.SessionLock(ctx, conn); err != nil {
		return fmt.Errorf("wait for another migration: %w", err)
	}
	defer func() { err = errors.Join(err, locker.SessionUnlock(context.WithoutCancel(ctx), conn)) }()

	if _, err := m.goose.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "create schema if not exists "+JobSchema); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	if err := m.withRiver(ctx, func(r *rivermigrate.Migrator[pgx.Tx]) error {
		_, err := r.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	}); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	if _, err := conn.ExecContext(ctx, `
		grant usage on schema `+JobSchema+` to `+AppRole+`;
		grant select, insert, update, delete on all tables in schema `+JobSchema+` to `+AppRole+`;
		grant usage, select on all sequences in schema `+JobSchema+` to `+AppRole); err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	return nil
}

// Pending counts the migrations that Migrate would apply, without changing anything. A server refuses to serve above 0.
func Pending(ctx context.Context, url string) (n int, err error) {
	return pending(ctx, url, migrations)
}

func pending(ctx context.Context, url string, files fs.FS) (n int, err error) {
	m, err := openMigrator(url, files)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, m.db.Close()) }()

	applied := map[int64]bool{}
	var hasTable bool
	if err := m.db.QueryRowContext(ctx, "select to_regclass($1) is not null", goose.DefaultTablename).Scan(&hasTable); err != nil {
		return 0, fmt.Errorf("pending migrations: %w", err)
	}
	if hasTable {
		rows, err := m.db.QueryContext(ctx, "select version_id from "+goose.DefaultTablename+" where is_applied")
		if err != nil {
			return 0, fmt.Errorf("pending migrations: %w", err)
		}
		defer func() { _ = rows.Close() }() // closed already when all were read
		for rows.Next() {
			var v int64
			if err := rows.Scan(&v); err != nil {
				return 0, fmt.Errorf("pending migrations: %w", err)
			}
			applied[v] = true
		}
		if err := rows.Err(); err != nil {
			return 0, fmt.Errorf("pending migrations: %w", err)
		}
	}
	for _, s := range m.goose.ListSources() {
		if !applied[s.Version] {
			n++
		}
	}
	err = m.withRiver(ctx, func(r *rivermigrate.Migrator[pgx.Tx]) error {
		done, err := r.ExistingVersions(ctx)
		n += len(r.AllVersions()) - len(done)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("pending migrations of jobs: %w", err)
	}
	return n, nil
}

type migrator struct {
	config *pgx.ConnConfig
	db     *sql.DB
	goose  *goose.Provider
}

func openMigrator(url string, files fs.FS) (*migrator, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err)
	}
	// Rather fail and be run again than hold up a shop that is selling.
	config.RuntimeParams["lock_timeout"] = "3000"
	dir, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	db := stdlib.OpenDB(*config)
	provider, err := goose.NewProvider(goose.DialectPostgres, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("migrations: %w", err), db.Close())
	}
	return &migrator{config: config, db: db, goose: provider}, nil
}

func (m *migrator) withRiver(ctx context.Context, fn func(r *rivermigrate.Migrator[pgx.Tx]) error) error {
	config, err := pgxpool.ParseConfig(m.config.ConnString())
	if err != nil {
		return err
	}
	config.MaxConns = 2
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	r, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{
		Schema: JobSchema,
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	return fn(r)
}
