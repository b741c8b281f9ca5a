package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/dokon-shop/dokon/server/db"
)

// EachStore does a piece of work in every store, one after another. A store in which it fails does not keep the others from
// theirs; the end of ctx does. The error names what could not be done where.
func EachStore(ctx context.Context, d *db.DB, what string, work func(ctx context.Context, storeID int64) error) error {
	var stores []int64
	if err := d.NewRaw("SELECT id FROM stores ORDER BY id").Scan(ctx, &stores); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return InStores(ctx, what, stores, work)
}

// InStores is EachStore for some stores.
func InStores(ctx context.Context, what string, stores []int64, work func(ctx context.Context, storeID int64) error) error {
	var all error
	for _, storeID := range stores {
		if ctx.Err() != nil {
			break
		}
		if err := work(ctx, storeID); err != nil {
			all = errors.Join(all, fmt.Errorf("%s of store %d: %w", what, storeID, err))
		}
	}
	return errors.Join(all, ctx.Err())
}

// Batches repeats a deletion that takes at most size rows until one takes fewer, each time in a transaction of its own, so
// that nobody waits for it long and the vacuum keeps up. Store 0 is outside all stores; see db.DB.Global.
func Batches(ctx context.Context, d *db.DB, storeID int64, size int, deletion func(ctx context.Context, tx *db.Tx) (sql.Result, error)) error {
	begin := d.Global
	if storeID != 0 {
		begin = func(ctx context.Context, fn func(ctx context.Context, tx *db.Tx) error) error {
			return d.Write(ctx, storeID, fn)
		}
	}
	for deleted := int64(size); deleted >= int64(size); {
		err := begin(ctx, func(ctx context.Context, tx *db.Tx) error {
			result, err := deletion(ctx, tx)
			if err != nil {
				return err
			}
			deleted, err = result.RowsAffected()
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
