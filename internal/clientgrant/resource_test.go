package clientgrant_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	typeName = "auth0access_client_grant"
	address  = typeName + ".test"
)

// A grant for users through its life: every argument given, changed and cleared, changed by somebody else, imported,
// deleted by somebody else, and replaced by a grant for the application itself.
func TestClientGrant(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	user := func(arguments string) string { return grant(clientID, audience, "user", arguments) }
	client := func(arguments string) string { return grant(clientID, audience, "client", arguments) }
	id := func() string { return idOf(t, tenant, clientID) }

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig:        tenant.ResetRequests,
				Config:           user(`scopes = ["read:orders"]`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^cgr_\w+$`))),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("scopes"), acctest.SetOf("read:orders")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("all_scopes"), knownvalue.Bool(false)),
				},
				PostApplyFunc: func() {
					application := "GET /api/v2/clients/" + clientID
					if diff := cmp.Diff([]string{application, application}, tenant.ReadsBeforeWrite()); diff != "" {
						t.Errorf("plan and apply look for more than the application, once each (-want +got):\n%s", diff)
					}
					wantRequests(t, tenant, "POST", map[string]any{
						"client_id": clientID, "audience": audience, "subject_type": "user", "scope": []any{"read:orders"},
					})()
				},
			},
			{
				Config:           user(`scopes = ["write:orders", "read:orders"]; authorization_details_types = ["payment", "transfer"]`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc: wantRequests(t, tenant, "PATCH", map[string]any{
					"scope": []any{"read:orders", "write:orders"}, "authorization_details_types": []any{"payment", "transfer"},
				}),
			},
			{
				ResourceName:      address,
				ImportState:       true,
				ImportStateVerify: true,
			},
			{
				ResourceName:      address,
				ImportState:       true,
				ImportStateId:     clientID + "|" + audience + "|user",
				ImportStateVerify: true,
			},
			{
				Config:        user(`all_scopes = true; authorization_details_types = []`),
				PostApplyFunc: wantRequests(t, tenant, "PATCH", map[string]any{"allow_all_scopes": true, "authorization_details_types": []any{}}),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("scopes"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("all_scopes"), knownvalue.Bool(true)),
				},
			},
			{
				Config:        user(`scopes = []`),
				PostApplyFunc: wantRequests(t, tenant, "PATCH", map[string]any{"allow_all_scopes": false, "scope": []any{}}),
			},
			{
				Config:        user(`scopes = []; all_scopes = false`),
				PostApplyFunc: wantRequests(t, tenant, "", nil),
			},
			{
				PreConfig: func() {
					tenant.Call(t, http.MethodPatch, "/api/v2/client-grants/"+id(), map[string]any{"scope": []string{"read:customers"}})
				},
				Config:           user(`scopes = []`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantRequests(t, tenant, "PATCH", map[string]any{"scope": []any{}}),
			},
			{
				PreConfig: func() {
					tenant.Call(t, http.MethodPatch, "/api/v2/client-grants/"+id(), map[string]any{"allow_all_scopes": true})
				},
				Config:           user(`scopes = []`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantRequests(t, tenant, "PATCH", map[string]any{"allow_all_scopes": false, "scope": []any{}}),
			},
			{
				PreConfig:        func() { tenant.Call(t, http.MethodDelete, "/api/v2/client-grants/"+id(), nil) },
				Config:           user(`all_scopes = true`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
				PostApplyFunc: wantRequests(t, tenant, "POST", map[string]any{
					"client_id": clientID, "audience": audience, "subject_type": "user", "allow_all_scopes": true,
				}),
			},
			{
				Config:           client(`scopes = ["read:orders"]; organization_usage = "allow"`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionDestroyBeforeCreate),
				PostApplyFunc:    wantGrantCount(t, tenant, clientID, 1),
			},
			{
				PreConfig:        tenant.ResetRequests,
				Config:           client(`scopes = ["read:orders"]; organization_usage = "require"; allow_any_organization = false`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantRequests(t, tenant, "PATCH", map[string]any{"organization_usage": "require"}),
			},
			{
				Config:        client(`scopes = ["read:orders"]`),
				PostApplyFunc: wantRequests(t, tenant, "PATCH", map[string]any{"organization_usage": "deny"}),
			},
			{
				// Between plan and apply somebody deletes the grant.
				Config:  client(`scopes = ["read:orders"]`),
				Destroy: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.Meanwhile(func() { tenant.Call(t, http.MethodDelete, "/api/v2/client-grants/"+id(), nil) }),
				}},
			},
		},
	})
	// Not in CheckDestroy, which the test framework skips once a step has destroyed everything.
	if err := wantGrants(t, tenant, clientID, 0); err != nil {
		t.Error(err)
	}
}

func TestClientGrantImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	made := tenant.Call(t, http.MethodPost, "/api/v2/client-grants", map[string]any{
		"client_id": clientID, "audience": audience, "subject_type": "client", "scope": []string{"read:orders"}, "organization_usage": "allow",
	})
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"id": made["id"]})
	want := map[string]any{
		"id": made["id"], "client_id": clientID, "audience": audience, "subject_type": "client",
		"scopes": []any{"read:orders"}, "all_scopes": false, "authorization_details_types": []any{},
		"organization_usage": "allow", "allow_any_organization": false,
		"expires_at": nil, "review_by": nil, "status": nil,
	}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// The plan neither refuses unknown values nor looks them up.
func TestClientGrantUnknownValues(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	config := func(revision string) string {
		return fmt.Sprintf(`
resource "terraform_data" "later" {
  triggers_replace = %q
  input = {
    client_id = %q
    audience  = %q
    subject   = "user"
    scope     = "read:orders"
    null      = null
    no        = false
  }
}

resource "auth0access_client_grant" "test" {
  client_id              = terraform_data.later.output.client_id
  audience               = terraform_data.later.output.audience
  subject_type           = terraform_data.later.output.subject
  scopes                 = [terraform_data.later.output.scope]
  all_scopes             = terraform_data.later.output.no
  organization_usage     = terraform_data.later.output.null
  allow_any_organization = terraform_data.later.output.null
}`, revision, clientID, audience)
	}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config("1"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("audience")),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("organization_usage")),
				}},
			},
			{
				// The replaced resource may get other values, so the grant is planned for replacement.
				Config:           config("2"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("scopes"), acctest.SetOf("read:orders")),
				},
			},
		},
	})
}
