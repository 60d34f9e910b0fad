//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// inGroupOfItsOwn keeps a Ctrl-C in the terminal from the process. The demo interrupts it once, because Terraform exits
// without cleaning up if it is interrupted twice.
func inGroupOfItsOwn(process *exec.Cmd) {
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
