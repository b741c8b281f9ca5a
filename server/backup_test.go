package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/auth"
	"github.com/dokon-shop/dokon/server/backup"
	"github.com/dokon-shop/dokon/server/lang"
	"github.com/dokon-shop/dokon/server/store"
)

// TestBackups: a copy made while the shop runs, and the log after it, bring the shops back as they were at a moment, and as
// they were at the end, on a machine that has nothing but the backup directory.
func TestBackups(t *testing.T) {
	kept, state := t.TempDir(), t.TempDir()
	with := func(state string) func(string) string {
		return env("DOKON_STATE_DIR", state, "DOKON_BACKUP_DIR", kept, "DOKON_POSTGRES_BIN", os.Getenv("DOKON_POSTGRES_BIN"))
	}
	run := func(code int, state string, holds string, args ...string) {
		t.Helper()
		out, complaint, got := invoke(t.Context(), with(state), append([]string{"backup"}, args...)...)
		if got != code || !strings.Contains(out+complaint, holds) {
			t.Fatalf("%q: exit %d instead of %d, no %q in\n%s%s", args, got, code, holds, out, complaint)
		}
	}
	run(0, state, "There is no backup", "list")
	run(1, state, "there is no backup", "verify")

	c, err := readConfig(with(state))
	if err != nil {
		t.Fatal(err)
	}
	ctx, log := t.Context(), slog.New(slog.DiscardHandler)
	d, err := openDatabase(ctx, c, log, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	a := func() *app {
		if err := d.migrated(ctx, func(string) {}); err != nil {
			t.Fatal(err)
		}
		a, err := openApp(ctx, c, d, log, nil)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}()
	openStore := func(slug string) {
		t.Helper()
		_, _, err := auth.OpenStore(ctx, a.db, auth.OpenStoreInput{
			CreateInput: store.CreateInput{Slug: slug, Name: lang.Text{UzLatn: slug}}, OwnerName: "Ega",
		}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
	}
	openStore("one")
	picture := filepath.Join(state, mediaDir, "ab", "picture")
	if err := os.MkdirAll(filepath.Dir(picture), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(picture, []byte("picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(0, state, "MB in", "now")
	openStore("two")
	conn, err := pgx.Connect(ctx, d.MigrateURL)
	if err != nil {
		t.Fatal(err)
	}
	var moment time.Time
	var segment string
	if err := conn.QueryRow(ctx, "select clock_timestamp()").Scan(&moment); err != nil {
		t.Fatal(err)
	}
	openStore("three")
	if err := conn.QueryRow(ctx, "select pg_walfile_name(pg_switch_wal())").Scan(&segment); err != nil {
		t.Fatal(err)
	}
	until(ctx, t, "the log is kept", func() bool {
		var done bool
		err := conn.QueryRow(ctx, "select coalesce(last_archived_wal >= $1, false) from pg_stat_archiver", segment).Scan(&done)
		return err == nil && done
	})
	_ = conn.Close(ctx)
	run(0, state, "PostgreSQL", "list")
	run(0, state, "is whole: 3 stores", "verify")
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}

	run(1, state, "there is a database in", "restore")
	run(2, state, "--at is a moment", "restore", "--at", "yesterday")
	run(1, t.TempDir(), "was finished by", "restore", "--at", "2020-01-01T00:00:00Z")
	before, after := t.TempDir(), t.TempDir()
	run(0, before, "2 stores", "restore", "--at", moment.Format(time.RFC3339Nano))
	run(0, after, "3 stores", "restore")
	for _, name := range []string{keysFile, filepath.Join(mediaDir, "ab", "picture")} {
		was, err := os.ReadFile(filepath.Join(state, name))
		if err != nil {
			t.Fatal(err)
		}
		if is, err := os.ReadFile(filepath.Join(after, name)); err != nil || string(is) != string(was) {
			t.Errorf("%s came back as %q, %v", name, is, err)
		}
	}
	// The shop opens again on what was brought back, and goes on keeping its log.
	c.StateDir = after
	again, err := openDatabase(ctx, c, log, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.migrated(ctx, func(string) {}); err != nil {
		t.Error(err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}

	list, err := backup.List(kept)
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	archive, err := os.OpenFile(filepath.Join(kept, list[0].ID, "base.tar.gz"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := archive.WriteAt([]byte("damage"), list[0].Bytes/2); err != nil {
		t.Fatal(err)
	}
	_ = archive.Close()
	run(1, t.TempDir(), "is damaged", "restore")
	if _, complaint, code := invoke(context.Background(), env("DATABASE_URL", "postgres://x"), "backup", "now"); code != 1 || !strings.Contains(complaint, "DATABASE_URL is set") {
		t.Errorf("exit %d: %s", code, complaint)
	}
}
