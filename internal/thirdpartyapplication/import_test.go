package thirdpartyapplication_test

import (
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

func importBlock(clientID string) string {
	return fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n", address, clientID)
}

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
	config := func(credentials ...string) string {
		return application(name, "non_interactive", keys(credentials...)) + importBlock(app.clientID)
	}
	both := config(key("main", main, ``), key("other", other, ``))
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"client_id": app.clientID})
	planWith := func(credentials map[string]any) acctest.PlanResult {
		return acctest.Plan(t, tenant, typeName, state, map[string]any{
			"name": name, "app_type": "non_interactive",
			"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": credentials}},
		})
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

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig:        tenant.ResetRequests,
				Config:           both,
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, credentialPath("main", "kid"), text("partner-main")),
					statecheck.ExpectKnownValue(address, credentialPath("main", "pem"), text(main)),
				},
				PostApplyFunc: app.wantKeys(t, tenant, []string{"main", "other"}),
			},
			{
				Config:        config(key("main", main, ``)),
				PostApplyFunc: app.wantKeys(t, tenant, []string{"main"}, changeOver, retire),
			},
			{
				// A key that is there already needs no PEM.
				Config:        config(`"main" = { kid = "partner-main" }`, key("next", newPublicKey(t), ``)),
				PostApplyFunc: app.wantKeys(t, tenant, []string{"main", "next"}, register, changeOver),
			},
		},
	})
}

// In a tenant whose kids say nothing about the keys, an imported key seems to be another one. That Auth0 refuses it,
// because it is there, proves that it is not, and it stays as it is.
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
	config := application(name, "non_interactive", keys(key("main", main, ``), key("other", other, ``)))
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config + importBlock(app.clientID),
			PostApplyFunc: func() {
				app.wantKeys(t, tenant, []string{"main", "other"}, register, register)()
				if after, _ := app.credentials(t, tenant); !maps.Equal(before, after) {
					t.Errorf("the keys are %v, want %v", after, before)
				}
			},
		},
		{
			// A key is only as known as the state says, and no drift for ever.
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		{
			Config:        application(name, "non_interactive", keys(key("main", newPublicKey(t), ``), key("other", other, ``))),
			PostApplyFunc: app.wantKeys(t, tenant, []string{"main", "other"}, register, changeOver, retire),
		},
	}})
}

// First-party applications, the tenant's global one among them, are never touched.
func TestApplicationImportRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	firstParty := acctest.Application(t, tenant, map[string]any{"is_first_party": nil, "third_party_security_mode": nil})
	global, _ := tenant.List(t, "/api/v2/clients?is_global=true&fields=client_id&include_fields=true")[0]["client_id"].(string)
	tenant.ResetRequests()
	refusals := map[string]string{
		firstParty:                   `Application is not third-party`,
		global:                       `Application is not third-party`,
		"tpc_0000000000000000000000": `Cannot import non-existent remote object`,
	}
	steps := make([]resource.TestStep, 0, len(refusals))
	for clientID, want := range refusals {
		steps = append(steps, resource.TestStep{
			Config: application("Partner", "regular_web", ``), ResourceName: address,
			ImportState: true, ImportStateId: clientID, ExpectError: regexp.MustCompile(want),
		})
	}
	tenant.Test(t, resource.TestCase{Steps: steps})
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("the provider changed something: %v", got)
	}
}

// A provider that may not see keys neither loses what the state knows of them nor takes them for removed.
func TestApplicationWithFewerScopes(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	scopes := managementScopes(t, tenant)
	name := acctest.Name(t, "partner")
	pem := newPublicKey(t)
	blind := scopes.without("read:client_keys", "read:client_credentials")
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	certificate := knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
		"cert": knownvalue.StringRegexp(regexp.MustCompile(`^-----BEGIN CERTIFICATE-----`)),
	})})
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:            application(name, "regular_web", ``),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("signing_keys"), certificate)},
			},
			{
				PreConfig:         blind,
				Config:            application(name, "regular_web", ``),
				ConfigPlanChecks:  empty,
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("signing_keys"), certificate)},
			},
			{
				PreConfig: scopes.without(),
				Config:    application(name, "regular_web", keys(key("main", pem, ``))),
			},
			{
				PreConfig:   blind,
				Config:      application(name, "regular_web", keys(key("main", pem, ``))),
				ExpectError: regexp.MustCompile(`(?s)Could not read the application's keys.*read:client_credentials`),
			},
			{
				PreConfig:        scopes.without(),
				Config:           application(name, "regular_web", keys(key("main", pem, ``))),
				ConfigPlanChecks: empty,
			},
		},
	})
}

// What only the API can refuse is shown with its own words, and leaves nothing behind.
func TestApplicationRefusedByAPI(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "partner")
	config := func(arguments string) string {
		return application(name, "regular_web", `security_mode = "permissive"; `+arguments)
	}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      config(`grant_types = ["levitation"]`),
				ExpectError: regexp.MustCompile(`(?s)Could not create the application.*POST /api/v2/clients:\s400`),
			},
			{
				Config: config(`grant_types = ["implicit"]`),
			},
			{
				Config:      config(`grant_types = ["levitation"]; description = "Floats"`),
				ExpectError: regexp.MustCompile(`(?s)Could not update the application.*PATCH\s+/api/v2/clients/\w+:\s400`),
			},
			{
				Config:           config(`grant_types = ["implicit"]`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}
