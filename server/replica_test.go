package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/backup"
	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/event"
	"github.com/dokon-shop/dokon/server/postgres"
	"github.com/dokon-shop/dokon/server/shoptest"
	"github.com/dokon-shop/dokon/server/stock"
	"github.com/dokon-shop/dokon/server/store"
)

// startStandby makes a streaming replica of a server, from a copy that our own backup takes.
func startStandby(t *testing.T, primary *postgres.Server) (*postgres.Server, postgres.Config) {
	t.Helper()
	ctx := t.Context()
	copies, state := t.TempDir(), t.TempDir()
	info, err := backup.Take(ctx, copies, backup.Source{URL: primary.URL(postgres.Owner), Media: filepath.Join(copies, "none"), Keys: filepath.Join(copies, "none")}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	err = backup.Unpack(ctx, copies, info, backup.Target{StateDir: state, Media: filepath.Join(state, "media"), Keys: filepath.Join(state, "keys")}, false)
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(state, "postgres", strconv.Itoa(info.Major), "data")
	if err := os.WriteFile(filepath.Join(data, "standby.signal"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(primary.URL(postgres.Owner))
	if err != nil {
		t.Fatal(err)
	}
	cfg := postgres.Config{
		StateDir: state, BinDir: os.Getenv("DOKON_POSTGRES_BIN"), Log: slog.New(slog.DiscardHandler),
		Settings: map[string]string{
			"fsync": "off", "wal_retrieve_retry_interval": "100ms",
			"primary_conninfo": fmt.Sprintf("host=%s port=%s user=%s", at.Query().Get("host"), at.Query().Get("port"), postgres.Owner),
		},
	}
	standby, err := postgres.Start(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return standby, cfg
}

// TestReplica: what all shoppers see is read from a standby while it follows. One that is paused never shows what was before a
// change that this process knows of, whoever made it, and one that is stopped fails no request.
func TestReplica(t *testing.T) {
	ctx := t.Context()
	primary, err := postgres.Start(ctx, postgres.Config{
		StateDir: t.TempDir(), BinDir: os.Getenv("DOKON_POSTGRES_BIN"), Settings: map[string]string{"fsync": "off"}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = primary.Stop() })
	address := primary.URL(postgres.Owner)
	d := &database{URL: address, MigrateURL: address, isOurs: true}
	if err := d.migrated(ctx, func(string) {}); err != nil {
		t.Fatal(err)
	}
	standby, again := startStandby(t, primary)
	t.Cleanup(func() { _ = standby.Stop() })
	settings := []string{"DATABASE_URL", address, "DATABASE_REPLICA_URL", standby.URL(postgres.Owner)}
	s := openSite(t, d, settings...)
	shop, err := store.BySlug(ctx, s.app.db, "one")
	if err != nil {
		t.Fatal(err)
	}
	hub := event.Local()
	t.Cleanup(hub.Close)
	here := &shoptest.World{T: t, DB: s.app.db, Hub: hub, Store: shop}
	here.Write(func(ctx context.Context, tx *db.Tx) error {
		_, err := stock.Open(ctx, tx, shop.ID, shop.Name)
		return err
	})
	here.Variant("Birinchi", 100_00, 5)

	var asked atomic.Int64
	list := func() (string, int) { // each time a document that nobody has asked
		got := s.query(fmt.Sprintf("# %d\n{ products(first: 50) { nodes { name } } }", asked.Add(1)), "X-Store", "one")
		return got.body, got.StatusCode
	}
	served := func() int64 { n, _, _ := s.app.db.ReplicaReads(); return n }
	goesOn := func(what string) {
		t.Helper()
		before := served()
		until(ctx, t, what, func() bool { list(); return served() > before })
	}
	goesOn("the standby is read from")
	s.counts("the standby", `dokon_db_replica_up{replica="1"} 1`, `dokon_db_replica_behind_bytes{replica="1"}`, `dokon_db_replica_reads_total{outcome="served"}`)

	until(ctx, t, "all that a list reads comes from it", func() bool {
		before := served()
		s.query(fmt.Sprintf("# %d\n{ products(first: 50) { nodes { name variants { id } cover { url } } } }", asked.Add(1)), "X-Store", "one")
		return served() == before+3
	})

	// Signed in as staff, who change things, nothing comes from it.
	before := served()
	s.query(`{ products(first: 50) { nodes { name } } }`, "Authorization", "Bearer "+s.signIn()).want(t, "staff", 200, "Birinchi")
	if served() != before {
		t.Error("staff were answered by a replica")
	}

	owner, err := pgx.Connect(ctx, standby.URL(postgres.Owner))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := owner.Exec(ctx, "select pg_wal_replay_pause()"); err != nil {
		t.Fatal(err)
	}
	// Another process changes something; once it is seen here it stays seen, and what is saved has it too.
	beside, err := openApp(ctx, s.app.config, d, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = beside.Close() })
	(&shoptest.World{T: t, DB: beside.db, Hub: hub, Store: shop}).Variant("Uchinchi", 100_00, 5)
	saved := `{ products(first: 50) { nodes { name id } } }`
	until(ctx, t, "the other process's change is seen", func() bool {
		return strings.Contains(s.query(saved, "X-Store", "one").body, "Uchinchi")
	})
	for range 20 {
		if body, _ := list(); !strings.Contains(body, "Uchinchi") {
			t.Errorf("the other process's change is gone again: %s", body)
		}
	}
	// What this process has changed it knows before the edition is counted.
	here.Write(func(ctx context.Context, tx *db.Tx) error {
		tx.Touch()
		_, err := tx.NewRaw(`update products set position = 77 where store_id = ?`, shop.ID).Exec(ctx)
		return err
	})
	var position int
	err = s.app.db.Read(s.app.db.FromReplica(ctx, shop.ID, 1), shop.ID, func(ctx context.Context, q bun.IDB) error {
		return q.NewRaw("select min(position) from products where store_id = ?", shop.ID).Scan(ctx, &position)
	})
	if err != nil || position != 77 {
		t.Errorf("right after a change of this process: %d, %v", position, err)
	}
	if _, behind, failed := s.app.db.ReplicaReads(); behind == 0 || failed > 0 {
		t.Errorf("%d reads found the paused standby behind, %d failed", behind, failed)
	}
	if _, err := owner.Exec(ctx, "select pg_wal_replay_resume()"); err != nil {
		t.Fatal(err)
	}
	_ = owner.Close(ctx)
	goesOn("the standby is read from after the pause")

	// It stops while people look.
	stop := make(chan struct{})
	var people sync.WaitGroup
	for range 4 {
		people.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if body, status := list(); status != 200 || strings.Contains(body, `"errors"`) {
					t.Errorf("while the standby stops: %d %s", status, body)
					return
				}
			}
		})
	}
	goesOn("people look")
	if err := standby.Stop(); err != nil {
		t.Error(err)
	}
	alone := asked.Load()
	until(ctx, t, "people go on without it", func() bool { return asked.Load() > alone+50 })
	close(stop)
	people.Wait()
	s.counts("a standby that is away", `dokon_db_replica_up{replica="1"} 0`)
	out, _, _ := invoke(ctx, env(append(settings, "DOKON_STATE_DIR", s.app.config.StateDir)...), "doctor")
	if !strings.Contains(out, "look  replicas  number 1 of DATABASE_REPLICA_URL does not answer as a replica") {
		t.Errorf("the doctor says\n%s", out)
	}
	if standby, err = postgres.Start(ctx, again); err != nil {
		t.Fatal(err)
	}
	goesOn("the standby is read from when it is back")
}
