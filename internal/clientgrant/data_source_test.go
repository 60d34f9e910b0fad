package clientgrant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const grantsSeed = `{
  "resource_servers": [
    {"identifier": "https://a.example.com/", "scopes": [{"value": "read"}, {"value": "write"}]},
    {"identifier": "https://b.example.com/", "scopes": [{"value": "read"}]}
  ],
  "clients": [
    {"client_id": "tpc_partner", "name": "Partner", "is_first_party": false, "third_party_security_mode": "strict"},
    {"client_id": "first", "name": "Back office"}
  ],
  "client_grants": [
    {"id": "cgr_1", "client_id": "tpc_partner", "audience": "https://a.example.com/", "subject_type": "user", "scope": ["write", "read"], "authorization_details_types": ["payment"]},
    {"id": "cgr_2", "client_id": "tpc_partner", "audience": "https://a.example.com/", "subject_type": "client", "scope": [], "organization_usage": "allow"},
    {"id": "cgr_3", "default_for": "third_party_clients", "audience": "https://a.example.com/", "subject_type": "user", "scope": ["read"]},
    {"id": "cgr_4", "default_for": "third_party_clients", "audience": "https://b.example.com/", "subject_type": "client", "allow_all_scopes": true},
    {"id": "cgr_5", "client_id": "first", "audience": "https://b.example.com/", "subject_type": "client", "scope": ["read"]}
  ]
}`

func TestClientGrantsFilters(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(grantsSeed))
	for name, test := range map[string]struct {
		filters map[string]any
		want    string // the ids
	}{
		"of an application": {map[string]any{"client_id": "tpc_partner"}, "cgr_1 cgr_2"},
		"of nobody":         {map[string]any{"client_id": "nobody"}, ""},
		"for an API":        {map[string]any{"audience": "https://b.example.com/"}, "cgr_4 cgr_5"},
		"for no API":        {map[string]any{"audience": "https://c.example.com/"}, ""},
		"for users":         {map[string]any{"subject_type": "user"}, "cgr_1 cgr_3"},
		"by default":        {map[string]any{"default_permissions": true}, "cgr_3 cgr_4"},
		"not by default":    {map[string]any{"default_permissions": false, "audience": "https://b.example.com/"}, "cgr_5"},
		"by default, for an API": {
			map[string]any{"default_permissions": true, "audience": "https://a.example.com/", "subject_type": "user"}, "cgr_3",
		},
		"all together": {
			map[string]any{"client_id": "tpc_partner", "audience": "https://a.example.com/", "subject_type": "client", "default_permissions": false}, "cgr_2",
		},
	} {
		tenant.ResetRequests()
		state, errors := acctest.ReadDataSource(t, tenant, "auth0access_client_grants", test.filters)
		if got := strings.Join(grantIDs(state), " "); got != test.want || len(errors) > 0 {
			t.Errorf("%s: grants %q with errors %q, want %q", name, got, errors, test.want)
		}
		if got := len(tenant.Requests()); got != 1 {
			t.Errorf("%s: %d calls were made, want one", name, got)
		}
	}
	state, errors := acctest.ReadDataSource(t, tenant, "auth0access_client_grants", nil)
	if got := len(grantIDs(state)); got != 6 || len(errors) > 0 { // and the grant of the Management API's application
		t.Errorf("%d grants with errors %q, want all 6", got, errors)
	}
}

func TestClientGrantsShown(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(grantsSeed))
	shown := func(changes map[string]any) map[string]any {
		grant := map[string]any{
			"client_id": nil, "default_permissions": false, "audience": "https://a.example.com/", "scopes": []any{}, "all_scopes": false,
			"authorization_details_types": []any{}, "organization_usage": nil, "allow_any_organization": false, "system": false,
		}
		for name, value := range changes {
			grant[name] = value
		}
		return grant
	}
	for id, want := range map[string]map[string]any{
		"cgr_1": shown(map[string]any{"client_id": "tpc_partner", "subject_type": "user", "scopes": []any{"write", "read"}, "authorization_details_types": []any{"payment"}}),
		"cgr_2": shown(map[string]any{"client_id": "tpc_partner", "subject_type": "client", "organization_usage": "allow"}),
		"cgr_4": shown(map[string]any{"default_permissions": true, "audience": "https://b.example.com/", "subject_type": "client", "all_scopes": true}),
	} {
		want["id"] = id
		state, _ := acctest.ReadDataSource(t, tenant, "auth0access_client_grants", map[string]any{
			"audience": want["audience"], "subject_type": want["subject_type"], "default_permissions": want["default_permissions"],
		})
		listed, _ := state["grants"].([]any)
		if len(listed) != 1 {
			t.Errorf("%s: %d grants are listed", id, len(listed))
			continue
		}
		if diff := cmp.Diff(want, listed[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

func TestClientGrantsRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	for want, filters := range map[string]map[string]any{
		"Default permissions have no application": {"client_id": "tpc_partner", "default_permissions": true},
		`value must be one of`:                    {"subject_type": "anonymous"},
	} {
		_, errors := acctest.ReadDataSource(t, tenant, "auth0access_client_grants", filters)
		if len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("errors are %q, want one with %q", errors, want)
		}
	}
	if got := tenant.Requests(); len(got) != 0 {
		t.Errorf("calls were made: %v", got)
	}
}

// A filter may be known only after apply, and what was granted before in the same apply is listed.
func TestClientGrantsOfUnknownApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  name     = %q
  app_type = "regular_web"
}

resource "auth0access_client_grant" "test" {
  client_id    = auth0access_third_party_application.test.client_id
  audience     = %q
  subject_type = "user"
  scopes       = ["read:orders"]
}

data "auth0access_client_grants" "test" {
  client_id = auth0access_client_grant.test.client_id
}

output "granted" {
  value = data.auth0access_client_grants.test.grants[*].scopes
}
`, acctest.Name(t, "listed"), acctest.API(t, tenant)),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("granted", knownvalue.ListExact([]knownvalue.Check{acctest.SetOf("read:orders")})),
		},
	}}})
}

func grantIDs(state map[string]any) []string {
	var ids []string
	listed, _ := state["grants"].([]any)
	for _, one := range listed {
		grant, _ := one.(map[string]any)
		id, _ := grant["id"].(string)
		ids = append(ids, id)
	}
	return ids
}
