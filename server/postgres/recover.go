package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// past is what an earlier server on the same data left behind.
type past int

const (
	pastGone    past = iota // nothing that hinders
	pastRuns                // the server itself; its parent was killed
	pastLeaves              // only its helper processes; they go by themselves
	pastStale               // a pid file whose number means a dead or a strange process, in which PostgreSQL would still believe
	pastUnclear             // a server that may or may not be ours
)

// clearPast leaves no other process on the data. The file lock is held, so there is no living owner to ask.
func (s *Server) clearPast(ctx context.Context) error {
	if _, err := os.Stat(s.pidFile()); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	patience := time.NewTimer(stopPatience)
	defer patience.Stop()
	asked := false
	for {
		pid, _ := readPidFile(s.pidFile())
		state, err := s.leftBehind(ctx, pid)
		if err != nil {
			return err
		}
		switch state {
		case pastGone:
			return nil
		case pastStale:
			s.cfg.Log.Info("removing the pid file of a server that is dead", "pid", pid)
			if err := os.Remove(s.pidFile()); !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil
		case pastUnclear:
			return fmt.Errorf("process %d is a PostgreSQL that may be using %s; end it first", pid, s.data())
		case pastRuns:
			if !asked {
				s.cfg.Progress("Stopping the database server that a killed process left behind …")
				server, err := os.FindProcess(pid)
				if err == nil {
					err = s.interrupt(server)
				}
				if err != nil && !errors.Is(err, os.ErrProcessDone) {
					s.cfg.Log.Warn("a server was left behind and does not take signals", "pid", pid, "error", err)
				}
				asked = true
			}
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return ctx.Err()
		case <-patience.C:
			return fmt.Errorf("process %d still uses %s after %s; end it first", pid, s.data(), stopPatience)
		}
	}
}
