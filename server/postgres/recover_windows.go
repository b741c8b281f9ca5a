package postgres

import "context"

// leftBehind stops a server that still runs; pg_ctl finds it by its pid file, waits for it, and fails when there is none.
func (s *Server) leftBehind(context.Context, int) (past, error) {
	s.command("pg_ctl", "stop", "-D", s.data(), "-m", "fast").Run()
	return pastGone, nil
}
