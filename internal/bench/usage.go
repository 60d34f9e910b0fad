package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Terraform starts a provider several times for one command, and only a process's parent learns what it used. So what
// Terraform finds in the place of the provider is this program, which runs the provider and writes down what it used.
const (
	envMeasured = "BENCH_PROVIDER" // path of the provider's binary; its presence makes this program the stand-in
	envUsage    = "BENCH_USAGE"    // folder for one file of usage for each process
)

// usage is what processes used.
type usage struct {
	CPU     time.Duration `json:"cpu"` // user and system
	PeakRSS int64         `json:"peak_rss"`
	// Overhead is the processor time of the stand-in itself.
	Overhead time.Duration `json:"overhead"`
}

// standIn runs the provider in this process's place, writes down what it used and returns its exit code.
func standIn(binary string) int {
	// The file is there from the start, so that a process killed before its end shows as an empty one.
	file, err := os.CreateTemp(os.Getenv(envUsage), "usage-*.json")
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	//nolint:gosec,noctx // the harness names the binary; Terraform ends it
	provider := exec.Command(binary, os.Args[1:]...)
	provider.Env = slices.DeleteFunc(
		os.Environ(),
		func(variable string) bool { return strings.HasPrefix(variable, envMeasured+"=") },
	)
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	runErr := provider.Run()
	if provider.ProcessState == nil {
		fmt.Fprintln(os.Stderr, "bench:", runErr)
		return 1
	}
	err = json.NewEncoder(file).Encode(usage{
		CPU:      cpu(provider.ProcessState),
		PeakRSS:  peakRSS(provider.ProcessState),
		Overhead: ownCPU(),
	})
	if err = errors.Join(err, file.Close()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		return 1
	}
	return provider.ProcessState.ExitCode()
}

// cpu is the processor time of a process that has ended and of its children.
func cpu(state *os.ProcessState) time.Duration { return state.UserTime() + state.SystemTime() }

// collect adds up the usage files of a folder and removes them.
func collect(dir string) (usage, error) {
	files, err := filepath.Glob(filepath.Join(dir, "usage-*.json"))
	if err != nil {
		return usage{}, err
	}
	var total usage
	for _, file := range files {
		content, err := os.ReadFile(file) //nolint:gosec // our own file
		if err != nil {
			return usage{}, err
		}
		var one usage
		if err := json.Unmarshal(content, &one); err != nil {
			return usage{}, fmt.Errorf("a provider process was killed before its usage was known: %w", err)
		}
		total.CPU += one.CPU
		total.Overhead += one.Overhead
		total.PeakRSS = max(total.PeakRSS, one.PeakRSS)
		if err := os.Remove(file); err != nil {
			return usage{}, err
		}
	}
	return total, nil
}
