package conformance

import "syscall"

// bound makes the kernel end a server with this process, however this process ends: a test that runs into its time limit
// ends without cleaning up.
func bound() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
