package review

import (
	"cmp"
	"maps"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// Placeholders for all applications of a mode.
const (
	anyStrict     = "*strict"
	anyPermissive = "*permissive"
)

// side is a tenant before or after the change, with unknown values at their widest and at their narrowest.
type side struct {
	wide, narrow               *world
	entries                    map[question]access.Entry // what applications can reach, if a snapshot says so
	decidesWide, decidesNarrow *access.Decider
}

// comparison is what two tenants let applications reach.
type comparison struct {
	before, after   side
	changed         map[string]bool    // addresses of resources that change; nil if everything may have changed
	all             map[string]*holder // as they are after the change, or before it if they are gone
	names           map[string]int     // how many applications have a name, because names need not be unique
	needsConfirming bool               // whether only the applications that gain show what everybody gains
}

// changes reports whether a resource changes.
func (c *comparison) changes(address string) bool { return c.changed == nil || c.changed[address] }

// reach is what one holder can reach at one API as one subject type, at the widest and at the narrowest, before and
// after.
type reach struct {
	beforeWide, beforeNarrow, afterWide, afterNarrow access.Entry
}

func newComparison(before, after side, changed map[string]bool) *comparison {
	c := &comparison{before: before, after: after, changed: changed, all: map[string]*holder{}, names: map[string]int{}}
	audiences, named := map[string]bool{}, map[string][]string{}
	for _, w := range []*world{before.wide, before.narrow, after.wide, after.narrow} {
		maps.Copy(audiences, w.audiences())
		for audience, scopes := range w.scopes {
			audiences[audience] = true
			named[audience] = append(named[audience], scopes...)
		}
		for held, grant := range w.grants {
			named[held.audience] = append(named[held.audience], grant.Scope...)
		}
		w.addAnybody()
	}
	maps.Copy(c.all, before.wide.holders)
	maps.Copy(c.all, after.wide.holders)
	for _, h := range c.all {
		if h.Name != "" {
			c.names[h.Name]++
		}
	}
	all := sortedKeys(audiences)
	decider := func(w, other *world) *access.Decider {
		gone := other.apis
		if before.entries != nil || after.entries != nil {
			gone = nil // snapshots do not show which APIs exist
		}
		return w.decider(all, gone, named)
	}
	c.before.decidesWide, c.after.decidesWide = decider(before.wide, after.wide), decider(after.wide, before.wide)
	c.before.decidesNarrow, c.after.decidesNarrow = c.before.decidesWide, c.after.decidesWide
	if before.narrow != before.wide || after.narrow != after.wide {
		c.before.decidesNarrow = decider(before.narrow, after.narrow)
		c.after.decidesNarrow = decider(after.narrow, before.narrow)
	}
	return c
}

// addAnybody adds the placeholders for all applications of a mode.
func (w *world) addAnybody() {
	modes := map[string]string{anyStrict: auth0.SecurityModeStrict, anyPermissive: auth0.SecurityModePermissive}
	for key, mode := range modes {
		h := &holder{key: key}
		h.Application = auth0.Application{ClientID: key, ThirdPartySecurityMode: mode, GrantTypes: bothFlows}
		w.holders[key] = h
	}
}

// of computes what a holder can reach.
func (c *comparison) of(q question) (r reach) {
	r.beforeWide, r.beforeNarrow = c.before.decide(q)
	r.afterWide, r.afterNarrow = c.after.decide(q)
	return r
}

// decide computes what a holder can reach: nothing if it does not exist.
func (s side) decide(q question) (wide, narrow access.Entry) {
	if s.entries != nil && !isAnybody(q.key) {
		wide, narrow = s.entries[q], s.entries[q]
		if wide.Reason == access.OrganizationUnknown {
			wide.Reason = access.OwnGrant
		}
		return wide, narrow
	}
	decide := func(w *world, d *access.Decider) access.Entry {
		h := w.holders[q.key]
		if h == nil {
			return access.Entry{Reason: access.None}
		}
		return d.Decide(&h.Application, q.audience, q.subjectType)
	}
	return decide(s.wide, s.decidesWide), decide(s.narrow, s.decidesNarrow)
}

// question is a holder, an API and a subject type whose answers may differ.
type question struct{ key, audience, subjectType string }

// scopeOfChange is the set of answers that may have changed.
type scopeOfChange struct {
	everybody map[string]bool            // audiences at which default permissions, policies or scopes change
	own       map[string]map[string]bool // audiences of grants by holder, and whether one changes
	defaults  map[string]bool            // audiences that have default permissions
	all       map[string]bool
}

// questions returns the questions whose answers may have changed, first those about everybody.
func (c *comparison) questions() (asked []question) {
	s := c.scopeOfChange()
	ask := func(key string, audiences map[string]bool) {
		for _, audience := range sortedKeys(audiences) {
			for _, subjectType := range access.SubjectTypes() {
				if audiences[audience] {
					asked = append(asked, question{key, audience, subjectType})
				}
			}
		}
	}
	ask(anyStrict, s.everybody)
	ask(anyPermissive, s.everybody)
	for _, key := range sortedKeys(c.all) {
		if isAnybody(key) {
			continue
		}
		audiences := maps.Clone(s.everybody)
		isTouched := c.changes(c.all[key].address) || c.before.wide.holders[key] == nil || c.after.wide.holders[key] == nil
		for audience, isChanged := range s.own[key] {
			audiences[audience] = audiences[audience] || isChanged || isTouched
		}
		switch {
		case isTouched && c.isEverPermissive(key):
			maps.Copy(audiences, s.all)
		case isTouched:
			maps.Copy(audiences, s.defaults)
		}
		ask(key, audiences)
	}
	return asked
}

func (c *comparison) scopeOfChange() (s scopeOfChange) {
	s.everybody, s.own = map[string]bool{}, map[string]map[string]bool{}
	s.defaults, s.all = map[string]bool{}, map[string]bool{}
	for _, w := range []*world{c.before.wide, c.after.wide} {
		for audience, told := range w.apis {
			s.all[audience] = true
			s.everybody[audience] = s.everybody[audience] || c.changes(told.address)
		}
		for audience, told := range w.policies {
			s.all[audience] = true
			s.everybody[audience] = s.everybody[audience] || c.changes(told.address)
		}
		for held, grant := range w.grants {
			s.all[held.audience] = true
			if held.key == "" {
				s.defaults[held.audience] = true
				s.everybody[held.audience] = s.everybody[held.audience] || c.changes(grant.ID)
				continue
			}
			if s.own[held.key] == nil {
				s.own[held.key] = map[string]bool{}
			}
			s.own[held.key][held.audience] = s.own[held.key][held.audience] || c.changes(grant.ID)
		}
	}
	for audience := range s.all {
		if !slices.Equal(c.before.wide.scopes[audience], c.after.wide.scopes[audience]) {
			s.everybody[audience] = true
		}
	}
	return s
}

func (c *comparison) isEverPermissive(key string) bool {
	for _, w := range []*world{c.before.wide, c.after.wide} {
		if h := w.holders[key]; h != nil && h.SecurityMode() == auth0.SecurityModePermissive {
			return true
		}
	}
	return false
}

// difference is what one entry allows and another does not.
type difference struct {
	access, all bool
	scopes      []string
}

func (d difference) isNothing() bool { return !d.access && !d.all && len(d.scopes) == 0 }

// beyond returns what entry allows beyond other.
func beyond(entry, other access.Entry) (d difference) {
	if !entry.Reason.Allows() {
		return d
	}
	had := other.Scopes
	if !other.Reason.Allows() {
		had, other.AllScopes = nil, false
	}
	d.access = !other.Reason.Allows()
	d.all = entry.AllScopes && !other.AllScopes
	for _, scope := range entry.Scopes {
		if _, isHad := slices.BinarySearch(had, scope); !isHad {
			d.scopes = append(d.scopes, scope)
		}
	}
	return d
}

// more returns the part of the widest gain that is not certain.
func (d difference) more(certain difference) (rest difference) {
	rest.access, rest.all = d.access && !certain.access, d.all && !certain.all
	for _, scope := range d.scopes {
		if !slices.Contains(certain.scopes, scope) {
			rest.scopes = append(rest.scopes, scope)
		}
	}
	return rest
}

// gained and lost return what is certain, and what is possible in addition.
func (r reach) gained() (certain, perhaps difference) {
	certain = beyond(r.afterNarrow, r.beforeWide)
	return certain, beyond(r.afterWide, r.beforeNarrow).more(certain)
}

func (r reach) lost() (certain, perhaps difference) {
	certain = beyond(r.beforeNarrow, r.afterWide)
	return certain, beyond(r.beforeWide, r.afterNarrow).more(certain)
}

// isLike reports whether two holders gain and lose the same.
func (r reach) isLike(other reach) bool {
	return slices.EqualFunc(r.differences(), other.differences(), func(a, b difference) bool {
		return a.access == b.access && a.all == b.all && slices.Equal(a.scopes, b.scopes)
	})
}

func (r reach) differences() []difference {
	gains, mayGain := r.gained()
	loses, mayLose := r.lost()
	return []difference{gains, mayGain, loses, mayLose}
}

// decisive returns the address of the resource that makes the difference.
func (c *comparison) decisive(q question, r reach) string {
	var apis []string
	for _, w := range []*world{c.after.wide, c.before.wide} {
		apis = append(apis, w.policies[q.audience].address, w.apis[q.audience].address)
	}
	var own []string
	if h := c.all[q.key]; h != nil {
		own = append(own, h.address)
	}
	for _, address := range slices.Concat([]string{r.afterWide.GrantID, r.beforeWide.GrantID}, own, apis) {
		if address != "" && c.changes(address) {
			return address
		}
	}
	return cmp.Or(r.afterWide.GrantID, r.beforeWide.GrantID)
}
