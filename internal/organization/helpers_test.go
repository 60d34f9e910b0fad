package organization_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

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

// wantBody checks that the provider made one write since the last call of wantBody, with exactly this body.
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
		acctest.WantWrites(t, tenant, write(id))()
	}
}
