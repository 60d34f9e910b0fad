package redirectprotection_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The plan warns if protection is turned off. The warning is shorter if trusted hosts are declared.
func TestRedirectProtectionWarning(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	tests := map[string]struct {
		config   map[string]any
		warnings int
	}{
		"on":            {map[string]any{"client_id": id}, 0},
		"off":           {map[string]any{"client_id": id, "enabled": false}, 1},
		"off, pinned":   {map[string]any{"client_id": id, "enabled": false, "trusted_callback_hosts": []string{"partner.example.com"}}, 1},
		"gone":          {map[string]any{"client_id": "gone"}, 1},
		"listed but on": {map[string]any{"client_id": id, "trusted_callback_hosts": []string{"other.example.com"}}, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := acctest.Plan(t, tenant, "auth0access_redirect_protection", nil, test.config)
			if len(plan.Warnings) != test.warnings || len(plan.Errors) != 0 {
				t.Errorf("warnings = %q, want %d; errors = %q, want none", plan.Warnings, test.warnings, plan.Errors)
			}
		})
	}
}

// A plan for a new resource reads the application only if there is something to check.
func TestRedirectProtectionPlanReads(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	for _, test := range []struct {
		config map[string]any
		reads  int
	}{
		{map[string]any{"client_id": id}, 0},
		{map[string]any{"client_id": id, "enabled": false}, 0},
		{map[string]any{"client_id": id, "enabled": false, "trusted_callback_hosts": []string{"partner.example.com"}}, 1},
	} {
		tenant.ResetRequests()
		acctest.Plan(t, tenant, "auth0access_redirect_protection", nil, test.config)
		if got := len(tenant.Requests()); got != test.reads {
			t.Errorf("planning %v made %d requests, want %d", test.config, got, test.reads)
		}
	}
}

// Applications that Auth0 does not protect are refused in the plan and by import.
func TestRedirectProtectionRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	firstParty := acctest.Application(t, tenant, map[string]any{"is_first_party": true, "third_party_security_mode": nil})
	permissive := acctest.Application(t, tenant, map[string]any{"third_party_security_mode": "permissive"})
	tenant.ResetRequests()

	refused := func(id, arguments, message string) resource.TestStep {
		return resource.TestStep{Config: protection(id, arguments), PlanOnly: true, ExpectError: regexp.MustCompile(message)}
	}
	notImported := func(id, message string) resource.TestStep {
		return resource.TestStep{
			Config: protection(id, ""), ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(message),
		}
	}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			refused("tpc_x", `trusted_callback_hosts = ["https://partner.example.com"]`, `(?s)Not the name of a host.*is a URL`),
			refused("tpc_x", `trusted_callback_hosts = ["*.example.com"]`, `(?s)Not the name of a host.*has a wildcard`),
			refused("", "", `client_id`),
			refused(firstParty, "", `Application is not third-party`),
			refused(permissive, "", `Application is not in strict mode`),
			notImported(firstParty, `Application is not third-party`),
			notImported(permissive, `Application is not in strict mode`),
		},
	})
	acctest.WantWrites(t, tenant)()
}

// The plan succeeds even if the tenant is known only after apply; then the apply checks the hosts.
func TestRedirectProtectionUnknownTenant(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	id := acctest.Application(t, tenant, nil)
	config := fmt.Sprintf(`
resource "terraform_data" "tenant" {
  input = %q
}

provider "auth0access" {
  domain        = terraform_data.tenant.output
  client_id     = %q
  client_secret = %q
}
`, tenant.URL, tenant.ClientID, tenant.ClientSecret)

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(nil),
		Steps: []resource.TestStep{{
			Config:        config + protection(id, pinned),
			PostApplyFunc: acctest.WantWrites(t, tenant, "PATCH /api/v2/clients/"+id),
		}},
	})
}
