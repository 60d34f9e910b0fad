package organization_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestOrganizationDataSource(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "organization")
	id, _ := tenant.Call(t, http.MethodPost, "/api/v2/organizations", map[string]any{"name": name, "display_name": "Acme Inc."})["id"].(string)
	find := func(name string) (map[string]any, []string) {
		return acctest.ReadDataSource(t, tenant, "auth0access_organization", map[string]any{"name": name})
	}
	for _, access := range []string{"block", "allow"} {
		change(t, tenant, id, map[string]any{"third_party_client_access": access})
		before := len(tenant.Requests())
		want := map[string]any{"id": id, "organization_id": id, "name": name, "access": access}
		state, errors := find(name)
		if diff := cmp.Diff(want, state); diff != "" || len(errors) > 0 {
			t.Errorf("errors %q, state (-want +got):\n%s", errors, diff)
		}
		if got := len(tenant.Requests()) - before; got != 1 {
			t.Errorf("%d calls were made, want one", got)
		}
	}
	for name, want := range map[string]string{
		"Acme Inc.": "Organization not found", strings.ToUpper(name): "Organization not found",
		"no/such": "Organization not found", "": "at least 1",
	} {
		if _, errors := find(name); len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("%q: errors are %q, want one with %q", name, errors, want)
		}
	}
}
