package defaultpermissions_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// If Auth0 accepts only one half of a creation, that half stays in the state. Terraform marks it as tainted, so the
// next apply withdraws it and makes both; there is never a second grant, nor one that nobody owns.
func TestAPIDefaultPermissionsHalfCreated(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("unknown-scopes-refused"))
	audience := ownAPI(t, tenant)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig:   tenant.ResetRequests,
				Config:      permissions(audience, `user_access = { scopes = ["read:orders"] }`, `client_access = { scopes = ["fly:moon"] }`),
				ExpectError: regexp.MustCompile(`(?s)Could not create all default permissions.*client access: POST.*400.*tainted`),
			},
			{
				PreConfig: func() {
					wantDefaults(t, tenant, audience, "user")
					tenant.ResetRequests()
				},
				Config:           permissions(audience, `user_access = { scopes = ["read:orders"] }`, `client_access = { scopes = ["write:orders"] }`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionDestroyBeforeCreate),
				PostApplyFunc: func() {
					wantDefaults(t, tenant, audience, "client", "user")
					wantCalls(t, tenant, call{"DELETE", nil},
						call{"POST", newDefault(audience, "user", "scope", []any{"read:orders"})},
						call{"POST", newDefault(audience, "client", "scope", []any{"write:orders"})})()
				},
			},
		},
	})
}

// A creation whose first half is refused leaves nothing behind, and does not go on to the second.
func TestAPIDefaultPermissionsNothingCreated(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("unknown-scopes-refused"))
	audience := ownAPI(t, tenant)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      permissions(audience, `user_access = { scopes = ["fly:moon"] }`, `client_access = { scopes = ["read:orders"] }`),
				ExpectError: regexp.MustCompile(`(?s)Could not create the default permissions.*user access: POST.*400`),
			},
			{
				PreConfig:        func() { wantDefaults(t, tenant, audience) },
				Config:           permissions(audience, `user_access = { scopes = [] }`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
			},
		},
	})
}

// If Auth0 accepts only one half of an update, the next apply continues it. A half is withdrawn even if an addition is
// refused.
func TestAPIDefaultPermissionsHalfUpdated(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("unknown-scopes-refused"))
	audience := ownAPI(t, tenant)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: permissions(audience, `user_access = { scopes = ["read:orders"] }`, `client_access = { scopes = ["read:orders"] }`),
			},
			{
				Config:      permissions(audience, `user_access = { scopes = ["write:orders"] }`, `client_access = { scopes = ["fly:moon"] }`),
				ExpectError: regexp.MustCompile(`(?s)Could not update the default permissions.*client access: PATCH.*400`),
			},
			{
				PreConfig:        tenant.ResetRequests,
				Config:           permissions(audience, `user_access = { scopes = ["write:orders"] }`, `client_access = { scopes = ["write:orders"] }`),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantCalls(t, tenant, call{"PATCH", map[string]any{"scope": []any{"write:orders"}}}),
			},
			{
				Config:      permissions(audience, `user_access = { scopes = ["fly:moon"] }`),
				ExpectError: regexp.MustCompile(`(?s)Could not update the default permissions.*user access: PATCH.*400`),
			},
			{
				PreConfig:        func() { wantDefaults(t, tenant, audience, "user") },
				Config:           permissions(audience, `user_access = { scopes = ["write:orders"] }`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}

// Default permissions that somebody else made are not taken over; the error shows the import block that does. The half
// that had been made by then is withdrawn so that the block can be used.
func TestAPIDefaultPermissionsConflict(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("unknown-scopes-refused"))
	audience := ownAPI(t, tenant)
	grantClientAccess(t, tenant, audience)
	config := permissions(audience, `user_access = { scopes = [] }`, `client_access = { scopes = [] }`)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config,
				ExpectError: regexp.MustCompile(`(?s)Default permissions exist already.*import \{.*to = auth0access_api_default_permissions\.NAME.*id = ` +
					regexp.QuoteMeta(`"`+audience+`"`)),
			},
			{
				PreConfig: func() {
					wantDefaults(t, tenant, audience, "client")
					tenant.ResetRequests()
				},
				Config:           config + "\nimport {\n  to = " + address + "\n  id = \"" + audience + "\"\n}\n",
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc: wantCalls(t, tenant,
					call{"POST", newDefault(audience, "user", "scope", []any{})}, call{"PATCH", map[string]any{"scope": []any{}}}),
			},
		},
	})
}

// A half that somebody else made and the configuration leaves out would be deleted with the resource, so nothing is
// made beside it. After the import block of the error, the plan shows the deletion.
func TestAPIDefaultPermissionsConflictWithHalfLeftOut(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("unknown-scopes-refused"))
	audience := ownAPI(t, tenant)
	grantClientAccess(t, tenant, audience)
	config := permissions(audience, `user_access = { scopes = [] }`)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig: tenant.ResetRequests,
				Config:    config,
				ExpectError: regexp.MustCompile(`(?s)Default permissions exist already.*client access.*leaves\s+out.*import \{.*id = ` +
					regexp.QuoteMeta(`"`+audience+`"`)),
			},
			{
				PreConfig: func() {
					wantCalls(t, tenant)()
					wantDefaults(t, tenant, audience, "client")
				},
				Config:           config + "\nimport {\n  to = " + address + "\n  id = \"" + audience + "\"\n}\n",
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
			},
			{
				PreConfig:        func() { wantDefaults(t, tenant, audience, "user") },
				Config:           config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}

// Access that somebody grants between plan and apply is not taken over unseen; the next run shows it.
func TestAPIDefaultPermissionsConflictWhileUpdating(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("unknown-scopes-refused"))
	audience := ownAPI(t, tenant)
	config := permissions(audience, `user_access = { scopes = [] }`, `client_access = { scopes = [] }`)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: permissions(audience, `user_access = { scopes = ["read:orders"] }`),
			},
			{
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.Meanwhile(func() { grantClientAccess(t, tenant, audience) }),
				}},
				ExpectError: regexp.MustCompile(`(?s)Could not update the default permissions.*409.*Run\s+Terraform\s+again`),
			},
			{
				PreConfig:        tenant.ResetRequests,
				Config:           config,
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantCalls(t, tenant, call{"PATCH", map[string]any{"scope": []any{}}}),
			},
		},
	})
}

// A conflict with nothing that shows has no import as its remedy.
func TestDefaultPermissionsConflictWithNothing(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	if err := tenant.Emulator.AddFault(emulator.Fault{
		Method: http.MethodPost, Path: "/api/v2/client-grants", Kind: emulator.FaultStatus, Status: http.StatusConflict,
	}); err != nil {
		t.Fatal(err)
	}
	errors := acctest.NewLifecycle(t, tenant, "auth0access_api_default_permissions").Apply(map[string]any{
		"audience": acctest.API(t, tenant), "user_access": map[string]any{"scopes": []any{}},
	})
	acctest.WantOne(t, "apply", errors, []string{"Could not create the default permissions", "If it was there until now"})
}
