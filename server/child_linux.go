package main

import (
	"os"
	"syscall"
)

// childAttributes: a group of its own, so that Ctrl-C reaches us alone and we stop it in order; and it dies with us, even
// when we are killed.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func askToStop(p *os.Process) error { return p.Signal(syscall.SIGTERM) }
