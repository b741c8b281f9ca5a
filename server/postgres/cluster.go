package postgres

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// maxPath keeps the paths inside of the cluster below PostgreSQL's MAXPGPATH of 1024 bytes.
const maxPath = 900

// existingCluster answers the major version of the data below root, 0 if there is none; the newest if there are several.
func existingCluster(root string) (int, error) {
	files, _ := filepath.Glob(filepath.Join(escapeGlob(root), "*", "data", "PG_VERSION"))
	newest := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		major, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if dir := filepath.Base(filepath.Dir(filepath.Dir(file))); err != nil || dir != strconv.Itoa(major) {
			return 0, fmt.Errorf("%s names PostgreSQL %q, which does not fit its directory %q: move the data to where it belongs",
				file, strings.TrimSpace(string(text)), dir)
		}
		newest = max(newest, major)
	}
	return newest, nil
}

var globEscaper = strings.NewReplacer(`*`, `[*]`, `?`, `[?]`, `[`, `[[]`)

func escapeGlob(path string) string { return globEscaper.Replace(path) }

// initialise makes the cluster under a temporary name: only a complete one ever has the name data.
func (s *Server) initialise(ctx context.Context) error {
	s.cfg.Progress(fmt.Sprintf("Creating the database (PostgreSQL %s, once) …", s.bin.version))
	leftovers, _ := filepath.Glob(filepath.Join(escapeGlob(s.dir), "new-*"))
	for _, dir := range leftovers {
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("remove an unfinished database: %w", err)
		}
	}
	fresh, err := os.MkdirTemp(s.dir, "new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	if err := s.identity.ownTree(fresh); err != nil {
		return err
	}

	args := []string{"-D", fresh, "-U", Owner, "-A", "trust", "-E", "UTF8", "-T", "simple"}
	args = append(args, localeArgs(s.bin.major)...)
	if s.cfg.Settings["fsync"] == "off" {
		args = append(args, "-N")
	}
	cmd := s.command("initdb", args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	s.identity.confine(cmd, syscall.SIGKILL)
	initdb, err := spawn(cmd)
	if err != nil {
		return fmt.Errorf("start initdb: %w", err)
	}
	select {
	case <-initdb.exited:
	case <-ctx.Done():
		initdb.kill()
		return ctx.Err()
	}
	if initdb.err != nil {
		return fmt.Errorf("initdb could not make the database in %s: %w\n%s", s.dir, initdb.err, lastLines(out.String(), 8))
	}
	return os.Rename(fresh, s.data())
}

// localeArgs: the character type must know Cyrillic, or pg_trgm and lower() silently ignore it; the order must not depend on the
// system's libraries, or an update of them corrupts indexes. The builtin provider came with PostgreSQL 17.
func localeArgs(major int) []string {
	ctype := "C.UTF-8"
	switch runtime.GOOS {
	case "darwin":
		ctype = "en_US.UTF-8"
	case "windows":
		ctype = "en-US"
	}
	if major < 17 {
		return []string{"--locale=C", "--lc-ctype=" + ctype}
	}
	return []string{"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-ctype=" + ctype}
}

// prepare makes the database at the first start, and refuses a cluster that cannot search Cyrillic.
func (s *Server) prepare(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url(Owner, "postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var exists bool
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", Owner).Scan(&exists); err != nil {
		return err
	}
	if exists {
		return nil
	}
	if err := CheckLocale(ctx, conn); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "create database "+pgx.Identifier{Owner}.Sanitize())
	return err
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
