package db_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
)

// The record of an act stands in the database exactly when its first change does.
func TestWitness(t *testing.T) {
	t.Parallel()
	d := dbtest.New(t)
	store := newStore(t, d, "alpha")
	var records int
	w := &db.Witness{Record: func(ctx context.Context, tx *db.Tx) error {
		records++
		return insert(ctx, tx, store, "record")
	}}
	ctx := db.WithWitness(t.Context(), w)
	failed := errors.New("refused")
	if err := d.Write(ctx, store, func(context.Context, *db.Tx) error { return failed }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	if got := names(t, d, store, store); len(got) > 0 || w.HasCommitted() {
		t.Errorf("after a rollback: %v, committed %t", got, w.HasCommitted())
	}
	for _, name := range []string{"first", "second"} {
		if err := d.Write(ctx, store, func(ctx context.Context, tx *db.Tx) error { return insert(ctx, tx, store, name) }); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, d, store, store); !slices.Equal(got, []string{"first", "record", "second"}) || !w.HasCommitted() || records != 2 {
		t.Errorf("%v, committed %t, recorded %d times", got, w.HasCommitted(), records)
	}
	stop := &db.Witness{Record: func(context.Context, *db.Tx) error { return failed }}
	err := d.Write(db.WithWitness(t.Context(), stop), store, func(ctx context.Context, tx *db.Tx) error { return insert(ctx, tx, store, "third") })
	if got := names(t, d, store, store); !errors.Is(err, failed) || len(got) != 3 || stop.HasCommitted() {
		t.Errorf("a witness that refuses: %v, %v", err, got)
	}
}
