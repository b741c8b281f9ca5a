package postgres

import (
	"context"
	"os"
	"os/exec"
	"syscall"
)

// chooseIdentity leaves everything as it is. PostgreSQL refuses administrators and says so in its log.
func chooseIdentity(_ context.Context, _ Config, bin binaries, _ string) (identity, binaries, error) {
	return identity{name: "this user", confine: func(cmd *exec.Cmd, _ syscall.Signal) {
		cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
	}}, bin, nil
}

func (identity) ownTree(string) error { return nil }

// interrupt lets pg_ctl do it: Windows has no signals, PostgreSQL listens on a pipe that pg_ctl knows.
func (s *Server) interrupt(*os.Process) error {
	return s.command("pg_ctl", "stop", "-D", s.data(), "-m", "fast", "-W").Run()
}

func killGroup(leader *os.Process) { leader.Kill() }
