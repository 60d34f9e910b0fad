// Command demo shows the provider at work on a third-party access baseline, from the first plan to destroy, with a real
// Terraform or OpenTofu and a local tenant. It uses neither the user's Terraform settings, nor their Auth0 credentials,
// nor the network.
package main

import (
	"context"
	"flag"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// story lists the steps of the demo in order.
func (d *demo) story() []step {
	tf := d.terraform.name()
	return []step{
		{"start a local tenant", d.startTenant},
		{tf + " init", d.init},
		{tf + " plan", d.firstPlan},
		{tf + " apply", d.firstApply},
		{tf + " output", d.outputs},
		{"change it behind Terraform's back", d.changeBehindBack},
		{tf + " plan -detailed-exitcode", d.planRepair},
		{tf + " apply", d.repair},
		{tf + " plan -detailed-exitcode", d.planNothing},
		{tf + " plan, new security_mode", d.planReplacement},
		{"plan a scope beyond the boundary", d.planBeyond},
		{"let agents in", d.letAgentsIn},
		{"a publisher adds a callback", d.planChangedDocument},
		{"log in, call, and be refused", d.tryAccess},
		{"30 days later: plan, apply", d.endAccess},
		{tf + " destroy", d.destroy},
		{"compare the tenant with before", d.compareTenant},
	}
}

func main() {
	var options options
	flag.StringVar(&options.terraform, "terraform", "terraform", "terraform or tofu binary")
	flag.StringVar(&options.emulator, "emulator", "bin/auth0-emulator", "emulator binary")
	flag.StringVar(&options.mirror, "mirror", "bin/mirror", "filesystem mirror that holds the provider")
	flag.StringVar(&options.example, "example", "examples/complete", "folder of the configuration, with its "+
		"example.tfvars")
	flag.StringVar(&options.seed, "seed", "scripts/demo/seed.json", "seed of the tenant")
	flag.Parse()

	// SIGPIPE is included, so that "make demo | head" leaves no emulator running.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE)
	code := run(ctx, options, newPrinter(os.Stdout, isColored()))
	stop()
	os.Exit(code)
}

// run tells the story and returns the exit code.
func run(ctx context.Context, options options, out *printer) int {
	d, err := newDemo(options)
	if err != nil {
		out.failure(err)
		return 1
	}
	start := time.Now()
	out.title("Third-party access as code: examples/complete on a local Auth0 tenant")
	for _, step := range d.story() {
		if err = out.tell(ctx, step); err != nil {
			break
		}
	}
	d.close()
	code := 0
	switch {
	case ctx.Err() != nil:
		d.discard()
		out.interrupted()
		code = 130
	case err != nil:
		out.failure(err)
		out.kept(d.dir)
		code = 1
	default:
		d.discard()
		out.done(time.Since(start))
		out.next(d.terraform.name())
	}
	out.log(d.log.Name())
	return code
}
