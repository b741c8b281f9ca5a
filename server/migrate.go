package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/dokon-shop/dokon/server/db"
)

// migrate is an act of its own in production: it may need more rights than serving, and a moment that somebody chose.
func (p *program) migrate(ctx context.Context, args []string) error {
	if len(args) != 1 || args[0] != "up" && args[0] != "status" {
		if len(args) == 1 && (args[0] == "-h" || args[0] == "--help" || args[0] == "-help") {
			_, _ = fmt.Fprintln(p.out, "usage: server migrate up|status")
			return flag.ErrHelp
		}
		return fmt.Errorf("migrate: say `up` or `status`; %w", errUsage)
	}
	return p.withDatabase(ctx, func(ctx context.Context, _ Config, d *database) error {
		pending, err := db.Pending(ctx, d.MigrateURL)
		switch {
		case err != nil:
			return err
		case pending == 0:
			_, _ = fmt.Fprintln(p.out, "The database is up to date.")
			return nil
		case args[0] == "status":
			_, _ = fmt.Fprintf(p.out, "%d migrations are pending. `server migrate up` applies them.\n", pending)
			return nil
		}
		if err := d.checkLocale(ctx); err != nil {
			return err
		}
		if err := db.Migrate(ctx, d.MigrateURL); err != nil {
			return err
		}
		_, _ = fmt.Fprintf(p.out, "%d migrations applied. The database is up to date.\n", pending)
		return nil
	})
}

// withDatabase runs fn with the database of the settings: the one that a server runs in this state directory, or the one
// that is set, else the embedded one, started for as long as fn takes.
func (p *program) withDatabase(ctx context.Context, fn func(ctx context.Context, c Config, d *database) error) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	d, err := joinDatabase(ctx, c, newLog(c, p.err), p.tell)
	if err != nil {
		return err
	}
	return errors.Join(fn(ctx, c, d), d.Close())
}
