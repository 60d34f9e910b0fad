package effectiveaccess_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// organized is a tenant in which strict and permissive applications need organizations, for users and for
// client_credentials.
const organized = `{
  "resource_servers": [
    {"identifier": "https://orders.example.com/", "scopes": [{"value": "read"}]},
    {"identifier": "https://files.example.com/", "scopes": [{"value": "read"}],
     "subject_type_authorization": {"user": {"policy": "require_client_grant"}, "client": {"policy": "require_client_grant"}}}
  ],
  "clients": [
    {"client_id": "tpc_1", "name": "1", "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict",
     "token_endpoint_auth_method": "client_secret_post", "grant_types": ["client_credentials", "authorization_code"]},
    {"client_id": "tpc_2", "name": "2", "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict",
     "organization_usage": "require"},
    {"client_id": "old", "name": "3", "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "permissive"}
  ],
  "organizations": [{"id": "org_1", "name": "acme"}],
  "client_grants": [
    {"id": "cgr_1", "client_id": "tpc_1", "audience": "https://orders.example.com/", "subject_type": "client", "scope": ["read"], "organization_usage": "require"},
    {"id": "cgr_2", "client_id": "tpc_1", "audience": "https://files.example.com/", "subject_type": "client", "scope": ["read"], "organization_usage": "require"},
    {"id": "cgr_3", "client_id": "tpc_2", "audience": "https://orders.example.com/", "subject_type": "user", "scope": ["read"]},
    {"id": "cgr_4", "client_id": "old", "audience": "https://files.example.com/", "subject_type": "client", "allow_all_scopes": true,
     "organization_usage": "require", "allow_any_organization": true}
  ],
  "organization_client_grants": [{"organization_id": "org_1", "grant_id": "cgr_1"}]
}`

// withOrganizations are the scopes for complete results, in the order in which they are needed.
var withOrganizations = []string{
	"read:clients", "read:client_grants", "read:resource_servers", "read:organization_client_grants", "read:organizations",
}

// Without a scope, the result is unknown, at the cost of one refused call for each kind of object. Organizations are
// read only if they matter.
func TestEffectiveAccessOfOrganizations(t *testing.T) {
	t.Parallel()
	const old = "old orders user: true access_policy [read] all=true undefined=[] <nil>"
	all := []string{"GET /api/v2/client-grants/cgr_1/organizations", "GET /api/v2/client-grants/cgr_2/organizations", "GET /api/v2/organizations"}
	for name, test := range map[string]struct {
		scopes []string
		open   bool // whether the organization lets third-party applications in
		config map[string]any
		want   []string
		calls  []string // about organizations
	}{
		"everything may be seen": {withOrganizations, false, nil, []string{
			"tpc_1 files client: false no_organization [] all=false undefined=[] cgr_2",
			"tpc_1 orders client: true own_grant [read] all=false undefined=[] cgr_1",
			"tpc_2 orders user: false no_organization [] all=false undefined=[] cgr_3",
			"old files client: true own_grant [read] all=true undefined=[] cgr_4",
			old,
		}, all},
		"an organization lets applications in": {withOrganizations, true, map[string]any{"client_ids": []any{"tpc_2"}}, []string{
			"tpc_2 orders user: true own_grant [read] all=false undefined=[] cgr_3",
		}, all[2:]},
		"no organization may be seen": {withOrganizations[:3], true, nil, []string{
			"tpc_1 files client: false organization_unknown [read] all=false undefined=[] cgr_2",
			"tpc_1 orders client: false organization_unknown [read] all=false undefined=[] cgr_1",
			"tpc_2 orders user: false organization_unknown [read] all=false undefined=[] cgr_3",
			"old files client: false organization_unknown [read] all=true undefined=[] cgr_4",
			old,
		}, []string{"GET /api/v2/client-grants/cgr_2/organizations", "GET /api/v2/organizations"}},
		"only grants of organizations may be seen": {withOrganizations[:4], true, map[string]any{"audiences": []any{"https://files.example.com/"}}, []string{
			"tpc_1 files client: false no_organization [] all=false undefined=[] cgr_2",
			"old files client: false organization_unknown [read] all=true undefined=[] cgr_4",
		}, all[1:]},
		"nothing depends on organizations": {
			withOrganizations[:3], true,
			map[string]any{"client_ids": []any{"old"}, "audiences": []any{"https://orders.example.com/"}},
			[]string{old}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			owner := acctest.NewTenant(t, acctest.WithSeed(organized))
			if test.open {
				owner.Call(t, "PATCH", "/api/v2/organizations/org_1", map[string]any{"third_party_client_access": "allow"})
			}
			tenant := acctest.ManagementApplication(t, owner, nil, test.scopes...).Tenant()
			state, errors := acctest.ReadDataSource(t, tenant, dataSource, test.config)
			if diff := cmp.Diff(test.want, lines(t, state)); diff != "" || len(errors) > 0 {
				t.Errorf("errors %q, entries (-want +got):\n%s", errors, diff)
			}
			var calls []string
			for _, request := range owner.Requests() {
				if path, _, _ := strings.Cut(request.Path, "?"); strings.HasSuffix(path, "/organizations") {
					calls = append(calls, request.Method+" "+path)
				}
			}
			slices.Sort(calls)
			if diff := cmp.Diff(test.calls, calls); diff != "" {
				t.Errorf("calls about organizations (-want +got):\n%s", diff)
			}
		})
	}
}

// Any error other than a missing scope ends the read, so that no result is incomplete without a reason.
func TestEffectiveAccessWithoutOrganizations(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(organized))
	for _, path := range []string{"/api/v2/client-grants/cgr_1/organizations", "/api/v2/organizations"} {
		tenant.Emulator.ClearFaults()
		if err := tenant.Emulator.AddFault(emulator.Fault{Method: "GET", Path: path, Kind: emulator.FaultStatus, Status: 400}); err != nil {
			t.Fatal(err)
		}
		_, errors := acctest.ReadDataSource(t, tenant, dataSource, nil)
		if len(errors) != 1 || !strings.Contains(errors[0], "Could not list the organizations") || !strings.Contains(errors[0], path) {
			t.Errorf("%s: errors are %q", path, errors)
		}
	}
}
