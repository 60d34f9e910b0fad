package apiaccesspolicy_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// A policy that opens an API to every application is beyond every boundary that does not allow all of its scopes.
func TestPolicyBoundary(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	of := func(user string) map[string]any {
		return map[string]any{"audience": ordersAPI, "user_access": user, "client_access": "require_client_grant"}
	}
	state := of("allow_all")
	state["id"] = ordersAPI
	const beyond = "Access is beyond the boundary"
	for name, test := range map[string]struct {
		apis          map[string]any
		mode          string
		prior, config map[string]any
		error, warns  string
	}{
		"all scopes allowed":  {map[string]any{ordersAPI: []string{"*"}}, "error", nil, of("allow_all"), "", ""},
		"some scopes allowed": {map[string]any{ordersAPI: []string{"read:orders"}}, "error", nil, of("allow_all"), beyond, ""},
		"API not in it":       {map[string]any{filesAPI: []string{"*"}}, "error", nil, of("allow_all"), beyond, ""},
		"stays open":          {map[string]any{}, "error", state, of("allow_all"), beyond, ""},
		"warning":             {map[string]any{}, "warning", state, of("allow_all"), "", beyond},
		"closed":              {map[string]any{}, "error", state, of("deny_all"), "", "Policy binds first-party applications too"},
		"destroyed":           {map[string]any{}, "error", state, nil, "", "Access policy stays as it is"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bounded := tenant.Bounded(map[string]any{"apis": test.apis, "mode": test.mode})
			plan := acctest.Plan(t, bounded, typeName, test.prior, test.config)
			for got, want := range map[string]string{strings.Join(plan.Errors, "\n"): test.error, strings.Join(plan.Warnings, "\n"): test.warns} {
				if !strings.Contains(got, want) || want == "" && got != "" || want == beyond && !strings.Contains(got, "require_client_grant") {
					t.Errorf("it says %q, want %q", got, want)
				}
			}
		})
	}
}
