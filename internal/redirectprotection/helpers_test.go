package redirectprotection_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func protection(id, arguments string) string {
	return fmt.Sprintf(`
resource "auth0access_redirect_protection" "test" {
  client_id = %q
  %s
}
`, id, arguments)
}

// change changes an application behind Terraform's back.
func change(t *testing.T, tenant *acctest.Tenant, id string, members map[string]any) {
	t.Helper()
	tenant.Call(t, http.MethodPatch, "/api/v2/clients/"+id, members)
}

func wantPolicy(t *testing.T, tenant *acctest.Tenant, id, want string) error {
	t.Helper()
	if got := tenant.Call(t, http.MethodGet, "/api/v2/clients/"+id, nil)["redirection_policy"]; got != want {
		return fmt.Errorf("application %s: redirection_policy = %v, want %s", id, got, want)
	}
	return nil
}

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

// wantBody checks the body of the last write.
func wantBody(t *testing.T, tenant *acctest.Tenant, want map[string]any) {
	t.Helper()
	var body map[string]any
	for _, request := range tenant.Requests() {
		if request.Method != http.MethodGet {
			body = request.Body
		}
	}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("body of the last write (-want +got):\n%s", diff)
	}
}

func wantState(enabled bool, hosts knownvalue.Check) []statecheck.StateCheck {
	return []statecheck.StateCheck{
		statecheck.ExpectKnownValue(address, tfjsonpath.New("enabled"), knownvalue.Bool(enabled)),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("trusted_callback_hosts"), hosts),
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
