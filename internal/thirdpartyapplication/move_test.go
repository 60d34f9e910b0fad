package thirdpartyapplication_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const applicationType = "auth0access_third_party_application"

// official is a resource of the official provider; overrides are JSON that replaces members of its state.
func official(t *testing.T, state map[string]any, overrides string) acctest.Source {
	t.Helper()
	if err := json.Unmarshal([]byte(overrides), &state); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	return acctest.Source{Type: "auth0_client", State: string(encoded)}
}

// officialState is what the official provider keeps of an application, given as the API shows it.
func officialState(app map[string]any) map[string]any {
	state := map[string]any{
		"id":                   app["client_id"],
		"allowed_clients":      nil,
		"custom_login_page":    "",
		"default_organization": []any{map[string]any{"disable": true, "flows": []any{}, "organization_id": ""}},
		"native_social_login":  []any{},
		"token_quota":          []any{},
	}
	for _, name := range []string{
		"client_id", "name", "app_type", "is_first_party", "third_party_security_mode", "redirection_policy", "callbacks", "grant_types",
		"client_metadata", "signing_keys",
	} {
		state[name] = app[name]
	}
	for _, name := range []string{"description", "logo_uri"} {
		state[name], _ = app[name].(string)
	}
	for _, name := range []string{"jwt_configuration", "refresh_token"} {
		state[name] = []any{app[name]}
	}
	state["require_proof_of_possession"] = false
	return state
}

// A moved application keeps what state said of it, and the read after the move completes it without writing: a plan of
// the same configuration changes nothing.
func TestMove(t *testing.T) {
	t.Parallel()
	for name, members := range map[string]map[string]any{
		"strict": {"description": "Orders for partners", "client_metadata": map[string]any{"owner": "partners"}},
		"permissive": {
			"third_party_security_mode": "permissive", "app_type": "non_interactive", "callbacks": nil, "grant_types": []string{"client_credentials"},
		},
		"spa": {"app_type": "spa", "token_endpoint_auth_method": "none", "grant_types": []string{"authorization_code", "refresh_token"}},
	} {
		for _, overrides := range []string{`{}`, `{"third_party_security_mode": null, "redirection_policy": null, "signing_keys": null}`} { // as older versions leave it
			t.Run(name+overrides, func(t *testing.T) {
				t.Parallel()
				tenant := acctest.NewTenant(t)
				id := acctest.Application(t, tenant, members)
				app := tenant.Call(t, "GET", "/api/v2/clients/"+id, nil)
				source := official(t, officialState(app), overrides)
				tenant.ResetRequests()
				result := acctest.Move(t, tenant, source, applicationType)
				if len(result.Errors) > 0 {
					t.Fatalf("errors %q", result.Errors)
				}
				if overrides == `{}` {
					// How the application authenticates is not in the official provider's state.
					result.Moved["token_endpoint_auth_method"] = result.Read["token_endpoint_auth_method"]
					if diff := cmp.Diff(result.Read, result.Moved); diff != "" {
						t.Errorf("the read changes what was moved:\n%s", diff)
					}
				}
				// Arguments that would force a replacement are known even before the read.
				for _, attribute := range []string{"client_id", "security_mode"} {
					if result.Moved[attribute] != result.Read[attribute] || result.Moved[attribute] == nil {
						t.Errorf("%s is %v after the move and %v after the read", attribute, result.Moved[attribute], result.Read[attribute])
					}
				}
				config := map[string]any{}
				for _, argument := range []string{"name", "app_type", "security_mode", "description", "callbacks", "client_metadata"} {
					config[argument] = result.Read[argument]
				}
				plan := acctest.Plan(t, tenant, applicationType, result.Read, config)
				if diff := cmp.Diff(result.Read, plan.Planned); diff != "" || len(plan.Errors)+len(plan.Warnings)+len(plan.RequiresReplace) > 0 {
					t.Errorf("the plan is not empty: errors %q, warnings %q, %s", plan.Errors, plan.Warnings, diff)
				}
				if writes := tenant.Mutations(); len(writes) > 0 {
					t.Errorf("the move wrote: %q", writes)
				}
			})
		}
	}
}

// The keys of a moved application are taken for those of their names, as those of an imported one are: the move is the
// first time that Terraform sees them.
func TestMoveWithKeys(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	pem := newPublicKey(t)
	id := acctest.Application(t, tenant, map[string]any{
		"token_endpoint_auth_method": nil,
		"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": []any{
			map[string]any{"credential_type": "public_key", "name": "main", "pem": pem},
		}}},
	})
	result := acctest.Move(t, tenant, official(t, officialState(tenant.Call(t, "GET", "/api/v2/clients/"+id, nil)), `{}`), applicationType)
	config := map[string]any{"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": map[string]any{
		"main": map[string]any{"pem": pem},
	}}}}
	for _, argument := range []string{"name", "app_type", "security_mode", "callbacks"} {
		config[argument] = result.Read[argument]
	}
	plan := acctest.Plan(t, tenant, applicationType, result.Read, config)
	if kept := credentialPlanned(plan, "main")["id"]; kept == acctest.Unknown || kept == nil || len(plan.Errors)+len(plan.Warnings) > 0 {
		t.Errorf("the key is planned to have the id %v; errors %q, warnings %q", kept, plan.Errors, plan.Warnings)
	}
}

// An impossible move is refused without a call, and the error says what to write instead.
func TestMoveRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	app := tenant.Call(t, "GET", "/api/v2/clients/"+id, nil)
	change := func(change func(*acctest.Source)) acctest.Source {
		source := official(t, officialState(app), `{}`)
		change(&source)
		return source
	}
	tenant.ResetRequests()
	for name, test := range map[string]struct {
		source acctest.Source
		want   []string
	}{
		"first-party": {
			official(t, officialState(app), `{"is_first_party": true, "name": "Back office"}`),
			[]string{"First-party application cannot be moved", `"Back office"`, id, "Keep it as auth0_client"},
		},
		"another type": {
			change(func(source *acctest.Source) { source.Type = "auth0_client_credentials" }),
			[]string{"Resource cannot be moved here", "auth0_client_credentials", "auth0_client of auth0/auth0"},
		},
		"another provider": {
			change(func(source *acctest.Source) { source.Provider = "registry.terraform.io/example/auth0" }),
			[]string{"Resource cannot be moved here", "registry.terraform.io/example/auth0"},
		},
		"another shape": {
			change(func(source *acctest.Source) {
				source.State, source.SchemaVersion = strings.Replace(source.State, `"description":"`, `"description":7,"was":"`, 1), 3
			}),
			[]string{"State of the source not understood", "description", "version 3", "import block"},
		},
		"another shape of a list": {
			official(t, officialState(app), `{"callbacks": [7]}`), []string{"State of the source not understood", "callbacks", "import block"},
		},
		"another shape of an object": {
			official(t, officialState(app), `{"jwt_configuration": {"alg": "RS256"}}`), []string{"State of the source not understood", "jwt_configuration", "import block"},
		},
		"no id": {official(t, officialState(app), `{"id": null}`), []string{"State of the source not understood", "it has no id"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			errors := fmt.Sprintf("%q", acctest.Move(t, tenant, test.source, applicationType).Errors)
			for _, want := range test.want {
				if !strings.Contains(strings.ReplaceAll(errors, `\"`, `"`), want) {
					t.Errorf("the errors %s do not say %q", errors, want)
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

// OpenTofu has a registry of its own, and many companies a mirror; it is the official provider all the same. Of
// instances after the first OpenTofu says that they come from the provider they go to.
func TestMoveFromAnyRegistry(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	source := official(t, officialState(tenant.Call(t, "GET", "/api/v2/clients/"+id, nil)), `{}`)
	for _, source.Provider = range []string{"registry.opentofu.org/auth0/auth0", "mirror.example.com/auth0/auth0", "registry.opentofu.org/auth0access/auth0access"} {
		if result := acctest.Move(t, tenant, source, applicationType); len(result.Errors) > 0 || result.Read["client_id"] != id {
			t.Errorf("from %s: errors %q, read %v", source.Provider, result.Errors, result.Read)
		}
	}
}
