package clientgrant_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Each plan is held to the boundary: that of a new grant, of a changed one, and of one that stays as it is.
func TestClientGrantBoundary(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	apis := map[string]any{audience: []string{"read:orders"}, "https://other.example.com/": []string{"*"}}
	given := func(audience string, scopes []string, all bool) map[string]any {
		return map[string]any{
			"client_id": clientID, "audience": audience, "subject_type": "user", "scopes": scopes, "all_scopes": all,
		}
	}
	state := func(scopes []string, all bool) map[string]any {
		grant := given(audience, scopes, all)
		grant["id"], grant["authorization_details_types"] = "cgr_2Yl9pQfPzVYqWZ1m", []string{}
		return grant
	}
	withoutSlash := strings.TrimSuffix(audience, "/")
	for name, c := range map[string]struct {
		mode            string
		prior, config   map[string]any
		errors, warning []string // what the one error or warning says
	}{
		"within":    {config: given(audience, []string{"read:orders"}, false)},
		"no scopes": {config: given(audience, []string{}, false)},
		"scope beyond": {
			config: given(audience, []string{"read:orders", "write:orders"}, false),
			errors: []string{`"scopes"`, "Access is beyond the boundary", `"` + audience + `": "read:orders"`, `given: "write:orders"`, "access_boundary in the provider block"},
		},
		"all scopes": {
			config: given(audience, nil, true),
			errors: []string{`"all_scopes"`, "Access is beyond the boundary", `have "*" written there`},
		},
		"API that the boundary does not have": {
			config: given("https://x.example.com/", []string{"read:orders"}, false),
			errors: []string{`"audience"`, `does not have the API "https://x.example.com/"`, `given: "read:orders"`, `"https://other.example.com/"`},
		},
		"API that the boundary does not have, without scopes": {
			config: given("https://x.example.com/", []string{}, false),
			errors: []string{`"audience"`, "not even access without scopes"},
		},
		"API without its slash": {
			config: given(withoutSlash, []string{"read:orders"}, false),
			errors: []string{`"audience"`, `It has "` + audience + `", which differs in a slash at the end`},
		},
		"API in capitals": {
			config: given(strings.ToUpper(audience), []string{"read:orders"}, false),
			errors: []string{`"audience"`, `which differs in case`},
		},
		"stays beyond": {
			prior:  state([]string{"read:orders", "write:orders"}, false),
			config: given(audience, []string{"read:orders", "write:orders"}, false),
			errors: []string{`given: "write:orders"`, "has this access already"},
		},
		"goes further beyond": {
			prior:  state([]string{"write:orders"}, false),
			config: given(audience, nil, true),
			errors: []string{`"all_scopes"`, `have "*" written there in the root module.`},
		},
		"goes beyond": {
			prior:  state([]string{"read:orders"}, false),
			config: given(audience, []string{"read:orders", "write:orders"}, false),
			errors: []string{`given: "write:orders"`, "have the boundary widened in the root module."},
		},
		"comes back into the boundary": {
			prior:  state(nil, true),
			config: given(audience, []string{"read:orders"}, false),
		},
		"comes back half way": {
			prior:   state(nil, true),
			config:  given(audience, []string{"write:orders"}, false),
			warning: []string{`given: "write:orders"`, "takes some of it away and is let through"},
		},
		"goes": {prior: state(nil, true)},
		"warning": {
			mode:    "warning",
			config:  given(audience, []string{"write:orders"}, false),
			warning: []string{`"scopes"`, "Access is beyond the boundary", `given: "write:orders"`},
		},
		"error by name": {
			mode:   "error",
			config: given(audience, []string{"write:orders"}, false),
			errors: []string{"Access is beyond the boundary"},
		},
	} {
		bounds := map[string]any{"apis": apis}
		if c.mode != "" {
			bounds["mode"] = c.mode
		}
		plan := acctest.Plan(t, tenant.Bounded(bounds), "auth0access_client_grant", c.prior, c.config)
		acctest.WantOne(t, name+": errors", plan.Errors, c.errors)
		acctest.WantOne(t, name+": warnings", plan.Warnings, c.warning)
	}
}

// What the boundary refuses costs no call.
func TestClientGrantBoundaryMakesNoCalls(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	plan := acctest.Plan(t, tenant.Bounded(map[string]any{"apis": map[string]any{}}), "auth0access_client_grant", nil, map[string]any{
		"client_id": "tpc_4mVt8sQk2LxWzB7nYdRc1J", "audience": "https://x.example.com/", "subject_type": "user", "scopes": []string{"a"},
	})
	acctest.WantOne(t, "errors", plan.Errors, []string{"It has: none"})
	if requests := tenant.Requests(); len(requests) > 0 {
		t.Errorf("the refusal cost %v", requests)
	}
}
