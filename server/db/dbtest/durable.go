package dbtest

import (
	"context"
	"testing"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/postgres"
)

// Durable makes a fresh database at the newest schema on a server of its own that keeps what it commits, as a shop's does.
// It is for benchmarks: commits cost here what they cost in truth.
func Durable(t testing.TB) (ownerURL string) {
	t.Helper()
	server, err := postgres.Start(context.Background(), postgres.Config{StateDir: t.TempDir()})
	if err != nil {
		t.Fatalf("start a durable database: %v", err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Errorf("stop the durable database: %v", err)
		}
	})
	if err := db.Migrate(context.Background(), server.URL(postgres.Owner)); err != nil {
		t.Fatalf("migrate the durable database: %v", err)
	}
	return server.URL(postgres.Owner)
}
