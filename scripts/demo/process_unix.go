//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// inGroupOfItsOwn keeps a Ctrl-C in the terminal from reaching the process directly: the demo stops it itself, once and
// in its turn, whereas Terraform gives up without tidying when it is interrupted twice.
func inGroupOfItsOwn(process *exec.Cmd) {
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
