package thirdpartyapplication_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// An application through its life: made with the least, every argument given, changed and cleared, changed by somebody
// else, imported, and deleted by somebody else. Each step costs the calls it must and no others.
func TestApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "partner")
	config := func(arguments string) string { return application(name, "regular_web", arguments) }
	app := &remembered{}
	creation := onlyCall{tenant, func() string { return "POST /api/v2/clients" }}
	update := onlyCall{tenant, func() string { return "PATCH " + app.path() }}

	const everything = `description = "Orders"; logo_uri = "https://partner.example.com/logo.png"; ` +
		`callbacks = ["https://partner.example.com/callback", "https://partner.example.com/other"]; ` +
		`allowed_origins = ["https://partner.example.com"]; web_origins = ["https://web.example.com"]; ` +
		`grant_types = ["refresh_token", "authorization_code", "client_credentials"]; token_endpoint_auth_method = "client_secret_post"; ` +
		`jwt_configuration = { lifetime_in_seconds = 600 }; ` +
		`refresh_token = { rotation_type = "rotating", expiration_type = "expiring", leeway = 3, token_lifetime = 86400, idle_token_lifetime = 3600 }; ` +
		`require_proof_of_possession = true; client_metadata = { tier = "gold", contact = "ops" }`
	const changed = `description = "Orders and files"; logo_uri = "https://partner.example.com/new.png"; ` +
		`callbacks = ["https://partner.example.com/callback"]; ` +
		`allowed_origins = ["https://app.example.com"]; web_origins = ["https://web.example.com", "https://app.example.com"]; ` +
		`grant_types = ["authorization_code"]; token_endpoint_auth_method = "client_secret_basic"; ` +
		`jwt_configuration = { lifetime_in_seconds = 900, alg = "RS256" }; ` +
		`refresh_token = { rotation_type = "non-rotating", expiration_type = "expiring", leeway = 0, infinite_token_lifetime = true, idle_token_lifetime = 7200 }; ` +
		`require_proof_of_possession = false; client_metadata = { tier = "silver", region = "eu" }`

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config(``),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate), creation,
				}},
				Check: app.check,
				ConfigStateChecks: []statecheck.StateCheck{
					creation,
					value(knownvalue.StringRegexp(regexp.MustCompile(`^tpc_\w+$`)), "client_id"),
					value(text("strict"), "security_mode"),
					value(acctest.SetOf("authorization_code"), "grant_types"),
					value(text("RS256"), "jwt_configuration", "alg"),
					value(text("open_redirect_protection"), "redirection_policy"),
					value(knownvalue.Null(), "token_endpoint_auth_method"),
					value(knownvalue.StringExact(""), "description"),
					value(knownvalue.SetSizeExact(0), "callbacks"),
					value(knownvalue.Bool(false), "require_proof_of_possession"),
					value(knownvalue.Bool(false), "deletion_protection"),
				},
				PostApplyFunc: app.wantWrites(t, tenant, post(map[string]any{
					"name": name, "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict",
				})),
			},
			{
				Config: config(everything),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate), update,
				}},
				ConfigStateChecks: []statecheck.StateCheck{update},
				PostApplyFunc: app.wantWrites(t, tenant, patch(map[string]any{
					"description": "Orders", "logo_uri": "https://partner.example.com/logo.png",
					"callbacks":       []any{"https://partner.example.com/callback", "https://partner.example.com/other"},
					"allowed_origins": []any{"https://partner.example.com"}, "web_origins": []any{"https://web.example.com"},
					"grant_types":                []any{"authorization_code", "client_credentials", "refresh_token"},
					"token_endpoint_auth_method": "client_secret_post",
					"jwt_configuration":          map[string]any{"lifetime_in_seconds": 600.0},
					"refresh_token": map[string]any{
						"rotation_type": "rotating", "expiration_type": "expiring", "leeway": 3.0,
						"token_lifetime": 86400.0, "infinite_token_lifetime": false,
						"idle_token_lifetime": 3600.0, "infinite_idle_token_lifetime": false,
					},
					"require_proof_of_possession": true,
					"client_metadata":             map[string]any{"tier": "gold", "contact": "ops"},
				})),
			},
			{
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateIdFunc:                    app.importID,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "client_id",
			},
			{
				Config: config(changed),
				PostApplyFunc: app.wantWrites(t, tenant, patch(map[string]any{
					"description": "Orders and files", "logo_uri": "https://partner.example.com/new.png",
					"callbacks":       []any{"https://partner.example.com/callback"},
					"allowed_origins": []any{"https://app.example.com"}, "web_origins": []any{"https://app.example.com", "https://web.example.com"},
					"grant_types":                []any{"authorization_code"},
					"token_endpoint_auth_method": "client_secret_basic",
					"jwt_configuration":          map[string]any{"lifetime_in_seconds": 900.0},
					"refresh_token": map[string]any{
						"rotation_type": "non-rotating", "expiration_type": "expiring", "leeway": 0.0,
						"token_lifetime": 86400.0, "infinite_token_lifetime": true,
						"idle_token_lifetime": 7200.0, "infinite_idle_token_lifetime": false,
					},
					"require_proof_of_possession": false,
					"client_metadata":             map[string]any{"tier": "silver", "contact": nil, "region": "eu"},
				})),
			},
			{
				// Optional arguments are cleared; those with defaults of Auth0 stay as they are.
				Config: config(``),
				PostApplyFunc: app.wantWrites(t, tenant, patch(map[string]any{
					"description": "", "logo_uri": "", "callbacks": []any{}, "allowed_origins": []any{}, "web_origins": []any{},
					"client_metadata": map[string]any{"tier": nil, "region": nil},
				})),
				ConfigStateChecks: []statecheck.StateCheck{
					value(knownvalue.StringExact(""), "description"),
					value(knownvalue.SetSizeExact(0), "callbacks"),
					value(knownvalue.MapSizeExact(0), "client_metadata"),
					value(text("client_secret_basic"), "token_endpoint_auth_method"),
					value(knownvalue.Int64Exact(900), "jwt_configuration", "lifetime_in_seconds"),
					value(knownvalue.Bool(true), "refresh_token", "infinite_token_lifetime"),
				},
			},
			{
				// Empty arguments count as left out, so only the name and the type change.
				Config: application(name+" B", "non_interactive", `description = ""; logo_uri = ""; callbacks = []; web_origins = []; client_metadata = {}`),
				PostApplyFunc: app.wantWrites(t, tenant, patch(map[string]any{
					"name": name + " B", "app_type": "non_interactive",
				})),
			},
			{
				// Somebody else changes what is declared and adds what is not; the redirection policy is another resource's.
				PreConfig: app.patch(t, tenant, map[string]any{
					"name": "Mine now", "callbacks": []string{"https://elsewhere.example.com/"}, "grant_types": []string{"refresh_token"},
					"redirection_policy": "allow_always", "client_metadata": map[string]any{"added": "yes"}, "require_proof_of_possession": true,
				}),
				Config:           application(name, "non_interactive", `grant_types = ["authorization_code"]`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					value(text("allow_always"), "redirection_policy"),
				},
				PostApplyFunc: app.wantWrites(t, tenant, patch(map[string]any{
					"name": name, "callbacks": []any{}, "grant_types": []any{"authorization_code"},
					"client_metadata": map[string]any{"added": nil}, "require_proof_of_possession": false,
				})),
			},
			{
				PreConfig:        func() { tenant.Call(t, http.MethodDelete, app.path(), nil) },
				Config:           config(everything),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
				Check:            app.check,
				PostApplyFunc: app.wantWrites(t, tenant, post(map[string]any{
					"name": name, "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict",
					"description": "Orders", "logo_uri": "https://partner.example.com/logo.png",
					"callbacks":       []any{"https://partner.example.com/callback", "https://partner.example.com/other"},
					"allowed_origins": []any{"https://partner.example.com"}, "web_origins": []any{"https://web.example.com"},
					"grant_types":                []any{"authorization_code", "client_credentials", "refresh_token"},
					"token_endpoint_auth_method": "client_secret_post",
					"jwt_configuration":          map[string]any{"lifetime_in_seconds": 600.0},
					"refresh_token": map[string]any{
						"rotation_type": "rotating", "expiration_type": "expiring", "leeway": 3.0,
						"token_lifetime": 86400.0, "infinite_token_lifetime": false,
						"idle_token_lifetime": 3600.0, "infinite_idle_token_lifetime": false,
					},
					"require_proof_of_possession": true,
					"client_metadata":             map[string]any{"tier": "gold", "contact": "ops"},
				})),
			},
			{
				// Between plan and apply somebody deletes the application.
				Config:  config(everything),
				Destroy: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.Meanwhile(func() { tenant.Call(t, http.MethodDelete, app.path(), nil) }),
				}},
			},
		},
	})
	// Not in CheckDestroy, which the test framework skips once a step has destroyed everything.
	if err := app.gone(t, tenant)(nil); err != nil {
		t.Error(err)
	}
}
