package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/uptrace/bun"

	"github.com/dokon-shop/dokon/server/db"
	"github.com/dokon-shop/dokon/server/store"
)

// checkStateDir looks whether what must outlive the process can be kept.
func checkStateDir(c Config) []finding {
	if err := os.MkdirAll(c.StateDir, 0o700); err != nil {
		return []finding{fails("%v; set DOKON_STATE_DIR to a directory that this user may write", err)}
	}
	probe, err := os.CreateTemp(c.StateDir, ".doctor-*")
	if err != nil {
		return []finding{fails("%v; set DOKON_STATE_DIR to a directory that this user may write", err)}
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name())
	found := []finding{fine("%s can be written", c.StateDir)}
	if c.DatabaseURL == "" || len(c.SecretKeys) > 0 {
		return found
	}
	return append(found, doubt("DOKON_SECRET_KEYS is not set, so the keys lie in %s: every process needs the same ones, and without them sealed bot tokens are lost",
		filepath.Join(c.StateDir, keysFile)))
}

// oldestMajor is the first PostgreSQL that the schema was tried with.
const oldestMajor = 15

// checkDatabase looks at the server behind the connection.
func checkDatabase(ctx context.Context, d *database) []finding {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, d.MigrateURL)
	if err != nil {
		return []finding{fails("it does not answer: %v", err)}
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var version, conns int
	var size string
	var clock time.Time
	err = conn.QueryRow(ctx, `select current_setting('server_version_num')::int / 10000, current_setting('max_connections')::int,
		pg_size_pretty(pg_database_size(current_database())), clock_timestamp()`).Scan(&version, &conns, &size, &clock)
	if err != nil {
		return []finding{fails("it does not answer: %v", err)}
	}
	found := []finding{fine("PostgreSQL %d, %s, at most %d connections", version, size, conns)}
	if version < oldestMajor {
		found = append(found, fails("PostgreSQL %d is too old; %d or later is needed", version, oldestMajor))
	}
	if apart := time.Since(clock).Abs().Round(time.Millisecond); apart > 2*time.Second {
		found = append(found, doubt("its clock and this machine's are %s apart; set both by NTP, since orders expire by them", apart))
	}
	if err := d.checkLocale(ctx); err != nil {
		found = append(found, fails("%v", err))
	}
	switch pending, err := db.Pending(ctx, d.MigrateURL); {
	case err != nil:
		found = append(found, fails("its migrations cannot be read: %v", err))
	case pending > 0:
		found = append(found, fails("it is %d migrations behind this program; run `server migrate up`", pending))
	}
	return found
}

// checkPooler looks whether the login brings what a pooler does not let through, and whether there is a way past it.
func checkPooler(ctx context.Context, a *app) []finding {
	c := a.config
	if !c.TransactionPooler {
		return nil
	}
	if c.MigrateURL == c.DatabaseURL {
		return []finding{fails("DATABASE_MIGRATE_URL leads through the pooler as well; set it to PostgreSQL itself, since migrations and LISTEN need a session")}
	}
	var role, timeout, idle string
	err := a.db.Pool.QueryRow(ctx, `select current_user, current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')`).
		Scan(&role, &timeout, &idle)
	if err != nil {
		return []finding{fails("nothing can be asked through it: %v", err)}
	}
	found := []finding{fine("answers; statements run as %s", role)}
	if timeout == "0" || idle == "0" {
		found = append(found, doubt("a statement or a forgotten transaction may run without end; ALTER ROLE … SET statement_timeout = '15s' and idle_in_transaction_session_timeout = '60s' for the login"))
	}
	return found
}

// farBehind is how many bytes of the log a replica may lack before it is of little use.
const farBehind = 64 << 20

// checkReplicas looks whether replicas follow.
func checkReplicas(ctx context.Context, a *app) (found []finding) {
	states, err := a.db.Replicas(ctx)
	if err != nil {
		return []finding{fails("they cannot be compared with the database: %v", err)}
	}
	for i, s := range states {
		switch {
		case !s.Answers:
			found = append(found, doubt("number %d of DATABASE_REPLICA_URL does not answer as a replica, so it is not read from", i+1))
		case s.Behind > farBehind:
			found = append(found, doubt("number %d is %d MB of the log behind; is its replay paused, or its line too slow?", i+1, s.Behind>>20))
		default:
			found = append(found, fine("number %d follows", i+1))
		}
	}
	return found
}

// checkBots looks whether the bots' tokens can be opened, and what Telegram said of them last.
func checkBots(ctx context.Context, a *app) []finding {
	stores, err := store.List(ctx, a.db)
	if err != nil {
		return []finding{fails("stores cannot be read: %v", err)}
	}
	var found []finding
	opened := 0
	for _, s := range stores {
		var b *store.Bot
		err := a.db.Read(ctx, s.ID, func(ctx context.Context, q bun.IDB) (err error) {
			b, err = store.BotOf(ctx, q, s.ID)
			return err
		})
		switch {
		case err != nil:
			found = append(found, fails("the bot of %s cannot be read: %v", s.Slug, err))
			continue
		case b == nil:
			found = append(found, doubt("%s has no bot, so nobody can sign in to it from Telegram; set its token in Settings → Bot", s.Slug))
			continue
		case b.Status == store.BotUnauthorized:
			found = append(found, doubt("Telegram refuses the token of %s; take a new one from @BotFather and set it in Settings → Bot", s.Slug))
		}
		if b.TokenSealed == nil {
			continue
		}
		if _, err := b.Token(a.box); err != nil {
			found = append(found, fails("the bot token of %s cannot be opened: the key it was sealed with is not among DOKON_SECRET_KEYS", s.Slug))
			continue
		}
		opened++
	}
	return append([]finding{fine("%d stores; %d bot tokens can be opened", len(stores), opened)}, found...)
}

// checkPictures keeps something and takes it away again.
func checkPictures(ctx context.Context, a *app) []finding {
	keys, err := secretKeys(a.config)
	if err != nil {
		return []finding{fails("%v", err)}
	}
	storage, err := openStorage(ctx, a.config, keys)
	if err != nil {
		return []finding{fails("%v", err)}
	}
	key := fmt.Sprintf("doctor/%d", a.now().UnixNano())
	if err := storage.Put(ctx, key, []byte("ok"), "text/plain"); err != nil {
		return []finding{fails("nothing can be kept: %v", err)}
	}
	kept, err := storage.Read(ctx, key, 16)
	if err = errors.Join(err, storage.Remove(ctx, key)); err != nil || string(kept) != "ok" {
		return []finding{fails("what was kept cannot be read and removed again: %v", err)}
	}
	return []finding{fine("can be kept, read and removed")}
}

// late is how long work may wait until somebody is missing.
const late = 2 * time.Minute

// checkJobs looks whether anybody works on the queue.
func checkJobs(ctx context.Context, a *app) []finding {
	var queue struct {
		Waiting, Failed int
		Longest         float64
	}
	err := a.db.NewRaw(`select count(*) filter (where state = 'available') as waiting, count(*) filter (where state = 'discarded') as failed,
		coalesce(extract(epoch from now() - min(scheduled_at) filter (where state = 'available')), 0) as longest
		from `+db.JobSchema+`.river_job`).Scan(ctx, &queue)
	if err != nil {
		return []finding{fails("the queue cannot be read: %v", err)}
	}
	var found []finding
	if waited := time.Duration(queue.Longest * float64(time.Second)).Round(time.Second); waited > late {
		found = append(found, doubt("the oldest of %d jobs has waited %s; is `server serve` running?", queue.Waiting, waited))
	}
	if queue.Failed > 0 {
		found = append(found, doubt("%d jobs were given up; the server's log says why", queue.Failed))
	}
	if found == nil {
		found = append(found, fine("%d waiting", queue.Waiting))
	}
	return found
}

// checkMessages looks whether the bot takes what is owed to people.
func checkMessages(ctx context.Context, a *app) []finding {
	var queue struct {
		Waiting int
		Longest float64
	}
	err := a.db.NewRaw(`select count(*) as waiting, coalesce(extract(epoch from now() - min(due_at)), 0) as longest
		from notifications where state = 'PENDING' and due_at <= now() and expires_at > now()`).Scan(ctx, &queue)
	if err != nil {
		return []finding{fails("the queue cannot be read: %v", err)}
	}
	if waited := time.Duration(queue.Longest * float64(time.Second)).Round(time.Second); waited > late {
		return []finding{doubt("the oldest of %d messages has waited %s; is the bot running, with a service token of this deployment?", queue.Waiting, waited)}
	}
	return []finding{fine("%d waiting", queue.Waiting)}
}

func checkRedis(ctx context.Context, a *app) []finding {
	if a.redis == nil {
		return nil
	}
	if err := a.redis.Ping(ctx); err != nil {
		return []finding{doubt("it does not answer, so each process counts requests by itself: %v", err)}
	}
	return []finding{fine("answers")}
}

// checkAddress asks the server by the address that people use.
func checkAddress(ctx context.Context, a *app) []finding {
	address := reachedAt(a.config)
	var found []finding
	if !strings.HasPrefix(address, "https://") && a.config.DatabaseURL != "" {
		found = append(found, doubt("%s is not https, and Telegram opens nothing else; set DOKON_PUBLIC_URL", address))
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/readyz", nil)
	if err != nil {
		return append(found, fails("%s: %v", address, err))
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return append(found, doubt("nobody answers at %s: %v", address, err))
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return append(found, doubt("%s/readyz answers %s", address, answer.Status))
	}
	return append(found, fine("%s answers", address))
}
