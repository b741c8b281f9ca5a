//go:build unix && !linux

package postgres

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// leftBehind asks ps what the process is, and a living PostgreSQL at the socket in its pid file which data it serves.
func (s *Server) leftBehind(ctx context.Context, pid int) (past, error) {
	if pid == 0 {
		return pastStale, nil
	}
	if syscall.Kill(pid, 0) == syscall.ESRCH {
		return pastGone, nil
	}
	out, err := exec.CommandContext(ctx, "ps", "-o", "stat=,comm=", "-p", strconv.Itoa(pid)).Output()
	if line := strings.TrimSpace(string(out)); err == nil && (strings.HasPrefix(line, "Z") || !strings.Contains(line, "postgres")) {
		return pastStale, nil
	}
	if s.servesOurData(ctx) {
		return pastRuns, nil
	}
	return pastUnclear, nil
}

func (s *Server) servesOurData(ctx context.Context) bool {
	text, _ := os.ReadFile(s.pidFile())
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 {
		return false
	}
	address := fmt.Sprintf("postgres://%s@/postgres?sslmode=disable&host=%s&port=%s", Owner, url.QueryEscape(lines[4]), lines[3])
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return false
	}
	defer conn.Close(ctx)
	var directory string
	if conn.QueryRow(ctx, "show data_directory").Scan(&directory) != nil {
		return false
	}
	theirs, err := os.Stat(directory)
	if err != nil {
		return false
	}
	ours, err := os.Stat(s.data())
	return err == nil && os.SameFile(theirs, ours)
}
