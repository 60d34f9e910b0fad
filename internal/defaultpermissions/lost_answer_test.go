package defaultpermissions_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// If nobody can tell whether a half was granted, the next apply finds it, and both halves are there once.
func TestAPIDefaultPermissionsUndecided(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]emulator.FaultKind{"granted": emulator.FaultResetAfter, "not granted": emulator.FaultResetBefore} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
			audience := ownAPI(t, tenant)
			fail := func() {
				for _, fault := range []emulator.Fault{
					{Method: http.MethodPost, Path: "/api/v2/client-grants", Kind: lost},
					{Method: http.MethodGet, Path: "/api/v2/client-grants", Kind: emulator.FaultStatus, Status: http.StatusForbidden},
				} {
					if err := tenant.Emulator.AddFault(fault); err != nil {
						t.Fatal(err)
					}
				}
			}
			both := permissions(audience, `user_access = { scopes = ["read:orders"] }`, `client_access = { scopes = [] }`)
			empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
			tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
				{PreConfig: fail, Config: both, ExpectError: regexp.MustCompile(`(?s)Could not create all default permissions.*unknown`)},
				{
					PreConfig: tenant.Emulator.ClearFaults, Config: both,
					PostApplyFunc: func() { wantDefaults(t, tenant, audience, "client", "user") },
				},
				{Config: both, ConfigPlanChecks: empty},
			}})
		})
	}
}
