package faultmatrix

import (
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// carrying is an apply under way.
type carrying struct {
	*run
	mu    sync.Mutex
	state map[string]*instance
}

// carryOut does what is planned and records how far it got. It returns the errors.
func (w *workspace) carryOut(p *plan) []string {
	w.t.Helper()
	c := &carrying{run: w.start(), state: map[string]*instance{}}
	for address, planned := range p.changes {
		if planned.prior != nil {
			c.state[address] = planned.prior
		}
	}
	if len(c.errors) == 0 {
		walkInOrder(c.steps(p), w.applyOrder)
	}
	w.state = c.state
	return c.errors
}

// destroying stands before the address in the name of a step that destroys a resource.
const destroying = "destroying "

// steps puts the changes into an order. A resource is created after those that it refers to, and destroyed after those
// that refer to it are destroyed or refer to something else.
func (c *carrying) steps(p *plan) []step {
	var steps []step
	for address, planned := range p.changes {
		if planned.action == destroy || planned.action == replace {
			s := step{name: destroying + address, do: func() bool { return c.destroy(address, planned.prior, planned.private) }}
			isFirst := planned.action == replace && planned.config.isFirst
			if isFirst {
				s.after, s.do = []string{address}, func() bool { return c.destroyDeposed(address, planned.prior) }
			}
			for other, theirs := range p.changes {
				if theirs.prior == nil || !slices.Contains(theirs.prior.needs, address) {
					continue
				}
				s.after = append(s.after, destroying+other)
				if planned.action == destroy {
					s.after = append(s.after, other)
				}
			}
			steps = append(steps, s)
		}
		if planned.action == destroy {
			continue
		}
		after := planned.config.references()
		if !planned.config.isFirst {
			after = append(after, destroying+address)
		}
		steps = append(steps, step{name: address, after: after, do: func() bool { return c.make(address, planned) }})
	}
	return steps
}

func (c *carrying) set(address string, one *instance) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if one == nil {
		delete(c.state, address)
		return
	}
	c.state[address] = one
}

func (c *carrying) get(address string) *instance {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state[address]
}

// destroyDeposed destroys an instance that another one has replaced. Terraform plans that destruction once more.
func (c *carrying) destroyDeposed(address string, deposed *instance) bool {
	private, ok := c.planDestruction(address, deposed)
	if !ok {
		return false
	}
	successor := c.get(address)
	ok = c.destroy(address, deposed, private)
	c.set(address, successor)
	return ok
}

// destroy destroys a resource. If that fails, it stays in the state.
func (c *carrying) destroy(address string, prior *instance, private []byte) bool {
	nothing := tftypes.NewValue(prior.value.Type(), nil)
	resp, err := c.server.ApplyResourceChange(c.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: typeOf(address), PriorState: dynamic(c.t, prior.value), PlannedState: dynamic(c.t, nothing),
		Config: dynamic(c.t, nothing), PlannedPrivate: private, PlannedIdentity: prior.identity,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if c.succeeded(address, resp.Diagnostics) {
		c.set(address, nil)
		return true
	}
	if left := c.decode(resp.NewState, prior.value.Type()); !left.IsNull() {
		c.set(address, &instance{value: left, private: resp.Private, identity: prior.identity, tainted: prior.tainted, needs: prior.needs})
	}
	return false
}

// make creates or updates a resource, after planning it once more with what is known by now. A creation that fails and
// leaves something behind taints it.
func (c *carrying) make(address string, planned *change) bool {
	if planned.action == none {
		return true
	}
	arguments := build(planned.planned.Type(), settled(planned.config.arguments), func(r ref) tftypes.Value {
		return members(c.get(r.address).value)[r.attribute]
	})
	prior := planned.prior
	if planned.action != update {
		prior = nil
	}
	final, _, ok := c.planChange(planned.config, prior, arguments, nil)
	if !ok {
		return false
	}
	wanted := c.decode(final.PlannedState, arguments.Type())
	if !conforms(planned.planned, wanted) {
		c.fail(address, "inconsistent final plan: %s", departures(planned.planned, wanted))
		return false
	}
	if prior != nil && wanted.Equal(prior.value) {
		return true // with what is known by now there is nothing to change
	}
	req := &tfprotov6.ApplyResourceChangeRequest{
		TypeName: planned.config.typeName(), PlannedState: final.PlannedState, Config: dynamic(c.t, arguments),
		PlannedPrivate: final.PlannedPrivate, PlannedIdentity: final.PlannedIdentity,
	}
	before := tftypes.NewValue(arguments.Type(), nil)
	if prior != nil {
		before = prior.value
	}
	req.PriorState = dynamic(c.t, before)
	resp, err := c.server.ApplyResourceChange(c.t.Context(), req)
	if err != nil {
		c.t.Fatal(err)
	}
	ok = c.succeeded(address, resp.Diagnostics)
	value := c.decode(resp.NewState, arguments.Type())
	switch {
	case ok && !conforms(wanted, value):
		c.fail(address, "inconsistent result: %s", departures(wanted, value))
		ok = false
	case !value.IsNull():
	case ok:
		c.fail(address, "no new state")
		return false
	default:
		return false // what there was stays in the state
	}
	c.set(address, &instance{
		value: value, private: resp.Private, identity: resp.NewIdentity, tainted: !ok && prior == nil, needs: planned.config.references(),
	})
	return ok
}
