package review

import (
	"maps"

	"github.com/auth0access/terraform-provider-auth0access/internal/boundary"
)

// Options are what a review checks in addition to the changes.
type Options struct {
	// Reference is the access that is allowed; nil allows all.
	Reference *Snapshot
	// NotGranted are scopes that nobody may get.
	NotGranted NotGranted
	// Boundary is the most that grants and default permissions may give, and that provider blocks may allow.
	Boundary boundary.Boundary
	// NothingForEverybody reports whatever every third-party application gets.
	NothingForEverybody bool
	// Failure holds the messages of a plan that ended with errors.
	Failure Failure
}

// Review says who gains and who loses what if the plan is applied, and answers the questions.
func (p *Plan) Review(options Options) *Report {
	r := p.judge(options)
	r.about = aboutPlan
	for _, f := range options.Failure.Findings {
		if f.Code == codeNewApplication {
			f.Kind = kindOf(f.Code)
			r.Opened = append(r.Opened, f)
			continue
		}
		r.add(f)
	}
	p.reportOpened(r)
	r.Now = p.snapshot()
	r.sort()
	return r
}

// judge reports the access that the changes of a plan give and take.
func (p *Plan) judge(options Options) *Report {
	r := newReport()
	if p.incomplete != "" {
		r.say(codeIncomplete, "", p.incomplete)
	}
	changed := map[string]bool{}
	for _, c := range p.changes {
		if c.isNoOp() {
			continue
		}
		changed[c.address] = true
		r.remark(c)
	}
	for _, tenant := range p.tenants() {
		before, after := tenant.worlds()
		c := newComparison(before, after, changed)
		first := len(r.Findings)
		c.compareAccess(r)
		r.reportBeyond(first, tenant.boundaries[tenant.alias])
		c.compareGrants(r)
		c.compareSettings(r)
		c.reportUnknown(r)
		c.ask(options, r)
		tenant.askBoundary(c, options.Boundary, r)
	}
	return r
}

// snapshot returns the access that data sources show, nil if none does.
func (p *Plan) snapshot() *Snapshot {
	found := finder{at: map[question]bool{}, masks: p.masks}
	for _, one := range p.context {
		if one.typ == "auth0access_effective_access" {
			found.isAccess = true
			for _, entry := range one.objects("access") {
				found.add(entry)
			}
		}
	}
	if !found.isAccess {
		return nil
	}
	return &found.Snapshot
}

// tenants splits a plan by the aliases of the provider, because each alias may be another tenant.
func (p *Plan) tenants() (parts []*Plan) {
	byName := map[string]*Plan{}
	part := func(tenant string) *Plan {
		if byName[tenant] == nil {
			byName[tenant] = &Plan{masks: p.masks, isTurned: p.isTurned, boundaries: p.boundaries, alias: tenant}
			parts = append(parts, byName[tenant])
		}
		return byName[tenant]
	}
	for _, c := range p.changes {
		of := part(c.tenant)
		of.changes = append(of.changes, c)
	}
	for _, one := range p.context {
		of := part(one.tenant)
		of.context = append(of.context, one)
	}
	return parts
}

// worlds returns the tenant before and after the change.
func (p *Plan) worlds() (before, after side) {
	before.wide, after.wide = p.world(true)
	before.narrow, after.narrow = before.wide, after.wide
	if before.wide.isLoose || after.wide.isLoose {
		before.narrow, after.narrow = p.world(false)
	}
	return before, after
}

func (p *Plan) world(wide bool) (before, after *world) {
	own := p.declare(wide, nil, func(c *change) object { return c.before })
	after = p.declare(wide, own, func(c *change) object { return c.after })
	after.keepPolicies(own)
	context := newWorld(wide)
	for _, from := range []*world{own, after} {
		maps.Copy(context.keys, from.keys)
		maps.Copy(context.firstParty, from.firstParty)
	}
	// Applications come first, because other findings refer to them.
	for _, isApplication := range []bool{true, false} {
		for _, o := range p.context {
			if isApplication == (o.typ != "auth0access_client_grants") {
				sources[o.typ](o.object, context)
			}
		}
	}
	own.learn(context)
	after.learn(context)
	told := own
	if p.isTurned {
		told = p.declare(wide, nil, func(c *change) object { return c.now })
	}
	before = own.clone()
	before.fill(context, told)
	after.fill(context, told)
	before.guess(after)
	after.guess(before)
	return before, after
}

// declare makes a tenant from the resources, applications first.
func (p *Plan) declare(wide bool, before *world, of func(*change) object) *world {
	w := newWorld(wide)
	for _, isApplication := range []bool{true, false} {
		for _, c := range p.changes {
			known, o := kinds[c.typ], of(c)
			if known.declare == nil || known.isApplication != isApplication || !o.exists() {
				continue
			}
			count := len(w.notes)
			known.declare(o, w)
			if c.isNoOp() || before == nil {
				w.notes = w.notes[:count]
			}
		}
	}
	return w
}

// remark adds findings about a change that a comparison of access does not show.
func (r *Report) remark(c *change) {
	switch known := kinds[c.typ]; {
	case known.declare == nil && known.remark == nil:
		r.say(codeNotJudged, c.address, name(c.address),
			" is to change, and this version of auth0access cannot judge what a ", name(c.typ), " gives or takes.")
		return
	case known.remark != nil:
		known.remark(c, r)
	}
	switch {
	case c.isImport:
		r.say(codeImported, c.address, name(c.address), " takes over an object that exists.")
	case c.does("forget"):
		r.say(codeForgotten, c.address, name(c.address),
			" is forgotten: the object stays as it is, and Terraform no longer manages it.")
	}
	if c.moved != "" {
		r.say(codeMoved, c.address, name(c.moved), " is now ", name(c.address), ".")
	}
}
