package acctest_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// near is an exclusive resource whose declaration nearly matches an object of the tenant.
type near struct {
	typeName   string
	declared   map[string]any
	undeclared map[string]any // as the state shows it
	want       string
}

// If an object would be removed only because its declaration differs by a slash or by case, the plan says so: when the
// resource is created, and when the declaration changes.
func TestExclusiveNearMiss(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{
		"clients": [{"client_id": "tpc_partner", "name": "Partner", "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict"}],
		"resource_servers": [{"identifier": "https://api.example.com/", "scopes": [{"value": "read:orders"}]}],
		"connections": [{"id": "con_Google0000000001", "name": "google", "strategy": "google-oauth2", "is_domain_connection": true}],
		"client_grants": [
			{"id": "cgr_own0000000000001", "client_id": "tpc_partner", "audience": "https://api.example.com/", "subject_type": "user"},
			{"id": "cgr_default000000001", "default_for": "third_party_clients", "audience": "https://api.example.com/", "subject_type": "user"}
		]
	}`))
	domain := strings.TrimPrefix(tenant.URL, "http://")
	grant := func(id string) map[string]any {
		return map[string]any{"id": id, "audience": "https://api.example.com/", "subject_type": "user"}
	}
	tests := map[string]near{
		"audience of a grant": {
			typeName: "auth0access_client_grants_exclusive",
			declared: map[string]any{"client_id": "tpc_partner", "grants": []any{
				map[string]any{"audience": "https://api.example.com", "subject_type": "user"},
			}},
			undeclared: grant("cgr_own0000000000001"),
			want: "https://api.example.com/ (user), cgr_own0000000000001 " +
				"(differs from https://api.example.com (user) in grants by a slash at the end only)",
		},
		"blank after an audience": {
			typeName:   "auth0access_default_permissions_exclusive",
			declared:   map[string]any{"audiences": []any{"https://api.example.com/ "}},
			undeclared: grant("cgr_default000000001"),
			want: "https://api.example.com/ (user), cgr_default000000001 " +
				"(differs from https://api.example.com/  in audiences by white space only)",
		},
		"audience of default permissions": {
			typeName:   "auth0access_default_permissions_exclusive",
			declared:   map[string]any{"audiences": []any{"https://API.example.com"}},
			undeclared: grant("cgr_default000000001"),
			want: "https://api.example.com/ (user), cgr_default000000001 " +
				"(differs from https://API.example.com in audiences by a slash at the end and case only)",
		},
		"id of a connection": {
			typeName:   "auth0access_connection_domain_promotions_exclusive",
			declared:   map[string]any{"connection_ids": []any{"con_google0000000001"}},
			undeclared: map[string]any{"connection_id": "con_Google0000000001", "name": "google", "strategy": "google-oauth2"},
			want: "google (google-oauth2), con_Google0000000001 " +
				"(differs from con_google0000000001 in connection_ids by case only)",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prior := with(test.declared, "undeclared", []any{test.undeclared})
			if prior["client_id"] == nil {
				prior["domain"] = domain
			}
			for stage, plan := range map[string]acctest.PlanResult{
				"made":                    acctest.Plan(t, tenant, test.typeName, nil, test.declared),
				"made, with removals":     acctest.Plan(t, tenant, test.typeName, nil, with(test.declared, "remove_on_create", true)),
				"there, with a removal":   acctest.Plan(t, tenant, test.typeName, prior, test.declared),
				"there, without removals": acctest.Plan(t, tenant, test.typeName, with(prior, "undeclared", []any{}), test.declared),
			} {
				switch isQuiet := stage == "there, without removals"; {
				case isQuiet && len(plan.Warnings) > 0:
					t.Errorf("%s: a plan without removals warns: %q", stage, plan.Warnings)
				case !isQuiet && (len(plan.Warnings) != 1 || !strings.Contains(plan.Warnings[0], test.want)):
					t.Errorf("%s: got warnings %q, want one with %q", stage, plan.Warnings, test.want)
				}
				if len(plan.Errors) > 0 {
					t.Errorf("%s: got errors %q", stage, plan.Errors)
				}
			}
		})
	}
	t.Cleanup(func() {
		for _, request := range tenant.Writes() {
			t.Errorf("planning made the request %s %s", request.Method, request.Path)
		}
	})
}

// with returns the arguments with another one.
func with(arguments map[string]any, name string, value any) map[string]any {
	changed := map[string]any{name: value}
	for other, argument := range arguments {
		if other != name {
			changed[other] = argument
		}
	}
	return changed
}
