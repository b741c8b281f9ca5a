// Package dbtest gives each test a migrated database of its own on a real PostgreSQL server. It is for tests alone.
package dbtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/db"
)

// New gives a fresh database at the newest schema, gone when the test ends. Tests that use it may run in parallel.
// A statement on a tenant table that does not ask for a store fails the test.
func New(t testing.TB) *db.DB {
	t.Helper()
	return Open(t, Create(t))
}

// Create makes a fresh database at the newest schema and gives the owner's URL of it, for tests that open it themselves
// or more than once.
func Create(t testing.TB) string {
	t.Helper()
	owner := Server(t)
	return create(t, owner, " template "+template(t, owner))
}

// Empty makes a fresh database without any schema and gives the owner's URL of it.
func Empty(t testing.TB) string {
	t.Helper()
	return create(t, Server(t), "")
}

func create(t testing.TB, owner, options string) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text()[:16])
	run(t, owner, "create database "+name+options)
	t.Cleanup(func() { run(t, owner, "drop database "+name+" with (force)") })
	return within(t, owner, name)
}

// Open connects to a database of Create as the running shop does. Several handles stand for several processes.
func Open(t testing.TB, databaseURL string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), db.Config{
		URL:        databaseURL,
		OnUnscoped: func(sql string) { t.Errorf("statement on a tenant table without store_id: %s", sql) },
	})
	if err != nil {
		t.Fatalf("open test database: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close test database: %v", err)
		}
	})
	return d
}

// templates holds a *templateOnce for each server by its owner URL.
var templates sync.Map

type templateOnce struct {
	sync.Mutex
	name string
}

// template gives the name of a migrated database to clone. Its name holds the revision of the schema, so a server that
// outlives a test run is not migrated again; an advisory lock lets one of several test processes make it.
func template(t testing.TB, owner string) string {
	t.Helper()
	kept, _ := templates.LoadOrStore(owner, &templateOnce{})
	once := kept.(*templateOnce)
	once.Lock()
	defer once.Unlock()
	if once.name != "" {
		return once.name
	}
	revision, err := db.Revision()
	if err != nil {
		t.Fatal(err)
	}
	name := "template_" + revision
	ctx := context.Background()
	conn := connect(t, owner)
	defer func() { _ = conn.Close(ctx) }() // which releases the lock
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(7231)"); err != nil {
		t.Fatalf("lock template database: %v", err)
	}
	var ready bool
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1 and datistemplate)", name).Scan(&ready); err != nil {
		t.Fatalf("look for template database: %v", err)
	}
	if !ready {
		for _, sql := range []string{"drop database if exists " + name + " with (force)", "create database " + name} {
			if _, err := conn.Exec(ctx, sql); err != nil {
				t.Fatalf("make template database: %v", err)
			}
		}
		if err := db.Migrate(ctx, within(t, owner, name)); err != nil {
			t.Fatalf("migrate template database: %v", err)
		}
		if _, err := conn.Exec(ctx, "alter database "+name+" with is_template true allow_connections false"); err != nil {
			t.Fatalf("finish template database: %v", err)
		}
	}
	once.name = name
	return name
}

func connect(t testing.TB, databaseURL string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), databaseURL)
	if err != nil {
		t.Fatalf("connect to test server: %v", err)
	}
	return conn
}

func run(t testing.TB, owner, sql string) {
	t.Helper()
	conn := connect(t, owner)
	defer func() { _ = conn.Close(context.Background()) }()
	if _, err := conn.Exec(context.Background(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// within is the URL of another database of the same server.
func within(t testing.TB, owner, database string) string {
	t.Helper()
	u, err := url.Parse(owner)
	if err != nil {
		t.Fatal(fmt.Errorf("URL of test server: %w", err))
	}
	u.Path = "/" + database
	return u.String()
}
