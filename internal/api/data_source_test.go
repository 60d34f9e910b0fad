package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The data source shows all members of an API, except the secret with which tokens are signed.
func TestAPI(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	audience := acctest.API(t, tenant)
	made := tenant.Call(t, http.MethodPatch, "/api/v2/resource-servers/"+url.PathEscape(audience), map[string]any{
		"signing_alg":                "HS256",
		"token_lifetime":             3600,
		"allow_offline_access":       true,
		"subject_type_authorization": map[string]any{"user": map[string]any{"policy": "deny_all"}},
	})
	if made["signing_secret"] == nil {
		t.Fatal("the API has no secret that could be shown")
	}
	state, errors := acctest.ReadDataSource(t, tenant, "auth0access_api", map[string]any{"audience": audience})
	want := map[string]any{
		"audience": audience,
		"id":       made["id"],
		"name":     "Orders",
		"scopes":   []any{"read:orders", "write:orders", "read:customers"},
		"scope_descriptions": map[string]any{
			"read:orders": "Read orders", "write:orders": "Place and change orders", "read:customers": "Read customers",
		},
		"user_access_policy":   "deny_all",
		"client_access_policy": "require_client_grant",
		"system":               false,
		"allow_offline_access": true,
		"token_lifetime":       3600.0,
	}
	if diff := cmp.Diff(want, state); diff != "" || len(errors) > 0 {
		t.Errorf("errors %q, state (-want +got):\n%s", errors, diff)
	}
	if got := tenant.Requests(); len(got) != 1 {
		t.Errorf("%d calls were made, want one: %v", len(got), got)
	}
}

func TestAPIRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := acctest.API(t, tenant)
	id, _ := tenant.Call(t, http.MethodGet, "/api/v2/resource-servers/"+url.PathEscape(audience), nil)["id"].(string)
	for name, test := range map[string]struct{ audience, want string }{
		"unknown":             {"https://nobody.example.com/", "API not found"},
		"without its slash":   {strings.TrimSuffix(audience, "/"), "API not found"},
		"id, not identifier":  {id, "API not found"},
		"nothing":             {"", "at least 1"},
		"dots, no identifier": {"..", "Could not read the API"},
	} {
		_, errors := acctest.ReadDataSource(t, tenant, "auth0access_api", map[string]any{"audience": test.audience})
		if len(errors) != 1 || !strings.Contains(errors[0], test.want) {
			t.Errorf("%s: errors are %q, want one with %q", name, errors, test.want)
		}
	}
}

// The API may be known only after apply; its scopes then grant.
func TestAPIOfUnknownAudience(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: fmt.Sprintf(`
resource "terraform_data" "upstream" {
  input = %q
}

data "auth0access_api" "test" {
  audience = terraform_data.upstream.output
}

resource "auth0access_client_grant" "test" {
  client_id    = %q
  audience     = data.auth0access_api.test.audience
  subject_type = "user"
  scopes       = setsubtract(data.auth0access_api.test.scopes, ["write:orders"])
}
`, acctest.API(t, tenant), acctest.Application(t, tenant, nil)),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue("auth0access_client_grant.test", tfjsonpath.New("scopes"),
				knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("read:customers"), knownvalue.StringExact("read:orders")})),
		},
	}}})
}
