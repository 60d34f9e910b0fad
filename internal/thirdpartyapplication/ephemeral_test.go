package thirdpartyapplication_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// ephemeralResources are there since Terraform 1.10.
var ephemeralResources = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_10_0)}

// secretOf is the configuration that reads the credentials of an application, given as an expression.
func secretOf(clientID string) string {
	return "\nephemeral \"auth0access_client_credentials\" \"test\" {\n  client_id = " + clientID + "\n}\n"
}

// hidden checks that a secret, which may become known only later, is in no plan and in no state.
type hidden struct {
	secret func() string
}

// CheckPlan looks for the secret in the plan.
func (h hidden) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = h.lookIn(req.Plan)
}

// CheckState looks for the secret in the state.
func (h hidden) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = h.lookIn(req.State)
}

func (h hidden) lookIn(what any) error {
	encoded, err := json.Marshal(what)
	if err != nil {
		return err
	}
	if secret := h.secret(); secret == "" || strings.Contains(string(encoded), secret) {
		return errors.New("the client secret is unknown, or stands in the plan or the state")
	}
	return nil
}

func (r *remembered) secret(t *testing.T, tenant *acctest.Tenant) func() string {
	t.Helper()
	return func() string {
		t.Helper()
		secret, _ := tenant.Call(t, http.MethodGet, r.path(), nil)["client_secret"].(string)
		return secret
	}
}

// The secret of an application is read, also in the run that creates it or rotates the secret, and is in neither its
// plan nor its state.
func TestClientCredentials(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "partner")
	app := &remembered{}
	config := func(arguments string) string {
		return application(name, "regular_web", `token_endpoint_auth_method = "client_secret_basic"; `+arguments) + secretOf(address+".client_id")
	}
	nowhere := hidden{app.secret(t, tenant)}
	tenant.Test(t, resource.TestCase{
		TerraformVersionChecks: ephemeralResources,
		Steps: []resource.TestStep{
			{
				Config: config(``),
				Check:  app.check,
			},
			{
				Config:            config(`secret_rotation_trigger = "1"`),
				ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{nowhere}, PostApplyPostRefresh: []plancheck.PlanCheck{nowhere}},
				ConfigStateChecks: []statecheck.StateCheck{nowhere},
			},
		},
	})
}

// In a run that may only read, no secret is read, and no scope is needed.
func TestClientCredentialsReadOnly(t *testing.T) {
	tenant := acctest.NewTenant(t)
	clientID := acctest.Application(t, tenant, nil)
	reader := acctest.ManagementApplication(t, tenant, nil, "read:connections").Tenant()
	t.Setenv("AUTH0_READ_ONLY", "true")
	result, errors := acctest.OpenEphemeralResource(t, reader, "auth0access_client_credentials", map[string]any{"client_id": clientID})
	if len(errors) > 0 || result["client_secret"] != acctest.Unknown || result["token_endpoint_auth_method"] != acctest.Unknown {
		t.Errorf("got %v, %q; want values that are not known", result, errors)
	}
}

// The ephemeral resource gives the tenant's values. The echo provider copies them into a state, so that the test can
// see them.
func TestClientCredentialsValues(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	app := &remembered{clientID: acctest.Application(t, tenant, nil)}
	at := tfjsonpath.New("data")
	tenant.Test(t, resource.TestCase{
		TerraformVersionChecks:   ephemeralResources,
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){"echo": echoprovider.NewProviderServer()},
		Steps: []resource.TestStep{
			{
				Config: secretOf(`"`+app.clientID+`"`) + `
provider "echo" {
  data = ephemeral.auth0access_client_credentials.test
}
resource "echo" "test" {}`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("echo.test", at.AtMapKey("client_id"), text(app.clientID)),
					statecheck.ExpectKnownValue("echo.test", at.AtMapKey("client_secret"), text(app.secret(t, tenant)())),
					statecheck.ExpectKnownValue("echo.test", at.AtMapKey("token_endpoint_auth_method"), knownvalue.StringExact("client_secret_post")),
				},
			},
		},
	})
}

// Applications that use no secret or are not third-party are refused, and their secret is not read.
func TestClientCredentialsRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	firstParty := acctest.Application(t, tenant, map[string]any{"is_first_party": nil, "third_party_security_mode": nil})
	public := acctest.Application(t, tenant, map[string]any{"token_endpoint_auth_method": "none"})
	signing := acctest.Application(t, tenant, map[string]any{
		"token_endpoint_auth_method": nil,
		"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": []any{
			map[string]any{"credential_type": "public_key", "pem": newPublicKey(t)},
		}}},
	})
	refusals := []struct{ clientID, want string }{
		{firstParty, `Application is not third-party`},
		{public, `(?s)Application uses no client secret.*public\s+application`},
		{signing, `(?s)Application uses no client secret.*private\s+key\s+JWT`},
		{"tpc_0000000000000000000000", `Application not found`},
		{"", `(?s)client_id.*length must be at least 1`},
	}
	steps := make([]resource.TestStep, 0, len(refusals))
	for _, refusal := range refusals {
		steps = append(steps, resource.TestStep{
			Config: secretOf(`"` + refusal.clientID + `"`), PlanOnly: true, ExpectError: regexp.MustCompile(refusal.want),
		})
	}
	tenant.Test(t, resource.TestCase{TerraformVersionChecks: ephemeralResources, Steps: steps})
	for _, request := range tenant.Requests() {
		if strings.Contains(request.Path, "client_secret") && strings.Contains(request.Path, "include_fields=true") {
			t.Errorf("a secret was asked for: %s", request.Path)
		}
	}
}

func TestClientCredentialsNeedsScope(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	clientID := acctest.Application(t, tenant, nil)
	scopes := managementScopes(t, tenant)
	tenant.Test(t, resource.TestCase{
		TerraformVersionChecks: ephemeralResources,
		Steps: []resource.TestStep{
			{
				PreConfig:   scopes.without("read:client_keys", "read:client_credentials"),
				Config:      secretOf(`"` + clientID + `"`),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`read:client_keys`),
			},
		},
	})
}
