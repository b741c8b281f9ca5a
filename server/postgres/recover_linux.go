package postgres

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// leftBehind goes by the working directory: every process of a server has the data there, a zombie or a stranger with a reused number
// has not.
func (s *Server) leftBehind(_ context.Context, pid int) (past, error) {
	data, err := os.Stat(s.data())
	if err != nil {
		return pastGone, err
	}
	places, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		return pastGone, err
	}
	helpers := false
	for _, place := range places {
		process := filepath.Dir(place)
		if cwd, err := os.Stat(place); err != nil || !os.SameFile(cwd, data) {
			continue
		}
		if name, err := os.ReadFile(filepath.Join(process, "comm")); err != nil || !strings.HasPrefix(string(name), "postgres") {
			continue
		}
		if filepath.Base(process) == strconv.Itoa(pid) {
			return pastRuns, nil
		}
		helpers = true
	}
	switch {
	case helpers:
		return pastLeaves, nil
	case pid == 0 || syscall.Kill(pid, 0) != syscall.ESRCH:
		return pastStale, nil
	}
	return pastGone, nil
}
