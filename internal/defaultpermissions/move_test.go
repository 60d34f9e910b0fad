package defaultpermissions_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// officialGrant is the state of auth0_client_grant; members, JSON without braces, replace those that come before.
func officialGrant(members string) acctest.Source {
	return acctest.Source{
		Type: "auth0_client_grant",
		State: `{"allow_all_scopes": false, "allow_any_organization": false, "authorization_details_types": null, "client_id": "",
			"default_for": "third_party_clients", "is_system": false, "organization_usage": "", "scopes": null, ` + members + `}`,
	}
}

// Two resources of the official provider are one here: whichever is moved, the read finds the other half.
func TestMove(t *testing.T) {
	t.Parallel()
	for _, moved := range []string{"user", "client"} {
		t.Run(moved, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t)
			audience := ownAPI(t, tenant)
			ids := map[string]any{"client": grantClientAccess(t, tenant, audience)}
			ids["user"] = tenant.Call(t, http.MethodPost, "/api/v2/client-grants", newDefault(audience, "user", "allow_all_scopes", true))["id"]
			t.Cleanup(func() { tenant.Call(t, http.MethodDelete, fmt.Sprintf("/api/v2/client-grants/%s", ids["user"]), nil) })
			tenant.ResetRequests()

			state := map[string]string{"user": `"allow_all_scopes": true`, "client": `"scopes": ["read:orders"]`}[moved]
			result := acctest.Move(t, tenant, officialGrant(fmt.Sprintf(`"id": %q, "audience": %q, "subject_type": %q, %s`, ids[moved], audience, moved, state)),
				"auth0access_api_default_permissions")
			if len(result.Errors) > 0 {
				t.Fatalf("errors %q", result.Errors)
			}
			both := map[string]any{
				"audience":      audience,
				"id":            audience,
				"user_access":   map[string]any{"all_scopes": true, "scopes": nil, "authorization_details_types": []any{}, "grant_id": ids["user"]},
				"client_access": map[string]any{"all_scopes": false, "scopes": []any{"read:orders"}, "grant_id": ids["client"]},
				"expires_at":    nil, "review_by": nil, "status": nil,
			}
			if diff := cmp.Diff(both, result.Read); diff != "" {
				t.Errorf("after the read (-want +got):\n%s", diff)
			}
			half := map[string]any{"audience": audience, "id": audience, "user_access": nil, "client_access": nil, moved + "_access": both[moved+"_access"]}
			half["expires_at"], half["review_by"], half["status"] = nil, nil, nil
			if diff := cmp.Diff(half, result.Moved); diff != "" {
				t.Errorf("after the move (-want +got):\n%s", diff)
			}
			if writes := tenant.Mutations(); len(writes) > 0 {
				t.Errorf("the move wrote: %q", writes)
			}
		})
	}
}

func TestMoveRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	for name, test := range map[string]struct {
		state string
		want  []string
	}{
		"of one application": {
			`"id": "cgr_1", "client_id": "tpc_1", "audience": "https://a.example.com/", "subject_type": "user", "default_for": ""`,
			[]string{"Grant belongs to one application", "cgr_1", "tpc_1", "https://a.example.com/", "auth0access_client_grant"},
		},
		"unknown subject type": {
			`"id": "cgr_1", "audience": "https://a.example.com/", "subject_type": "agent"`,
			[]string{"Grant has an unknown subject type", "cgr_1", "agent"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			errors := strings.Join(acctest.Move(t, tenant, officialGrant(test.state), "auth0access_api_default_permissions").Errors, "\n")
			for _, want := range test.want {
				if !strings.Contains(errors, want) {
					t.Errorf("the errors %q do not say %q", errors, want)
				}
			}
		})
	}
	t.Cleanup(func() {
		if calls := tenant.Requests(); len(calls) > 0 {
			t.Errorf("the refusals made %d calls", len(calls))
		}
	})
}
