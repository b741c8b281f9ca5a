package graph_test

import (
	"time"

	"golang.org/x/sys/unix"
)

// threadTime is the time of the processor that the calling thread has used.
func threadTime() (time.Duration, bool) {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
