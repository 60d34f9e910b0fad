package review

import (
	"cmp"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// compareAccess reports who gains and who loses access. What everybody gains is reported once, not for each
// application.
func (c *comparison) compareAccess(r *Report) {
	everybody := map[question]reach{}
	for _, q := range c.questions() {
		found := c.of(q)
		if !slices.ContainsFunc(found.differences(), func(d difference) bool { return !d.isNothing() }) {
			continue
		}
		if isAnybody(q.key) {
			if c.needsConfirming && !c.isConfirmed(q, found) {
				continue
			}
			everybody[q] = found
		}
		if c.isReportedForEverybody(q, found, everybody) {
			continue
		}
		c.addAccess(q, found, r)
	}
}

// isConfirmed reports whether an application that exists before and after has the difference that everybody of its mode
// seems to have. Snapshots show default permissions and access policies only through the applications that have them.
func (c *comparison) isConfirmed(q question, found reach) bool {
	for key := range c.all {
		isThere := c.before.wide.holders[key] != nil && c.after.wide.holders[key] != nil
		if isThere && !isAnybody(key) && found.isLike(c.of(question{key, q.audience, q.subjectType})) {
			return true
		}
	}
	return false
}

func isAnybody(key string) bool { return key == anyStrict || key == anyPermissive }

// isReportedForEverybody reports whether the same difference is already reported for all applications of the mode.
func (c *comparison) isReportedForEverybody(q question, found reach, everybody map[question]reach) bool {
	strict, isReported := everybody[question{anyStrict, q.audience, q.subjectType}]
	if q.key == anyStrict {
		return false
	}
	if isReported && found.isLike(strict) {
		return true
	}
	permissive, isReported := everybody[question{anyPermissive, q.audience, q.subjectType}]
	return q.key != anyPermissive && isReported && c.isEverPermissive(q.key) && found.isLike(permissive)
}

// addAccess adds the findings about one holder at one API.
func (c *comparison) addAccess(q question, found reach, r *Report) {
	f := Finding{
		Address: c.decisive(q, found), Audience: q.audience, SubjectType: q.subjectType,
		API: cmp.Or(found.afterWide.API, found.beforeWide.API),
	}
	who := c.who(q.key, &f)
	gains, mayGain := found.gained()
	loses, mayLose := found.lost()
	for _, one := range []struct {
		difference
		isCertain      bool
		verb           string
		codes          [3]string
		decides, other access.Entry
		why            func(decides, other access.Entry) string
	}{
		{gains, true, " gains ", gainCodes, found.afterWide, found.beforeWide, whyGained},
		{mayGain, false, " may gain ", gainCodes, found.afterWide, found.beforeWide, whyGained},
		{loses, true, " loses ", lossCodes, found.beforeWide, found.afterWide, whyLost},
		{mayLose, false, " may lose ", lossCodes, found.beforeWide, found.afterWide, whyLost},
	} {
		if one.isNothing() {
			continue
		}
		finding := f
		finding.Code = one.codes[0]
		switch {
		case isAnybody(q.key) && one.decides.Reason == access.AccessPolicy:
			finding.Code = one.codes[2]
		case isAnybody(q.key):
			finding.Code = one.codes[1]
		}
		condition := c.condition(q, kindOf(finding.Code) == Gains, one.isCertain)
		finding.Scopes, finding.AllScopes, finding.Why = one.scopes, one.all, string(one.decides.Reason)
		finding.Certain = condition == ""
		finding.Sentence = say(who, one.verb, what(one.difference, cmp.Or(f.API, q.audience)), forWhom(q.subjectType),
			one.why(one.decides, one.other), condition, ".")
		r.add(finding)
	}
}

var (
	gainCodes = [3]string{codeAccess, codeEverybody, codePolicy}
	lossCodes = [3]string{codeAccessLost, codeEverybodyLoses, codeEverybodyLoses}
)

// who names a holder.
func (c *comparison) who(key string, f *Finding) Sentence {
	switch {
	case key == anyStrict:
		f.Holder = "every third-party application"
		return say("Every third-party application without a grant of its own")
	case key == anyPermissive:
		f.Holder = "every permissive application"
		return say("Every permissive third-party application")
	case isUnresolved(key):
		f.Holder = "not known until apply"
		return say("An application that is known only after apply")
	}
	h := c.all[key]
	f.Holder, f.ClientID = cmp.Or(h.Name, h.clientID, h.address), h.clientID
	if c.names[h.Name] > 1 {
		f.Holder += " (" + cmp.Or(h.address, h.clientID) + ")"
	}
	if h.key == h.address {
		f.Application = h.address
	}
	return say(name(f.Holder))
}

// what describes what is gained or lost, and at which API.
func what(d difference, api string) Sentence {
	of := say(" of the API ", name(api))
	switch {
	case d.all && len(d.scopes) > 0:
		return say("all scopes (", names(d.scopes), " and those to come)", of)
	case d.all:
		return say("all scopes", of)
	case len(d.scopes) > 0:
		return say(names(d.scopes), of)
	default:
		return say("access without any scope to the API ", name(api))
	}
}

func forWhom(subjectType string) string {
	if subjectType == auth0.SubjectTypeClient {
		return " as itself"
	}
	return " for its users"
}

// whyGained says what gives the access. An own grant takes precedence over default permissions, so its end may be a
// gain.
func whyGained(decides, other access.Entry) string {
	switch decides.Reason {
	case access.OwnGrant:
		return ", by a grant of its own"
	case access.DefaultPermissions:
		if other.Reason == access.OwnGrant {
			return ", by the default permissions, which apply because it no longer has a grant of its own"
		}
		return ", by the default permissions"
	case access.AccessPolicy:
		return ", by the API's access policy"
	default:
		return ""
	}
}

// whyLost says what gave the access, or what replaced it.
func whyLost(decided, other access.Entry) string {
	switch {
	case decided.Reason == access.DefaultPermissions && other.Reason == access.OwnGrant:
		return ", because a grant of its own now replaces the default permissions"
	case decided.Reason == access.OwnGrant:
		return ", which a grant of its own gave it"
	case decided.Reason == access.DefaultPermissions:
		return ", which the default permissions gave it"
	case decided.Reason == access.AccessPolicy:
		return ", which the API's access policy gave it"
	default:
		return ""
	}
}

// condition says on which condition the gain or loss depends.
func (c *comparison) condition(q question, isGain, isCertain bool) string {
	h := c.all[q.key]
	requires := func(s side) bool { return requiresOrganization(s.wide.grants[holding(q)]) }
	switch {
	case !isCertain:
		return ", depending on values that the plan does not show"
	case h != nil && h.perhapsFirstParty:
		return ", if it is a third-party application"
	case isGain && h != nil && h.isUnsettled:
		return ", if the grant types and the authentication that it gets at apply allow it"
	case isGain && requires(c.after):
		return ", for organizations that have the grant"
	case !isGain && requires(c.before):
		return ", for organizations that had the grant"
	default:
		return ""
	}
}

// compareGrants says what grants permit beside scopes: types of authorization details, and organizations.
func (c *comparison) compareGrants(r *Report) {
	for held, grant := range c.after.wide.grants {
		if !c.changes(grant.ID) || held.key != "" && c.after.wide.holders[held.key] == nil {
			continue
		}
		before, wasThere := c.before.wide.grants[held]
		f := Finding{Address: grant.ID, Audience: held.audience, SubjectType: held.subjectType, Certain: true}
		who := say("Every third-party application without a grant of its own")
		if held.key != "" {
			who = c.who(held.key, &f)
		}
		var more []string
		for _, one := range grant.AuthorizationDetailsTypes {
			if !slices.Contains(before.AuthorizationDetailsTypes, one) {
				more = append(more, one)
			}
		}
		if len(more) > 0 {
			finding := f
			finding.Code = codeDetails
			finding.Sentence = say(who, " may ask for authorization details of the type ", names(more), " at the API ",
				name(held.audience), ".")
			r.add(finding)
		}
		if text := organizationsGained(before, grant, wasThere); text != "" {
			finding := f
			finding.Code = codeOrganizations
			finding.Sentence = say("The grant of ", who, " at the API ", name(held.audience), text)
			r.add(finding)
		}
		if wasThere && requiresOrganization(grant) && !requiresOrganization(before) {
			finding := f
			finding.Code = codeRequires
			finding.Sentence = say("The grant of ", who, " at the API ", name(held.audience),
				" is valid only for organizations that have it.")
			r.add(finding)
		}
	}
}

func requiresOrganization(g auth0.ClientGrant) bool {
	return g.OrganizationUsage == auth0.OrganizationsRequire
}

// organizationsGained says for which further organizations a grant is valid.
func organizationsGained(before, after auth0.ClientGrant, wasThere bool) string {
	usage := func(g auth0.ClientGrant) string { return cmp.Or(g.OrganizationUsage, auth0.OrganizationsDeny) }
	was, is := usage(before), usage(after)
	switch {
	case after.AllowAnyOrganization && !before.AllowAnyOrganization:
		return " is valid for every organization."
	case is != auth0.OrganizationsDeny && was == auth0.OrganizationsDeny:
		return " is valid for organizations that have it."
	case wasThere && was == auth0.OrganizationsRequire && is != was:
		return " no longer requires an organization."
	default:
		return ""
	}
}

// compareSettings reports settings that open and close.
func (c *comparison) compareSettings(r *Report) {
	keys := map[settingKey]bool{}
	for _, w := range []*world{c.before.wide, c.after.wide} {
		for key := range w.settings {
			keys[key] = true
		}
	}
	for key := range keys {
		before, after := c.before.wide.settings[key], c.after.wide.settings[key]
		isCertain := c.after.narrow.settings[key].isOpen && !before.isOpen
		switch {
		case before.isUndeclared, after.isUndeclared:
		case after.isOpen && !c.before.narrow.settings[key].isOpen:
			if !isCertain {
				after.opens = append(slices.Clone(after.opens), part{text: " This depends on values that the plan does not show."})
			}
			r.add(Finding{Code: key.code, Address: after.address, Certain: isCertain, Sentence: after.opens})
		case before.isOpen && !after.isOpen:
			r.say(codeClosed, cmp.Or(after.address, before.address), before.closes)
		}
	}
}

// reportUnknown reports values that are not known, unless a finding about the resource says so.
func (c *comparison) reportUnknown(r *Report) {
	isReported := map[string]bool{}
	for _, f := range r.Findings {
		isReported[f.Address] = isReported[f.Address] || !f.Certain
	}
	for _, note := range c.after.wide.notes {
		if !isReported[note.address] {
			r.add(Finding{Code: codeNotKnown, Address: note.address, Sentence: note.sentence})
		}
	}
}
