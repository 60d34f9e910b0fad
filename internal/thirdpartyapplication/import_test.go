package thirdpartyapplication_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func TestApplicationImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID := acctest.Application(t, tenant, map[string]any{"app_type": "spa", "description": "Orders", "grant_types": []string{"refresh_token"}})
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"client_id": clientID})
	want := map[string]any{
		"client_id": clientID, "id": clientID, "app_type": "spa", "security_mode": "strict", "description": "Orders", "logo_uri": "",
		"callbacks": []any{"https://partner.example.com/callback"}, "allowed_origins": []any{}, "web_origins": []any{},
		"grant_types": []any{"refresh_token"}, "token_endpoint_auth_method": "client_secret_post", "client_authentication_methods": nil,
		"require_proof_of_possession": false, "client_metadata": map[string]any{}, "deletion_protection": false, "secret_rotation_trigger": nil,
		"redirection_policy": "open_redirect_protection",
		"organization_usage": nil, "organization_require_behavior": nil, "organization_discovery_methods": nil, "default_organization": nil,
	}
	for _, name := range []string{"name", "jwt_configuration", "refresh_token", "signing_keys"} {
		if state[name] == nil {
			t.Errorf("%s is not imported", name)
		}
		delete(state, name)
	}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// The API does not give keys back. After an import they are taken from the configuration, with a warning and without a
// call; keys that it does not name are removed.
func TestApplicationImportWithKeys(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	app := &remembered{}
	name := acctest.Name(t, "agent")
	main, other := newPublicKey(t), newPublicKey(t)
	app.clientID = acctest.Application(t, tenant, map[string]any{
		"name": name, "app_type": "non_interactive", "callbacks": nil, "token_endpoint_auth_method": nil,
		"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": []any{
			map[string]any{"credential_type": "public_key", "name": "main", "pem": main, "kid": "partner-main"},
			map[string]any{"credential_type": "public_key", "name": "other", "pem": other},
		}}},
	})
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"client_id": app.clientID})
	planWith := func(credentials map[string]any) acctest.PlanResult {
		return acctest.Plan(t, tenant, typeName, state, agent(name, credentials))
	}
	// A kid that Auth0 gave proves which key it is, one that somebody chose does not.
	plan := planWith(map[string]any{"main": map[string]any{"pem": main}, "other": map[string]any{"pem": other}})
	if len(plan.Warnings) != 1 || !strings.Contains(plan.Warnings[0], "Public keys are taken on trust") || !strings.Contains(plan.Warnings[0], "the kid of main was") {
		t.Errorf("warnings: %q", plan.Warnings)
	}
	plan = planWith(map[string]any{"main": map[string]any{"pem": main}, "other": map[string]any{"pem": newPublicKey(t)}})
	if id := credentialPlanned(plan, "other")["id"]; id != acctest.Unknown || len(plan.Warnings) != 1 {
		t.Errorf("another key than the one whose thumbprint is registered: id %v, warnings %q", id, plan.Warnings)
	}
	for name, credential := range map[string]map[string]any{"lost": {}, "other": {"kid": "another-one"}} {
		plan = planWith(map[string]any{"main": map[string]any{}, name: credential})
		at := `credentials").ElementKeyString("` + name + `").AttributeName("pem"): Public key not given`
		if len(plan.Errors) != 1 || !strings.Contains(plan.Errors[0], at) {
			t.Errorf("errors are %q, want one with %q", plan.Errors, at)
		}
	}

	tenant.ResetRequests()
	life := acctest.NewLifecycle(t, tenant, typeName)
	life.ImportByIdentity(map[string]any{"client_id": app.clientID})
	life.Converge(agent(name, map[string]any{
		"main": credential(main), "other": credential(other),
	}), plancheck.ResourceActionUpdate)
	if key := credentialOf(life.State(), "main"); key["kid"] != "partner-main" || key["pem"] != main {
		t.Errorf("the state has the key %v", key)
	}
	app.wantKeys(t, tenant, []string{"main", "other"})()
	life.Converge(agent(name, map[string]any{"main": credential(main)}), plancheck.ResourceActionUpdate)
	app.wantKeys(t, tenant, []string{"main"}, changeOver, retire)()
	// A key that is there already needs no PEM.
	life.Converge(agent(name, map[string]any{
		"main": map[string]any{"kid": "partner-main"}, "next": credential(newPublicKey(t)),
	}), plancheck.ResourceActionUpdate)
	app.wantKeys(t, tenant, []string{"main", "next"}, register, changeOver)()
}

// In a tenant whose kids are random, an imported key seems to be another one. If Auth0 refuses the declared key because
// it exists, both are the same, and the imported key stays.
func TestApplicationImportWithOtherKIDs(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("kid-random"))
	name := acctest.Name(t, "agent")
	main, other := newPublicKey(t), newPublicKey(t)
	app := &remembered{clientID: acctest.Application(t, tenant, map[string]any{
		"name": name, "app_type": "non_interactive", "callbacks": nil, "token_endpoint_auth_method": nil,
		"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": []any{
			map[string]any{"credential_type": "public_key", "name": "main", "pem": main},
			map[string]any{"credential_type": "public_key", "name": "other", "pem": other},
		}}},
	})}
	before, _ := app.credentials(t, tenant)
	tenant.ResetRequests()
	life := acctest.NewLifecycle(t, tenant, typeName)
	if errors := life.Import(app.clientID); len(errors) > 0 {
		t.Fatalf("import fails: %q", errors)
	}
	// The state then knows the key, so that it is not drift for ever.
	life.Converge(agent(name, map[string]any{
		"main": credential(main), "other": credential(other),
	}), plancheck.ResourceActionUpdate)
	app.wantKeys(t, tenant, []string{"main", "other"}, register, register)()
	if after, _ := app.credentials(t, tenant); !maps.Equal(before, after) {
		t.Errorf("the keys are %v, want %v", after, before)
	}
	life.Converge(agent(name, map[string]any{
		"main": credential(newPublicKey(t)), "other": credential(other),
	}), plancheck.ResourceActionUpdate)
	app.wantKeys(t, tenant, []string{"main", "other"}, register, changeOver, retire)()
}

// First-party applications, the tenant's global one among them, are never touched.
func TestApplicationImportRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	firstParty := acctest.Application(t, tenant, map[string]any{"is_first_party": nil, "third_party_security_mode": nil})
	global, _ := tenant.List(t, "/api/v2/clients?is_global=true&fields=client_id&include_fields=true")[0]["client_id"].(string)
	tenant.ResetRequests()
	for _, clientID := range []string{firstParty, global} {
		errors := acctest.NewLifecycle(t, tenant, typeName).Import(clientID)
		acctest.WantOne(t, clientID, errors, []string{"Application is not third-party"})
	}
	// Terraform itself refuses an import that finds nothing.
	missing := acctest.NewLifecycle(t, tenant, typeName)
	if errors := missing.Import("tpc_0000000000000000000000"); len(errors) > 0 || missing.State() != nil {
		t.Errorf("importing a missing application gives %v and the errors %q", missing.State(), errors)
	}
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("the provider changed something: %v", got)
	}
}

// A provider that may not see keys neither loses what the state knows of them nor takes them for removed.
func TestApplicationWithFewerScopes(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	scopes := managementScopes(t, tenant)
	blind := scopes.without("read:client_keys", "read:client_credentials")
	name := acctest.Name(t, "partner")
	config := map[string]any{"name": name, "app_type": "regular_web"}
	withKey := agent(name, map[string]any{"main": credential(newPublicKey(t))})
	withKey["app_type"] = "regular_web"
	life := acctest.NewLifecycle(t, tenant, typeName)
	wantCertificate := func() {
		t.Helper()
		keys, _ := life.State()["signing_keys"].([]any)
		if len(keys) != 1 || !strings.Contains(fmt.Sprint(keys[0]), "cert:-----BEGIN CERTIFICATE-----") {
			t.Errorf("the signing keys are %v, want one certificate", keys)
		}
	}

	life.Converge(config, plancheck.ResourceActionCreate)
	wantCertificate()
	blind()
	life.Converge(config, plancheck.ResourceActionNoop)
	wantCertificate()
	scopes.without()()
	life.Converge(withKey, plancheck.ResourceActionUpdate)
	blind()
	errors := life.Apply(withKey)
	acctest.WantOne(t, "blind", errors, []string{"Could not read the application's keys", "read:client_credentials"})
	scopes.without()()
	life.WantNoChange(withKey)
}

// A refusal that only the API can make is shown in its own words, and leaves nothing behind.
func TestApplicationRefusedByAPI(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "partner")
	config := func(grantType string, description any) map[string]any {
		return map[string]any{
			"name": name, "app_type": "regular_web", "security_mode": "permissive",
			"grant_types": []any{grantType}, "description": description,
		}
	}
	life := acctest.NewLifecycle(t, tenant, typeName)
	acctest.WantOne(t, "create", life.Apply(config("levitation", nil)), []string{
		"Could not create the application", "POST /api/v2/clients: 400",
	})
	if life.State() != nil {
		t.Errorf("an application that was refused is in the state: %v", life.State())
	}
	life.Converge(config("implicit", nil), plancheck.ResourceActionCreate)
	before := life.State()
	clientID, _ := before["client_id"].(string)
	acctest.WantOne(t, "update", life.Apply(config("levitation", "Floats")), []string{
		"Could not update the application", "PATCH /api/v2/clients/" + clientID + ": 400",
	})
	if diff := cmp.Diff(before, life.State()); diff != "" {
		t.Errorf("state (-before +after the refused update):\n%s", diff)
	}
	life.WantNoChange(config("implicit", nil))
}
