package effectiveaccess_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// An application of the tenant owner may let customers' own admins open their organization. The data source lists it on
// request, with one more call.
func TestCustomerPortals(t *testing.T) {
	t.Parallel()
	portal := func(id, access string) string {
		return `{"client_id": "` + id + `", "name": "Portal ` + id + `", "app_type": "regular_web", "my_organization_configuration": {"allowed_strategies": ["okta"], ` +
			`"connection_deletion_behavior": "allow"` + access + `}}`
	}
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{"clients": [`+strings.Join([]string{
		portal("d", `, "third_party_client_access": {"default_value": "block", "allowed_values": ["block", "allow"]}`),
		portal("c", `, "third_party_client_access": {"default_value": "allow"}`),
		portal("b", `, "third_party_client_access": {"default_value": "block", "allowed_values": ["block"]}`),
		portal("a", ``),
	}, ", ")+`]}`))
	for _, test := range []struct {
		config map[string]any
		want   any
		calls  int
	}{
		{nil, nil, 3},
		{map[string]any{"include_customer_portals": true}, []any{
			map[string]any{"client_id": "c", "name": "Portal c", "default_value": "allow", "allowed_values": []any{}},
			map[string]any{"client_id": "d", "name": "Portal d", "default_value": "block", "allowed_values": []any{"allow", "block"}},
		}, 4},
	} {
		tenant.ResetRequests()
		state, errors := acctest.ReadDataSource(t, tenant, dataSource, test.config)
		if diff := cmp.Diff(test.want, state["customer_portals"]); diff != "" || len(errors) > 0 {
			t.Errorf("errors %q, portals (-want +got):\n%s", errors, diff)
		}
		if got := len(tenant.Requests()); got != test.calls {
			t.Errorf("%d calls were made, want %d", got, test.calls)
		}
	}
}
