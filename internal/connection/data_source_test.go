package connection_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestConnectionDataSource(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	promote(t, tenant, "con_google0000000001", true)
	for name, want := range map[string]map[string]any{
		"okta-workforce": {"connection_id": "con_oktaworkforce001", "display_name": "Workforce login", "strategy": "okta", "promoted": false},
		"google":         {"connection_id": "con_google0000000001", "display_name": nil, "strategy": "google-oauth2", "promoted": true},
	} {
		want["name"], want["id"] = name, want["connection_id"]
		state, errors := acctest.ReadDataSource(t, tenant, "auth0access_connection", map[string]any{"name": name})
		if diff := cmp.Diff(want, state); diff != "" || len(errors) > 0 {
			t.Errorf("%s: errors %q, state (-want +got):\n%s", name, errors, diff)
		}
	}
	if got := len(tenant.Requests()); got != 2 {
		t.Errorf("%d calls were made for two connections, want 2", got)
	}
	for name, want := range map[string]string{"Workforce login": "Connection not found", "": "at least 1"} {
		_, errors := acctest.ReadDataSource(t, tenant, "auth0access_connection", map[string]any{"name": name})
		if len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("%q: errors are %q, want one with %q", name, errors, want)
		}
	}
}

// The promoted connections are listed even if the connections fill more than one page.
func TestDomainConnectionsDataSource(t *testing.T) {
	t.Parallel()
	connections := make([]map[string]any, 0, 120)
	for i := range 120 {
		connections = append(connections, map[string]any{
			"id": fmt.Sprintf("con_%016d", i), "name": fmt.Sprintf("users-%03d", 119-i), "strategy": "samlp", "is_domain_connection": i%60 == 7,
			"options": map[string]any{"signingCert": "certificate"},
		})
	}
	seed, err := json.Marshal(map[string]any{"connections": connections})
	if err != nil {
		t.Fatal(err)
	}
	tenant := acctest.NewTenant(t, acctest.WithSeed(string(seed)))
	state, errors := acctest.ReadDataSource(t, tenant, "auth0access_domain_connections", nil)
	shown := func(i int) map[string]any {
		return map[string]any{
			"connection_id": fmt.Sprintf("con_%016d", i), "name": fmt.Sprintf("users-%03d", 119-i), "strategy": "samlp",
			"display_name": nil,
		}
	}
	want := map[string]any{
		"id":             strings.TrimPrefix(tenant.URL, "http://"),
		"connection_ids": []any{"con_0000000000000067", "con_0000000000000007"},
		"connections":    []any{shown(67), shown(7)},
	}
	if diff := cmp.Diff(want, state); diff != "" || len(errors) > 0 {
		t.Errorf("errors %q, state (-want +got):\n%s", errors, diff)
	}
	if got := len(tenant.Requests()); got != 2 {
		t.Errorf("%d calls were made, want one for each page: 2", got)
	}
}

// The data source shows promotions of the same apply, and finds the connection for the resource.
func TestConnectionDataSourcesInOneApply(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Connection(t, tenant)
	name, _ := read(t, tenant, id)["name"].(string)
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: fmt.Sprintf(`
resource "terraform_data" "upstream" {
  input = %q
}

data "auth0access_connection" "test" {
  name = terraform_data.upstream.output
}

resource "auth0access_connection_domain_promotion" "test" {
  connection_id = data.auth0access_connection.test.connection_id
}

data "auth0access_domain_connections" "test" {
  depends_on = [auth0access_connection_domain_promotion.test]
}

output "promoted" {
  value = contains(data.auth0access_domain_connections.test.connection_ids, %q)
}
`, name, id),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(address, tfjsonpath.New("connection_id"), knownvalue.StringExact(id)),
			statecheck.ExpectKnownOutputValue("promoted", knownvalue.Bool(true)),
		},
	}}})
}
