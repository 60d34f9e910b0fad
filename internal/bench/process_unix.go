//go:build unix

package main

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// inGroupOfItsOwn lets the harness end a process with everything it started, and keeps a Ctrl-C in the terminal from
// reaching it twice.
func inGroupOfItsOwn(process *exec.Cmd) {
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// endGroup ends what a process left running.
func endGroup(process *exec.Cmd) {
	if process.Process != nil {
		_ = syscall.Kill(-process.Process.Pid, syscall.SIGKILL)
	}
}

// peakRSS is the most memory a process that has ended held at once, in bytes.
func peakRSS(state *os.ProcessState) int64 {
	used, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(used.Maxrss) //nolint:unconvert // its type depends on the system
	}
	return int64(used.Maxrss) << 10 //nolint:unconvert // its type depends on the system
}

// ownCPU is the processor time this process has used.
func ownCPU() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
