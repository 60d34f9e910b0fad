package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// exitError is the exit code of a command that ran and failed.
type exitError int

func (exitError) Error() string { return "the command failed" }

// serveCommand serves as long as a command runs. Signals end the command, not ctx.
func serveCommand(
	ctx context.Context,
	listener net.Listener,
	handler http.Handler,
	command []string,
	tenant announcement,
) error {
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- serve(serving, listener, handler) }()
	err := runCommand(ctx, command, tenant)
	stop()
	return errors.Join(err, <-served)
}

// runCommand runs a command with the tenant in its environment, and forwards the signals that end a process.
func runCommand(ctx context.Context, command []string, tenant announcement) error {
	trust, err := newTrust(os.Environ(), tenant.CACert)
	if err != nil {
		return err
	}
	defer trust.remove()
	process := exec.CommandContext(ctx, command[0], command[1:]...) //nolint:gosec // what the caller asks for
	process.Env = append(environment(os.Environ(), tenant), trust.variables...)
	process.Stdin, process.Stdout, process.Stderr = os.Stdin, os.Stdout, os.Stderr
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := process.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	for {
		select {
		case s := <-signals:
			// Terraform exits without cleaning up if it is interrupted twice, and a Ctrl-C in the terminal has reached it
			// already.
			if s != os.Interrupt || !isInForeground() {
				_ = process.Process.Signal(s)
			}
		case err := <-ended:
			if exit, ok := errors.AsType[*exec.ExitError](err); ok {
				return exitError(codeOf(exit.ProcessState))
			}
			return err
		}
	}
}

// environment sets the variables that Auth0's tools read to the tenant. It removes all other AUTH0_ variables, so that
// no command reaches the tenant that the shell is configured for.
func environment(inherited []string, tenant announcement) []string {
	own := slices.DeleteFunc(
		slices.Clone(inherited),
		func(variable string) bool { return strings.HasPrefix(variable, "AUTH0_") },
	)
	return append(
		own,
		"AUTH0_DOMAIN="+tenant.address(),
		"AUTH0_CLIENT_ID="+tenant.ClientID,
		"AUTH0_CLIENT_SECRET="+tenant.ClientSecret,
	)
}

// address is the tenant's domain, with its scheme if that is not https.
func (a announcement) address() string {
	if strings.HasPrefix(a.URL, "https://") {
		return a.Domain
	}
	return a.URL
}
