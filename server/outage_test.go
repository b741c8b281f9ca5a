package main

import (
	"log/slog"
	"os"
	"sync"
	"testing"

	"github.com/dokon-shop/dokon/server/postgres"
)

// TestDatabaseStoppedAndStarted: while the database is away callers get a clear answer at once; when it is back everything
// goes on by itself.
func TestDatabaseStoppedAndStarted(t *testing.T) {
	cfg := postgres.Config{
		StateDir: t.TempDir(), BinDir: os.Getenv("DOKON_POSTGRES_BIN"), Settings: map[string]string{"fsync": "off"},
		Log: slog.New(slog.DiscardHandler),
	}
	server, err := postgres.Start(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	url := server.URL(postgres.Owner)
	d := &database{URL: url, MigrateURL: url, isOurs: true}
	if err := d.migrated(t.Context(), func(string) {}); err != nil {
		t.Fatal(err)
	}
	s := openSite(t, d)
	s.query(`{ store { name } }`, "X-Store", "one").want(t, "before", 200, `one`)

	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	away := s.query(`{ categories { name } }`, "X-Store", "two", "Accept-Language", "en")
	away.want(t, "while it is away", 503, `"code":"INTERNAL"`, "Something went wrong on our side")
	s.do("GET", "/readyz", "").want(t, "readiness while it is away", 503, "the database does not answer")
	s.do("GET", "/healthz", "").want(t, "health while it is away", 200)
	s.do("GET", "/app/two/", "").want(t, "page while it is away", 503, "Something went wrong on our side")
	s.do("GET", "/metrics", "").want(t, "metrics while it is away", 200, "dokon_db_connections")

	if server, err = postgres.Start(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	s.query(`{ store { name } }`, "X-Store", "two").want(t, "after", 200, `two`)
	s.do("GET", "/readyz", "").want(t, "readiness after", 200, "ready")
}

// lineBuffer keeps what several goroutines write.
type lineBuffer struct {
	mu   sync.Mutex
	text []byte
}

// Write implements io.Writer.
func (b *lineBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.text = append(b.text, p...)
	return len(p), nil
}

func (b *lineBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return string(b.text)
}
