package main

import (
	"strings"
	"testing"
	"time"

	"github.com/dokon-shop/dokon/server/db/dbtest"
	"github.com/dokon-shop/dokon/server/secret"
	"github.com/dokon-shop/dokon/server/store"
)

// TestDoctor: what is well is said to be well, and each thing that is not is named together with what to do.
func TestDoctor(t *testing.T) {
	s := openSite(t, testDatabase(t))
	shop, err := store.BySlug(t.Context(), s.app.db, "one")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.SetBot(t.Context(), s.app.db, s.app.box, shop.ID, store.BotSetInput{Token: "42:" + strings.Repeat("a", 35)}, time.Now()); err != nil {
		t.Fatal(err)
	}
	settings := []string{"DATABASE_URL", s.app.database.URL, "DOKON_STATE_DIR", s.app.config.StateDir, "DOKON_PUBLIC_URL", s.app.config.PublicURL}
	look := func(code int, settings []string, holds ...string) (out string) {
		t.Helper()
		out, complaint, got := invoke(t.Context(), env(settings...), "doctor")
		if got != code {
			t.Errorf("exit %d, want %d", got, code)
		}
		for _, line := range holds {
			if !strings.Contains(out, line) {
				t.Errorf("no %q in\n%s%s", line, out, complaint)
			}
		}
		if strings.Contains(out+complaint, "hunter2") {
			t.Errorf("a password is shown:\n%s%s", out, complaint)
		}
		return out
	}
	well := look(0, settings, "ok    settings", "ok    database  PostgreSQL", "ok    secrets   2 stores; 1 bot tokens can be opened",
		"look  secrets   two has no bot", "ok    pictures", "ok    jobs", "ok    messages", "is not https", s.app.config.PublicURL+" answers")
	if strings.Contains(well, "FAIL") {
		t.Errorf("something failed:\n%s", well)
	}

	other := append([]string{"DOKON_SECRET_KEYS", secret.NewKey("k9").String()}, settings...)
	look(1, other, "FAIL  secrets   the bot token of one cannot be opened")

	if _, err := s.app.db.ExecContext(t.Context(), "insert into river.river_job (kind, args, max_attempts, state, scheduled_at) values ('order_expire', '{}', 1, 'available', now() - interval '1 hour')"); err != nil {
		t.Fatal(err)
	}
	look(0, settings, "look  jobs      the oldest of")

	look(1, []string{"PORT", "x", "DOKON_STATE_DIR", t.TempDir()}, "FAIL  settings", "PORT")
	look(1, []string{"DATABASE_URL", "postgres://u:hunter2@127.0.0.1:1/x", "DOKON_STATE_DIR", t.TempDir()}, "FAIL  database  it does not answer")
	look(1, []string{"DATABASE_URL", dbtest.Empty(t), "DOKON_STATE_DIR", t.TempDir()}, "migrations behind this program; run `server migrate up`")
}
