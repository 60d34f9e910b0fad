package thirdpartyapplication_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// A protected application is neither destroyed nor replaced; without protection, another mode replaces it.
func TestApplicationProtectionAndReplacement(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "partner")
	app := &remembered{}
	config := func(revision, arguments string) string {
		return application(name, "regular_web", arguments+"; lifecycle {; replace_triggered_by = [terraform_data.revision]; }") +
			fmt.Sprintf("\nresource \"terraform_data\" \"revision\" {\n  input = %q\n}\n", revision)
	}
	protected := regexp.MustCompile(`Application is protected from deletion`)
	const permissive = `security_mode = "permissive"`
	deletion := onlyCall{tenant, func() string { return "DELETE " + app.path() }}
	replaced := statecheck.CompareValue(compare.ValuesDiffer())

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:            config("1", permissive+`; deletion_protection = true`),
				Check:             app.check,
				ConfigStateChecks: []statecheck.StateCheck{replaced.AddStateValue(address, tfjsonpath.New("client_id"))},
				PostApplyFunc: app.wantWrites(t, tenant, post(map[string]any{
					"name": name, "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "permissive",
				})),
			},
			{Config: config("1", permissive+`; deletion_protection = true`), Destroy: true, ExpectError: protected},
			{Config: config("1", `deletion_protection = true`), ExpectError: protected},
			{
				// The state counts: a change cannot lift the protection and make use of that at once.
				Config:      config("1", ``),
				ExpectError: protected,
			},
			{
				// Another resource triggers this replacement.
				Config:      config("2", permissive+`; deletion_protection = true`),
				ExpectError: protected,
			},
			{
				Config:           config("1", permissive),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    app.wantWrites(t, tenant),
			},
			{
				Config:            config("1", ``),
				ConfigPlanChecks:  acctest.WantAction(address, plancheck.ResourceActionDestroyBeforeCreate),
				Check:             app.check,
				ConfigStateChecks: []statecheck.StateCheck{replaced.AddStateValue(address, tfjsonpath.New("client_id"))},
				PostApplyFunc: func() {
					if got := tenant.Mutations(); len(got) != 2 || !strings.HasPrefix(got[0], "DELETE /api/v2/clients/") || got[1] != "POST /api/v2/clients" {
						t.Errorf("calls that change something: %q, want one DELETE and one POST", got)
					}
					tenant.ResetRequests()
				},
			},
			{
				Config:            config("1", ``),
				Destroy:           true,
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{deletion}},
				ConfigStateChecks: []statecheck.StateCheck{deletion},
			},
		},
	})
	// Not in CheckDestroy, which the test framework skips once a step has destroyed everything.
	if err := app.gone(t, tenant)(nil); err != nil {
		t.Error(err)
	}
}

// Permissive applications may use wildcards, further grant types and algorithms.
func TestApplicationPermissive(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "legacy")
	app := &remembered{}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: application(name, "spa", `security_mode = "permissive"; callbacks = ["https://*.example.com/callback"]; grant_types = ["implicit", "authorization_code"]; `+
					`jwt_configuration = { alg = "HS256" }; `+
					`refresh_token = { rotation_type = "non-rotating", expiration_type = "non-expiring", infinite_idle_token_lifetime = true }`),
				Check: app.check,
				ConfigStateChecks: []statecheck.StateCheck{
					value(knownvalue.StringRegexp(regexp.MustCompile(`^\w{32}$`)), "client_id"),
					value(knownvalue.Null(), "redirection_policy"),
					value(knownvalue.Int64Exact(36000), "jwt_configuration", "lifetime_in_seconds"),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateIdFunc: app.importID,
				ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "client_id",
			},
			{
				// Keys need RS256, which is planned, and sent in the same call.
				PreConfig: tenant.ResetRequests,
				Config: application(name, "regular_web", `security_mode = "permissive"; callbacks = ["https://*.example.com/callback"]; grant_types = ["implicit", "authorization_code"]; `+
					keys(key("first", newPublicKey(t), ``))),
				ConfigStateChecks: []statecheck.StateCheck{value(text("RS256"), "jwt_configuration", "alg")},
				PostApplyFunc:     app.wantKeys(t, tenant, []string{"first"}, register, changeOver),
			},
		},
	})
}

// The secret is rotated after everything else has been changed, when a trigger is set or changed, and not otherwise.
func TestApplicationSecretRotation(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	name := acctest.Name(t, "partner")
	app := &remembered{}
	scopes := managementScopes(t, tenant)
	life := acctest.NewLifecycle(t, tenant, typeName)
	config := func(description, trigger any) map[string]any {
		return map[string]any{
			"name": name, "app_type": "regular_web", "description": description, "secret_rotation_trigger": trigger,
		}
	}
	rotate := write{http.MethodPost, "/rotate-secret", nil}

	life.Converge(config(nil, "1"), plancheck.ResourceActionCreate)
	app.remember(t, life)
	app.wantWrites(t, tenant, post(map[string]any{
		"name": name, "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict",
	}))()
	life.Converge(config("Rotated", "2"), plancheck.ResourceActionUpdate)
	app.wantWrites(t, tenant, patch(map[string]any{"description": "Rotated"}), rotate)()

	// What was changed before the rotation failed is recorded, and the rotation is left to the next apply.
	scopes.without("update:client_keys")()
	errors := life.Apply(config("Again", "3"))
	acctest.WantOne(t, "without scope", errors, []string{"Could not rotate the client secret", "update:client_keys"})
	app.wantWrites(t, tenant, patch(map[string]any{"description": "Again"}), rotate)()
	scopes.without()()
	life.Converge(config("Again", "3"), plancheck.ResourceActionUpdate)
	app.wantWrites(t, tenant, rotate)()

	life.Converge(config("Again", nil), plancheck.ResourceActionUpdate)
	app.wantWrites(t, tenant)()
	life.Converge(config("Again", "4"), plancheck.ResourceActionUpdate)
	app.wantWrites(t, tenant, rotate)()
}

// The plan neither refuses unknown values nor promises any.
func TestApplicationUnknownValues(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "partner")
	app := &remembered{}
	config := func(revision, pem string) string {
		return fmt.Sprintf(`
resource "terraform_data" "later" {
  triggers_replace = %[1]q
  input = {
    name     = %[2]q
    type     = "native"
    callback = "https://partner.example.com/callback"
    lifetime = 3600
    pem      = %[3]q
    null     = null
  }
}
`, revision, name, pem) + application("${terraform_data.later.output.name}", "${terraform_data.later.output.type}",
			`callbacks = [terraform_data.later.output.callback]; description = terraform_data.later.output.null; `+
				`token_endpoint_auth_method = terraform_data.later.output.null; `+
				`refresh_token = { rotation_type = "rotating", expiration_type = "expiring", token_lifetime = terraform_data.later.output.lifetime }; `+
				`client_metadata = { revision = terraform_data.later.id }; `+
				`client_authentication_methods = { private_key_jwt = { credentials = { main = { pem = terraform_data.later.output.pem } } } }`)
	}
	first, second := newPublicKey(t), newPublicKey(t)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config("1", first),
				Check:  app.check,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("name")),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("refresh_token").AtMapKey("infinite_token_lifetime")),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					value(knownvalue.Bool(false), "refresh_token", "infinite_token_lifetime"),
				},
				PostApplyFunc: app.wantKeys(t, tenant, []string{"main"}, "POST /api/v2/clients"),
			},
			{
				Config: config("2", second),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
					plancheck.ExpectUnknownValue(address, credentialPath("main", "id")),
				}},
				PostApplyFunc: app.wantKeys(t, tenant, []string{"main"}, register, changeOver, retire),
			},
			{
				// Values that were unknown in the plan and turn out the same change nothing; only client_metadata changes.
				Config:        config("3", second),
				PostApplyFunc: app.wantKeys(t, tenant, []string{"main"}, changeOver),
			},
			{
				Config:      strings.Replace(config("4", second), `"https://partner.example.com/callback"`, `"https://*.example.com/callback"`, 1),
				ExpectError: regexp.MustCompile(`URL that Auth0 will not accept`),
			},
		},
	})
}

// Another resource manages redirect protection. Its change in the same run is neither an error nor a difference here.
func TestApplicationBesideRedirectProtection(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "partner")
	config := func(description, rest string) string {
		return application(name, "regular_web", `callbacks = ["https://partner.example.com/callback"]; description = "`+description+`"`) + rest
	}
	const off = `
resource "auth0access_redirect_protection" "test" {
  client_id = auth0access_third_party_application.test.client_id
  enabled   = false
}`
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config("One", off)},
			{
				Config:            config("Two", off),
				ConfigStateChecks: []statecheck.StateCheck{value(text("allow_always"), "redirection_policy")},
			},
			{
				// Protection is turned on, which comes first, and the application is changed, in one run.
				Config:           config("Three", ``),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
			},
			{
				Config:            config("Three", ``),
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{value(text("open_redirect_protection"), "redirection_policy")},
			},
		},
	})
}

// A plan warns of what somebody outside Terraform has to know or to decide, and of nothing else.
func TestApplicationWarnings(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID := acctest.Application(t, tenant, map[string]any{"redirection_policy": "allow_always"})
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"client_id": clientID})
	with := func(changes map[string]any) map[string]any {
		config := map[string]any{"name": state["name"], "app_type": "regular_web", "callbacks": state["callbacks"]}
		for name, value := range changes {
			config[name] = value
		}
		return config
	}
	tests := map[string]struct {
		config map[string]any
		want   []string // arguments and summaries
	}{
		"nothing changes":                       {with(nil), nil},
		"renamed":                               {with(map[string]any{"name": "Other"}), nil},
		"replaced":                              {with(map[string]any{"security_mode": "permissive"}), []string{`AttributeName("security_mode"): New mode means a new application`}},
		"secret rotated":                        {with(map[string]any{"secret_rotation_trigger": "1"}), []string{`AttributeName("secret_rotation_trigger"): Client secret will be rotated`}},
		"last callback removed":                 {with(map[string]any{"callbacks": nil}), []string{`AttributeName("callbacks"): Application has no callbacks`}},
		"last callback removed, without logins": {with(map[string]any{"callbacks": nil, "grant_types": []any{"client_credentials"}}), nil},
		"callback without encryption": {with(map[string]any{"callbacks": []any{"http://partner.example.com/callback"}}),
			[]string{`AttributeName("callbacks"): Callback is not encrypted`}},
		"callback on a new host": {with(map[string]any{"callbacks": []any{"https://partner.example.com/callback", "https://new.example.com/"}}),
			[]string{`AttributeName("callbacks"): Failed logins will redirect to new hosts`}},
		"callback on the same host": {with(map[string]any{"callbacks": []any{"https://partner.example.com/new"}}), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := acctest.Plan(t, tenant, typeName, state, test.config)
			var got []string
			for _, warning := range result.Warnings {
				summary, _, _ := strings.Cut(warning, "\n")
				got = append(got, summary)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if len(result.Errors) > 0 {
				t.Errorf("errors: %q", result.Errors)
			}
		})
	}
}
