// Command auth0access says who gains what: by a plan before it is applied, between two snapshots, or in a tenant now.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Set by the release build.
var (
	version = "dev"
	commit  = "none"
)

// The exit codes.
const (
	exitNone  = 0
	exitError = 1
	exitFound = 2
)

// errFound ends a command that has found what it must fail for.
var errFound = errors.New("found")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the command with its arguments. It returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, complaints io.Writer) int {
	root := &cobra.Command{
		Use:   "auth0access",
		Short: "Say who gains what in an Auth0 tenant",
		Long: `auth0access says which third-party applications gain or lose what in an Auth0 tenant.

Exit codes: 0 found nothing to fail for, 2 found something (see --fail-on), 1 ended with an error.`,
		Version:       fmt.Sprintf("%s (%s)", version, commit),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("auth0access {{.Version}}\n")
	root.AddCommand(newReview(), newDrift(), newDiff(), newExplain())
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(complaints)
	switch err := root.ExecuteContext(ctx); {
	case err == nil:
		return exitNone
	case errors.Is(err, errFound):
		return exitFound
	default:
		_, _ = fmt.Fprintln(complaints, "auth0access:", err)
		return exitError
	}
}
