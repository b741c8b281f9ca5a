//go:build !linux

package main

import (
	"os"
	"runtime"
	"syscall"
)

// childAttributes: nothing is needed; a child that we do not stop ends when it can no longer write to us.
func childAttributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }

func askToStop(p *os.Process) error {
	if runtime.GOOS == "windows" {
		return p.Kill() // Windows has no signals
	}
	return p.Signal(os.Interrupt)
}
