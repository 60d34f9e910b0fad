package rules

import (
	"strings"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/answer"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// Selectors of rate limit policies for more than one application. A selector for one application begins with
// selectorOfOne.
const (
	selectorOfOne     = "client_id:"
	selectorThird     = "third_party_clients"
	selectorDocuments = "cimd_clients"
	selectorDefault   = "default"
)

// ApplyRateLimitPolicyDefaults adds what Auth0 adds to a policy on creation.
func ApplyRateLimitPolicyDefaults(policy object.Object, now time.Time) {
	object.SetDefault(policy, "id", tenant.NewRateLimitPolicyID())
	object.SetDefault(policy, "resource", "oauth_authentication_api")
	object.SetDefault(policy, "consumer", "client")
	object.SetDefault(policy, "created_at", now.UTC().Format(object.TimeFormat))
	object.SetDefault(policy, "updated_at", policy["created_at"])
}

// CheckNewRateLimitPolicy refuses a policy with an invalid selector, or with the selector of another policy.
//
// Assumption: the wording, and that the application need not exist, so that a policy can precede its application.
func CheckNewRateLimitPolicy(t *tenant.Tenant, policy object.Object) error {
	selector := object.Text(policy, "consumer_selector")
	switch id, isOfOne := strings.CutPrefix(selector, selectorOfOne); {
	case isOfOne && id != "":
	case selector == selectorThird, selector == selectorDocuments, selector == selectorDefault:
	default:
		return answer.InvalidBody("Payload validation error: 'Invalid consumer_selector: %s'.", selector)
	}
	if t.RateLimitPolicies.Find(func(other object.Object) bool {
		return SameMembers(policy, other, "resource", "consumer", "consumer_selector")
	}) != nil {
		return answer.Conflict("A rate limit policy with the same resource, consumer, and consumer_selector already exists.")
	}
	return nil
}

// RateLimitPolicy returns the policy of an application, which is the most specific one, and the name of the counter for
// its requests; nil if there is none. All applications of a group share a counter. Under the default policy, each
// application has its own counter. Permissive applications have no policies.
//
// Assumption: an application that a document describes is selected by its client_id or by the document's URL. Policies
// for one application and the default policy apply to first-party applications too.
func RateLimitPolicy(t *tenant.Tenant, client object.Object) (policy object.Object, counter string) {
	isStrict := IsStrict(client)
	if IsThirdParty(client) && !isStrict {
		return nil, ""
	}
	id := object.Text(client, "client_id")
	selectors := []string{selectorOfOne + id}
	switch url := object.Text(client, "external_client_id"); {
	case isStrict && url != "":
		selectors = append(selectors, selectorOfOne+url, selectorDocuments)
	case isStrict:
		selectors = append(selectors, selectorThird)
	}
	for _, selector := range append(selectors, selectorDefault) {
		policy = t.RateLimitPolicies.Find(func(policy object.Object) bool {
			return object.Text(policy, "consumer_selector") == selector
		})
		switch {
		case policy != nil && selector == selectorDefault:
			return policy, selector + " " + id
		case policy != nil:
			return policy, selector
		}
	}
	return nil, ""
}
