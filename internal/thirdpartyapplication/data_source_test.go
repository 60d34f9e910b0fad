package thirdpartyapplication_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// registrySeed has namesakes, one of each mode and origin, and a first-party application of the same name.
const registrySeed = `{
  "clients": [
    {"client_id": "first", "name": "Partner"},
    {"client_id": "tpc_1", "name": "Partner", "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict", "callbacks": ["https://partner.example.com/"]},
    {"client_id": "tpc_2", "name": "Partner", "app_type": "native", "is_first_party": false, "third_party_security_mode": "strict", "external_metadata_type": "dcr"},
    {"client_id": "old", "name": "Warehouse", "is_first_party": false, "third_party_security_mode": "permissive", "app_type": "spa"},
    {"client_id": "tpc_3", "name": "Agent of somebody", "app_type": "native", "is_first_party": false, "third_party_security_mode": "strict", "external_metadata_type": "cimd"}
  ]
}`

func TestDataSourceByName(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(registrySeed))
	state, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_application", map[string]any{"name": "Warehouse"})
	want := map[string]any{"client_id": "old", "security_mode": "permissive", "app_type": "spa", "dynamically_registered": false, "redirection_policy": nil}
	for attribute, value := range want {
		if diff := cmp.Diff(value, state[attribute]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", attribute, diff)
		}
	}
	if len(errors) > 0 {
		t.Error(errors)
	}
	for name, want := range map[string][]string{
		"Partner":   {"Several applications have this name", "2 third-party applications", "\n  tpc_1 (strict, regular_web)\n  tpc_2 (strict, native, dynamically registered)\n"},
		"warehouse": {"Application not found", `named "warehouse"`},
	} {
		_, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_application", map[string]any{"name": name})
		for _, part := range want {
			if len(errors) != 1 || !strings.Contains(errors[0], part) {
				t.Errorf("%s: errors are %q, want one with %q", name, errors, part)
			}
		}
	}
	if got := len(tenant.Requests()); got != 3 {
		t.Errorf("%d calls were made, want a listing of one page for each name: 3", got)
	}
}

// An error lists only the first of very many namesakes.
func TestDataSourceOfManyNamesakes(t *testing.T) {
	t.Parallel()
	clients := make([]string, 0, 120)
	for i := range 120 {
		clients = append(clients, fmt.Sprintf(`{"client_id": "tpc_%03d", "name": "Claude", "is_first_party": false, "third_party_security_mode": "strict"}`, i))
	}
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{"clients": [`+strings.Join(clients, ",")+`]}`))
	_, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_application", map[string]any{"name": "Claude"})
	for _, part := range []string{"120 third-party applications", "tpc_019", "and 100 more"} {
		if len(errors) != 1 || !strings.Contains(errors[0], part) || strings.Contains(errors[0], "tpc_020") {
			t.Errorf("errors are %q, want one with %q", errors, part)
		}
	}
}

func TestDataSourceByID(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(registrySeed))
	state, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_application", map[string]any{"client_id": "tpc_1"})
	secret, _ := tenant.Call(t, http.MethodGet, "/api/v2/clients/tpc_1", nil)["client_secret"].(string)
	if secret == "" || strings.Contains(fmt.Sprint(state), secret) {
		t.Error("there is no client secret, or it shows")
	}
	keys, _ := state["signing_keys"].([]any)
	if len(keys) == 0 {
		t.Error("no signing keys are shown")
	}
	delete(state, "signing_keys")
	want := map[string]any{
		"client_id": "tpc_1", "id": "tpc_1", "name": "Partner", "app_type": "regular_web", "security_mode": "strict", "dynamically_registered": false,
		"description": nil, "logo_uri": nil, "callbacks": []any{"https://partner.example.com/"}, "allowed_origins": []any{}, "web_origins": []any{},
		"grant_types": []any{"authorization_code"}, "token_endpoint_auth_method": nil,
		"jwt_configuration": map[string]any{"alg": "RS256", "lifetime_in_seconds": 3600.0},
		"refresh_token": map[string]any{
			"rotation_type": "non-rotating", "expiration_type": "expiring", "leeway": 0.0, "token_lifetime": 2592000.0, "infinite_token_lifetime": true,
			"idle_token_lifetime": 1296000.0, "infinite_idle_token_lifetime": false,
		},
		"require_proof_of_possession": false, "client_metadata": map[string]any{}, "redirection_policy": "open_redirect_protection",
	}
	if diff := cmp.Diff(want, state); diff != "" || len(errors) > 0 {
		t.Errorf("errors %q, state (-want +got):\n%s", errors, diff)
	}
	if got := len(tenant.Requests()); got != 1 {
		t.Errorf("%d calls were made, want one", got)
	}
	for id, want := range map[string]string{"first": "Application is not third-party", "nobody": "Application not found"} {
		_, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_application", map[string]any{"client_id": id})
		if len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("%s: errors are %q, want one with %q", id, errors, want)
		}
	}
}

func TestDataSourceList(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(registrySeed))
	for name, test := range map[string]struct {
		filters map[string]any
		want    string // the ids
	}{
		"all":                   {nil, "tpc_3 tpc_1 tpc_2 old"},
		"strict":                {map[string]any{"security_mode": "strict"}, "tpc_3 tpc_1 tpc_2"},
		"permissive":            {map[string]any{"security_mode": "permissive"}, "old"},
		"of a type":             {map[string]any{"app_type": "native"}, "tpc_3 tpc_2"},
		"by pattern":            {map[string]any{"name_regex": "^Part|(?i)HOUSE$"}, "tpc_1 tpc_2 old"},
		"registered by owners":  {map[string]any{"dynamically_registered": true}, "tpc_3 tpc_2"},
		"made by the tenant":    {map[string]any{"dynamically_registered": false}, "tpc_1 old"},
		"by all filters":        {map[string]any{"security_mode": "strict", "app_type": "native", "name_regex": "Partner", "dynamically_registered": true}, "tpc_2"},
		"none":                  {map[string]any{"name_regex": "^$"}, ""},
		"a type without any":    {map[string]any{"app_type": "sso_integration"}, ""},
		"a name, not a pattern": {map[string]any{"name_regex": `Agent\.`}, ""},
	} {
		tenant.ResetRequests()
		state, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_applications", test.filters)
		var ids []string
		listed, _ := state["applications"].([]any)
		for _, one := range listed {
			application, _ := one.(map[string]any)
			id, _ := application["client_id"].(string)
			ids = append(ids, id)
		}
		if got := strings.Join(ids, " "); got != test.want || len(errors) > 0 {
			t.Errorf("%s: applications %q with errors %q, want %q", name, got, errors, test.want)
		}
		if set, _ := state["client_ids"].([]any); len(set) != len(ids) {
			t.Errorf("%s: %d client ids for %d applications", name, len(set), len(ids))
		}
		if got := len(tenant.Requests()); got != 1 {
			t.Errorf("%s: %d calls were made, want one", name, got)
		}
	}
}

// Errors that show in the configuration alone are reported without a call.
func TestDataSourceRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	for name, test := range map[string]struct {
		dataSource string
		config     map[string]any
		want       string
	}{
		"both":        {"third_party_application", map[string]any{"client_id": "tpc_1", "name": "Partner"}, "Both client_id and name given"},
		"neither":     {"third_party_application", nil, "Neither client_id nor name given"},
		"empty id":    {"third_party_application", map[string]any{"client_id": ""}, "at least 1"},
		"mode":        {"third_party_applications", map[string]any{"security_mode": "Strict"}, "value must be one of"},
		"not a regex": {"third_party_applications", map[string]any{"name_regex": "*"}, "Not a regular expression"},
	} {
		_, errors := acctest.ReadDataSource(t, tenant, "auth0access_"+test.dataSource, test.config)
		if len(errors) != 1 || !strings.Contains(errors[0], test.want) {
			t.Errorf("%s: errors are %q, want one with %q", name, errors, test.want)
		}
	}
	if got := tenant.Requests(); len(got) != 0 {
		t.Errorf("calls were made: %v", got)
	}
}

// Arguments may be known only after apply, and what was made before in the same apply is found.
func TestDataSourceOfUnknownApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "looked-up")
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  name     = %q
  app_type = "regular_web"
}

data "auth0access_third_party_application" "by_id" {
  client_id = auth0access_third_party_application.test.client_id
}

data "auth0access_third_party_application" "by_name" {
  name       = auth0access_third_party_application.test.name
  depends_on = [auth0access_third_party_application.test]
}

data "auth0access_third_party_applications" "test" {
  name_regex = "^${auth0access_third_party_application.test.name}$"
  depends_on = [auth0access_third_party_application.test]
}

output "same" {
  value = alltrue([for id in [
    data.auth0access_third_party_application.by_id.client_id,
    data.auth0access_third_party_application.by_name.client_id,
    one(data.auth0access_third_party_applications.test.client_ids),
  ] : id == auth0access_third_party_application.test.client_id])
}
`, name),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("same", knownvalue.Bool(true)),
			statecheck.ExpectKnownValue("data.auth0access_third_party_application.by_id", tfjsonpath.New("name"), knownvalue.StringExact(name)),
		},
	}}})
}
