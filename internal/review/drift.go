package review

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Drift reports what a tenant has beyond its configuration, and what it lacks. A plan leads from the tenant to the
// configuration, so Drift reverses it.
func (p *Plan) Drift(failure Failure) *Report {
	p.undoDrift()
	back, unapplied := p.reversed()
	r := back.judge(Options{})
	r.Now = p.snapshot()
	r.about = aboutDrift
	for _, address := range unapplied {
		r.say(codeNotKnown, address, name(address), " is declared but not applied yet, so the tenant's object is not known.")
	}
	for _, f := range failure.Findings {
		r.add(f)
	}
	p.reportOutputs(r)
	r.Differences = p.differences(r)
	r.NotWatched = p.notWatched()
	r.sort()
	return r
}

// undoDrift adds what a refresh-only plan has found. Such a plan changes nothing, so the last state counts as the
// configuration.
func (p *Plan) undoDrift() {
	isPlanned := map[string]bool{}
	for _, c := range p.changes {
		isPlanned[c.address] = true
	}
	for _, address := range sortedKeys(p.drift) {
		if !isPlanned[address] {
			undone := *p.drift[address]
			undone.before, undone.after = undone.after, undone.before
			undone.actions = []string{"update"}
			p.changes = append(p.changes, &undone)
		}
	}
}

// reversed is the plan that leads from the configuration to the tenant. unapplied are resources whose object Terraform
// has not seen yet.
func (p *Plan) reversed() (back *Plan, unapplied []string) {
	back = &Plan{context: p.context, masks: p.masks, incomplete: p.incomplete, isTurned: true}
	for _, c := range p.changes {
		turned := *c
		turned.before, turned.after, turned.now = c.after, c.before, c.before
		turned.actions, turned.replaced, turned.moved, turned.isImport = turned.simpleActions(), nil, "", false
		isHalf := !c.before.exists() || !c.after.exists()
		switch {
		case isHalf && strings.HasSuffix(c.typ, "_exclusive"):
			continue // such a resource has no object in the tenant
		case !c.before.exists() && !slices.Contains(objects, c.typ):
			unapplied = append(unapplied, c.address)
			continue
		}
		back.changes = append(back.changes, &turned)
	}
	return back, unapplied
}

// objects are the types of resources that create and delete an object of the tenant.
var objects = []string{
	"auth0access_third_party_application", "auth0access_cimd_application", "auth0access_client_grant",
	"auth0access_api_default_permissions", "auth0access_organization_client_grant", "auth0_client", "auth0_client_grant",
}

// simpleActions are the actions that lead from before to after.
func (c *change) simpleActions() []string {
	switch {
	case c.isNoOp(), c.does("forget"):
		return []string{"no-op"}
	case !c.before.exists():
		return []string{"create"}
	case !c.after.exists():
		return []string{"delete"}
	default:
		return []string{"update"}
	}
}

// between returns the plan that leads from one state of the resources to another.
func (p *Plan) between(before, after func(*change) object) *Plan {
	led := &Plan{context: p.context, masks: p.masks, isTurned: true}
	for _, c := range p.changes {
		one := *c
		one.before, one.after, one.now = before(c), after(c), c.before
		one.replaced, one.moved, one.isImport = nil, "", false
		one.actions = []string{"update"}
		if reflect.DeepEqual(one.before.values, one.after.values) && one.after.unknown == nil {
			one.actions = []string{"no-op"}
		}
		one.actions = one.simpleActions()
		led.changes = append(led.changes, &one)
	}
	return led
}

// reportOpened reports what somebody opened outside Terraform since the last refresh. What the configuration now
// declares too counts as a gain of the change; the rest goes to Opened.
func (p *Plan) reportOpened(r *Report) {
	if len(p.drift) == 0 {
		return
	}
	written := func(c *change) object {
		if was, isThere := p.drift[c.address]; isThere {
			then := was.before
			then.refers, then.isSet = c.before.refers, c.before.isSet
			return then
		}
		return c.before
	}
	isReported := map[string]bool{}
	for _, f := range r.Findings {
		isReported[f.key()] = true
	}
	declared := map[string]bool{}
	for _, f := range p.between(written, func(c *change) object { return c.after }).judge(Options{}).Of(Gains) {
		declared[f.key()] = true
		if !isReported[f.key()] {
			f.Sentence = append(slices.Clone(f.Sentence), say(" Somebody opened this already, outside Terraform.")...)
			r.add(f)
		}
	}
	for _, f := range p.between(written, func(c *change) object { return c.before }).judge(Options{}).Of(Gains) {
		if !declared[f.key()] {
			r.Opened = append(r.Opened, f)
		}
	}
}

func (f Finding) key() string { return f.Code + " " + f.Address + " " + f.Sentence.String() }

// differences returns what differs beside the findings: addresses with their attributes.
func (p *Plan) differences(r *Report) (found []Difference) {
	isReported := map[string]bool{}
	for _, f := range r.Findings {
		isReported[f.Address] = true
	}
	for _, c := range p.changes {
		if !c.isNoOp() && !isReported[c.address] {
			found = append(found, Difference{Address: c.address, Attributes: c.attributes()})
		}
	}
	for _, address := range p.others {
		found = append(found, Difference{Address: address})
	}
	for _, called := range sortedKeys(p.outputs) {
		of := p.outputs[called]
		more := p.news(of)
		if address := "output." + called; len(more) > 0 || of.isChanged() && !isReported[address] {
			found = append(found, Difference{Address: address, Attributes: more})
		}
	}
	return found
}

// attributes returns the attributes that a change changes.
func (c *change) attributes() (changed []string) {
	all := maps.Clone(c.before.values)
	if all == nil {
		all = map[string]any{}
	}
	maps.Copy(all, c.after.values)
	for _, attribute := range sortedKeys(all) {
		if c.before.exists() && c.after.exists() && !c.after.isUnknown(attribute) &&
			!reflect.DeepEqual(c.before.values[attribute], c.after.values[attribute]) {
			changed = append(changed, attribute)
		}
	}
	return changed
}
