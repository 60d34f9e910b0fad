package acctest_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// largeTenant has an API with so many scopes, a grant of all of them, and applications with as many callbacks.
func largeTenant(t testing.TB, size int) (tenant *acctest.Tenant, scopes, callbacks []any) {
	t.Helper()
	defined := make([]map[string]any, size)
	for i := range size {
		scope := fmt.Sprintf("read:%05d", i)
		defined[i] = map[string]any{"value": scope}
		scopes = append(scopes, scope)
		callbacks = append(callbacks, fmt.Sprintf("https://a.example.com/%05d", i))
	}
	application := func(id string) map[string]any {
		return map[string]any{
			"client_id": id, "name": id, "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict", "callbacks": callbacks,
			"grant_types": []any{"authorization_code", "client_credentials"}, "token_endpoint_auth_method": "client_secret_post",
		}
	}
	seed, err := json.Marshal(map[string]any{
		"resource_servers": []any{map[string]any{"identifier": "https://api.example.com/", "scopes": defined}},
		"clients":          []any{application("tpc_partner"), application("tpc_other")},
		"client_grants":    []any{map[string]any{"id": "cgr_1", "client_id": "tpc_partner", "audience": "https://api.example.com/", "subject_type": "user", "scope": scopes}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return acctest.NewTenant(t, acctest.WithSeed(string(seed))), scopes, callbacks
}

// The cost of a set grows in proportion to its size, because anybody may register an application with thousands of
// callbacks. The test counts allocations: comparing all pairs of elements would allocate for each pair.
func TestLargeSetsCostInProportion(t *testing.T) { //nolint:paralleltest // it counts what the whole process allocates
	count := func(size int) map[string]float64 {
		tenant, scopes, callbacks := largeTenant(t, size)
		grant := map[string]any{"client_id": "tpc_partner", "audience": "https://api.example.com/", "subject_type": "user", "scopes": scopes}
		state := acctest.ImportByIdentity(t, tenant, "auth0access_client_grant", map[string]any{"id": "cgr_1"})
		fewer := map[string]any{"client_id": "tpc_partner", "audience": "https://api.example.com/", "subject_type": "user", "scopes": scopes[1:]}
		plan := func(typeName string, prior, config map[string]any) func() {
			return func() {
				if result := acctest.Plan(t, tenant, typeName, prior, config); len(result.Errors) > 0 {
					t.Errorf("%q", result.Errors)
				}
			}
		}
		read := func(typeName string, config map[string]any) func() {
			return func() {
				if _, errors := acctest.ReadDataSource(t, tenant, typeName, config); len(errors) > 0 {
					t.Errorf("%q", errors)
				}
			}
		}
		costs := map[string]float64{}
		for what, act := range map[string]func(){
			"plan of a new grant":       plan("auth0access_client_grant", nil, grant),
			"plan without a change":     plan("auth0access_client_grant", state, grant),
			"plan with a change":        plan("auth0access_client_grant", state, fewer),
			"plan of a new application": plan("auth0access_third_party_application", nil, map[string]any{"name": "A", "app_type": "regular_web", "callbacks": callbacks}),
			"import of an application": func() {
				acctest.ImportByIdentity(t, tenant, "auth0access_third_party_application", map[string]any{"client_id": "tpc_partner"})
			},
			"list of applications": func() {
				acctest.List(t, tenant, "auth0access_third_party_application", nil, acctest.IncludeResource())
			},
			"application":      read("auth0access_third_party_application", map[string]any{"client_id": "tpc_partner"}),
			"applications":     read("auth0access_third_party_applications", nil),
			"client grants":    read("auth0access_client_grants", nil),
			"API":              read("auth0access_api", map[string]any{"audience": "https://api.example.com/"}),
			"effective access": read("auth0access_effective_access", nil),
		} {
			costs[what] = testing.AllocsPerRun(1, act)
		}
		return costs
	}
	wantProportion(t, count)
}

// wantProportion checks that ten times as many elements cost about ten times as much.
func wantProportion(t *testing.T, count func(size int) map[string]float64) {
	t.Helper()
	const small, factor = 60, 10
	few, many := count(small), count(factor*small)
	for what, allocations := range many {
		if allocations > 1.3*factor*few[what] {
			t.Errorf("%s: %.0f allocations for %d elements, %.0f for %d", what, few[what], small, allocations, factor*small)
		}
	}
}

// The same holds for sets of objects, declared or found.
func TestLargeSetsOfObjectsCostInProportion(t *testing.T) { //nolint:paralleltest // it counts what the whole process allocates
	const exclusive = "auth0access_client_grants_exclusive"
	wantProportion(t, func(size int) map[string]float64 {
		var apis, found, declared []any
		for i := range size {
			audience := fmt.Sprintf("https://found.example.com/%05d", i)
			apis = append(apis, map[string]any{"identifier": audience})
			found = append(found, map[string]any{"client_id": "tpc_partner", "audience": audience, "subject_type": "user", "scope": []any{}})
			declared = append(declared, map[string]any{"audience": fmt.Sprintf("https://api.example.com/%05d", i), "subject_type": "user"})
		}
		seed, err := json.Marshal(map[string]any{
			"clients":          []any{map[string]any{"client_id": "tpc_partner", "name": "Partner", "is_first_party": false, "third_party_security_mode": "strict"}},
			"resource_servers": apis, "client_grants": found,
		})
		if err != nil {
			t.Fatal(err)
		}
		tenant := acctest.NewTenant(t, acctest.WithSeed(string(seed)))
		config := func(grants []any) map[string]any { return map[string]any{"client_id": "tpc_partner", "grants": grants} }
		imported := acctest.ImportByIdentity(t, tenant, exclusive, map[string]any{"client_id": "tpc_partner"})
		existing, _ := imported["grants"].([]any)
		created := acctest.NewLifecycle(t, tenant, exclusive)
		if errors := created.Apply(config(declared)); len(errors) != 1 { // it names what is undeclared
			t.Fatalf("%q", errors)
		}
		plan := func(prior map[string]any, grants []any) func() {
			return func() {
				if result := acctest.Plan(t, tenant, exclusive, prior, config(grants)); len(result.Errors) > 0 {
					t.Errorf("%q", result.Errors)
				}
			}
		}
		costs := map[string]float64{}
		for what, act := range map[string]func(){
			"validation and plan of a new set": func() {
				if _, errors := acctest.PlanConfig(t, tenant, exclusive, config(declared)); len(errors) > 0 {
					t.Errorf("%q", errors)
				}
			},
			"plan without a change": plan(imported, existing),
			"plan with a change":    plan(imported, declared),
			"import": func() {
				acctest.ImportByIdentity(t, tenant, exclusive, map[string]any{"client_id": "tpc_partner"})
			},
			"refresh and plan of what is undeclared": func() {
				result := created.Plan(config(declared))
				if shown, _ := result.Prior["undeclared"].([]any); len(shown) != size || len(result.Errors) > 0 {
					t.Errorf("%d undeclared, %q", len(shown), result.Errors)
				}
			},
		} {
			costs[what] = testing.AllocsPerRun(1, act)
		}
		return costs
	})
}
