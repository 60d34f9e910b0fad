package acctest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// oddObjects are those objects of the hand-made tenant that are spoilt.
var oddObjects = []string{
	"tpc_web", "tpc_signs", "permissive4", "cgr_user", "cgr_untyped", "cgr_deffiles1", "con_okta000000000001", "org_northwind0000001", "https://files.example.com/",
}

// neverTheSame marks what differs between two tenants with the same seed, and what is found of odd objects.
var neverTheSame = []string{`"domain"`, `"undeclared"`, `/api/v2/`, `"cred_`}

// oddValues are the values that spoil an odd object, one at a time.
var oddValues = []string{
	`null`, `-1.5`, `1e30`, `true`, `"\u202eodd\u0000"`, `[null,["a"],{}]`, `["a","a"]`, `[{"id":"a","value":"a"},{"id":"a","value":"a"}]`,
	`{"a":null,"b":{"c":[1]}}`, `{"private_key_jwt":{"credentials":[null,7,{"id":[]}]},"user":7,"client":{"policy":7}}`,
}

// spoil replaces every member of an odd object with the value, except its ids and the members that say whether an
// application is first-party.
func spoil(object map[string]any, value string) {
	key := "client_id"
	for _, name := range []string{"id", "identifier"} {
		if object[name] != nil {
			key = name
		}
	}
	if id, _ := object[key].(string); !slices.Contains(oddObjects, id) && object["credential_type"] == nil {
		return
	}
	for name := range object {
		if name != key && name != "id" && name != "is_first_party" && name != "global" {
			object[name] = json.RawMessage(value)
		}
	}
}

// Odd objects keep nothing from being listed, read and imported, and do not change what other objects show.
func TestOddObjectsHarmNothing(t *testing.T) {
	t.Parallel()
	want := lookAround(t, acctest.HandMade(t))
	for _, value := range oddValues {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.HandMade(t, acctest.WithAnswers(func(_ string, object map[string]any) { spoil(object, value) }))
			if diff := cmp.Diff(want, lookAround(t, tenant)); diff != "" {
				t.Errorf("beside odd objects, others are shown (-want +got):\n%s", diff)
			}
		})
	}
}

// lookAround reads the tenant in every possible way, and returns what it finds of the objects that are not odd.
func lookAround(t *testing.T, tenant *acctest.Tenant) map[string]any {
	t.Helper()
	found := map[string]any{}
	note := func(what string, object any) {
		if members, ok := object.(map[string]any); ok { // when each of the tenants was made
			delete(members, "created_at")
			delete(members, "updated_at")
		}
		text, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		isIn := func(odd string) bool { return strings.Contains(string(text), odd) }
		if !slices.ContainsFunc(oddObjects, isIn) && !slices.ContainsFunc(neverTheSame, isIn) {
			found[what] = object
		}
	}
	var listed []acctest.Listed
	for name := range handMade {
		results, errors := acctest.List(t, tenant, name, nil, acctest.IncludeResource())
		if len(errors) > 0 {
			t.Errorf("list of %s: %q", name, errors)
		}
		listed = append(listed, results...)
	}
	for i, adopted := range acctest.Adopt(t, tenant, listed) {
		note(fmt.Sprint(listed[i].TypeName, listed[i].Identity), adopted.Imported)
	}
	for _, source := range []struct {
		name, objects string
		config        map[string]any
	}{
		{"third_party_applications", "applications", nil},
		{"client_grants", "grants", nil},
		{"client_grants", "", map[string]any{"client_id": "tpc_web"}},
		{"client_grants", "", map[string]any{"default_permissions": true}},
		{"domain_connections", "connections", nil},
		{"effective_access", "access", map[string]any{"include_none": true}},
		{"third_party_application", "", map[string]any{"client_id": "tpc_web"}},
		{"third_party_application", "", map[string]any{"client_id": "tpc_signs"}},
		{"third_party_application", "", map[string]any{"name": "Machine"}},
		{"api", "", map[string]any{"audience": "https://files.example.com/"}},
		{"connection", "", map[string]any{"name": "google"}},
	} {
		state, errors := acctest.ReadDataSource(t, tenant, "auth0access_"+source.name, source.config)
		if len(errors) > 0 {
			t.Errorf("%s %v: %q", source.name, source.config, errors)
		}
		objects, _ := state[source.objects].([]any)
		for _, object := range objects {
			members, _ := object.(map[string]any)
			note(fmt.Sprint(source.name, members["client_id"], members["id"], members["connection_id"], members["audience"], members["subject_type"]), object)
		}
	}
	return found
}

// Anybody can register an application with repeated values, and an administrator may have made one. Each value shows
// once, the application can be imported, and the next plan is empty.
func TestDoubledMembersShowOnce(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{
	  "tenant_settings": {"flags": {"enable_dynamic_client_registration": true}},
	  "resource_servers": [{"identifier": "https://api.example.com/", "scopes": [{"value": "read"}]}]
	}`))
	twice := func(text string) []string { return []string{text, text} }
	registered := tenant.Call(t, http.MethodPost, "/oidc/register", map[string]any{"client_name": "X", "redirect_uris": twice("https://a.example.com/cb")})
	made := tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{
		"name": "Y", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "regular_web",
		"callbacks": twice("https://a.example.com/cb"), "grant_types": twice("authorization_code"),
	})
	for _, holder := range []map[string]any{{"client_id": made["client_id"]}, {"default_for": "third_party_clients"}} {
		holder["audience"], holder["subject_type"], holder["scope"] = "https://api.example.com/", "user", twice("read")
		tenant.Call(t, http.MethodPost, "/api/v2/client-grants", holder)
	}
	for _, id := range []any{registered["client_id"], made["client_id"]} {
		state, errors := acctest.ReadDataSource(t, tenant, "auth0access_third_party_application", map[string]any{"client_id": id})
		if diff := cmp.Diff([]any{"https://a.example.com/cb"}, state["callbacks"]); diff != "" || len(errors) > 0 {
			t.Errorf("errors %q, callbacks (-want +got):\n%s", errors, diff)
		}
	}
	var listed []acctest.Listed
	for _, name := range slices.Sorted(maps.Keys(handMade)) {
		found, errors := acctest.List(t, tenant, name, nil, acctest.IncludeResource())
		if len(errors) > 0 {
			t.Errorf("list of %s: %q", name, errors)
		}
		listed = append(listed, found...)
	}
	for _, problem := range adopt(t, tenant, listed) {
		t.Error(problem)
	}
}
