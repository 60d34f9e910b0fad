package organization_test

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
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// One organization through its life: allowed, renamed and blocked by somebody else, pinned as blocked, imported.
func TestOrganizationThirdPartyAccess(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Organization(t, tenant)
	name, _ := read(t, tenant, id)["name"].(string)
	check := func(access string) resource.TestCheckFunc {
		return func(*terraform.State) error { return wantAccess(t, tenant, id, access) }
	}

	tenant.Test(t, resource.TestCase{
		CheckDestroy: check("block"),
		Steps: []resource.TestStep{
			{
				PreConfig: tenant.ResetRequests,
				Config:    thirdPartyAccess(id, "allow"),
				Check:     check("allow"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("organization_id"), knownvalue.StringExact(id)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("access"), knownvalue.StringExact("allow")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name)),
				},
				PostApplyFunc: wantBody(t, tenant, id, "allow"),
			},
			{ // somebody blocks access and gives the organization another name
				PreConfig: func() {
					change(t, tenant, id, map[string]any{"third_party_client_access": "block", "name": name + "-2"})
				},
				Config:           thirdPartyAccess(id, "allow"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name+"-2")),
				},
				PostApplyFunc: wantBody(t, tenant, id, "allow"),
			},
			{ // another name alone is nothing to apply
				PreConfig: func() { change(t, tenant, id, map[string]any{"name": name}) },
				Config:    thirdPartyAccess(id, "allow"),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name)),
				},
			},
			{
				Config:           thirdPartyAccess(id, "block"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				Check:            check("block"),
				PostApplyFunc:    wantBody(t, tenant, id, "block"),
			},
			{
				PreConfig:        func() { change(t, tenant, id, map[string]any{"third_party_client_access": "allow"}) },
				Config:           thirdPartyAccess(id, "block"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantBody(t, tenant, id, "block"),
			},
			{
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateId:                        id,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "organization_id",
			},
			{
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateId:                        "name:" + name,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "organization_id",
			},
			{
				ResourceName:  address,
				ImportState:   true,
				ImportStateId: "name:" + name + "-other",
				ExpectError:   regexp.MustCompile(`Organization not found`),
			},
			{
				ResourceName:  address,
				ImportState:   true,
				ImportStateId: name,
				ExpectError:   regexp.MustCompile(`Not the id of an organization`),
			},
		},
	})
}

func TestOrganizationThirdPartyAccessImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Organization(t, tenant)
	state := acctest.ImportByIdentity(t, tenant, "auth0access_organization_third_party_access", map[string]any{"organization_id": id})
	want := map[string]any{"organization_id": id, "id": id, "access": "block", "name": read(t, tenant, id)["name"]}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// An organization that already is as wanted is not written to, neither when it comes under management nor when it
// leaves.
func TestOrganizationThirdPartyAccessAlreadyAsWanted(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	allowed, blocked := acctest.Organization(t, tenant), acctest.Organization(t, tenant)
	change(t, tenant, allowed, map[string]any{"third_party_client_access": "allow"})
	config := thirdPartyAccess(allowed, "allow") + thirdPartyAccessNamed("pinned", blocked, "block")

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig:     tenant.ResetRequests,
				Config:        config,
				PostApplyFunc: acctest.WantWrites(t, tenant),
			},
			{
				// Between plan and apply somebody blocks the one that is allowed.
				Config:  config,
				Destroy: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{acctest.Meanwhile(func() {
						change(t, tenant, allowed, map[string]any{"third_party_client_access": "block"})
					})},
				},
			},
		},
	})
	acctest.WantWrites(t, tenant)() // not in CheckDestroy, which is not called if a step has destroyed everything
}

// An organization that disappears is planned anew, which then fails with the id; destroying what is gone succeeds.
func TestOrganizationThirdPartyAccessDisappears(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id, other := acctest.Organization(t, tenant), acctest.Organization(t, tenant)
	remove := func(id string) { tenant.Call(t, http.MethodDelete, "/api/v2/organizations/"+id, nil) }

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: thirdPartyAccess(id, "allow"),
			},
			{
				PreConfig:          func() { remove(id) },
				Config:             thirdPartyAccess(id, "allow"),
				PlanOnly:           true,
				ExpectNonEmptyPlan: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PostApplyPostRefresh: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
					},
				},
			},
			{
				Config:      thirdPartyAccess(id, "allow"),
				ExpectError: regexp.MustCompile(`Organization not found`),
			},
			{
				Config: thirdPartyAccess(other, "allow"),
			},
			{
				Config:  thirdPartyAccess(other, "allow"),
				Destroy: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{acctest.Meanwhile(func() { remove(other) })},
				},
			},
		},
	})
}

// Another organization_id blocks the old organization and writes to the new one; both may be known only after apply.
func TestOrganizationThirdPartyAccessReplace(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	first, second := acctest.Organization(t, tenant), acctest.Organization(t, tenant)
	config := func(id string) string {
		return fmt.Sprintf(`
resource "terraform_data" "upstream" {
  input            = { id = %[1]q, access = "allow" }
  triggers_replace = %[1]q
}
`, id) + `
resource "auth0access_organization_third_party_access" "test" {
  organization_id = terraform_data.upstream.output.id
  access          = terraform_data.upstream.output.access
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
					PreApply: []plancheck.PlanCheck{unknown("organization_id"), unknown("access"), unknown("name")},
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, write(first)),
			},
			{
				Config:           config(second),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionReplace),
				Check: func(*terraform.State) error {
					if err := wantAccess(t, tenant, first, "block"); err != nil {
						return err
					}
					return wantAccess(t, tenant, second, "allow")
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, write(first), write(second)),
			},
		},
	})
}

// What is not an organization's id, access that Auth0 does not have, and two resources that contradict each other are
// refused in the plan.
func TestOrganizationThirdPartyAccessRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	refused := func(id, access, message string) resource.TestStep {
		return resource.TestStep{Config: thirdPartyAccess(id, access), PlanOnly: true, ExpectError: regexp.MustCompile(message)}
	}

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			refused("acme", "allow", `(?s)Not the id of an organization.*"acme"`),
			refused("name:acme", "allow", `Not the id of an organization`),
			refused("org_1", "deny", `(?s)access.*allow.*block`),
			{
				Config:      thirdPartyAccess("org_1", "allow") + thirdPartyAccessNamed("second", "org_1", "block"),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Organization is declared twice`),
			},
		},
	})
	if writes := tenant.Mutations(); len(writes) != 0 {
		t.Errorf("something was written: %v", writes)
	}
}
