//go:build unix

package main

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// isInForeground reports whether the process runs in a terminal's foreground, so that a Ctrl-C reaches its children as
// well.
func isInForeground() bool {
	terminal, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer func() { _ = terminal.Close() }()
	group, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}

// codeOf returns the exit code of a process: as in a shell, 128 plus the signal if a signal ended it.
func codeOf(process *os.ProcessState) int {
	if status, ok := process.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return process.ExitCode()
}
