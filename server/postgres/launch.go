package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/dokon-shop/dokon/server/postgres/local"
)

// socketPort is only part of the socket's file name, .s.PGSQL.5432; nothing listens on the network.
const socketPort = "5432"

// defaults suit a shop on a small machine. Tables are analyzed soon after they have grown: a plan made for an empty table reads
// all rows of a store to find one, and connections keep it until then. The log holds no statement and no DETAIL line, since both quote customers' data.
var defaults = map[string]string{
	"shared_buffers":          "64MB",
	"max_connections":         "100",
	"jit":                     "off",
	"autovacuum_naptime":      "10s",
	"timezone":                "UTC",
	"log_timezone":            "UTC",
	"log_checkpoints":         "off",
	"log_error_verbosity":     "terse",
	"log_min_error_statement": "panic",
}

// launch starts the server process and returns when it answers.
func (s *Server) launch(ctx context.Context) error {
	if err := s.clearPast(ctx); err != nil {
		return err
	}
	if err := s.makeSocketDir(); err != nil {
		return err
	}
	settings := maps.Clone(defaults)
	maps.Copy(settings, s.cfg.Settings)
	maps.Copy(settings, map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": s.socket,
		"unix_socket_permissions": "0700",
		"port":                    socketPort,
	})
	args := []string{"-D", s.data()}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	cmd := s.command("postgres", args...)
	cmd.Stdout, cmd.Stderr = s.output, s.output
	s.identity.confine(cmd, syscall.SIGINT)

	before, err := s.output.Stat()
	if err != nil {
		return err
	}
	c, err := spawn(cmd)
	if err != nil {
		return fmt.Errorf("start postgresql: %w", err)
	}
	s.child = c
	if err := s.awaitReady(ctx); err != nil {
		if errors.Is(err, errDied) {
			return fmt.Errorf("postgresql did not start: %w; its last words in %s:\n%s", s.child.err, s.output.Name(),
				logSince(s.output.Name(), before.Size()))
		}
		return errors.Join(err, s.end())
	}
	return nil
}

var errDied = errors.New("it ended")

// awaitReady is not content with an answer, which could be another server's: our child lives, the pid file is its own and says ready,
// and a query is answered.
func (s *Server) awaitReady(ctx context.Context) error {
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	slow := time.NewTimer(time.Second)
	defer slow.Stop()
	for {
		select {
		case <-s.child.exited:
			return errDied
		case <-ctx.Done():
			return fmt.Errorf("start postgresql: %w", ctx.Err())
		case <-slow.C:
			s.cfg.Progress("Starting PostgreSQL; it is recovering from a hard stop or the machine is busy …")
		case <-look.C:
			if pid, ready := readPidFile(s.pidFile()); pid != s.child.pid() || !ready {
				continue
			}
			conn, err := pgx.Connect(ctx, s.url(Owner, "postgres"))
			if err != nil {
				continue
			}
			err = conn.Ping(ctx)
			if closed := conn.Close(ctx); err == nil && closed == nil {
				return nil
			}
		}
	}
}

func (s *Server) pidFile() string { return filepath.Join(s.data(), "postmaster.pid") }

// readPidFile answers the process of line 1, 0 if there is none, and whether line 8 says that it accepts connections.
func readPidFile(path string) (pid int, ready bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	lines := strings.Split(string(text), "\n")
	pid, _ = strconv.Atoi(strings.TrimSpace(lines[0]))
	if len(lines) <= 7 {
		return pid, false
	}
	state := strings.TrimSpace(lines[7])
	return pid, state == "ready" || state == "standby" // a standby answers queries and changes nothing
}

// makeSocketDir makes the directory of the socket, empty: short, since a socket's path may have some 100 bytes only, and the same for
// each start on one state directory.
func (s *Server) makeSocketDir() error {
	uid := os.Geteuid()
	if s.identity.uid >= 0 {
		uid = s.identity.uid
	}
	name := fmt.Sprintf("dokon-%x", sha256.Sum256([]byte(s.cfg.StateDir)))[:16]
	var refused error
	for _, parent := range runtimeParents(s.identity.uid > 0) {
		dir := filepath.Join(parent, name)
		if len(dir) > 80 || strings.ContainsAny(dir, `,"`) {
			refused = errors.Join(refused, fmt.Errorf("%s is too long or holds a comma", dir))
			continue
		}
		if err := local.Dir(dir, 0o700, uid); err != nil {
			refused = errors.Join(refused, err)
			continue
		}
		old, _ := filepath.Glob(filepath.Join(dir, ".s.PGSQL.*"))
		for _, file := range old {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
		s.socket = dir
		return nil
	}
	return fmt.Errorf("no directory for the database's socket: %w", refused)
}

func runtimeParents(public bool) []string {
	if runtime.GOOS == "windows" {
		return []string{os.TempDir()}
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" && !public {
		return []string{dir, os.TempDir(), "/tmp"}
	}
	return []string{os.TempDir(), "/tmp"}
}

// supervise starts the server again whenever it ends by itself, killed for instance, until Stop.
func (s *Server) supervise() {
	defer close(s.stopped)
	for s.stopping.Err() == nil {
		select {
		case <-s.stopping.Done():
		case <-s.child.exited:
			s.cfg.Log.Warn("postgresql ended by itself, starting it again", "cause", s.child.err)
			s.relaunch()
		}
	}
	s.stopErr = errors.Join(s.end(), s.close())
}

// relaunch tries until the server runs or Stop is called.
func (s *Server) relaunch() {
	for pause := time.Second; ; pause = min(2*pause, 30*time.Second) {
		err := s.launch(s.stopping)
		if err == nil {
			s.cfg.Log.Info("postgresql is ready again")
			return
		}
		if s.stopping.Err() != nil {
			return
		}
		s.cfg.Log.Error("postgresql could not be started again", "error", err, "next_try_in", pause)
		select {
		case <-s.stopping.Done():
			return
		case <-time.After(pause):
		}
	}
}

// maxLog is where the log of earlier starts is put aside, as log.1.
const maxLog = 8 << 20

func openLog(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
}

func logSince(path string, offset int64) string {
	text, err := os.ReadFile(path)
	if err != nil || offset > int64(len(text)) {
		return ""
	}
	return lastLines(string(bytes.ToValidUTF8(text[offset:], []byte("?"))), 6)
}
