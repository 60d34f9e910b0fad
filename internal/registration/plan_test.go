package registration_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The warnings of the plan and its reads: tenant ACLs if registration is enabled, and default permissions if it stays
// enabled.
func TestDynamicClientRegistrationPlan(t *testing.T) {
	t.Parallel()
	const listing = "/api/v2/client-grants?default_for=third_party_clients&take=100"
	const acls = "/api/v2/network-acls?include_totals=true&page=0&per_page=100"
	const noDefaults, notSet, inherited = "No API has default permissions", "Security mode of registrations not set", "Tenant makes registered applications permissive"
	some, none := newTenant(t), newTenant(t)
	giveDefaultPermissions(t, some)
	state := func(enabled bool, mode any) map[string]any {
		return map[string]any{"enabled": enabled, "security_mode": mode, "allow_without_default_permissions": false}
	}
	for name, test := range map[string]struct {
		tenant        *acctest.Tenant
		prior, config map[string]any
		asked         bool
		warnings      []string
	}{
		"new, none yet":          {none, nil, map[string]any{"enabled": true, "security_mode": "strict"}, false, nil},
		"turned on, none yet":    {none, state(false, "strict"), map[string]any{"enabled": true, "security_mode": "strict"}, false, nil},
		"on, none any more":      {none, state(true, "strict"), map[string]any{"enabled": true, "security_mode": "strict"}, true, []string{noDefaults}},
		"on, none, meant so":     {none, state(true, "strict"), map[string]any{"enabled": true, "allow_without_default_permissions": true}, false, nil},
		"turned off, none":       {none, state(true, "strict"), map[string]any{"enabled": false}, false, nil},
		"off":                    {none, state(false, nil), map[string]any{"enabled": false}, false, nil},
		"on":                     {some, state(true, "strict"), map[string]any{"enabled": true}, true, nil},
		"on, no mode":            {some, state(true, nil), map[string]any{"enabled": true}, true, []string{notSet}},
		"on, permissive, why":    {some, state(true, "permissive"), map[string]any{"enabled": true}, true, []string{inherited}},
		"on, permissive, wanted": {some, state(true, "permissive"), map[string]any{"enabled": true, "security_mode": "permissive"}, true, nil},
		"permissive, no use":     {none, state(true, nil), map[string]any{"enabled": true}, true, []string{notSet, noDefaults}},
		"destroyed":              {none, state(true, "permissive"), nil, false, nil},
	} {
		test.tenant.ResetRequests()
		plan := acctest.Plan(t, test.tenant, typeName, test.prior, test.config)
		var got []string
		for _, warning := range plan.Warnings {
			_, text, _ := strings.Cut(warning, ": ")
			summary, _, _ := strings.Cut(text, "\n")
			got = append(got, summary)
		}
		if diff := cmp.Diff(test.warnings, got); diff != "" || len(plan.Errors) > 0 {
			t.Errorf("%s: errors %q, warnings (-want +got):\n%s", name, plan.Errors, diff)
		}
		var asked []string
		for _, request := range test.tenant.Requests() {
			asked = append(asked, request.Path)
		}
		var want []string
		if test.config["enabled"] == true {
			want = append(want, acls)
		}
		if test.asked {
			want = append(want, listing)
		}
		if !cmp.Equal(want, asked) {
			t.Errorf("%s: the plan asked for %q, want %q", name, asked, want)
		}
	}
}

// A plan with open registration looks for a tenant ACL that limits who registers. If it lacks the scope, the plan that
// opens registration says so.
func TestTenantACLs(t *testing.T) {
	t.Parallel()
	const none, unseen = "No tenant ACL protects registration", "Tenant ACLs could not be looked at"
	rule := func(scope, action, more string) string {
		return `"network_acls": [{"description": "a", "rule": {"scope": "` + scope + `", "action": {"` + action + `": true}}` + more + `}]`
	}
	off := map[string]any{"enabled": false, "security_mode": "strict", "allow_without_default_permissions": true}
	on := map[string]any{"enabled": true, "security_mode": "strict", "allow_without_default_permissions": true}
	const noScope = `"faults": [{"path": "/api/v2/network-acls", "kind": "status", "status": 403}]`
	for name, test := range map[string]struct {
		seed  string
		prior map[string]any
		want  string
	}{
		"none":                     {`"clients": []`, off, none},
		"none, open already":       {`"clients": []`, on, none},
		"blocks":                   {rule("dynamic_client_registration", "block", ""), off, ""},
		"blocks everywhere":        {rule("tenant", "block", ""), on, ""},
		"redirects":                {rule("dynamic_client_registration", "redirect", ""), off, ""},
		"only logs":                {rule("dynamic_client_registration", "log", ""), off, none},
		"only allows":              {rule("tenant", "allow", ""), off, none},
		"about other calls":        {rule("management", "block", ""), off, none},
		"not active":               {rule("dynamic_client_registration", "block", `, "active": false`), off, none},
		"hidden":                   {noScope, off, unseen},
		"hidden, and open already": {noScope, on, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed("{"+test.seed+"}"))
			plan := acctest.Plan(t, tenant, typeName, test.prior, on)
			if got := strings.Join(plan.Warnings, "\n"); len(plan.Errors) > 0 || test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("warnings %q, errors %q; want %q", plan.Warnings, plan.Errors, test.want)
			}
		})
	}
}

// Two resources are refused, even if they are equal. A mode that one of them leaves out is no contradiction.
func TestDynamicClientRegistrationTwice(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	second := func(arguments ...string) string {
		return strings.Replace(registration(arguments...), `"test"`, `"second"`, 1)
	}
	twice := regexp.MustCompile(`Registration is declared twice`)

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      registration("enabled = true", strict) + second("enabled = false"),
				PlanOnly:    true,
				ExpectError: twice,
			},
			{
				Config:      registration("enabled = false", strict) + second("enabled = false", permissive),
				PlanOnly:    true,
				ExpectError: twice,
			},
			{
				Config:      registration("enabled = false", strict) + second("enabled = false"),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`(?s)Registration is declared twice.*Both\s+say\s+the\s+same`),
			},
		},
	})
}

// Modes that Auth0 does not have are refused before any request.
func TestDynamicClientRegistrationRefusals(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	_, errors := acctest.PlanConfig(t, tenant, typeName, map[string]any{"enabled": true, "security_mode": "lax"})
	acctest.WantOne(t, "mode", errors, []string{"security_mode", "strict", "permissive"})

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      registration(strict),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`"enabled" is required`),
			},
		},
	})
	if requests := tenant.Requests(); len(requests) != 0 {
		t.Errorf("%d requests were made: %v", len(requests), requests)
	}
}
