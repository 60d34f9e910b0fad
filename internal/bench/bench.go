package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"
)

// bench is one run of the command.
type bench struct {
	terraform   string
	scratch     string
	parallelism int
	tls         bool
	log         io.Writer
	fixtures    map[string]*fixture // by provider and scenario
}

// measure makes one measurement. It is an error when Terraform fails or does not find or leave what it should.
func (b *bench) measure(ctx context.Context, p candidate, m measurement) (result, error) {
	w, err := newWorkspace(b.terraform, b.scratch, p)
	if err != nil {
		return result{}, err
	}
	start, err := b.fixture(ctx, w, p, m.scenario)
	if err != nil {
		return result{}, fmt.Errorf("preparing: %w", err)
	}
	b.say("measuring %s with %s", m.name(), p.name)
	t, err := b.startTenant(w, start, m.rate)
	if err != nil {
		return result{}, err
	}
	defer t.stop()
	if err := b.open(ctx, w, t, p, m.scenario, m.applications); err != nil {
		return result{}, err
	}
	if err := w.setState(start.state); err != nil {
		return result{}, err
	}
	parallelism := fmt.Sprintf("-parallelism=%d", b.parallelism)
	var used cost
	switch m.action {
	case refresh:
		used, err = w.run(ctx, t, "plan", parallelism, "-detailed-exitcode")
	case create:
		used, err = w.run(ctx, t, "apply", parallelism, "-auto-approve")
	case destroy:
		used, err = w.run(ctx, t, "destroy", parallelism, "-auto-approve")
	}
	if err != nil {
		return result{}, err
	}
	made := t.calls()
	left := m.applications
	if m.action == destroy {
		left = 0
	}
	if m.action == create {
		if _, err := w.run(ctx, t, "plan", "-detailed-exitcode"); err != nil {
			return result{}, fmt.Errorf("the plan after apply is not empty: %w", err)
		}
	}
	if found := t.count(partner); found != left {
		return result{}, fmt.Errorf("the tenant holds %d of the applications, not %d", found, left)
	}
	return newResult(p, m, used, made), nil
}

// fixture returns where the measurements of a scenario begin.
func (b *bench) fixture(ctx context.Context, w *workspace, p candidate, s scenario) (*fixture, error) {
	key := p.name + " " + s.name
	if f := b.fixtures[key]; f != nil {
		return f, nil
	}
	f := &fixture{seed: baseSeed(s)}
	if s.action != create {
		b.say("preparing %s for %s", s.name, p.name)
		var err error
		if f, err = b.apply(ctx, w, p, s, f, 1); err != nil {
			return nil, err
		}
		if f, err = f.multiply(s); err != nil {
			return nil, err
		}
		// An apply that changes nothing lets the provider keep for itself what it wants to, as it would have all along.
		if f, err = b.apply(ctx, w, p, s, f, s.applications); err != nil {
			return nil, err
		}
	}
	b.fixtures[key] = f
	return f, nil
}

// apply applies a scenario's configuration with n applications and returns what is there then.
func (b *bench) apply(
	ctx context.Context,
	w *workspace,
	p candidate,
	s scenario,
	from *fixture,
	n int,
) (*fixture, error) {
	t, err := b.startTenant(w, from, rates[0])
	if err != nil {
		return nil, err
	}
	defer t.stop()
	if err := b.open(ctx, w, t, p, s, n); err != nil {
		return nil, err
	}
	if err := w.setState(from.state); err != nil {
		return nil, err
	}
	if _, err := w.run(ctx, t, "apply", "-auto-approve"); err != nil {
		return nil, err
	}
	if writes := t.calls().writes; from.state != nil && writes > 0 {
		return nil, fmt.Errorf("the multiplied objects were not found as they should be, and changed by %d calls", writes)
	}
	state, err := w.state()
	return &fixture{seed: t.Snapshot(), state: state}, err
}

// open writes a configuration for n applications and installs its provider.
func (b *bench) open(ctx context.Context, w *workspace, t *tenant, p candidate, s scenario, n int) error {
	if err := errors.Join(w.write("main.tf", root(n)), w.write("partner/main.tf", p.module(s))); err != nil {
		return err
	}
	_, err := w.run(ctx, t, "init")
	return err
}

func (b *bench) startTenant(w *workspace, f *fixture, limits rate) (*tenant, error) {
	caFile := ""
	if b.tls {
		caFile = filepath.Join(w.dir, "ca.pem")
	}
	return startTenant(f.seed, limits, caFile)
}

func (b *bench) say(format string, args ...any) {
	_, _ = fmt.Fprintf(b.log, time.Now().Format(time.TimeOnly)+" "+format+"\n", args...)
}
