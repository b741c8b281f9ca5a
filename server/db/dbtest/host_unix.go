//go:build unix

package dbtest

import "syscall"

// detached: Ctrl-C ends the tests, and their end ends the keeper, in order.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

func freeBytes(dir string) uint64 {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return 0
	}
	return uint64(stat.Bavail) * uint64(stat.Bsize) //nolint:unconvert // the fields have other types on other systems
}
