//go:build unix

package peaktest

import (
	"os"
	"runtime"
	"syscall"
)

// Memory is the largest resident memory of a finished process, in bytes; 0 where it is not known.
func Memory(p *os.ProcessState) int64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}
