package organizationgrant_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestOrganizationClientGrantEnds(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	tenant.SetClock(t, "2030-01-01T00:00:00Z")
	organization, grant := acctest.Organization(t, tenant), idOf(t, makeGrant(t, tenant, nil))
	config := map[string]any{"organization_id": organization, "grant_id": grant, "expires_at": "2030-02-01T00:00:00Z"}
	with := func(expires any) map[string]any {
		changed := maps.Clone(config)
		changed["expires_at"] = expires
		return changed
	}
	life := acctest.NewLifecycle(t, tenant, typeName)
	apply := func(config map[string]any, status any, ids string) {
		t.Helper()
		if errors := life.Apply(config); len(errors) > 0 {
			t.Fatalf("apply fails: %q", errors)
		}
		if got, have := life.State()["status"], granted(t, tenant, organization); got != status || have != ids {
			t.Errorf("status %v, want %v; the organization has %q, want %q", got, status, have, ids)
		}
		if before, after := fmt.Sprint(life.State()), fmt.Sprint(life.Plan(config).Planned); config != nil && before != after {
			t.Errorf("the next plan is not empty:\n%s\n%s", before, after)
		}
	}
	apply(config, "active", grant)
	tenant.SetClock(t, "2030-02-01T00:00:00Z")
	if planned := life.Plan(config).Planned; planned["status"] != "ended" {
		t.Errorf("the plan from the date on: %v", planned)
	}
	apply(config, "ended", "")
	tenant.Call(t, http.MethodPost, pairPath(organization), map[string]any{"grant_id": grant})
	apply(config, "ended", "")
	apply(with("2030-03-01T00:00:00Z"), "active", grant)
	apply(nil, nil, "")

	life = acctest.NewLifecycle(t, tenant, typeName)
	tenant.Call(t, http.MethodPost, pairPath(organization), map[string]any{"grant_id": grant})
	if errors := life.Apply(config); len(errors) != 1 || !strings.Contains(errors[0], "Organization has the grant already") {
		t.Errorf("a pair that somebody else has made: %q", errors)
	}
	tenant.CallStatus(t, http.MethodDelete, pairPath(organization)+"/"+grant, nil)
	apply(config, "ended", "")
	apply(with(nil), nil, grant)
}

// A pair ends with its grant, whether it has a date of its own or not, and comes back with it.
func TestOrganizationClientGrantEndsWithItsGrant(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	tenant.SetClock(t, "2030-01-01T00:00:00Z")
	organization, audience := acctest.Organization(t, tenant), acctest.API(t, tenant)
	other := acctest.Organization(t, tenant)
	clientID := acctest.Application(t, tenant, map[string]any{"grant_types": []string{"client_credentials"}})
	config := func(expires string) string {
		return fmt.Sprintf(`
resource "auth0access_client_grant" "partner" {
  client_id          = %q
  audience           = %q
  subject_type       = "client"
  scopes             = ["read:orders"]
  organization_usage = "allow"
  expires_at         = %q
}

resource "auth0access_organization_client_grant" "test" {
  organization_id = %q
  grant_id        = auth0access_client_grant.partner.id
}

resource "auth0access_organization_client_grant" "dated" {
  organization_id = %q
  grant_id        = auth0access_client_grant.partner.id
  expires_at      = auth0access_client_grant.partner.expires_at
}
`, clientID, audience, expires, organization, other)
	}
	wantPairs := func(want int) func() {
		return func() {
			t.Helper()
			for _, one := range []string{organization, other} {
				if got := len(strings.Fields(granted(t, tenant, one))); got != want {
					t.Errorf("organization %s has %d grants, want %d", one, got, want)
				}
			}
		}
	}
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config("2029-12-31T00:00:00Z"), PostApplyFunc: wantPairs(0)},
		{Config: config("2030-02-01T00:00:00Z"), PostApplyFunc: wantPairs(1)},
		{
			PreConfig:        func() { tenant.SetClock(t, "2030-02-01T00:00:00Z") },
			Config:           config("2030-02-01T00:00:00Z"),
			ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
			PostApplyFunc:    wantPairs(0),
		},
		{Config: config("2030-02-01T00:00:00Z"), ConfigPlanChecks: empty},
		{Config: config("2030-03-01T00:00:00Z"), PostApplyFunc: wantPairs(1)},
	}})
}
