package emulator

import (
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/api"
)

func TestScopesOfCalls(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Connections = []map[string]any{{"id": "con_1", "name": "a", "strategy": "auth0"}}
	seed.Organizations = []map[string]any{{"id": "org_1", "name": "acme"}}
	seed.ClientGrants = []map[string]any{{"id": "cgr_1", "client_id": "strict", "audience": ordersAPI}}
	s := serveTenant(t, seed)
	nobody := s.withScopes()
	type check struct{ method, path, body, want string }
	tests := []check{
		{"GET", "/clients", "", "read:clients,read:client_keys,read:client_credentials,read:client_summary"},
		{"POST", "/clients", `{"name":"a"}`, "create:clients"},
		{"GET", "/clients/first", "", "read:clients,read:client_keys,read:client_credentials,read:client_summary"},
		{"PATCH", "/clients/first", `{"name":"a"}`, "update:clients,update:client_keys,update:client_credentials"},
		{"DELETE", "/clients/first", "", "delete:clients"},
		{"POST", "/clients/cimd/preview", `{"external_client_id":"https://agent.example.com/client.json"}`, "read:clients"},
		{"POST", "/clients/cimd/register", `{"external_client_id":"https://agent.example.com/client.json"}`, "create:clients,update:clients"},
		{"POST", "/clients/first/rotate-secret", "", "update:client_keys"},
		{"GET", "/clients/first/connections", "", "read:connections"},
		{"GET", "/clients/first/credentials", "", "read:client_credentials"},
		{"POST", "/clients/first/credentials", `{"credential_type":"public_key"}`, "create:client_credentials"},
		{"GET", "/clients/first/credentials/cred_1", "", "read:client_credentials"},
		{"PATCH", "/clients/first/credentials/cred_1", `{"expires_at":null}`, "update:client_credentials"},
		{"DELETE", "/clients/first/credentials/cred_1", "", "delete:client_credentials"},
		{"GET", "/client-grants", "", "read:client_grants"},
		{"POST", "/client-grants", `{"audience":"x","client_id":"y"}`, "create:client_grants"},
		{"GET", "/client-grants/cgr_1", "", "read:client_grants"},
		{"PATCH", "/client-grants/cgr_1", `{"scope":[]}`, "update:client_grants"},
		{"DELETE", "/client-grants/cgr_1", "", "delete:client_grants"},
		{"GET", "/client-grants/cgr_1/organizations", "", "read:organization_client_grants"},
		{"GET", "/connections", "", "read:connections"},
		{"POST", "/connections", `{"name":"b","strategy":"auth0"}`, "create:connections"},
		{"GET", "/connections/con_1", "", "read:connections"},
		{"PATCH", "/connections/con_1", `{"is_domain_connection":true}`, "update:connections"},
		{"DELETE", "/connections/con_1", "", "delete:connections"},
		{"GET", "/connections/con_1/clients", "", "read:connections"},
		{"PATCH", "/connections/con_1/clients", `[{"client_id":"first","status":true}]`, "update:connections"},
		{"GET", "/resource-servers", "", "read:resource_servers"},
		{"POST", "/resource-servers", `{"identifier":"x"}`, "create:resource_servers"},
		{"GET", "/resource-servers/x", "", "read:resource_servers"},
		{"PATCH", "/resource-servers/x", `{"name":"x"}`, "update:resource_servers"},
		{"DELETE", "/resource-servers/x", "", "delete:resource_servers"},
		{"GET", "/organizations", "", "read:organizations,read:organizations_summary"},
		{"POST", "/organizations", `{"name":"x"}`, "create:organizations"},
		{"GET", "/organizations/org_1", "", "read:organizations,read:organizations_summary"},
		{"PATCH", "/organizations/org_1", `{"display_name":"x"}`, "update:organizations"},
		{"DELETE", "/organizations/org_1", "", "delete:organizations"},
		{"GET", "/organizations/org_1/client-grants", "", "read:organization_client_grants"},
		{"POST", "/organizations/org_1/client-grants", `{"grant_id":"cgr_1"}`, "create:organization_client_grants"},
		{"DELETE", "/organizations/org_1/client-grants/cgr_1", "", "delete:organization_client_grants"},
		{"GET", "/organizations/org_1/clients", "", "read:organization_clients"},
		{"POST", "/organizations/org_1/clients", `{"clients":[{"client_id":"first"}]}`, "create:organization_clients"},
		{"DELETE", "/organizations/org_1/clients", `{"clients":["first"]}`, "delete:organization_clients"},
		{"GET", "/organizations/org_1/clients/first", "", "read:organization_clients"},
		{"PATCH", "/organizations/org_1/clients/first", `{"use_for_member_access":true}`, "update:organization_clients"},
		{"GET", "/organizations/org_1/enabled_connections", "", "read:organization_connections"},
		{"POST", "/organizations/org_1/enabled_connections", `{"connection_id":"con_1"}`, "create:organization_connections"},
		{"GET", "/organizations/org_1/enabled_connections/con_1", "", "read:organization_connections"},
		{"PATCH", "/organizations/org_1/enabled_connections/con_1", `{"show_as_button":true}`, "update:organization_connections"},
		{"DELETE", "/organizations/org_1/enabled_connections/con_1", "", "delete:organization_connections"},
		{"GET", "/rules", "", "read:rules"},
		{"GET", "/hooks", "", "read:hooks"},
		{"GET", "/network-acls", "", "read:network_acls"},
		{"GET", "/grants", "", "read:grants"},
		{"DELETE", "/grants/000000000000000000000001", "", "delete:grants"},
		{"POST", "/refresh-tokens/revoke", `{"user_id":"auth0|1"}`, "delete:refresh_tokens"},
		{"GET", "/users/auth0%7C1/refresh-tokens", "", "read:refresh_tokens"},
		{"GET", "/rate-limit-policies", "", "read:rate_limit_policies"},
		{"POST", "/rate-limit-policies", ratePolicy("default", `{"action":"allow"}`), "create:rate_limit_policies"},
		{"GET", "/rate-limit-policies/rlp_1", "", "read:rate_limit_policies"},
		{"PATCH", "/rate-limit-policies/rlp_1", `{"configuration":{"action":"allow"}}`, "update:rate_limit_policies"},
		{"DELETE", "/rate-limit-policies/rlp_1", "", "delete:rate_limit_policies"},
		{"GET", "/tenants/settings", "", "read:tenant_settings"},
		{"PATCH", "/tenants/settings", `{"friendly_name":"x"}`, "update:tenant_settings"},
	}
	beyond := []check{ // calls that the document does not contain
		{"GET", "/organizations/name/acme", "", "read:organizations,read:organizations_summary"},
		{"GET", "/organizations/org_1/connections", "", "read:organization_connections"},
		{"POST", "/organizations/org_1/connections", `{"connection_id":"con_1"}`, "create:organization_connections"},
		{"GET", "/organizations/org_1/connections/con_1", "", "read:organization_connections"},
		{"PATCH", "/organizations/org_1/connections/con_1", `{"show_as_button":true}`, "update:organization_connections"},
		{"DELETE", "/organizations/org_1/connections/con_1", "", "delete:organization_connections"},
		{"GET", "/refresh-tokens?user_id=auth0%7C1", "", "read:refresh_tokens"},
		{"GET", "/organizations/org_1/members", "", "read:organization_members"},
		{"POST", "/organizations/org_1/members", `{"members":["auth0|1"]}`, "create:organization_members"},
		{"DELETE", "/organizations/org_1/members", `{"members":["auth0|1"]}`, "delete:organization_members"},
	}
	for i, test := range slices.Concat(tests, beyond) {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			t.Parallel()
			var body any
			if test.body != "" {
				body = test.body
			}
			call := nobody.call
			if i >= len(tests) {
				call = nobody.callBeyond
			}
			wantRefusal(t, call(test.method, test.path, body), 403, "insufficient_scope", "Insufficient scope, expected any of: "+test.want)
		})
	}
	if got, want := len(tests)+len(beyond), len(api.Endpoints()); got != want {
		t.Errorf("%d calls tested, there are %d", got, want)
	}
}

func TestScopesOfMembers(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Connections = []map[string]any{{"id": "con_1", "name": "a", "strategy": "auth0"}}
	s := serveTenant(t, seed)
	tests := map[string]struct {
		scopes             []string
		method, path, body string
		status             int
		message            string
	}{
		"secret without its scope":       {[]string{"update:clients"}, "PATCH", "/clients/first", `{"client_secret":"x"}`, 403, "update:client_keys"},
		"secret with its scope":          {[]string{"update:client_keys"}, "PATCH", "/clients/first", `{"client_secret":"x"}`, 200, ""},
		"name with the secret's scope":   {[]string{"update:client_keys"}, "PATCH", "/clients/first", `{"name":"x"}`, 403, "update:clients"},
		"methods without their scope":    {[]string{"update:clients"}, "PATCH", "/clients/first", `{"client_authentication_methods":null}`, 403, "update:client_credentials"},
		"keys of a new application":      {[]string{"create:clients"}, "POST", "/clients", `{"name":"a","client_authentication_methods":{"private_key_jwt":{"credentials":[]}}}`, 403, "create:client_credentials"},
		"field without its scope":        {[]string{"read:client_summary"}, "GET", "/clients/first?fields=name,callbacks", "", 403, "read:clients,read:client_keys"},
		"secret field without its scope": {[]string{"read:clients"}, "GET", "/clients?fields=client_secret", "", 403, "read:client_keys,read:client_credentials"},
		"field with its scope":           {[]string{"read:client_summary"}, "GET", "/clients/first?fields=name,app_type", "", 200, ""},
		"options without their scope":    {[]string{"update:connections"}, "PATCH", "/connections/con_1", `{"options":{}}`, 403, "update:connections_options"},
		"the connection itself":          {[]string{"update:connections"}, "PATCH", "/connections/con_1", `{"is_domain_connection":true}`, 200, ""},
		"connections need applications":  {[]string{"read:connections"}, "GET", "/clients/first/connections", "", 403, "read:clients,read:client_summary"},
		"connections of a new org":       {[]string{"create:organizations"}, "POST", "/organizations", `{"name":"x","enabled_connections":[]}`, 403, "create:organization_connections"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var body any
			if test.body != "" {
				body = test.body
			}
			got := s.withScopes(test.scopes...).call(test.method, test.path, body)
			if test.status == 200 {
				if got.status != 200 {
					t.Errorf("status %d: %s", got.status, got.raw)
				}
				return
			}
			wantRefusal(t, got, test.status, "insufficient_scope", "Insufficient scope, expected any of: "+test.message)
		})
	}
}

func TestScopesShowMembers(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Connections = []map[string]any{{"id": "con_1", "name": "a", "strategy": "auth0"}}
	s := serveTenant(t, seed)
	for _, test := range []struct {
		scopes      []string
		path        string
		shown, hide []string
	}{
		{[]string{"read:client_summary"}, "/clients/first", []string{"client_id", "name"}, []string{"client_secret", "grant_types", "tenant", "signing_keys"}},
		{[]string{"read:clients"}, "/clients/first", []string{"client_id", "grant_types", "tenant"}, []string{"client_secret", "signing_keys"}},
		{[]string{"read:client_keys"}, "/clients/first", []string{"client_id", "grant_types", "client_secret", "signing_keys"}, nil},
		{[]string{"read:client_credentials"}, "/clients/first", []string{"client_id", "client_secret", "signing_keys"}, []string{"grant_types"}},
		{[]string{"read:connections"}, "/connections/con_1", []string{"id", "realms"}, []string{"options"}},
		{[]string{"read:connections", "read:connections_options"}, "/connections/con_1", []string{"id", "options"}, nil},
	} {
		got := keyNames(t, s.withScopes(test.scopes...).mustCall(200, "GET", test.path, nil).raw)
		for _, key := range test.shown {
			if !slices.Contains(got, key) {
				t.Errorf("%v: %s is missing", test.scopes, key)
			}
		}
		for _, key := range test.hide {
			if slices.Contains(got, key) {
				t.Errorf("%v: %s is shown", test.scopes, key)
			}
		}
	}
}
