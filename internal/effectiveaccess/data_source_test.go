package effectiveaccess_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const dataSource = "auth0access_effective_access"

// seed is a tenant with every case. It is exact, so that a grant may outlive its API and name scopes that are gone.
const seed = `{
  "exact": true,
  "tenant": "example",
  "management_application": {
    "client_id": "management", "client_secret": "management-secret-of-the-test", "name": "Management", "is_first_party": true,
    "app_type": "non_interactive", "grant_types": ["client_credentials"], "token_endpoint_auth_method": "client_secret_post"
  },
  "resource_servers": [
    {"id": "0000000000000000000000a1", "name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "write"}, {"value": "read"}],
     "subject_type_authorization": {"user": {"policy": "allow_all"}, "client": {"policy": "require_client_grant"}}},
    {"id": "0000000000000000000000a2", "identifier": "https://files.example.com/", "scopes": [{"value": "read"}],
     "subject_type_authorization": {"user": {"policy": "require_client_grant"}, "client": {"policy": "require_client_grant"}}},
    {"id": "0000000000000000000000a3", "name": "Closed", "identifier": "https://closed.example.com/", "scopes": [{"value": "read"}],
     "subject_type_authorization": {"user": {"policy": "deny_all"}, "client": {"policy": "deny_all"}}},
    {"id": "0000000000000000000000a4", "name": "Mine", "identifier": "https://example.auth0.com/me/", "is_system": true}
  ],
  "clients": [
    {"client_id": "first", "name": "Back office", "is_first_party": true},
    {"client_id": "tpc_agent", "name": "Agent", "is_first_party": false, "third_party_security_mode": "strict", "grant_types": ["authorization_code"]},
    {"client_id": "tpc_partner", "name": "Partner", "is_first_party": false, "third_party_security_mode": "strict",
     "grant_types": ["authorization_code", "client_credentials"]},
    {"client_id": "old", "name": "Warehouse", "is_first_party": false, "third_party_security_mode": "permissive",
     "grant_types": ["implicit", "client_credentials"]}
  ],
  "client_grants": [
    {"id": "cgr_0", "client_id": "management", "audience": "https://example.auth0.com/api/v2/", "subject_type": "client",
     "scope": ["read:clients", "read:client_grants", "read:resource_servers", "read:client_keys", "delete:client_grants"]},
    {"id": "cgr_1", "default_for": "third_party_clients", "audience": "https://orders.example.com/", "subject_type": "user", "scope": ["read"]},
    {"id": "cgr_2", "client_id": "tpc_partner", "audience": "https://orders.example.com/", "subject_type": "user", "scope": []},
    {"id": "cgr_3", "client_id": "tpc_partner", "audience": "https://orders.example.com/", "subject_type": "client", "allow_all_scopes": true},
    {"id": "cgr_4", "client_id": "old", "audience": "https://files.example.com/", "subject_type": "client", "scope": ["read", "lock"]},
    {"id": "cgr_5", "client_id": "old", "audience": "https://closed.example.com/", "subject_type": "user", "scope": ["read"]},
    {"id": "cgr_6", "client_id": "tpc_partner", "audience": "https://gone.example.com/", "subject_type": "client", "scope": ["read"]},
    {"id": "cgr_7", "client_id": "first", "audience": "https://files.example.com/", "subject_type": "client", "scope": ["read"]}
  ]
}`

// lines writes each entry as one line.
func lines(t *testing.T, state map[string]any) []string {
	t.Helper()
	entries, _ := state["access"].([]any)
	texts := make([]string, 0, len(entries))
	for _, one := range entries {
		e, ok := one.(map[string]any)
		if !ok {
			t.Fatalf("an entry is %v", one)
		}
		api := strings.NewReplacer("https://", "", ".example.com/", "").Replace(fmt.Sprint(e["audience"]))
		texts = append(texts, fmt.Sprintf("%v %s %v: %v %v %v all=%v undefined=%v %v",
			e["client_id"], api, e["subject_type"], e["allowed"], e["reason"], e["scopes"], e["all_scopes"], e["undefined_scopes"], e["grant_id"]))
	}
	return texts
}

func TestEffectiveAccess(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	state, errors := acctest.ReadDataSource(t, tenant, dataSource, nil)
	want := []string{
		"tpc_agent orders user: true default_permissions [read] all=false undefined=[] cgr_1",
		"tpc_partner gone client: false no_api [] all=false undefined=[] cgr_6",
		"tpc_partner orders user: true own_grant [] all=false undefined=[] cgr_2",
		"tpc_partner orders client: true own_grant [read write] all=true undefined=[] cgr_3",
		"old closed user: false denied [] all=false undefined=[] cgr_5",
		"old files client: true own_grant [read] all=false undefined=[lock] cgr_4",
		"old orders user: true access_policy [read write] all=true undefined=[] <nil>",
	}
	if diff := cmp.Diff(want, lines(t, state)); diff != "" || len(errors) > 0 {
		t.Errorf("errors %q, entries (-want +got):\n%s", errors, diff)
	}
	for attribute, parts := range map[string][]string{
		"markdown": {"| `Orders`<br>`https://orders.example.com/` | user | none, access only | own grant | `Partner` `tpc_partner` |", "`Warehouse` `old` (permissive)"},
		"mermaid":  {"flowchart LR\n", "Warehouse", "-..->", "==>"},
	} {
		for _, part := range parts {
			if text, _ := state[attribute].(string); !strings.Contains(text, part) {
				t.Errorf("%s has no %q:\n%s", attribute, part, text)
			}
		}
	}
	if got := len(tenant.Requests()); got != 3 {
		t.Errorf("%d calls were made, want one listing of each collection: %v", got, tenant.Requests())
	}
}

func TestEffectiveAccessFilters(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	for name, test := range map[string]struct {
		config map[string]any
		want   []string
	}{
		"application and API": {
			map[string]any{"client_ids": []any{"tpc_partner", "tpc_agent"}, "audiences": []any{"https://gone.example.com/"}},
			[]string{"tpc_partner gone client: false no_api [] all=false undefined=[] cgr_6"},
		},
		"no application": {map[string]any{"client_ids": []any{}}, []string{}},
		"what cannot be reached, too": {
			map[string]any{"client_ids": []any{"tpc_agent"}, "include_none": true},
			[]string{
				"tpc_agent closed user: false denied [] all=false undefined=[] <nil>",
				"tpc_agent closed client: false denied [] all=false undefined=[] <nil>",
				"tpc_agent files user: false none [] all=false undefined=[] <nil>",
				"tpc_agent files client: false none [] all=false undefined=[] <nil>",
				"tpc_agent orders user: true default_permissions [read] all=false undefined=[] cgr_1",
				"tpc_agent orders client: false none [] all=false undefined=[] <nil>",
			},
		},
	} {
		state, errors := acctest.ReadDataSource(t, tenant, dataSource, test.config)
		if diff := cmp.Diff(test.want, lines(t, state)); diff != "" || len(errors) > 0 {
			t.Errorf("%s: errors %q, entries (-want +got):\n%s", name, errors, diff)
		}
	}
	for want, config := range map[string]map[string]any{
		"Third-party application not found": {"client_ids": []any{"tpc_agent", "first"}},
		"API not found":                     {"audiences": []any{"https://orders.example.com"}},
	} {
		_, errors := acctest.ReadDataSource(t, tenant, dataSource, config)
		if len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("errors are %q, want one with %q", errors, want)
		}
	}
}

// Thousands of applications are listed page by page, once, and fit into what Terraform takes.
func TestEffectiveAccessOfThousands(t *testing.T) {
	t.Parallel()
	const applications = 1200
	clients := make([]string, 0, applications)
	for i := range applications {
		clients = append(clients, fmt.Sprintf(`{"client_id": "tpc_%05d", "name": "Agent %05d", "is_first_party": false, "third_party_security_mode": "strict"}`, i, i))
	}
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{
	  "resource_servers": [{"identifier": "https://orders.example.com/", "scopes": [{"value": "read"}]}],
	  "clients": [`+strings.Join(clients, ",")+`],
	  "client_grants": [
	    {"default_for": "third_party_clients", "audience": "https://orders.example.com/", "subject_type": "user", "scope": ["read"]},
	    {"default_for": "third_party_clients", "audience": "https://orders.example.com/", "subject_type": "client", "allow_all_scopes": true}
	  ]
	}`))
	state, errors := acctest.ReadDataSource(t, tenant, dataSource, nil)
	if got := len(lines(t, state)); got != 2*applications || len(errors) > 0 {
		t.Errorf("%d entries with errors %q, want %d", got, errors, 2*applications)
	}
	if got := len(tenant.Requests()); got != applications/100+2 {
		t.Errorf("%d calls were made, want %d", got, applications/100+2)
	}
	if markdown, _ := state["markdown"].(string); len(markdown) > 2000 || !strings.Contains(markdown, "and 1195 more") {
		t.Errorf("the table is not short:\n%.2000s", markdown)
	}
}

// If the access token may not list a collection, the error names the missing scope.
func TestEffectiveAccessScopes(t *testing.T) {
	t.Parallel()
	scopes := []string{"read:clients", "read:client_grants", "read:resource_servers"}
	for i, missing := range scopes {
		tenant := acctest.NewTenant(t)
		others := append(append([]string{}, scopes[:i]...), scopes[i+1:]...)
		machine := acctest.ManagementApplication(t, tenant, nil, others...)
		tenant.ClientID, tenant.ClientSecret = machine.ClientID, machine.ClientSecret
		_, errors := acctest.ReadDataSource(t, tenant, dataSource, nil)
		if len(errors) != 1 || !strings.Contains(errors[0], missing) {
			t.Errorf("errors are %q, want one with %s", errors, missing)
		}
	}
}

// The data source shows grants of the same apply, and a condition can check them.
func TestEffectiveAccessInOneApply(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	config := func(scopes string) string {
		return fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  name     = %q
  app_type = "regular_web"
}

resource "auth0access_client_grant" "test" {
  client_id    = auth0access_third_party_application.test.client_id
  audience     = %q
  subject_type = "user"
  scopes       = %s
}

data "auth0access_effective_access" "test" {
  client_ids = [auth0access_third_party_application.test.client_id]
  audiences  = [auth0access_client_grant.test.audience]
  depends_on = [auth0access_client_grant.test]
}

output "access" {
  value = [for e in data.auth0access_effective_access.test.access : { reason = e.reason, scopes = e.scopes }]
}
`, acctest.Name(t, "reach"), acctest.API(t, tenant), scopes)
	}
	want := func(scopes ...string) statecheck.StateCheck {
		list := make([]knownvalue.Check, 0, len(scopes))
		for _, scope := range scopes {
			list = append(list, knownvalue.StringExact(scope))
		}
		return statecheck.ExpectKnownOutputValue("access", knownvalue.ListExact([]knownvalue.Check{
			knownvalue.ObjectExact(map[string]knownvalue.Check{"reason": knownvalue.StringExact("own_grant"), "scopes": knownvalue.ListExact(list)}),
		}))
	}
	first, second := config(`["read:orders"]`), config(`["write:orders", "read:orders"]`)
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: first, ConfigStateChecks: []statecheck.StateCheck{want("read:orders")}},
		{Config: second, ConfigStateChecks: []statecheck.StateCheck{want("read:orders", "write:orders")}},
		{
			PreConfig: func() {
				for _, grant := range tenant.List(t, "/api/v2/client-grants?audience="+acctest.API(t, tenant)) {
					tenant.Call(t, http.MethodDelete, fmt.Sprintf("/api/v2/client-grants/%v", grant["id"]), nil)
				}
			},
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
		},
	}})
}
