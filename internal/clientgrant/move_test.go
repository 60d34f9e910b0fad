package clientgrant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// officialGrant is the state of auth0_client_grant; members, JSON without braces, replace those that come before.
func officialGrant(members string) acctest.Source {
	return acctest.Source{
		Type: "auth0_client_grant",
		State: `{"allow_all_scopes": false, "allow_any_organization": false, "authorization_details_types": null, "default_for": "", "is_system": false,
			"organization_usage": "", "scopes": null, ` + members + `}`,
	}
}

func TestMove(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		application map[string]any
		grant       map[string]any
		state       string // beside the ids and the audience
		reads       int    // of the application, in two reads of the grant
	}{
		"user": {
			grant: map[string]any{"subject_type": "user", "scope": []string{"read:orders"}},
			state: `"subject_type": "user", "scopes": ["read:orders"]`,
		},
		"all scopes": {
			grant: map[string]any{"subject_type": "user", "allow_all_scopes": true},
			state: `"subject_type": "user", "allow_all_scopes": true`,
		},
		"organizations": {
			application: map[string]any{"grant_types": []string{"client_credentials"}},
			grant:       map[string]any{"subject_type": "client", "scope": []string{}, "organization_usage": "allow"},
			state:       `"subject_type": "client", "scopes": [], "organization_usage": "allow"`,
		},
		"from before there were subject types, permissive": {
			application: map[string]any{"third_party_security_mode": "permissive", "grant_types": []string{"client_credentials"}},
			grant:       map[string]any{"subject_type": "client", "scope": []string{"read:orders"}},
			state:       `"scopes": ["read:orders"]`,
			reads:       1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t)
			audience := acctest.API(t, tenant)
			clientID := acctest.Application(t, tenant, test.application)
			test.grant["client_id"], test.grant["audience"] = clientID, audience
			id, _ := tenant.Call(t, "POST", "/api/v2/client-grants", test.grant)["id"].(string)
			tenant.ResetRequests()

			result := acctest.Move(t, tenant, officialGrant(fmt.Sprintf(`"id": %q, "client_id": %q, "audience": %q, `, id, clientID, audience)+test.state),
				"auth0access_client_grant")
			if len(result.Errors) > 0 {
				t.Fatalf("errors %q", result.Errors)
			}
			if diff := cmp.Diff(result.Moved, result.Read); diff != "" {
				t.Errorf("the read changes what was moved:\n%s", diff)
			}
			if result.Read["id"] != id || result.Read["client_id"] != clientID || result.Read["subject_type"] != test.grant["subject_type"] {
				t.Errorf("state %v", result.Read)
			}
			reads := 0
			for _, request := range tenant.Requests() {
				if strings.HasPrefix(request.Path, "/api/v2/clients") {
					reads++
				}
			}
			if writes := tenant.Mutations(); len(writes) > 0 || reads != test.reads {
				t.Errorf("the move read the application %d times, not %d, and wrote %q", reads, test.reads, writes)
			}
		})
	}
}

func TestMoveRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	audience := acctest.API(t, tenant)
	own := acctest.Application(t, tenant, map[string]any{"is_first_party": true, "third_party_security_mode": nil, "grant_types": []string{"client_credentials"}})
	id, _ := tenant.Call(t, "POST", "/api/v2/client-grants", map[string]any{
		"client_id": own, "audience": audience, "subject_type": "client", "scope": []string{"read:orders"},
	})["id"].(string)
	for name, test := range map[string]struct {
		state string
		want  []string
	}{
		"default permissions": {
			`"id": "cgr_1", "client_id": "", "audience": "https://a.example.com/", "subject_type": "user", "default_for": "third_party_clients"`,
			[]string{"Grant is an API's default permissions", "cgr_1", "https://a.example.com/", "auth0access_api_default_permissions"},
		},
		"system grant": {
			`"id": "cgr_1", "client_id": "tpc_1", "audience": "a", "subject_type": "client", "is_system": true`,
			[]string{"Grant was made by Auth0 itself", "cgr_1", "tpc_1"},
		},
		"unknown subject type": {
			`"id": "cgr_1", "client_id": "tpc_1", "audience": "a", "subject_type": "agent"`,
			[]string{"Grant has an unknown subject type", "cgr_1", "agent"},
		},
		"of a first-party application": {
			fmt.Sprintf(`"id": %q, "client_id": %q, "audience": %q, "subject_type": "client", "scopes": ["read:orders"]`, id, own, audience),
			[]string{"Application is first-party", own, "auth0_client_grant", "moved block"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := acctest.Move(t, tenant, officialGrant(test.state), "auth0access_client_grant")
			errors := strings.Join(result.Errors, "\n")
			for _, want := range test.want {
				if !strings.Contains(errors, want) {
					t.Errorf("the errors %q do not say %q", errors, want)
				}
			}
		})
	}
}
