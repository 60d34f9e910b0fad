package faultmatrix

import (
	"encoding/json"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// What the tenant holds from the start.
const (
	ordersAPI = "https://orders.example.com/"
	filesAPI  = "https://files.example.com/"

	workforceConnection = "con_workforce0000001"
	promotedConnection  = "con_promoted00000001"
)

const seedJSON = `{
  "tenant": "example",
  "resource_servers": [
    {"id": "64f000000000000000000001", "name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "read:orders"}, {"value": "write:orders"}]},
    {"id": "64f000000000000000000002", "name": "Files", "identifier": "https://files.example.com/", "scopes": [{"value": "read:files"}, {"value": "write:files"}]}
  ],
  "tenant_settings": {
    "friendly_name": "Example", "default_audience": "", "error_page": {"html": "<h1>Oops</h1>", "show_log_link": true},
    "client_id_metadata_document_supported": true,
    "flags": {"enable_sso": false, "enable_client_connections": false, "revoke_refresh_token_grant": true}
  },
  "organizations": [
    {"id": "org_acme000000000001", "name": "acme", "display_name": "Acme & sons", "metadata": {"plan": "gold"}},
    {"id": "org_globex0000000001", "name": "globex"}
  ],
  "connections": [
    {
      "id": "con_workforce0000001", "name": "workforce", "strategy": "okta", "display_name": "Workforce login",
      "options": {"domain": "workforce.okta.example", "client_id": "0oa1example", "upstream_params": {"login_hint": {"alias": "login_hint"}}}
    },
    {"id": "con_promoted00000001", "name": "promoted", "strategy": "google-oauth2", "is_domain_connection": true, "options": {"email": true}}
  ],
  "clients": [
    {"client_id": "firstPartyApplication00000000001", "name": "Back office", "app_type": "regular_web", "callbacks": ["https://office.example.com/callback"]},
    {
      "client_id": "tpc_somebodysagent0000000000001", "name": "Agent of somebody", "app_type": "native", "is_first_party": false,
      "third_party_security_mode": "strict", "token_endpoint_auth_method": "none", "external_metadata_type": "dcr",
      "callbacks": ["http://127.0.0.1/callback"]
    }
  ],
  "client_grants": [
    {"client_id": "tpc_somebodysagent0000000000001", "audience": "https://orders.example.com/", "subject_type": "user", "scope": ["read:orders"]},
    {"default_for": "third_party_clients", "audience": "https://files.example.com/", "subject_type": "user", "scope": ["read:files"]}
  ]
}`

func seed(t testing.TB) *emulator.Seed {
	t.Helper()
	var parsed emulator.Seed
	if err := json.Unmarshal([]byte(seedJSON), &parsed); err != nil {
		t.Fatal(err)
	}
	return &parsed
}
