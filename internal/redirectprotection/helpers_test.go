package redirectprotection_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
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

// wantBody checks the body of the last write.
func wantBody(t *testing.T, tenant *acctest.Tenant, want map[string]any) {
	t.Helper()
	var body map[string]any
	for _, request := range tenant.Writes() {
		body = request.Body
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
