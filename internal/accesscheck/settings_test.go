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

func permissive(seed *emulator.Seed, _ object) {
	clientOf(seed)["third_party_security_mode"] = "permissive"
	delete(clientOf(seed), "organization_usage") // permissive applications have none
}

// The most specific setting decides, and settings for strict applications do not affect permissive ones.
func TestSettingsThatDecide(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	const document = "https://agent.example.com/client.json"
	shut, open := object{"action": "block", "limit": 0}, object{"action": "allow"}
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
	defaultsOfUsers := func(seed *emulator.Seed, question object) {
		withoutGrants(seed, question)
		seed.ClientGrants = []object{{"id": "cgr_default", "default_for": "third_party_clients", "audience": orders, "subject_type": "user", "scope": []any{read}}}
	}
	otherConnection := func(seed *emulator.Seed, _ object) {
		other := object{"id": "con_other", "name": "other", "strategy": "auth0", "is_domain_connection": true}
		seed.Connections = append([]object{other}, seed.Connections...)
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
		"a grant of its own":                     {ofUsers(), grantOf("user", object{}), nil, "Its own grant (cgr_user) gives " + read + "."},
		"a grant without scopes":                 {ofUsers(), all(grantOf("user", object{"scope": []any{}}), without("scopes")), nil, "Its own grant (cgr_user) gives access without scopes."},
		"default permissions":                    {ofUsers(), defaultsOfUsers, nil, "The API's default permissions (cgr_default) give " + read + "."},
		"a connection of the organization":       {ofUsers(), all(without("connection_name"), otherConnection), nil, "gets the token"},
		"an ID token, for a permissive one":      {ofUsers(), all(permissive, without("organization_id"), set("scopes", []any{read, "openid"})), nil, "gets the token"},
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

// Conditions that do not matter to a request say so, and are not met.
func TestConditionsThatDoNotApply(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	bare := func() object { return object{"client_id": partner, "audience": orders, "subject_type": "user"} }
	for name, test := range map[string]struct {
		question object
		change   func(*emulator.Seed, object)
		want     string
	}{
		"users":                    {ofUsers(), func(*emulator.Seed, object) {}, ""},
		"itself":                   {ofItself(), func(*emulator.Seed, object) {}, "callbacks connection organization_connection consent resource_parameter"},
		"nothing else is asked":    {bare(), func(*emulator.Seed, object) {}, "scopes organization organization_connection resource_parameter"},
		"a permissive application": {bare(), permissive, "scopes organization organization_connection rules hooks resource_parameter rate_limit"},
		"a public application": {
			ofItself(), all(ofClient("token_endpoint_auth_method", "none"), ofClient("grant_types", []any{"authorization_code"})),
			"grant_types callbacks connection organization_connection consent resource_parameter",
		},
		"no application":  {ofUsers(), set("client_id", "tpc_nobody"), "grant scopes grant_types authentication callbacks organization organization_connection consent rules hooks rate_limit"},
		"no API":          {ofUsers(), set("audience", "https://none.example.com/"), "access_policy grant scopes"},
		"no grant":        {ofItself(), withoutGrants, "scopes callbacks connection organization organization_connection consent resource_parameter"},
		"no organization": {ofUsers(), set("organization_id", "org_nobody"), "organization_connection"},
	} {
		seed := complete()
		test.change(seed, test.question)
		load(t, tenant, seed)
		if got := strings.Join(check(t, t, tenant, test.question).in("not_applicable"), " "); got != test.want {
			t.Errorf("%s: %s do not apply, want %s", name, got, test.want)
		}
	}
}

// The evidence of a condition is what the tenant says.
func TestEvidence(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	same := func(*emulator.Seed, object) {}
	registered := func(seed *emulator.Seed, question object) {
		delete(question, "client_id")
		seed.TenantSettings = object{"flags": object{"enable_dynamic_client_registration": true}, "dynamic_client_registration_security_mode": "permissive"}
		seed.Variants = []string{"registration-mode-shown"}
	}
	for name, test := range map[string]struct {
		question  object
		change    func(*emulator.Seed, object)
		condition string
		evidence  string
	}{
		"mode":                {ofUsers(), same, "application", "in strict mode"},
		"mode of registered":  {ofUsers(), registered, "application", "in permissive mode"},
		"authenticates":       {ofUsers(), same, "authentication", "can authenticate"},
		"public":              {ofUsers(), all(ofClient("token_endpoint_auth_method", "none"), ofClient("grant_types", []any{"authorization_code"})), "authentication", "does not authenticate"},
		"limit":               {ofItself(), limits(map[string]object{"client_id:" + partner: {"action": "block", "limit": 500}}), "rate_limit", "has the limit 500 a second, and the action block"},
		"no limit":            {ofItself(), limits(map[string]object{"client_id:" + partner: {"action": "allow"}}), "rate_limit", "sets no limit"},
		"no policy":           {ofItself(), same, "rate_limit", "No rate limit policy applies"},
		"no consent":          {ofUsers(), set("prompt_none", true), "consent", `consented to "` + read + `" in the organization "` + acme + `"`},
		"own entry":           {ofUsers(), entry(true), "organization", "lets its members use the application"},
		"organization's rule": {ofUsers(), same, "organization", "lets third-party applications in"},
	} {
		seed := complete()
		test.change(seed, test.question)
		load(t, tenant, seed)
		for _, one := range check(t, t, tenant, test.question).Conditions {
			if one.Name == test.condition && !strings.Contains(one.Evidence, test.evidence) {
				t.Errorf("%s: the evidence of %s is %q, want %q", name, one.Name, one.Evidence, test.evidence)
			}
		}
	}
}
