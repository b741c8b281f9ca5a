package dbtest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/dokon-shop/dokon/server/postgres"
	"github.com/dokon-shop/dokon/server/postgres/local"
)

// Set for a program that is to be the keeper: the meeting place, and the directory from which to look for binaries.
const (
	keeperVariable   = "DOKON_TEST_DATABASE_KEEPER"
	checkoutVariable = "DOKON_TEST_DATABASE_CHECKOUT"
)

func init() {
	dir := os.Getenv(keeperVariable)
	if dir == "" {
		return
	}
	place := meeting(dir)
	if err := place.keep(os.Getenv(checkoutVariable)); err != nil {
		place.put("error", err.Error())
		os.Exit(1)
	}
	os.Exit(0)
}

// keep runs the server until no test process and no `go test` needs it. If the keeper is killed, the server ends with it.
func (m meeting) keep(checkout string) error {
	alone, err := local.TryExclusive(m.path("keeper"))
	if errors.Is(err, local.ErrHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.Chdir(checkout); err != nil {
		return err
	}
	cfg := postgres.Config{
		StateDir: m.path("state"),
		BinDir:   os.Getenv("DOKON_POSTGRES_BIN"),
		Settings: map[string]string{
			"fsync":                     "off",
			"synchronous_commit":        "off",
			"full_page_writes":          "off",
			"autovacuum":                "off",
			"max_wal_size":              "256MB",
			"shared_buffers":            "128MB",
			"max_connections":           "500",
			"max_locks_per_transaction": "256",
		},
	}
	server, err := m.startEmpty(cfg)
	if err != nil {
		return err
	}
	if err := m.put("url", server.URL(postgres.Owner)); err != nil {
		return errors.Join(err, server.Stop())
	}
	nobody, err := m.awaitNobody()
	err = errors.Join(err, os.Remove(m.path("url")), server.Stop(), os.RemoveAll(cfg.StateDir))
	// The next user comes in when users is free and must then find no keeper.
	err = errors.Join(err, alone.Release())
	if nobody != nil {
		err = errors.Join(err, nobody.Release())
	}
	return err
}

// startEmpty starts a server without data. Data is left only where a keeper was killed; its server may still be ending, which the
// first start waits for.
func (m meeting) startEmpty(cfg postgres.Config) (*postgres.Server, error) {
	if _, err := os.Stat(cfg.StateDir); err == nil {
		if old, err := postgres.Start(context.Background(), cfg); err == nil {
			if err := old.Stop(); err != nil {
				return nil, err
			}
		}
		if err := os.RemoveAll(cfg.StateDir); err != nil {
			return nil, err
		}
	}
	return postgres.Start(context.Background(), cfg)
}

// awaitNobody returns, with users locked against newcomers, when the last test process is gone. Between two packages of one `go test`
// there may be none for a moment; so the server stays while a `go test` that used it lives.
func (m meeting) awaitNobody() (*local.Lock, error) {
	for {
		nobody, err := local.Exclusive(m.path("users"))
		if err != nil || !m.runs() {
			return nobody, err
		}
		if err := nobody.Release(); err != nil {
			return nil, err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// noteRun notes the `go test` that started a test process; nothing where the process was started in another way or where there is no
// /proc to tell.
func (m meeting) noteRun(parent int) error {
	if !isGo(parent) {
		return nil
	}
	return os.WriteFile(filepath.Join(m.path("runs"), strconv.Itoa(parent)), nil, 0o600)
}

// runs tells whether a noted `go test` still lives, and forgets those that do not.
func (m meeting) runs() bool {
	noted, _ := os.ReadDir(m.path("runs"))
	lives := false
	for _, run := range noted {
		if pid, err := strconv.Atoi(run.Name()); err == nil && isGo(pid) {
			lives = true
			continue
		}
		os.Remove(filepath.Join(m.path("runs"), run.Name()))
	}
	return lives
}

func isGo(pid int) bool {
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil || strings.TrimSpace(string(name)) != "go" {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), "(go) Z")
}

// put writes a file that appears complete or not at all.
func (m meeting) put(name, text string) error {
	unfinished := m.path(name + ".new")
	if err := os.WriteFile(unfinished, []byte(text), fs.FileMode(0o600)); err != nil {
		return err
	}
	return os.Rename(unfinished, m.path(name))
}
