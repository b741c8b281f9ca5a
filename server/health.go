package main

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/dokon-shop/dokon/server/db"
)

// healthz says that the process lives; whoever restarts processes asks it. It asks nobody else, so that a database that is
// away does not make every server restart.
func healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, "application/json", http.StatusOK, map[string]string{"status": "ok"})
}

// readiness says whether requests can be answered; whoever distributes them asks it.
type readiness struct {
	app *app

	mu       sync.Mutex
	serving  bool
	migrated bool      // seen once; the schema does not go back
	asked    time.Time // last
}

// followed is for how long whoever asked is taken to go on asking.
const followed = 30 * time.Second

// isFollowed tells whether somebody will hear that the server stops.
func (s *readiness) isFollowed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Since(s.asked) < followed
}

func (s *readiness) set(serving bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serving = serving
}

// ServeHTTP answers 200, or 503 with the reason.
func (s *readiness) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if reason := s.reason(r.Context()); reason != "" {
		writeJSON(w, "application/json", http.StatusServiceUnavailable, map[string]string{"status": "not ready", "reason": reason})
		return
	}
	writeJSON(w, "application/json", http.StatusOK, map[string]string{"status": "ready"})
}

func (s *readiness) reason(ctx context.Context) string {
	s.mu.Lock()
	serving, migrated := s.serving, s.migrated
	s.asked = time.Now()
	s.mu.Unlock()
	if !serving {
		return "the server is stopping"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if err := s.app.db.Pool.Ping(ctx); err != nil {
		s.app.log.Warn("not ready", "error", err)
		return "the database does not answer"
	}
	if migrated {
		return ""
	}
	pending, err := db.Pending(ctx, s.app.database.MigrateURL)
	switch {
	case err != nil:
		s.app.log.Warn("not ready", "error", err)
		return "the state of the schema cannot be read"
	case pending > 0:
		return "migrations are pending"
	}
	s.mu.Lock()
	s.migrated = true
	s.mu.Unlock()
	return ""
}

// promLog lets the metrics handler complain into our log.
type promLog struct{ *slog.Logger }

// Println implements promhttp.Logger.
func (l promLog) Println(v ...any) { l.Warn("metrics", "error", v) }

// robots keeps the admin and the API out of search engines.
func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("User-agent: *\nDisallow: /admin/\nDisallow: /graphql\nDisallow: /playground\nDisallow: /metrics\n"))
}
