//go:build unix

package local

import (
	"errors"
	"os"
	"syscall"
)

func lockFile(file *os.File, mode lockMode) error {
	how := syscall.LOCK_SH
	if mode&lockExclusive != 0 {
		how = syscall.LOCK_EX
	}
	if mode&lockTry != 0 {
		how |= syscall.LOCK_NB
	}
	for {
		err := syscall.Flock(int(file.Fd()), how)
		switch {
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return ErrHeld
		default:
			return err
		}
	}
}
