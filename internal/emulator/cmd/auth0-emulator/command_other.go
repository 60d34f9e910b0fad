//go:build !unix

package main

import "os"

// isInForeground is always true: without process groups, a Ctrl-C reaches all processes of a console.
func isInForeground() bool { return true }

// codeOf returns the exit code of a process.
func codeOf(process *os.ProcessState) int { return process.ExitCode() }
