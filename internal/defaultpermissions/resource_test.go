package defaultpermissions_test

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

const address = "auth0access_api_default_permissions.test"

// Default permissions through their life: each half given, changed, cleared and withdrawn, changed, added and removed
// by somebody else, imported, and moved to another API.
func TestAPIDefaultPermissions(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience, other := ownAPI(t, tenant), ownAPI(t, tenant)
	sameUserGrant := statecheck.CompareValue(compare.ValuesSame())

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig:        tenant.ResetRequests,
				Config:           permissions(audience, `user_access = { scopes = ["read:orders"] }`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("client_access"), knownvalue.Null()),
					sameUserGrant.AddStateValue(address, userGrantID),
				},
				PostApplyFunc: func() {
					// One read is for the half that is left out.
					if reads := tenant.ReadsBeforeWrite(); len(reads) != 1 {
						t.Errorf("the creation looked %d times, not once: %q", len(reads), reads)
					}
					wantCalls(t, tenant, call{"POST", newDefault(audience, "user", "scope", []any{"read:orders"})})()
				},
			},
			{
				// The grant behind the half that does not change keeps its id in the plan already.
				Config: permissions(audience, `user_access = { scopes = ["read:orders"] }`, `client_access = { all_scopes = true }`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
					plancheck.ExpectKnownValue(address, userGrantID, knownvalue.NotNull()),
					plancheck.ExpectUnknownValue(address, clientGrantID),
				}},
				ConfigStateChecks: []statecheck.StateCheck{sameUserGrant.AddStateValue(address, userGrantID)},
				PostApplyFunc:     wantCalls(t, tenant, call{"POST", newDefault(audience, "client", "allow_all_scopes", true)}),
			},
			{
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateId:                        audience,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "audience",
			},
			{
				Config: permissions(audience,
					`user_access = { scopes = ["read:orders", "write:orders"], authorization_details_types = ["payment"] }`, `client_access = { all_scopes = true }`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc: wantCalls(t, tenant, call{"PATCH", map[string]any{
					"scope": []any{"read:orders", "write:orders"}, "authorization_details_types": []any{"payment"},
				}}),
			},
			{
				Config: permissions(audience, `user_access = { all_scopes = true }`, `client_access = { scopes = [] }`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("user_access").AtMapKey("scopes"), knownvalue.Null()),
					sameUserGrant.AddStateValue(address, userGrantID),
				},
				PostApplyFunc: wantCalls(t, tenant,
					call{"PATCH", map[string]any{"allow_all_scopes": true, "authorization_details_types": []any{}}},
					call{"PATCH", map[string]any{"allow_all_scopes": false, "scope": []any{}}}),
			},
			{
				Config:        permissions(audience, `user_access = { all_scopes = true }`),
				PostApplyFunc: wantCalls(t, tenant, call{"DELETE", nil}),
			},
			{
				// Somebody grants client access in the Dashboard, and narrows user access.
				PreConfig: func() {
					grantClientAccess(t, tenant, audience)
					tenant.Call(t, http.MethodPatch, "/api/v2/client-grants/"+idOfUserAccess(t, tenant, audience),
						map[string]any{"allow_all_scopes": false, "scope": []string{}})
				},
				Config: permissions(audience, `user_access = { all_scopes = true }`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
					plancheck.ExpectKnownValue(address, tfjsonpath.New("client_access"), knownvalue.Null()),
				}},
				PostApplyFunc: wantCalls(t, tenant, call{"DELETE", nil}, call{"PATCH", map[string]any{"allow_all_scopes": true}}),
			},
			{
				// Somebody replaces one half by the other.
				PreConfig: func() {
					withdrawUserAccess(t, tenant, audience)
					grantClientAccess(t, tenant, audience)
				},
				Config:           permissions(audience, `user_access = { scopes = ["read:orders"] }`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantCalls(t, tenant, call{"DELETE", nil}, call{"POST", newDefault(audience, "user", "scope", []any{"read:orders"})}),
			},
			{
				PreConfig: func() {
					withdrawUserAccess(t, tenant, audience)
				},
				Config:           permissions(audience, `client_access = { scopes = ["read:orders"] }`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
				PostApplyFunc:    wantCalls(t, tenant, call{"POST", newDefault(audience, "client", "scope", []any{"read:orders"})}),
			},
			{
				Config:           permissions(other, `user_access = { scopes = [] }`, `client_access = { all_scopes = true }`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionDestroyBeforeCreate),
				PostApplyFunc: wantCalls(t, tenant, call{"DELETE", nil},
					call{"POST", newDefault(other, "user", "scope", []any{})}, call{"POST", newDefault(other, "client", "allow_all_scopes", true)}),
			},
			{
				// Between plan and apply somebody withdraws one half.
				Config:  permissions(other, `user_access = { scopes = [] }`, `client_access = { all_scopes = true }`),
				Destroy: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.Meanwhile(func() {
						withdrawUserAccess(t, tenant, other)
					}),
				}},
			},
		},
	})
	// Not in CheckDestroy, which the test framework skips once a step has destroyed everything.
	wantDefaults(t, tenant, audience)
	wantDefaults(t, tenant, other)
}

func TestAPIDefaultPermissionsImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := ownAPI(t, tenant)
	id := grantClientAccess(t, tenant, audience)
	state := acctest.ImportByIdentity(t, tenant, "auth0access_api_default_permissions", map[string]any{"audience": audience})
	want := map[string]any{
		"audience": audience, "id": audience, "user_access": nil,
		"client_access": map[string]any{"scopes": []any{"read:orders"}, "all_scopes": false, "grant_id": id},
		"expires_at":    nil, "review_by": nil, "status": nil,
	}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// An import of an API that is not there says which one may be meant. Terraform reports that there are no defaults.
func TestAPIDefaultPermissionsImportRefused(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := ownAPI(t, tenant)
	for id, want := range map[string][]string{
		strings.TrimSuffix(audience, "/"): {"Import id not understood", fmt.Sprintf("There is one with %q", audience)},
		audience:                          nil,
	} {
		errors := acctest.NewLifecycle(t, tenant, "auth0access_api_default_permissions").Import(id)
		acctest.WantOne(t, id, errors, want)
	}
}

// Values that are unknown in the plan are not refused: an API, a scope, or a complete half.
func TestAPIDefaultPermissionsUnknownValues(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := ownAPI(t, tenant)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: fmt.Sprintf(`
resource "terraform_data" "later" {
  input = {
    audience = %q
    scope    = "read:orders"
    access   = { all_scopes = true }
  }
}

resource "auth0access_api_default_permissions" "test" {
  audience      = terraform_data.later.output.audience
  user_access   = { scopes = [terraform_data.later.output.scope] }
  client_access = terraform_data.later.output.access
}

resource "auth0access_api_default_permissions" "other" {
  audience    = %q
  user_access = terraform_data.later.output.access
}`, audience, ownAPI(t, tenant)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("client_access")),
			}},
			PostApplyFunc: func() { wantDefaults(t, tenant, audience, "client", "user") },
		}},
	})
}

// Refusals in the plan take no call.
func TestAPIDefaultPermissionsRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	const audience = "https://api.example.com/"
	refusals := []struct{ config, want string }{
		{permissions(audience), `Neither user_access nor client_access given`},
		{permissions(audience, `user_access = {}`), `Neither scopes nor all_scopes given`},
		{permissions(audience, `client_access = { scopes = ["a"], all_scopes = true }`), `Scopes given together with all_scopes`},
		{permissions(audience, `client_access = { all_scopes = false }`), `No scopes given with all_scopes = false`},
		{permissions(tenant.URL+"/me/", `user_access = { all_scopes = true }`), `System API cannot be granted`},
	}
	steps := make([]resource.TestStep, 0, len(refusals))
	for _, refusal := range refusals {
		steps = append(steps, resource.TestStep{Config: refusal.config, PlanOnly: true, ExpectError: regexp.MustCompile(refusal.want)})
	}
	tenant.Test(t, resource.TestCase{Steps: steps})
	if requests := tenant.Requests(); len(requests) > 0 {
		t.Errorf("refusals cost requests: %v", requests)
	}
}
