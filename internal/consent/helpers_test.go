package consent_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const revoke = "auth0access_revoke_access"

// consented is a tenant in which ada and bob use the partner, and ada another application too.
const consented = `{
	"resource_servers": [
		{"name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "read:orders"}], "allow_offline_access": true},
		{"name": "Files", "identifier": "https://files.example.com/", "scopes": [{"value": "read:files"}], "allow_offline_access": true}
	],
	"connections": [{"name": "partners", "strategy": "auth0", "is_domain_connection": true}],
	"users": [
		{"user_id": "auth0|ada", "email": "ada@example.com", "connection": "partners"},
		{"user_id": "auth0|bob", "email": "bob@example.com", "connection": "partners"}
	],
	"organizations": [{"id": "org_1", "name": "acme"}],
	"clients": [
		{"client_id": "first", "name": "Back office"},
		{"client_id": "tpc_partner", "name": "Partner", "is_first_party": false, "third_party_security_mode": "strict"},
		{"client_id": "tpc_other", "name": "Other", "is_first_party": false, "third_party_security_mode": "strict"}
	],
	"grants": [
		{"id": "g1", "clientID": "tpc_partner", "user_id": "auth0|bob", "audience": "https://orders.example.com/", "scope": ["read:orders"]},
		{"id": "g2", "clientID": "tpc_partner", "user_id": "auth0|ada", "audience": "https://orders.example.com/", "scope": ["read:orders"], "organization_id": "org_1"},
		{"id": "g3", "clientID": "tpc_partner", "user_id": "auth0|ada", "audience": "https://files.example.com/", "scope": ["read:files"]},
		{"id": "g4", "clientID": "tpc_partner", "user_id": "auth0|carl", "audience": "https://files.example.com/", "scope": []},
		{"id": "g5", "clientID": "tpc_other", "user_id": "auth0|ada", "audience": "https://orders.example.com/", "scope": ["read:orders"]}
	],
	"refresh_tokens": [
		{"id": "rt_1", "user_id": "auth0|bob", "client_id": "tpc_partner", "resource_servers": [{"audience": "https://orders.example.com/", "scopes": "read:orders"}]},
		{"id": "rt_2", "user_id": "auth0|ada", "client_id": "tpc_partner", "resource_servers": [{"audience": "https://orders.example.com/", "scopes": "read:orders"}]},
		{"id": "rt_3", "user_id": "auth0|ada", "client_id": "tpc_partner", "resource_servers": [{"audience": "https://files.example.com/", "scopes": "read:files"}]},
		{"id": "rt_5", "user_id": "auth0|ada", "client_id": "tpc_other", "resource_servers": [{"audience": "https://orders.example.com/", "scopes": "read:orders"}]}
	]
}`

// left returns the ids of the consents and refresh tokens that the tenant has.
func left(tenant *acctest.Tenant) string {
	var ids []string
	state := tenant.Emulator.Snapshot()
	for _, one := range slices.Concat(state.Grants, state.RefreshTokens) {
		id, _ := one["id"].(string)
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func fault(t *testing.T, tenant *acctest.Tenant, fault emulator.Fault) {
	t.Helper()
	if err := tenant.Emulator.AddFault(fault); err != nil {
		t.Fatal(err)
	}
}

// wantTexts checks that the output contains each text.
func wantTexts(t *testing.T, said []string, wanted ...string) {
	t.Helper()
	all := strings.Join(said, "\n")
	for _, want := range wanted {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said:\n%s", want, all)
		}
	}
}
