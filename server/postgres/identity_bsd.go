//go:build unix && !linux

package postgres

import (
	"errors"
	"os/exec"
	"syscall"
)

// namespaced cannot be had here; its probe fails.
func namespaced() identity {
	return identity{confine: func(cmd *exec.Cmd, _ syscall.Signal) { cmd.Err = errors.New("only Linux has them") }}
}

// dieWithParent has no means here: a server that outlives its parent is stopped by the next start.
func dieWithParent(*syscall.SysProcAttr, syscall.Signal) {}
