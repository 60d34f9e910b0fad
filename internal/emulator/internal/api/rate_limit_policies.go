package api

import (
	"maps"
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/schema"
)

var rateLimitPolicyKeys = object.Order{
	"id", "resource", "consumer", "consumer_selector", "configuration", "created_at", "updated_at",
}

func rateLimitPolicyEndpoints() []endpoint {
	const all, each = "/rate-limit-policies", "/rate-limit-policies/{id}"
	none, bodies := schema.Queries["none"], schema.RateLimitPolicies
	return []endpoint{
		{
			http.MethodGet, all, one("read:rate_limit_policies"), schema.Queries["rate-limit-policies"], nil,
			listRateLimitPolicies,
		},
		{http.MethodPost, all, one("create:rate_limit_policies"), none, bodies.Create, createRateLimitPolicy},
		{http.MethodGet, each, one("read:rate_limit_policies"), none, nil, getRateLimitPolicy},
		{http.MethodPatch, each, one("update:rate_limit_policies"), none, bodies.Update, updateRateLimitPolicy},
		{http.MethodDelete, each, one("delete:rate_limit_policies"), none, nil, deleteRateLimitPolicy},
	}
}

// listRateLimitPolicies lists policies. Each filter requires the one before it.
//
// Assumption: the wording of the refusals; the documentation says that the filters depend on each other.
func listRateLimitPolicies(c *call) (answer.Reply, error) {
	filters := []string{"resource", "consumer", "consumer_selector"}
	for i, name := range filters[1:] {
		if c.given(name) && !c.given(filters[i]) {
			return answer.Reply{}, answer.BadRequest("invalid_query_string", "%s requires %s", name, filters[i])
		}
	}
	rows := c.tenant.RateLimitPolicies.Matching(func(policy object.Object) bool {
		for _, name := range filters {
			if c.given(name) && policy[name] != c.query[name] {
				return false
			}
		}
		return true
	})
	return c.checkpointPage(listing{key: "rate_limit_policies", rows: rows, show: showRateLimitPolicy})
}

func createRateLimitPolicy(c *call) (answer.Reply, error) {
	policy := object.Clone(c.object())
	rules.ApplyRateLimitPolicyDefaults(policy, c.now)
	if err := rules.CheckNewRateLimitPolicy(c.tenant, policy); err != nil {
		return answer.Reply{}, err
	}
	c.tenant.RateLimitPolicies.Add(object.Text(policy, "id"), policy, c.now)
	return answer.Created(showRateLimitPolicy(policy))
}

func getRateLimitPolicy(c *call) (answer.Reply, error) {
	policy := c.tenant.RateLimitPolicies.Get(c.id("id"))
	if policy == nil {
		return answer.Reply{}, answer.ErrRateLimitPolicyMissing
	}
	return answer.OK(showRateLimitPolicy(policy))
}

func updateRateLimitPolicy(c *call) (answer.Reply, error) {
	policy := c.tenant.RateLimitPolicies.Get(c.id("id"))
	if policy == nil {
		return answer.Reply{}, answer.ErrRateLimitPolicyMissing
	}
	next := maps.Clone(policy)
	next["configuration"] = object.Clone(object.Child(c.object(), "configuration"))
	next["updated_at"] = c.now.UTC().Format(object.TimeFormat)
	c.tenant.RateLimitPolicies.Set(c.id("id"), next)
	return answer.OK(showRateLimitPolicy(next))
}

func deleteRateLimitPolicy(c *call) (answer.Reply, error) {
	if c.tenant.RateLimitPolicies.Get(c.id("id")) == nil {
		return answer.Reply{}, answer.ErrRateLimitPolicyMissing
	}
	c.tenant.RateLimitPolicies.Remove(c.id("id"))
	return answer.NoContent()
}

func showRateLimitPolicy(policy object.Object) any { return rateLimitPolicyKeys.Arrange(policy) }
