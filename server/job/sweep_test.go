package job_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/job"
)

// openStores makes stores with nothing in them and gives their ids.
func openStores(t *testing.T, d *db.DB, n int) (ids []int64) {
	t.Helper()
	err := d.NewRaw(`insert into stores (uuid, slug, name)
		select gen_random_uuid(), 'shop-' || i, '{"en": "Shop"}' from generate_series(1, ?) i returning id`, n).Scan(t.Context(), &ids)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestEachStoreGoesOn(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	stores := openStores(t, d, 3)
	broken := errors.New("broken")
	var seen []int64
	err := job.EachStore(t.Context(), d, "tidy up", func(_ context.Context, storeID int64) error {
		seen = append(seen, storeID)
		if storeID == stores[0] {
			return broken
		}
		return nil
	})
	if want := fmt.Sprintf("tidy up of store %d: broken", stores[0]); !errors.Is(err, broken) || err.Error() != want {
		t.Errorf("told %q, want %q", err, want)
	}
	if !slices.Equal(seen, stores) {
		t.Errorf("done in %v of %v", seen, stores)
	}
}

func TestEachStoreEndsWithItsContext(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	openStores(t, d, 3)
	ctx, stop := context.WithCancel(t.Context())
	rounds := 0
	err := job.EachStore(ctx, d, "tidy up", func(context.Context, int64) error {
		rounds++
		stop()
		return nil
	})
	if rounds != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d rounds, %v; want one and to be told that it was not the whole", rounds, err)
	}
}

func TestBatches(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	storeID := openStores(t, d, 2)[1]
	fill := func(keys int) {
		t.Helper()
		_, err := d.NewRaw(`insert into idempotency_keys (store_id, actor, key, request_hash, run_id, created_at)
			select ?, 'a', 'key-' || i, '', gen_random_uuid(), now() from generate_series(1, ?) i`, storeID, keys).Exec(t.Context())
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ keys, rounds int }{{0, 1}, {3, 1}, {4, 2}, {10, 3}} {
		fill(c.keys)
		var within []int64
		err := job.Batches(t.Context(), d, storeID, 4, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
			within = append(within, tx.StoreID)
			return tx.NewRaw("delete from idempotency_keys where store_id = ? and key in ("+
				"select key from idempotency_keys where store_id = ? limit 4)", storeID, storeID).Exec(ctx)
		})
		var left int
		err = errors.Join(err, d.NewRaw("select count(*) from idempotency_keys").Scan(t.Context(), &left))
		if err != nil || left != 0 || len(within) != c.rounds || slices.ContainsFunc(within, func(id int64) bool { return id != storeID }) {
			t.Errorf("%d rows: %d left after rounds in stores %v, want %d; %v", c.keys, left, within, c.rounds, err)
		}
	}

	// What was deleted before a failure stays deleted, and the failure is told.
	fill(10)
	rounds := 0
	err := job.Batches(t.Context(), d, 0, 4, func(ctx context.Context, tx *db.Tx) (sql.Result, error) {
		if rounds++; rounds == 2 {
			return tx.NewRaw("delete from nowhere").Exec(ctx)
		}
		return tx.NewRaw("delete from idempotency_keys where store_id = ? and key in ("+
			"select key from idempotency_keys where store_id = ? limit 4)", storeID, storeID).Exec(ctx)
	})
	var left int
	if scan := d.NewRaw("select count(*) from idempotency_keys").Scan(t.Context(), &left); scan != nil || left != 6 || err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("%d left, %v, %v", left, err, scan)
	}
}
