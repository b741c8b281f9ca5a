package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/dokon-shop/dokon/server/db/dbtest"
)

// TestBehindATransactionPooler: people shop on a server whose every transaction runs on another connection, with jobs and live
// events; nothing that it does needs a session, and nothing stays behind in one.
func TestBehindATransactionPooler(t *testing.T) {
	s, key := openShopping(t)
	pooler := dbtest.NewPooler(t, s.w.URL, 5)
	p := startProcess(t, s.w, key, append(drained, "DATABASE_URL="+pooler.URL, "DATABASE_MIGRATE_URL="+s.w.URL, "DATABASE_POOLER=transaction")...)
	s.b.use(t, p)
	s.begin(buyers(t, s.w, key, p.address, s.variant, 4), false)
	s.goOn(60)
	s.end()
	until(t.Context(), t, "jobs are worked on", func() bool {
		var done int
		err := s.w.DB.NewRaw("select count(*) from river.river_job where state = 'completed'").Scan(t.Context(), &done)
		return err == nil && done > 0
	})
	settings := []string{"DATABASE_URL", pooler.URL, "DATABASE_POOLER", "transaction", "DOKON_STATE_DIR", t.TempDir(), "DOKON_SECRET_KEYS", key.String()}
	out, _, _ := invoke(t.Context(), env(append(settings, "DATABASE_MIGRATE_URL", s.w.URL)...), "doctor")
	for _, says := range []string{"ok    pooler    answers; statements run as dokon_app", "look  pooler    a statement or a forgotten transaction"} {
		if !strings.Contains(out, says) {
			t.Errorf("the doctor does not say %q:\n%s", says, out)
		}
	}
	if err := p.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	if ran := pooler.Transactions(); slices.Min(ran) < 10 {
		t.Errorf("transactions by connection: %v; they do not take turns", ran)
	}
	for _, left := range pooler.Left("app.store_id") {
		if left != "" {
			t.Errorf("a connection was left in store %s", left)
		}
	}
	for _, role := range pooler.Left("role") {
		if role != "dokon_app" {
			t.Errorf("a connection is left as %q", role)
		}
	}
}
