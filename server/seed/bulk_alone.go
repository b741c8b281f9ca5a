package seed

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/search"
)

// ProductsAlone does what Products does, for a database that nobody else uses and that is thrown away when it fails: indexes
// are built and foreign keys watched again when all rows are there, and two write at a time. ownerURL is of a superuser, who
// may do so; d leads to the same database.
func ProductsAlone(ctx context.Context, ownerURL string, d *db.DB, storeID int64, n int, now time.Time) error {
	b, have, err := newBulk(ctx, d, storeID, now)
	if err != nil {
		return err
	}
	starts := make(chan int, n/batch+1)
	for from := have; from < n; from += batch {
		starts <- from
	}
	close(starts)
	restore, err := bare(ctx, ownerURL)
	if err != nil {
		return err
	}
	err = both(func() error {
		owner, err := pgx.Connect(ctx, ownerURL)
		if err != nil {
			return err
		}
		defer func() { _ = owner.Close(context.WithoutCancel(ctx)) }()
		for from := range starts {
			rows := b.make(from, min(from+batch, n))
			for _, t := range rows.tables() {
				if _, err := owner.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
					return fmt.Errorf("copy into %s: %w", t.name, err)
				}
			}
			put := func(ctx context.Context, tx *db.Tx) error { return search.Put(ctx, tx, rows.documents...) }
			if err := d.Write(ctx, storeID, put); err != nil {
				return err
			}
		}
		return nil
	})
	return errors.Join(err, restore())
}

// both runs f twice at a time.
func both(f func() error) error {
	var faults [2]error
	var workers sync.WaitGroup
	for i := range faults {
		workers.Go(func() { faults[i] = f() })
	}
	workers.Wait()
	return errors.Join(faults[:]...)
}

// bare takes the triggers and the indexes that are no constraints off the tables that are filled; restore puts them back.
func bare(ctx context.Context, ownerURL string) (restore func() error, err error) {
	owner, err := pgx.Connect(ctx, ownerURL)
	if err != nil {
		return nil, err
	}
	defer func() { _ = owner.Close(context.WithoutCancel(ctx)) }()
	var tables, indexes []string
	for _, t := range (&lot{}).tables() {
		tables = append(tables, t.name)
	}
	// A unique index may be what a foreign key of another table hangs on, even where it is no constraint itself.
	rows, err := owner.Query(ctx, `SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index
		WHERE indrelid = ANY ($1::text[]::regclass[]) AND NOT indisunique ORDER BY indrelid`, append(tables, "search_documents"))
	if err != nil {
		return nil, err
	}
	var drops []string
	var drop, index string
	_, err = pgx.ForEachRow(rows, []any{&drop, &index}, func() error {
		drops, indexes = append(drops, drop), append(indexes, index)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		drops = append(drops, "ALTER TABLE "+t+" DISABLE TRIGGER ALL")
	}
	for _, sql := range drops {
		if _, err := owner.Exec(ctx, sql); err != nil {
			return nil, fmt.Errorf("%s: %w", sql, err)
		}
	}
	return func() error {
		todo := make(chan string, len(indexes)+len(tables))
		for _, index := range indexes {
			todo <- index
		}
		for _, t := range tables {
			todo <- "ALTER TABLE " + t + " ENABLE TRIGGER ALL"
		}
		close(todo)
		return both(func() error {
			owner, err := pgx.Connect(ctx, ownerURL)
			if err != nil {
				return err
			}
			defer func() { _ = owner.Close(context.WithoutCancel(ctx)) }()
			if _, err := owner.Exec(ctx, "SET maintenance_work_mem = '256MB'; SET max_parallel_maintenance_workers = 0"); err != nil {
				return err
			}
			for sql := range todo {
				if _, err := owner.Exec(ctx, sql); err != nil {
					return fmt.Errorf("%s: %w", sql, err)
				}
			}
			return nil
		})
	}, nil
}
