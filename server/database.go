package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/backup"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/postgres"
)

// database is where the shops' rows are: in the embedded PostgreSQL, or in one that somebody runs for us.
type database struct {
	URL        string
	MigrateURL string           // a login that owns the tables, past any pooler
	embedded   *postgres.Server // nil when it was not started here
	isOurs     bool             // embedded, if not here then in another process: it is migrated without asking
	noteFile   string           // where others find the address while the server runs here
}

// addressFile, in the state directory, holds the address of the embedded database while a process runs it, so that the
// other commands can speak to it. It leads to a socket that this user alone can reach.
const addressFile = "database-url"

// openDatabase starts the embedded PostgreSQL unless another one is set. Errors: postgres.ErrLocked.
func openDatabase(ctx context.Context, c Config, log *slog.Logger, tell func(string)) (*database, error) {
	if c.DatabaseURL != "" {
		return &database{URL: c.DatabaseURL, MigrateURL: c.MigrateURL}, nil
	}
	var settings map[string]string
	if c.BackupDir != "" {
		program, err := os.Executable()
		if err != nil {
			return nil, err
		}
		settings = backup.Archiving(program, backupDir(c))
	}
	server, err := postgres.Start(ctx, postgres.Config{StateDir: c.StateDir, BinDir: c.PostgresBin, Settings: settings, Log: log, Progress: tell})
	if err != nil {
		return nil, err
	}
	url := server.URL(postgres.Owner)
	d := &database{URL: url, MigrateURL: url, embedded: server, isOurs: true, noteFile: filepath.Join(c.StateDir, addressFile)}
	if err := writePrivate(d.noteFile, url); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// joinDatabase is openDatabase for commands that may run beside a server: the database that one runs is used.
func joinDatabase(ctx context.Context, c Config, log *slog.Logger, tell func(string)) (*database, error) {
	d, err := openDatabase(ctx, c, log, tell)
	if !errors.Is(err, postgres.ErrLocked) {
		return d, err
	}
	note, unreadable := os.ReadFile(filepath.Join(c.StateDir, addressFile))
	if unreadable != nil {
		return nil, err
	}
	url := strings.TrimSpace(string(note))
	return &database{URL: url, MigrateURL: url, isOurs: true}, nil
}

// Close stops the database if it was started here.
func (d *database) Close() error {
	if d.embedded == nil {
		return nil
	}
	return errors.Join(os.Remove(d.noteFile), d.embedded.Stop())
}

// checkLocale refuses a database in which search would not know Cyrillic.
func (d *database) checkLocale(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(limited, d.MigrateURL)
	if err != nil {
		return fmt.Errorf("connect to the database: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return postgres.CheckLocale(limited, conn)
}

// migrated makes sure that the schema is as new as this program: our own database is brought up to date, another one is
// refused, since changing it is an act of its own.
func (d *database) migrated(ctx context.Context, tell func(string)) error {
	if !d.isOurs {
		if err := d.checkLocale(ctx); err != nil {
			return err
		}
	}
	pending, err := db.Pending(ctx, d.MigrateURL)
	switch {
	case err != nil:
		return fmt.Errorf("look for pending migrations: %w", err)
	case pending == 0:
		return nil
	case !d.isOurs:
		return fmt.Errorf("the database is %d migrations behind this program: run `server migrate up` first, then start again", pending)
	}
	tell(fmt.Sprintf("Migrating the database (%d migrations) …", pending))
	return db.Migrate(ctx, d.MigrateURL)
}

// open opens the pool of the shop's role.
func (d *database) open(ctx context.Context, c Config, onUnscoped func(sql string)) (*db.DB, error) {
	return db.Open(ctx, db.Config{
		URL: d.URL, MaxConns: c.DatabaseConns, StatementTimeout: c.StatementTimeout, TransactionPooler: c.TransactionPooler,
		Replicas: c.ReplicaURLs, OnUnscoped: onUnscoped,
	})
}
