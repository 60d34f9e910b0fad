package organization_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const address = "auth0access_organization_third_party_access.test"

func thirdPartyAccess(id, access string) string { return thirdPartyAccessNamed("test", id, access) }

func thirdPartyAccessNamed(name, id, access string) string {
	return fmt.Sprintf(`
resource "auth0access_organization_third_party_access" %q {
  organization_id = %q
  access          = %q
}
`, name, id, access)
}

func read(t *testing.T, tenant *acctest.Tenant, id string) map[string]any {
	t.Helper()
	return tenant.Call(t, http.MethodGet, "/api/v2/organizations/"+id, nil)
}

// change changes an organization behind Terraform's back.
func change(t *testing.T, tenant *acctest.Tenant, id string, members map[string]any) {
	t.Helper()
	tenant.Call(t, http.MethodPatch, "/api/v2/organizations/"+id, members)
}

func wantAccess(t *testing.T, tenant *acctest.Tenant, id, want string) error {
	t.Helper()
	if got := read(t, tenant, id)["third_party_client_access"]; got != want {
		return fmt.Errorf("organization %s: third_party_client_access = %v, want %s", id, got, want)
	}
	return nil
}

func write(id string) string { return "PATCH /api/v2/organizations/" + id }

// wantWrites checks which writes the provider made since it was last called.
func wantWrites(t *testing.T, tenant *acctest.Tenant, want ...string) func() {
	t.Helper()
	return func() {
		t.Helper()
		if diff := cmp.Diff(append([]string{}, want...), tenant.Mutations()); diff != "" {
			t.Errorf("writes (-want +got):\n%s", diff)
		}
		tenant.ResetRequests()
	}
}

// wantBody checks that the provider made one write since it was last called, and that it says this alone.
func wantBody(t *testing.T, tenant *acctest.Tenant, id, access string) func() {
	t.Helper()
	return func() {
		t.Helper()
		for _, request := range tenant.Requests() {
			if request.Method == http.MethodPatch {
				if diff := cmp.Diff(map[string]any{"third_party_client_access": access}, request.Body); diff != "" {
					t.Errorf("body (-want +got):\n%s", diff)
				}
			}
		}
		wantWrites(t, tenant, write(id))()
	}
}

func wantAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)},
	}
}

// meanwhile does something between a plan and its apply.
type meanwhile func()

func (do meanwhile) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	do()
}
