package thirdpartyapplication_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// keys is the argument client_authentication_methods; each credential is a name and its arguments.
func keys(credentials ...string) string {
	return "client_authentication_methods = { private_key_jwt = { credentials = {\n" + strings.Join(credentials, "\n") + "\n} } }"
}

// key is a credential with its PEM and further arguments.
func key(name, pem, arguments string) string {
	if arguments != "" {
		arguments = ", " + arguments
	}
	return fmt.Sprintf("%q = { pem = %q%s }", name, pem, arguments)
}

// credentials returns the application's credentials by id, with their names, and the ids of those it authenticates
// with.
func (r *remembered) credentials(t *testing.T, tenant *acctest.Tenant) (names map[string]string, active []string) {
	t.Helper()
	names = map[string]string{}
	for _, one := range tenant.List(t, r.path()+"/credentials") {
		names[fmt.Sprint(one["id"])] = fmt.Sprint(one["name"])
	}
	methods, _ := tenant.Call(t, http.MethodGet, r.path(), nil)["client_authentication_methods"].(map[string]any)
	jwt, _ := methods["private_key_jwt"].(map[string]any)
	references, _ := jwt["credentials"].([]any)
	for _, reference := range references {
		if one, ok := reference.(map[string]any); ok {
			active = append(active, fmt.Sprint(one["id"]))
		}
	}
	return names, active
}

// wantKeys checks with which keys the application authenticates, and which calls that took.
func (r *remembered) wantKeys(t *testing.T, tenant *acctest.Tenant, names []string, calls ...string) func() {
	t.Helper()
	return func() {
		t.Helper()
		r.wantCalls(t, tenant, calls...)
		registered, active := r.credentials(t, tenant)
		if got := slices.Sorted(maps.Values(registered)); !slices.Equal(got, names) {
			t.Errorf("the application has the keys %q, want %q", got, names)
		}
		slices.Sort(active)
		if got := slices.Sorted(maps.Keys(registered)); !slices.Equal(got, active) {
			t.Errorf("the application has the keys %q and authenticates with %q", got, active)
		}
	}
}

var credentialID = regexp.MustCompile(`cred_\w+`)

const (
	register   = "POST …/credentials"
	changeOver = "PATCH …"
	expire     = "PATCH …/credentials/ID"
	retire     = "DELETE …/credentials/ID"
)

func credentialPath(name, member string) tfjsonpath.Path {
	return tfjsonpath.New("client_authentication_methods").AtMapKey("private_key_jwt").AtMapKey("credentials").AtMapKey(name).AtMapKey(member)
}

// Keys through their life: made with the application, rotated, renamed, given an expiry, changed by somebody else,
// exchanged for a secret and back.
func TestApplicationKeys(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "agent")
	app := &remembered{}
	first, second, third := newPublicKey(t), newPublicKey(t), newPublicKey(t)
	config := func(arguments string) string {
		return application(name, "non_interactive", `grant_types = ["client_credentials"]; `+arguments)
	}
	sameID := statecheck.CompareValue(compare.ValuesSame())

	tenant.Test(t, resource.TestCase{
		CheckDestroy: app.gone(t, tenant),
		Steps: []resource.TestStep{
			{
				Config: config(keys(key("first", first, `expires_at = "2050-01-31T01:00:00+01:00"`), key("second", second, `alg = "PS256", kid = "partner-2026-01"`))),
				Check:  app.check,
				ConfigStateChecks: []statecheck.StateCheck{
					value(knownvalue.Null(), "token_endpoint_auth_method"),
					statecheck.ExpectKnownValue(address, credentialPath("first", "kid"), knownvalue.StringRegexp(regexp.MustCompile(`^[\w-]{10,64}$`))),
					statecheck.ExpectKnownValue(address, credentialPath("first", "alg"), text("RS256")),
					statecheck.ExpectKnownValue(address, credentialPath("first", "expires_at"), text("2050-01-31T01:00:00+01:00")),
					statecheck.ExpectKnownValue(address, credentialPath("second", "kid"), text("partner-2026-01")),
					sameID.AddStateValue(address, credentialPath("second", "id")),
				},
				PostApplyFunc: app.wantKeys(t, tenant, []string{"first", "second"}, "POST /api/v2/clients"),
			},
			{
				// The same key in another spelling or under another name is not registered again.
				Config: config(keys(key("first", strings.TrimSpace(first), `expires_at = "2050-01-31T00:00:00Z"`),
					key("renamed", second, `alg = "PS256", kid = "partner-2026-01"`))),
				ConfigPlanChecks:  acctest.WantAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(address, credentialPath("renamed", "id"))},
				PostApplyFunc:     app.wantKeys(t, tenant, []string{"first", "second"}, changeOver),
			},
			{
				// Rotation, and an expiry alone.
				Config: config(keys(key("first", first, `expires_at = "2049-12-31T00:00:00Z"`), key("third", third, ``))),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(address, credentialPath("third", "id")),
					plancheck.ExpectKnownValue(address, credentialPath("first", "id"), knownvalue.StringRegexp(credentialID)),
				}},
				PostApplyFunc: app.wantKeys(t, tenant, []string{"first", "third"}, register, changeOver, retire, expire),
			},
			{
				Config:        config(keys(key("first", second, ``), key("third", third, ``))),
				PostApplyFunc: app.wantKeys(t, tenant, []string{"first", "third"}, register, changeOver, retire),
			},
			{
				// Somebody else takes a key away, sets an expiry and adds a key of their own.
				PreConfig: func() {
					pem := newPublicKey(t)
					added := tenant.Call(t, http.MethodPost, app.path()+"/credentials",
						map[string]any{"credential_type": "public_key", "name": "added", "pem": pem})
					third := app.credential(t, tenant, "third")
					tenant.Call(t, http.MethodPatch, app.path()+"/credentials/"+third, map[string]any{"expires_at": "2051-01-01T00:00:00Z"})
					tenant.Call(t, http.MethodPatch, app.path(), map[string]any{"client_authentication_methods": map[string]any{
						"private_key_jwt": map[string]any{"credentials": []any{map[string]any{"id": added["id"]}, map[string]any{"id": third}}},
					}})
				},
				Config: config(keys(key("first", second, ``), key("third", third, ``))),
				// The key that was taken away is still registered, and used again.
				PostApplyFunc: app.wantKeys(t, tenant, []string{"first", "third"}, changeOver, retire, expire),
			},
			{
				// If the keys are removed and no other method is given, Auth0 decides the method.
				Config:           config(``),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownValue(address, tfjsonpath.New("token_endpoint_auth_method"))}},
				ConfigStateChecks: []statecheck.StateCheck{
					value(knownvalue.Null(), "client_authentication_methods"),
				},
				PostApplyFunc: app.wantKeys(t, tenant, nil, changeOver, retire, retire),
			},
			{
				Config:        config(`token_endpoint_auth_method = "client_secret_post"`),
				PostApplyFunc: app.wantWrites(t, tenant, patch(map[string]any{"token_endpoint_auth_method": "client_secret_post"})),
			},
			{
				Config:            config(keys(key("first", first, ``))),
				ConfigStateChecks: []statecheck.StateCheck{value(knownvalue.Null(), "token_endpoint_auth_method")},
				PostApplyFunc:     app.wantKeys(t, tenant, []string{"first"}, register, changeOver),
			},
			{
				Config:            config(`token_endpoint_auth_method = "client_secret_basic"`),
				ConfigStateChecks: []statecheck.StateCheck{value(text("client_secret_basic"), "token_endpoint_auth_method")},
				PostApplyFunc:     app.wantKeys(t, tenant, nil, changeOver, retire),
			},
		},
	})
}

// credential returns the id of the credential with the name.
func (r *remembered) credential(t *testing.T, tenant *acctest.Tenant, name string) string {
	t.Helper()
	names, _ := r.credentials(t, tenant)
	for id := range names {
		if names[id] == name {
			return id
		}
	}
	t.Fatalf("the application has no credential %q", name)
	return ""
}

// If a missing Management API scope stops the calls that change a key, at any of them, the application can still
// authenticate. The next apply finishes the work and leaves nothing over.
func TestApplicationKeysPartialFailure(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	name := acctest.Name(t, "agent")
	app := &remembered{}
	scopes := managementScopes(t, tenant)
	first, second, third := newPublicKey(t), newPublicKey(t), newPublicKey(t)
	life := acctest.NewLifecycle(t, tenant, typeName)
	refused := func(config map[string]any, missing, want string) {
		t.Helper()
		scopes.without(missing)()
		acctest.WantOne(t, "without "+missing, life.Apply(config), []string{want, missing})
		scopes.without()()
	}

	life.Converge(agent(name, map[string]any{"first": credential(first)}), plancheck.ResourceActionCreate)
	app.remember(t, life)
	app.wantKeys(t, tenant, []string{"first"}, "POST /api/v2/clients")()

	refused(agent(name, map[string]any{"second": credential(second)}),
		"create:client_credentials", "Could not register the application's key")
	// The new key is registered, the application does not change over.
	withKID := agent(name, map[string]any{"second": credential(second, "kid", "partner-second")})
	refused(withKID, "update:client_credentials", "Could not update the application")
	app.wantCalls(t, tenant, register, register, changeOver)
	// The application changes over, the old key stays.
	changedOver := maps.Clone(withKID)
	changedOver["description"] = "Changed over"
	refused(changedOver, "delete:client_credentials", "Could not delete the application's old key")
	app.wantCalls(t, tenant, changeOver, retire)
	life.Converge(changedOver, plancheck.ResourceActionUpdate)
	app.wantKeys(t, tenant, []string{"second"}, changeOver, retire)()

	// A new key is left over, and then not wanted any more.
	refused(agent(name, map[string]any{
		"second": credential(second, "kid", "partner-second"), "third": credential(third),
	}), "update:client_credentials", "Could not update the application")
	app.wantCalls(t, tenant, register, changeOver)
	life.Converge(withKID, plancheck.ResourceActionUpdate)
	app.wantKeys(t, tenant, []string{"second"}, changeOver, retire)()

	expiring := agent(name, map[string]any{
		"second": credential(second, "kid", "partner-second", "expires_at", "2050-01-01T00:00:00Z"),
	})
	refused(expiring, "update:client_credentials", "Could not change when a key expires")
	if expiry := credentialOf(life.State(), "second")["expires_at"]; expiry != nil {
		t.Errorf("the state has the expiry %v, which Auth0 refused", expiry)
	}
	tenant.ResetRequests()
	life.Converge(expiring, plancheck.ResourceActionUpdate)
	app.wantKeys(t, tenant, []string{"second"}, expire)()
}

// wantCalls checks which calls that change something were tried.
func (r *remembered) wantCalls(t *testing.T, tenant *acctest.Tenant, want ...string) {
	t.Helper()
	mutations := tenant.Mutations()
	got := make([]string, 0, len(mutations))
	for _, call := range mutations {
		got = append(got, credentialID.ReplaceAllString(strings.Replace(call, r.path(), "…", 1), "ID"))
	}
	tenant.ResetRequests()
	if !slices.Equal(got, want) {
		t.Errorf("calls that change something: %q, want %q", got, want)
	}
}

// grantedScopes takes Management API scopes from the provider and gives them back.
type grantedScopes struct {
	t      *testing.T
	tenant *acctest.Tenant
	path   string
	all    []any
}

func managementScopes(t *testing.T, tenant *acctest.Tenant) *grantedScopes {
	t.Helper()
	grants := tenant.List(t, "/api/v2/client-grants?client_id="+tenant.ClientID)
	if len(grants) != 1 {
		t.Fatalf("the provider's own application has %d grants", len(grants))
	}
	all, _ := grants[0]["scope"].([]any)
	return &grantedScopes{t, tenant, fmt.Sprintf("/api/v2/client-grants/%s", grants[0]["id"]), all}
}

// without returns a function that leaves the provider with all scopes but the given ones.
func (g *grantedScopes) without(scopes ...string) func() {
	return func() {
		g.t.Helper()
		rest := slices.DeleteFunc(slices.Clone(g.all), func(scope any) bool { return slices.Contains(scopes, fmt.Sprint(scope)) })
		g.tenant.Call(g.t, http.MethodPatch, g.path, map[string]any{"scope": rest})
	}
}
