package acctest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// An argument may be left out or written with its default: going from one to the other changes nothing.
func TestDefaultsAreNoDifference(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ leftOut, written map[string]any }{
		"auth0access_third_party_application": {
			leftOut: map[string]any{"name": "Partner", "app_type": "regular_web"},
			written: map[string]any{
				"name": "Partner", "app_type": "regular_web", "security_mode": "strict", "description": "", "logo_uri": "",
				"callbacks": []any{}, "allowed_origins": []any{}, "web_origins": []any{}, "client_metadata": map[string]any{},
				"require_proof_of_possession": false, "deletion_protection": false,
			},
		},
		"auth0access_client_grant": {
			leftOut: map[string]any{"client_id": partnerID, "audience": ordersAPI, "subject_type": "client", "scopes": []any{}},
			written: map[string]any{
				"client_id": partnerID, "audience": ordersAPI, "subject_type": "client", "scopes": []any{}, "all_scopes": false,
				"authorization_details_types": []any{}, "organization_usage": "deny", "allow_any_organization": false,
			},
		},
		"auth0access_client_grants_exclusive": {
			leftOut: map[string]any{"client_id": partnerID, "grants": []any{}},
			written: map[string]any{"client_id": partnerID, "grants": []any{}, "remove_on_create": false},
		},
		"auth0access_connection_domain_promotions_exclusive": {
			leftOut: map[string]any{"connection_ids": []any{}},
			written: map[string]any{"connection_ids": []any{}, "remove_on_create": false},
		},
		"auth0access_api_default_permissions": {
			leftOut: map[string]any{
				"audience": ordersAPI, "user_access": map[string]any{"scopes": []any{}}, "client_access": map[string]any{"scopes": []any{}},
			},
			written: map[string]any{
				"audience":      ordersAPI,
				"user_access":   map[string]any{"scopes": []any{}, "all_scopes": false, "authorization_details_types": []any{}},
				"client_access": map[string]any{"scopes": []any{}, "all_scopes": false},
			},
		},
	}
	for typeName, test := range tests {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			for name, configs := range map[string][2]map[string]any{
				"then written": {test.leftOut, test.written}, "then left out": {test.written, test.leftOut},
			} {
				tenant := acctest.NewTenant(t, acctest.WithSeed(`{
					"resource_servers": [{"name": "Orders", "identifier": "`+ordersAPI+`"}],
					"clients": [{"name": "Other", "client_id": "`+partnerID+`", "is_first_party": false, "third_party_security_mode": "strict",
						"app_type": "regular_web", "token_endpoint_auth_method": "client_secret_post", "grant_types": ["client_credentials"]}]
				}`))
				life := acctest.NewLifecycle(t, tenant, typeName)
				if errors := life.Apply(configs[0]); len(errors) > 0 {
					t.Fatalf("%s: %q", name, errors)
				}
				plan := acctest.Plan(t, tenant, typeName, life.State(), configs[1])
				if diff := cmp.Diff(life.State(), plan.Planned); diff != "" {
					t.Errorf("%s: the plan changes something:\n%s", name, diff)
				}
			}
		})
	}
}

const (
	ordersAPI = "https://orders.example.com/"
	partnerID = "tpc_1111111111111111111111"
)
