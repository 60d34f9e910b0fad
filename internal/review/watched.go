package review

import (
	"fmt"
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// tenantWide are the resources that check the whole tenant, and what nothing checks without them.
var tenantWide = []struct{ typ, what string }{
	{"auth0access_third_party_applications_exclusive", "third-party applications that somebody makes"},
	{"auth0access_default_permissions_exclusive", "default permissions of further APIs"},
	{"auth0access_connection_domain_promotions_exclusive", "promotions of further connections"},
	{"auth0access_redirect_protections_exclusive", "redirect protection of applications that do not declare it"},
	{"auth0access_dynamic_client_registration", "whether anybody can register applications"},
	{"auth0access_authorization_server", "settings of the authorization server"},
}

// notWatched lists the access of a tenant that could change without a difference from the configuration.
func (p *Plan) notWatched() (texts []Sentence) {
	for _, tenant := range p.tenants() {
		if len(tenant.changes) > 0 {
			texts = append(texts, tenant.unwatched(p.isErrored, p.configured)...)
		}
	}
	return texts
}

// unwatched returns the list for one tenant. A plan with errors does not contain every resource of the configuration.
func (p *Plan) unwatched(isErrored bool, configured map[string]bool) (texts []Sentence) {
	declared := map[string][]object{}
	for _, c := range p.changes {
		if c.after.exists() {
			declared[c.typ] = append(declared[c.typ], c.after)
		}
	}
	for _, one := range tenantWide {
		if mayBeMissing := isErrored && configured[one.typ]; len(declared[one.typ]) == 0 && !mayBeMissing {
			texts = append(texts, say(one.what+" (", name(one.typ), " is not declared)"))
		}
	}
	for _, o := range declared["auth0access_third_party_applications_exclusive"] {
		if all, isKnown := o.flag("include_self_registered"); isKnown && !all {
			texts = append(texts, say("applications that register themselves (", name("include_self_registered"), " is false)"))
		}
	}
	_, after := p.worlds()
	if left := after.wide.lacking(declared["auth0access_client_grants_exclusive"]); len(left) > 0 {
		texts = append(texts, say("further grants of ", few(left), " (no ", name("auth0access_client_grants_exclusive"), ")"))
	}
	if left := after.wide.withoutPolicy(); len(left) > 0 {
		texts = append(texts, say("access policies of ", few(left), " (no ", name("auth0access_api_access_policy"), ")"))
	}
	organizations := "further organizations (no resource checks all of them)"
	if len(declared["auth0access_organization_third_party_access"]) == 0 {
		organizations = "organizations (no resource checks them)"
	}
	return append(texts, say(organizations))
}

// lacking returns the applications whose grants no exclusive resource declares.
func (w *world) lacking(exclusive []object) (called []string) {
	held := map[string]bool{}
	for _, o := range exclusive {
		held[w.holderOf(o)] = true
	}
	for key, h := range w.holders {
		if !held[key] && !isAnybody(key) && !h.isGuess {
			called = append(called, h.called())
		}
	}
	slices.Sort(called)
	return called
}

func (h *holder) called() string {
	for _, text := range []string{h.Name, h.clientID} {
		if text != "" {
			return text
		}
	}
	return h.address
}

// withoutPolicy returns the APIs whose access policy no resource declares.
func (w *world) withoutPolicy() (audiences []string) {
	for audience := range w.audiences() {
		if w.policies[audience].address == "" && !w.apis[audience].isSystem && audience != "" {
			audiences = append(audiences, auth0.Printable(audience))
		}
	}
	slices.Sort(audiences)
	return audiences
}

// few lists the first names, and the number of the others.
func few(all []string) Sentence {
	const shown = 5
	if rest := len(all) - shown; rest > 1 {
		return say(names(all[:shown]), fmt.Sprintf(" and %d others", rest))
	}
	return names(all)
}
