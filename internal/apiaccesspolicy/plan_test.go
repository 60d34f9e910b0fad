package apiaccesspolicy_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The plan says what it takes from first-party applications, whether the policy before is in the state or the API's.
func TestPlanWarnsOfStricterPolicy(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	of := func(audience string, user, client any) map[string]any {
		return map[string]any{"audience": audience, "id": audience, "user_access": user, "client_access": client}
	}
	const grant, deny = "require_client_grant", "deny_all"
	tests := map[string]struct {
		prior, config map[string]any
		want          []string // in the one warning; none if empty
	}{
		"new, for users":   {nil, of(ordersAPI, grant, nil), []string{"user_access from allow_all to require_client_grant", "without a client grant", "included. Give those that use the API grants first, for example with auth0_client_grant."}},
		"new, for none":    {nil, of(ordersAPI, deny, deny), []string{"user_access from allow_all to deny_all, client_access from require_client_grant to deny_all", "no applications get tokens for users, and no applications get tokens for themselves", "included. No grant helps against user_access = \"deny_all\": if some applications are to keep their access, write \"require_client_grant\". No grant helps against client_access"}},
		"new, as it is":    {nil, of(ordersAPI, "allow_all", grant), nil},
		"new, more open":   {nil, of(filesAPI, "allow_all", grant), nil},
		"changed":          {of(ordersAPI, grant, grant), of(ordersAPI, grant, deny), []string{"client_access from require_client_grant to deny_all", "included. No grant helps against client_access = \"deny_all\""}},
		"opened":           {of(ordersAPI, deny, deny), of(ordersAPI, grant, grant), nil},
		"unchanged":        {of(ordersAPI, deny, deny), of(ordersAPI, deny, deny), nil},
		"managed from now": {of(ordersAPI, grant, nil), of(ordersAPI, grant, deny), []string{"client_access from require_client_grant to deny_all"}},
		"managed no more":  {of(ordersAPI, grant, deny), of(ordersAPI, grant, nil), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			delete(test.config, "id")
			got := acctest.Plan(t, tenant, typeName, test.prior, test.config)
			if len(got.Errors) > 0 {
				t.Fatalf("errors %q", got.Errors)
			}
			got.Warnings = slices.DeleteFunc(got.Warnings, func(warning string) bool {
				return strings.HasPrefix(warning, "Access policy stays as it is") // of a half that is left out from now on
			})
			if (len(got.Warnings) > 0) != (len(test.want) > 0) || len(got.Warnings) > 1 {
				t.Fatalf("warnings %q", got.Warnings)
			}
			for _, text := range test.want {
				if !strings.Contains(got.Warnings[0], "Policy binds first-party applications too") || !strings.Contains(got.Warnings[0], text) {
					t.Errorf("%q does not say %q", got.Warnings[0], text)
				}
			}
		})
	}
}

// A plan that destroys the resource, or changes its API, names the policy that stays.
func TestPlanSaysWhatStays(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	prior := map[string]any{"audience": ordersAPI, "id": ordersAPI, "user_access": "deny_all", "client_access": nil}
	for name, config := range map[string]map[string]any{"destroyed": nil, "another API": {"audience": filesAPI, "user_access": "deny_all"}} {
		got := acctest.Plan(t, tenant, typeName, prior, config)
		if len(got.Errors) > 0 || len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], "Access policy stays as it is") ||
			!strings.Contains(got.Warnings[0], ordersAPI+" keeps user_access = deny_all.") {
			t.Errorf("%s: errors %q, warnings %q", name, got.Errors, got.Warnings)
		}
	}
}

// The plan refuses what Auth0 would refuse, and a resource that sets nothing.
func TestPlanRefuses(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	management := "http://" + strings.TrimPrefix(tenant.URL, "http://") + "/api/v2/"
	tests := map[string]struct {
		config map[string]any
		want   string
	}{
		"nothing said":          {map[string]any{"audience": ordersAPI}, "Neither user_access nor client_access given"},
		"no such policy":        {map[string]any{"audience": ordersAPI, "user_access": "deny"}, "allow_all"},
		"open to themselves":    {map[string]any{"audience": ordersAPI, "client_access": "allow_all"}, "client_access"},
		"system API":            {map[string]any{"audience": management, "user_access": "deny_all"}, "System API has a fixed policy"},
		"system API, as listed": {map[string]any{"audience": "https://example.auth0.com/api/v2/", "user_access": "deny_all"}, "System API has a fixed policy"},
		"misspelt":              {map[string]any{"audience": "https://orders.example.com", "user_access": "deny_all"}, `Write audience = "https://orders.example.com/"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errors := acctest.PlanConfig(t, tenant, typeName, test.config)
			if len(errors) != 1 || !strings.Contains(errors[0], test.want) {
				t.Errorf("%q, want one with %q", errors, test.want)
			}
		})
	}
}

// Auth0's own APIs cannot be imported; an id that no API has is looked up and refused.
func TestImportRefuses(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	id, _ := read(t, tenant, "https://example.auth0.com/api/v2/")["id"].(string)
	for importID, want := range map[string]string{
		id:                         "System API has a fixed policy",
		tenant.URL + "/api/v2/":    "System API has a fixed policy",
		"0123456789abcdef01234567": "Could not look up the API",

		strings.TrimSuffix(ordersAPI, "/"): `There is one with "` + ordersAPI + `"`,
		"https://nothing.test/":            "Import id not understood",
	} {
		errors := acctest.NewLifecycle(t, tenant, typeName).Import(importID)
		if len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("%s: %q, want one with %q", importID, errors, want)
		}
	}
}

// A plan without new resources makes one call, however many APIs there are.
func TestCallsOfPlans(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	prior := map[string]any{"audience": ordersAPI, "id": ordersAPI, "user_access": "allow_all", "client_access": "deny_all"}
	tenant.ResetRequests()
	acctest.Plan(t, tenant, typeName, prior, map[string]any{"audience": ordersAPI, "user_access": "deny_all", "client_access": "deny_all"})
	if calls := tenant.Requests(); len(calls) > 0 {
		t.Errorf("a plan of what is there calls: %v", calls)
	}
	acctest.Plan(t, tenant, typeName, nil, map[string]any{"audience": ordersAPI, "user_access": "deny_all"})
	if calls := tenant.Requests(); len(calls) != 1 || calls[0].Method != http.MethodGet {
		t.Errorf("a plan of what is new calls: %v", calls)
	}
}
