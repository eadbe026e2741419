//go:build unix

package robust

import (
	"syscall"
	"time"
)

// processorTime is the time that the processors spent on this process: what is left of a measurement on a machine
// that others use too.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
