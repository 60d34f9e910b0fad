package faultmatrix

import (
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// action is what a plan does with a resource.
type action string

const (
	none    action = "none"
	create  action = "create"
	update  action = "update"
	replace action = "replace"
	destroy action = "destroy"
)

// change is the plan for one resource.
type change struct {
	action  action
	config  configured
	prior   *instance // as refreshed; nil if there is none
	planned tftypes.Value
	private []byte // what the plan keeps for the destruction of prior
}

// plan is a plan for all of them.
type plan struct {
	mu       sync.Mutex
	changes  map[string]*change
	errors   []string
	warnings []string
}

func (p *plan) note(address string, c *change) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes[address] = c
}

func (p *plan) of(address string) *change {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changes[address]
}

// actions lists what is to be done, nothing if the plan is empty.
func (p *plan) actions() []string {
	var all []string
	for _, address := range sortedKeys(p.changes) {
		if c := p.changes[address]; c.action != none {
			all = append(all, string(c.action)+" "+address)
		}
	}
	return all
}

// pending says what a plan would change, nothing if it is empty.
func (w *workspace) pending(config []configured) (changes []string) {
	w.t.Helper()
	next := w.plan(config)
	for _, address := range sortedKeys(next.changes) {
		switch c := next.changes[address]; c.action {
		case none:
		case update:
			changes = append(changes, "the next plan updates "+address+": "+departures(c.prior.value, c.planned))
		default:
			changes = append(changes, fmt.Sprintf("the next plan is to %s %s", c.action, address))
		}
	}
	return append(changes, next.errors...)
}

// plan is terraform plan: it refreshes, validates with what is known by then, and compares.
func (w *workspace) plan(config []configured) *plan {
	w.t.Helper()
	p := &plan{changes: map[string]*change{}}
	r := w.start()
	if len(r.errors) > 0 {
		p.errors = r.errors
		return p
	}
	var steps []step
	for _, c := range config {
		steps = append(steps, step{name: c.address, after: c.references(), do: func() bool { return w.planOne(r, p, c) }})
	}
	for address, one := range w.state {
		if !slices.ContainsFunc(config, func(c configured) bool { return c.address == address }) {
			steps = append(steps, step{name: address, do: func() bool { return w.planDestroy(r, p, address, one) }})
		}
	}
	walkInOrder(steps, w.planOrder)
	p.errors, p.warnings = r.errors, r.warnings
	return p
}

// validate is terraform validate: it asks a provider that is not configured, and knows no value of another resource.
func (w *workspace) validate(config []configured) []string {
	w.t.Helper()
	r := &run{t: w.t, server: newServer(nil)}
	for _, c := range config {
		typ := schemaOf(w.t, c.typeName()).ValueType()
		value := build(typ, c.arguments, func(ref) tftypes.Value { return tftypes.NewValue(tftypes.String, tftypes.UnknownValue) })
		resp, err := r.server.ValidateResourceConfig(w.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: c.typeName(), Config: dynamic(w.t, value),
		})
		if err != nil {
			w.t.Fatal(err)
		}
		r.succeeded(c.address, resp.Diagnostics)
	}
	return r.errors
}

// planOne refreshes or imports a resource and compares it with the configuration.
func (w *workspace) planOne(r *run, p *plan, c configured) bool {
	prior, ok := w.state[c.address], true
	if prior != nil {
		prior, ok = r.refresh(c.address, prior)
	} else if c.importID != "" {
		prior, ok = r.adopt(c)
	}
	if !ok {
		return false
	}
	arguments := build(schemaOf(r.t, c.typeName()).ValueType(), c.arguments, func(r ref) tftypes.Value {
		return members(p.of(r.address).planned)[r.attribute]
	})
	found := &change{config: c, prior: prior}
	base := prior
	switch {
	case prior == nil:
		found.action, base = create, nil
	case prior.tainted:
		found.action, base = replace, nil
	}
	planned, mustReplace, ok := r.planChange(c, base, arguments, nil)
	if ok && base != nil && (mustReplace || c.isForced) {
		found.action = replace
		planned, _, ok = r.planChange(c, nil, arguments, planned)
	}
	if !ok {
		return false
	}
	found.private = planned.PlannedPrivate
	found.planned = r.decode(planned.PlannedState, arguments.Type())
	if found.action == "" {
		found.action = update
		if found.planned.Equal(prior.value) {
			found.action = none
		}
	}
	p.note(c.address, found)
	return true
}

func (w *workspace) planDestroy(r *run, p *plan, address string, one *instance) bool {
	prior, ok := r.refresh(address, one)
	if !ok || prior == nil {
		if ok {
			p.note(address, &change{action: none})
		}
		return ok
	}
	private, ok := r.planDestruction(address, prior)
	p.note(address, &change{action: destroy, prior: prior, planned: tftypes.NewValue(prior.value.Type(), nil), private: private})
	return ok
}

// planDestruction asks for the plan of a destruction, and returns the private state that goes with it.
func (r *run) planDestruction(address string, prior *instance) ([]byte, bool) {
	nothing := tftypes.NewValue(prior.value.Type(), nil)
	resp, err := r.server.PlanResourceChange(r.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: typeOf(address), PriorState: dynamic(r.t, prior.value), ProposedNewState: dynamic(r.t, nothing),
		Config: dynamic(r.t, nothing), PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return resp.PlannedPrivate, r.succeeded(address, resp.Diagnostics)
}

// refresh reads a resource; nil is one that is gone.
func (r *run) refresh(address string, one *instance) (*instance, bool) {
	resp, err := r.server.ReadResource(r.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: typeOf(address), CurrentState: dynamic(r.t, one.value), Private: one.private, CurrentIdentity: one.identity,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	if !r.succeeded(address, resp.Diagnostics) {
		return nil, false
	}
	value := r.decode(resp.NewState, one.value.Type())
	if value.IsNull() {
		return nil, true
	}
	return &instance{value: value, private: resp.Private, identity: resp.NewIdentity, tainted: one.tainted, needs: one.needs}, true
}

// adopt imports a resource and reads it.
func (r *run) adopt(c configured) (*instance, bool) {
	resp, err := r.server.ImportResourceState(r.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: c.typeName(), ID: c.importID})
	if err != nil {
		r.t.Fatal(err)
	}
	if !r.succeeded(c.address, resp.Diagnostics) {
		return nil, false
	}
	one := resp.ImportedResources[0]
	found, ok := r.refresh(c.address, &instance{
		value: r.decode(one.State, schemaOf(r.t, c.typeName()).ValueType()), private: one.Private, identity: one.Identity, needs: c.references(),
	})
	if ok && found == nil {
		r.fail(c.address, "cannot import a resource that does not exist")
		ok = false
	}
	return found, ok
}

// planChange asks for the plan of an update, or of a creation if prior is nil. It reports whether the update needs a
// replacement. For the creation that is part of one, replaced is the answer that led to it.
func (r *run) planChange(c configured, prior *instance, arguments tftypes.Value, replaced *tfprotov6.PlanResourceChangeResponse,
) (*tfprotov6.PlanResourceChangeResponse, bool, bool) {
	validated, err := r.server.ValidateResourceConfig(r.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: c.typeName(), Config: dynamic(r.t, arguments),
	})
	if err != nil {
		r.t.Fatal(err)
	}
	if !r.succeeded(c.address, validated.Diagnostics) {
		return nil, false, false
	}
	req := &tfprotov6.PlanResourceChangeRequest{TypeName: c.typeName(), Config: dynamic(r.t, arguments)}
	before := tftypes.NewValue(arguments.Type(), nil)
	if prior != nil {
		before, req.PriorPrivate, req.PriorIdentity = prior.value, prior.private, prior.identity
	}
	if replaced != nil {
		req.PriorPrivate, req.PriorIdentity = replaced.PlannedPrivate, replaced.PlannedIdentity
	}
	req.PriorState = dynamic(r.t, before)
	req.ProposedNewState = dynamic(r.t, propose(schemaOf(r.t, c.typeName()).Block.Attributes, before, arguments))
	resp, err := r.server.PlanResourceChange(r.t.Context(), req)
	if err != nil {
		r.t.Fatal(err)
	}
	return resp, prior != nil && len(resp.RequiresReplace) > 0, r.succeeded(c.address, resp.Diagnostics)
}
