package thirdpartyapplication_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const rotateSecret = "auth0access_rotate_client_secret"

// The action rotates the secret with one call, says so, and shows no secret.
func TestRotateSecretAction(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	app := &remembered{clientID: acctest.Application(t, tenant, nil)}
	secret := app.secret(t, tenant)
	old := secret()

	came := acctest.Invoke(t, tenant, rotateSecret, map[string]any{"client_id": app.clientID})
	rotated := secret()
	if len(came.Errors) > 0 || rotated == old || rotated == "" {
		t.Errorf("the secret is as before, or there is none; errors %q", came.Errors)
	}
	if want := []string{"POST /api/v2/clients/" + app.clientID + "/rotate-secret"}; !slices.Equal(tenant.Mutations(), want) {
		t.Errorf("calls %q, want %q", tenant.Mutations(), want)
	}
	said := strings.Join(came.Progress, "\n")
	if !strings.Contains(said, "does not work any more") || strings.Contains(said, old) || strings.Contains(said, rotated) {
		t.Errorf("progress is %q", said)
	}
}

// The plan refuses applications without a secret to rotate. If the plan could not know the application, the invocation
// refuses it.
func TestRotateSecretRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.HandMade(t)
	for clientID, want := range map[string]string{
		"firstparty": "Application is not third-party",
		"tpc_native": `is a public application (token_endpoint_auth_method = "none")`,
		"tpc_signs":  "add the new public key to client_authentication_methods",
	} {
		config := map[string]any{"client_id": clientID}
		for when, errors := range map[string][]string{
			"plan":   acctest.PlanAction(t, tenant, rotateSecret, config),
			"invoke": acctest.InvokeUnplanned(t, tenant, rotateSecret, config).Errors,
		} {
			if len(errors) != 1 || !strings.Contains(errors[0], want) || !strings.Contains(errors[0], "client_id") {
				t.Errorf("%s of %s: errors are %q, want one with %q", when, clientID, errors, want)
			}
		}
	}
	for clientID, want := range map[string]string{"tpc_nobody": "Application not found", "": "at least 1"} {
		if errors := acctest.PlanAction(t, tenant, rotateSecret, map[string]any{"client_id": clientID}); len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("%q: errors are %q, want one with %q", clientID, errors, want)
		}
	}
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("the provider changed something: %v", got)
	}
}

// If the answer is lost, the secret is rotated again. If that fails too, the error says whether the old secret still
// works.
func TestRotateSecretWithoutAnswer(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	app := &remembered{clientID: acctest.Application(t, tenant, nil)}
	secret := app.secret(t, tenant)
	config := map[string]any{"client_id": app.clientID}
	path := app.path() + "/rotate-secret"

	old := secret()
	fault(t, tenant, emulator.Fault{Method: http.MethodPost, Path: path, Nth: 1, Kind: emulator.FaultResetAfter})
	if came := acctest.Invoke(t, tenant, rotateSecret, config); len(came.Errors) > 0 || secret() == old {
		t.Errorf("the secret is as before; errors %q", came.Errors)
	}
	if got := len(tenant.Mutations()); got != 2 {
		t.Errorf("%d rotations were asked for, want 2", got)
	}

	old = secret()
	tenant.Emulator.ClearFaults()
	fault(t, tenant, emulator.Fault{Method: http.MethodPost, Path: path, Kind: emulator.FaultStatus, Status: http.StatusForbidden})
	came := acctest.Invoke(t, tenant, rotateSecret, config)
	if len(came.Errors) != 1 || !strings.Contains(came.Errors[0], "The old secret still works") || secret() != old {
		t.Errorf("errors are %q, want one that says that the secret is as before", came.Errors)
	}
}

// A rotation is triggered by what happens to a resource, also to the application itself in the apply that creates it.
func TestRotateSecretTriggered(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "partner")
	app := &remembered{}
	config := func(revision string) string {
		return application(name, "regular_web", `token_endpoint_auth_method = "client_secret_post"`) + fmt.Sprintf(`
action "auth0access_rotate_client_secret" "test" {
  config {
    client_id = %s.client_id
  }
}

resource "terraform_data" "revision" {
  input = %q

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.auth0access_rotate_client_secret.test]
    }
  }
}
`, address, revision)
	}
	rotation := write{http.MethodPost, "/rotate-secret", map[string]any(nil)}
	tenant.Test(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		Steps: []resource.TestStep{
			{
				Config: config("1"),
				Check:  app.check,
			},
			{
				PreConfig:     tenant.ResetRequests,
				Config:        config("2"),
				PostApplyFunc: app.wantWrites(t, tenant, rotation),
			},
			{
				Config:        config("2"),
				PostApplyFunc: app.wantWrites(t, tenant),
			},
		},
	})
}
