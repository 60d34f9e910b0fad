package judge

import (
	"fmt"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// rules: does a Rule break the flows of strict applications?
func (c *check) rules() verdict {
	return c.extensions("Rule", "the Rules", c.tenant.ActiveRules)
}

// hooks: does a Hook for the credentials exchange break them?
func (c *check) hooks() verdict {
	return c.extensions("Hook", "the Hooks", c.tenant.ActiveExchangeHooks)
}

func (c *check) extensions(kind, what string, ask func() ([]auth0.Extension, error)) verdict {
	switch {
	case c.app == nil:
		return c.unsure("application")
	case !c.app.IsStrict():
		return notApplicable("This applies only to strict applications.")
	}
	active, v, ok := read(c, what, ask)
	switch {
	case !ok:
		return v
	case len(active) > 0:
		return unmet(fmt.Sprintf("The %s %s is enabled. While it is, no strict application gets tokens.", kind,
			quoted(active[0].Name)), fmt.Sprintf("Disable the %s, and move its code to an Action.", kind))
	}
	return met(fmt.Sprintf("No %s that matters is enabled.", kind))
}

// rateLimit: does a rate limit policy let no request through?
func (c *check) rateLimit() verdict {
	switch {
	case c.app == nil:
		return c.unsure("application")
	case !c.app.IsStrict():
		return notApplicable("Rate limit policies do not apply to permissive applications.")
	}
	policies, v, ok := read(c, "the rate limit policies", c.tenant.RateLimitPolicies)
	if !ok {
		return v
	}
	v = met("No rate limit policy applies to the application.")
	for _, group := range c.groups() {
		if policy := first(policies, c.selectors(group)); policy != nil && v.state == Met {
			v = limitOf(policy)
		}
	}
	return v
}

func limitOf(policy *auth0.RateLimitPolicy) verdict {
	name, limit, action := quoted(policy.ConsumerSelector), policy.Configuration.Limit, policy.Configuration.Action
	switch {
	case limit == nil:
		return met(fmt.Sprintf("The rate limit policy %s sets no limit.", name))
	case *limit == 0 && (action == auth0.RateLimitBlock || action == auth0.RateLimitRedirect):
		return unmet(fmt.Sprintf("The rate limit policy %s lets no request through: its limit is 0.", name),
			"Raise limit of the auth0access_rate_limit_policy, or destroy it.")
	default:
		return met(fmt.Sprintf("The rate limit policy %s has the limit %d a second, and the action %s.", name, *limit,
			action))
	}
}

// groups returns the selectors of the groups that the application can be in. An application that is still to be made
// may be in either group.
func (c *check) groups() []string {
	switch {
	case c.ClientID == "" && !c.app.IsDescribedByDocument() && c.settings.ClientIDMetadataDocumentSupported:
		return []string{auth0.SelectThirdParties, auth0.SelectDocuments}
	case c.app.IsDescribedByDocument():
		return []string{auth0.SelectDocuments}
	default:
		return []string{auth0.SelectThirdParties}
	}
}

// selectors returns the selectors of the policies that can apply to the application, the most specific first. Only the
// first policy that exists applies.
func (c *check) selectors(group string) []string {
	var own []string
	for _, id := range []string{c.app.ClientID, c.app.ExternalClientID} {
		if id != "" {
			own = append(own, auth0.SelectorOfApplication(id))
		}
	}
	return append(own, group, auth0.SelectDefault)
}

// first returns the policy of the first selector that has one, nil if none has.
func first(policies []auth0.RateLimitPolicy, selectors []string) *auth0.RateLimitPolicy {
	for _, selector := range selectors {
		for i := range policies {
			if policies[i].ConsumerSelector == selector {
				return &policies[i]
			}
		}
	}
	return nil
}
