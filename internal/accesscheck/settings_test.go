package accesscheck_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// limits are rate limit policies by selector, each with an action and perhaps a limit.
func limits(bySelector map[string]object) func(*emulator.Seed, object) {
	return func(seed *emulator.Seed, _ object) {
		bySelector["client_id:management"] = object{"action": "allow"} // the provider's own application
		for selector, configuration := range bySelector {
			id := fmt.Sprintf("rlp_%d", len(seed.RateLimitPolicies)+1)
			seed.RateLimitPolicies = append(seed.RateLimitPolicies,
				object{"id": id, "consumer_selector": selector, "configuration": configuration})
		}
	}
}

// all makes several changes.
func all(changes ...func(*emulator.Seed, object)) func(*emulator.Seed, object) {
	return func(seed *emulator.Seed, question object) {
		for _, change := range changes {
			change(seed, question)
		}
	}
}

// The most specific setting decides, and settings for strict applications do not affect permissive ones.
func TestSettingsThatDecide(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	const document = "https://agent.example.com/client.json"
	shut, open := object{"action": "block", "limit": 0}, object{"action": "allow"}
	permissive := func(seed *emulator.Seed, _ object) {
		clientOf(seed)["third_party_security_mode"] = "permissive"
		delete(clientOf(seed), "organization_usage") // permissive applications have none
	}
	without := func(argument string) func(*emulator.Seed, object) {
		return func(_ *emulator.Seed, question object) { delete(question, argument) }
	}
	rule := func(seed *emulator.Seed, _ object) { seed.Rules = []object{{"name": "Roles"}} }
	preset := all(without("organization_id"), grantOf("client", object{"organization_usage": "require"}),
		ofClient("default_organization", object{"organization_id": acme, "flows": []any{"client_credentials"}}))
	everywhere := func(seed *emulator.Seed, question object) {
		grantOf("client", object{"allow_any_organization": true})(seed, question)
		seed.OrganizationClientGrants = nil
	}
	byDocument := all(ofClient("external_metadata_type", "cimd"), ofClient("external_client_id", document), ofClient("grant_types", []any{"authorization_code"}))
	allowAll := func(seed *emulator.Seed, question object) {
		withoutGrants(seed, question)
		seed.ResourceServers[0]["subject_type_authorization"] = object{"user": object{"policy": "allow_all"}, "client": object{"policy": "require_client_grant"}}
	}
	for name, test := range map[string]struct {
		question object
		change   func(*emulator.Seed, object)
		unmet    []string
		evidence string
	}{
		"a policy without a limit":               {ofItself(), limits(map[string]object{"client_id:" + partner: open}), nil, "gets the token"},
		"a redirect of every request":            {ofItself(), limits(map[string]object{"client_id:" + partner: {"action": "redirect", "limit": 0, "redirect_uri": "https://x.example.com/"}}), []string{"rate_limit"}, "lets no request through"},
		"the group's policy counts":              {ofItself(), limits(map[string]object{"third_party_clients": open, "default": shut}), nil, "gets the token"},
		"a document's policy":                    {ofUsers(), all(byDocument, limits(map[string]object{"client_id:" + document: shut})), []string{"rate_limit"}, "lets no request through"},
		"rules, and a permissive application":    {ofItself(), all(permissive, rule), nil, "gets the token"},
		"resource, and the application itself":   {ofItself(), set("resource_parameter", true), []string{"resource_parameter"}, "Requests with client_credentials cannot name the API by resource"},
		"organizations, and a permissive one":    {ofUsers(), permissive, []string{"organization"}, "Permissive applications cannot log users in to organizations"},
		"an API that lets permissive ones in":    {ofUsers(), all(permissive, allowAll, without("organization_id")), nil, "lets permissive applications in without a grant"},
		"the application's own organization":     {ofItself(), preset, nil, "gets the token"},
		"any organization, for a permissive one": {ofItself(), all(permissive, everywhere), nil, "gets the token"},
	} {
		seed := complete()
		test.change(seed, test.question)
		load(t, tenant, seed)
		s := check(t, t, tenant, test.question)
		if diff := cmp.Diff(test.unmet, s.in("unmet", "unknown")); diff != "" || !strings.Contains(s.Reason, test.evidence) || s.Allowed != (test.unmet == nil) {
			t.Errorf("%s: allowed is %t, because %s; unmet (-want +got):\n%s", name, s.Allowed, s.Reason, diff)
		}
	}
}
