//go:build !linux

package conformance

import "syscall"

// bound would end a server with this process; only Linux can.
func bound() *syscall.SysProcAttr { return nil }
