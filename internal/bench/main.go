// Command bench measures what the provider costs: calls of the Management API, time, processor and memory.
//
// It drives a real Terraform and the real provider binary against an emulated tenant over real HTTP. It prints one JSON
// object a line for each measurement, then a table, and exits with 1 if a budget is exceeded. Given a binary of the
// official provider too, it runs the same scenarios with both and prints the ratios.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// errOver says that the measurements were made and that some exceed what is promised.
var errOver = errors.New("over budget")

// options are the command's flags.
type options struct {
	terraform, provider, peer string
	scenarios, rates          string
	parallelism               int
}

func main() {
	if binary := os.Getenv(envMeasured); binary != "" {
		os.Exit(standIn(binary))
	}
	var o options
	flag.StringVar(&o.terraform, "terraform", "terraform", "terraform or tofu binary")
	flag.StringVar(&o.provider, "provider", "bin/terraform-provider-auth0access", "provider binary")
	flag.StringVar(&o.peer, "peer", "", "binary of the official provider, to measure beside it (Linux)")
	flag.StringVar(&o.scenarios, "scenarios", "refresh-10 refresh-100", "scenarios to run, or all: "+scenarioNames())
	flag.StringVar(&o.rates, "rates", "off", "rate limits of the tenant, or all for each scenario's own: "+rateNames())
	flag.IntVar(&o.parallelism, "parallelism", 10, "how many resources Terraform works on at a time")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, o, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run makes every measurement asked for. Results go to out, progress to log.
func run(ctx context.Context, o options, out, log io.Writer) error {
	runs, err := choose(o.scenarios, o.rates)
	if err != nil {
		return err
	}
	providers, err := candidates(o.provider, o.peer)
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "auth0access-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	b := &bench{
		terraform:   o.terraform,
		scratch:     scratch,
		parallelism: o.parallelism,
		tls:         o.peer != "",
		log:         log,
		fixtures:    map[string]*fixture{},
	}

	lines := json.NewEncoder(out)
	var findings []finding
	for _, m := range runs {
		f := finding{measurement: m}
		for _, p := range providers {
			r, err := b.measure(ctx, p, m)
			if err != nil {
				return fmt.Errorf("%s with %s: %w", m.name(), p.name, err)
			}
			if err := lines.Encode(r); err != nil {
				return err
			}
			f.results = append(f.results, r)
		}
		findings = append(findings, f)
	}
	if over := report(out, findings); over {
		return errOver
	}
	return nil
}
