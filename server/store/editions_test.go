package store_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/store"
)

// process is a server on a database as far as editions go.
type process struct {
	t        *testing.T
	db       *db.DB
	stores   *store.Directory
	editions *store.Editions
}

func newProcess(t *testing.T, url string) *process {
	t.Helper()
	p := &process{t: t, db: dbtest.Open(t, url)}
	p.stores = store.NewDirectory(p.db)
	p.editions = store.NewEditions(p.db, p.stores, slog.New(slog.DiscardHandler))
	t.Cleanup(p.editions.Close)
	return p
}

// edition is what a request would find.
func (p *process) edition(storeID int64) string {
	p.t.Helper()
	s, err := p.stores.ByID(p.t.Context(), storeID)
	if err != nil {
		p.t.Fatal(err)
	}
	return p.editions.Of(s)
}

func (p *process) write(storeID int64, fn func(tx *db.Tx) error) error {
	p.t.Helper()
	return p.db.Write(p.t.Context(), storeID, func(_ context.Context, tx *db.Tx) error { return fn(tx) })
}

func TestEditions(t *testing.T) {
	t.Parallel()
	url := dbtest.Create(t)
	here, there := newProcess(t, url), newProcess(t, url)
	shop, other := mustCreate(t, here.db, "atlas"), mustCreate(t, here.db, "begona")

	before, beforeThere, others := here.edition(shop.ID), there.edition(shop.ID), here.edition(other.ID)
	if err := here.write(shop.ID, func(*db.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	refused := errors.New("refused")
	if err := here.write(shop.ID, func(tx *db.Tx) error { tx.Touch(); return refused }); !errors.Is(err, refused) {
		t.Fatal(err)
	}
	if now := here.edition(shop.ID); now != before {
		t.Errorf("edition %s after nothing was changed, before %s", now, before)
	}
	if err := here.write(shop.ID, func(tx *db.Tx) error { tx.Touch(); tx.Touch(); return nil }); err != nil {
		t.Fatal(err)
	}
	if now := here.edition(shop.ID); now == before {
		t.Errorf("edition %s here right after a change", now)
	}
	for began := time.Now(); there.edition(shop.ID) == beforeThere; {
		if time.Since(began) > time.Minute {
			t.Fatalf("edition %s in the other process a minute after the change", beforeThere)
		}
	}
	if now := here.edition(other.ID); now != others {
		t.Errorf("edition %s of another store, before %s", now, others)
	}
}

// What was changed last is told before the process ends; settings of the store need nobody to tell of them.
func TestEditionsAreCountedAtTheEnd(t *testing.T) {
	t.Parallel()
	p := newProcess(t, dbtest.Create(t))
	shop := mustCreate(t, p.db, "atlas")
	if err := p.write(shop.ID, func(tx *db.Tx) error { tx.Touch(); return nil }); err != nil {
		t.Fatal(err)
	}
	p.editions.Close()
	told, err := store.ByID(t.Context(), p.db, shop.ID)
	if err != nil || told.CatalogVersion != shop.CatalogVersion+1 {
		t.Errorf("version %d after %d, %v", told.CatalogVersion, shop.CatalogVersion, err)
	}
	set, err := store.Update(t.Context(), p.db, shop.ID, store.UpdateInput{}, now)
	if err != nil || set.CatalogVersion != told.CatalogVersion+1 {
		t.Errorf("version %d after settings were changed, %v", set.CatalogVersion, err)
	}
}
