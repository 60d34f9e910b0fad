package connection_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	typeName = "auth0access_connection_domain_promotion"
	address  = typeName + ".test"
)

// One connection through its life: promoted, demoted by somebody else, pinned as demoted, promoted again, imported.
func TestConnectionDomainPromotion(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Connection(t, tenant)
	name, _ := read(t, tenant, id)["name"].(string)

	tenant.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error { return wantPromoted(t, tenant, id, false) },
		Steps: []resource.TestStep{
			{
				PreConfig: tenant.ResetRequests,
				Config:    promotion(id, ""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("connection_id"), knownvalue.StringExact(id)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("promoted"), knownvalue.Bool(true)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("strategy"), knownvalue.StringExact("auth0")),
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+id),
			},
			{
				PreConfig:        func() { promote(t, tenant, id, false) },
				Config:           promotion(id, ""),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+id),
			},
			{
				Config:           promotion(id, "promoted = false"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("promoted"), knownvalue.Bool(false)),
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+id),
			},
			{
				PreConfig:        func() { promote(t, tenant, id, true) },
				Config:           promotion(id, "promoted = false"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+id),
			},
			{
				Config:           promotion(id, ""),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+id),
			},
			{
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateId:                        id,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "connection_id",
			},
			{
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateId:                        "name:" + name,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "connection_id",
			},
		},
	})
}

func TestConnectionDomainPromotionImportRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name, _ := read(t, tenant, acctest.Connection(t, tenant))["name"].(string)
	for id, want := range map[string]string{
		"name:" + name + "-other": "Connection not found", name: "Not the id of a connection",
	} {
		errors := acctest.NewLifecycle(t, tenant, typeName).Import(id)
		acctest.WantOne(t, id, errors, []string{want})
	}
}

func TestConnectionDomainPromotionImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Connection(t, tenant)
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"connection_id": id})
	want := map[string]any{"connection_id": id, "id": id, "promoted": false, "name": read(t, tenant, id)["name"], "strategy": "auth0"}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// A connection that already is as wanted is not written to, neither when it comes under management nor when it leaves.
func TestConnectionDomainPromotionAlreadyAsWanted(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	promoted, demoted := acctest.Connection(t, tenant), acctest.Connection(t, tenant)
	promote(t, tenant, promoted, true)
	wanted, pinned := acctest.NewLifecycle(t, tenant, typeName), acctest.NewLifecycle(t, tenant, typeName)

	wanted.Converge(map[string]any{"connection_id": promoted}, plancheck.ResourceActionCreate)
	pinned.Converge(map[string]any{"connection_id": demoted, "promoted": false}, plancheck.ResourceActionCreate)
	acctest.WantWrites(t, tenant)()

	// Between plan and apply somebody demotes the one that is promoted.
	wanted.Meanwhile(func() { promote(t, tenant, promoted, false) })
	wanted.Converge(nil, plancheck.ResourceActionDestroy)
	pinned.Converge(nil, plancheck.ResourceActionDestroy)
	acctest.WantWrites(t, tenant)()
}

// A connection that disappears is planned anew with a warning, and the apply fails; destroying what is gone succeeds.
func TestConnectionDomainPromotionDisappears(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id, other := acctest.Connection(t, tenant), acctest.Connection(t, tenant)
	remove := func(id string) { tenant.Call(t, http.MethodDelete, "/api/v2/connections/"+id, nil) }
	life := acctest.NewLifecycle(t, tenant, typeName)

	life.Converge(map[string]any{"connection_id": id}, plancheck.ResourceActionCreate)
	remove(id)
	plan := life.Plan(map[string]any{"connection_id": id})
	acctest.WantOne(t, "plan", plan.Warnings, []string{"Connection not found"})
	if plan.Action != plancheck.ResourceActionCreate || len(plan.Errors) > 0 {
		t.Errorf("the plan is to %s, with errors %q", plan.Action, plan.Errors)
	}
	acctest.WantOne(t, "gone", life.Apply(map[string]any{"connection_id": id}), []string{"Connection not found"})
	if life.State() != nil {
		t.Errorf("a connection that is gone is in the state: %v", life.State())
	}
	life.Converge(map[string]any{"connection_id": other}, plancheck.ResourceActionCreate)
	life.Meanwhile(func() { remove(other) })
	life.Converge(nil, plancheck.ResourceActionDestroy)
}

// Another connection_id demotes the old connection and promotes the new one; both may be known only after apply.
func TestConnectionDomainPromotionReplace(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	first, second := acctest.Connection(t, tenant), acctest.Connection(t, tenant)
	config := func(id string) string {
		return fmt.Sprintf(`
resource "terraform_data" "upstream" {
  input            = { id = %[1]q, promoted = true }
  triggers_replace = %[1]q
}
`, id) + `
resource "auth0access_connection_domain_promotion" "test" {
  connection_id = terraform_data.upstream.output.id
  promoted      = terraform_data.upstream.output.promoted
}
`
	}
	unknown := func(attribute string) plancheck.PlanCheck {
		return plancheck.ExpectUnknownValue(address, tfjsonpath.New(attribute))
	}

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig: tenant.ResetRequests,
				Config:    config(first),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{unknown("connection_id"), unknown("promoted"), unknown("name"), unknown("strategy")},
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+first),
			},
			{
				Config:           config(second),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionReplace),
				Check: func(*terraform.State) error {
					if err := wantPromoted(t, tenant, first, false); err != nil {
						return err
					}
					return wantPromoted(t, tenant, second, true)
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+first, "PATCH /api/v2/connections/"+second),
			},
		},
	})
}

// An invalid connection id is refused before any request.
func TestConnectionDomainPromotionRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	for _, id := range []string{"customers", "name:customers"} {
		_, errors := acctest.PlanConfig(t, tenant, typeName, map[string]any{"connection_id": id})
		acctest.WantOne(t, id, errors, []string{"Not the id of a connection", fmt.Sprintf("%q", id)})
	}
	if requests := tenant.Requests(); len(requests) != 0 {
		t.Errorf("%d requests were made: %v", len(requests), requests)
	}
}

func promotion(id, arguments string) string { return promotionNamed("test", id, arguments) }

func promotionNamed(name, id, arguments string) string {
	return fmt.Sprintf(`
resource "auth0access_connection_domain_promotion" %q {
  connection_id = %q
  %s
}
`, name, id, arguments)
}

func read(t *testing.T, tenant *acctest.Tenant, id string) map[string]any {
	t.Helper()
	return tenant.Call(t, http.MethodGet, "/api/v2/connections/"+id, nil)
}

// promote promotes or demotes a connection behind Terraform's back.
func promote(t *testing.T, tenant *acctest.Tenant, id string, promoted bool) {
	t.Helper()
	tenant.Call(t, http.MethodPatch, "/api/v2/connections/"+id, map[string]any{"is_domain_connection": promoted})
}

func wantPromoted(t *testing.T, tenant *acctest.Tenant, id string, want bool) error {
	t.Helper()
	if got := read(t, tenant, id)["is_domain_connection"]; got != want {
		return fmt.Errorf("connection %s: is_domain_connection = %v, want %v", id, got, want)
	}
	return nil
}
