package registration_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Registration through its life, beginning with a baseline that makes default permissions in the same apply. Whatever
// is done, no other setting changes.
func TestDynamicClientRegistration(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	domain := strings.TrimPrefix(tenant.URL, "http://")
	before := read(t, tenant)
	check := func(enabled bool, mode string) resource.TestCheckFunc {
		return func(*terraform.State) error { return wantSettings(t, tenant, before, enabled, mode) }
	}
	state := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
	}

	tenant.Test(t, resource.TestCase{
		CheckDestroy: func(s *terraform.State) error {
			writes := tenant.Mutations()
			if len(writes) != 2 || writes[0] != patch || !strings.HasPrefix(writes[1], "DELETE /api/v2/client-grants/") {
				t.Errorf("destroying made the writes %q, want registration disabled before default permissions are withdrawn", writes)
			}
			return check(false, "permissive")(s)
		},
		Steps: []resource.TestStep{
			{
				Config: defaults + registration("enabled = true", strict, after),
				Check:  check(true, "strict"),
				ConfigStateChecks: []statecheck.StateCheck{
					state("enabled", knownvalue.Bool(true)),
					state("security_mode", knownvalue.StringExact("strict")),
					state("allow_without_default_permissions", knownvalue.Bool(false)),
					state("domain", knownvalue.StringExact(domain)),
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, "POST /api/v2/client-grants", patch),
			},
			{ // somebody makes applications that register permissive
				PreConfig:        func() { set(t, tenant, map[string]any{modeName: "permissive"}) },
				Config:           defaults + registration("enabled = true", strict, after),
				ConfigPlanChecks: wantUpdate(),
				Check:            check(true, "strict"),
				PostApplyFunc:    wantPatch(t, tenant, map[string]any{modeName: "strict"}),
			},
			{ // somebody disables registration
				PreConfig:        func() { set(t, tenant, map[string]any{"flags": flags(false)}) },
				Config:           defaults + registration("enabled = true", strict, after),
				ConfigPlanChecks: wantUpdate(),
				Check:            check(true, "strict"),
				PostApplyFunc:    wantPatch(t, tenant, map[string]any{"flags": flags(true)}),
			},
			{
				Config:           defaults + registration("enabled = false", permissive, after),
				ConfigPlanChecks: wantUpdate(),
				Check:            check(false, "permissive"),
				PostApplyFunc:    wantPatch(t, tenant, map[string]any{"flags": flags(false), modeName: "permissive"}),
			},
			{ // left out, the mode stays
				Config: defaults + registration("enabled = false", after),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: []statecheck.StateCheck{state("security_mode", knownvalue.StringExact("permissive"))},
			},
			{
				Config:           defaults + registration("enabled = true", override, after),
				ConfigPlanChecks: wantUpdate(),
				Check:            check(true, "permissive"),
				PostApplyFunc:    wantPatch(t, tenant, map[string]any{"flags": flags(true)}),
			},
			{ // an argument that exists only in Terraform
				Config:            defaults + registration("enabled = true", after),
				ConfigPlanChecks:  wantUpdate(),
				ConfigStateChecks: []statecheck.StateCheck{state("allow_without_default_permissions", knownvalue.Bool(false))},
				PostApplyFunc:     acctest.WantWrites(t, tenant),
			},
			{
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateId:                        domain,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "domain",
			},
		},
	})
}

// Enabling is refused while no API has default permissions, and nothing is written. Default permissions, made in the
// same apply and in whatever order, or the override let it pass.
func TestDynamicClientRegistrationNeedsDefaultPermissions(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	life := acctest.NewLifecycle(t, tenant, typeName)
	on := map[string]any{"enabled": true, "security_mode": "strict"}
	if plan := life.Plan(on); len(plan.Errors) > 0 {
		t.Errorf("the plan fails, although default permissions may come first: %q", plan.Errors)
	}
	acctest.WantOne(t, "none", life.Apply(on), []string{
		"No API has default permissions", "allow_without_default_permissions = true",
	})
	acctest.WantWrites(t, tenant)()
	life.Converge(map[string]any{
		"enabled": true, "security_mode": "strict", "allow_without_default_permissions": true,
	}, plancheck.ResourceActionCreate)
	acctest.WantWrites(t, tenant, patch)()
	// Disabling needs none, and neither does the mode.
	life.Converge(map[string]any{"enabled": false, "security_mode": "permissive"}, plancheck.ResourceActionUpdate)
	acctest.WantWrites(t, tenant, patch)()
	// Default permissions that Terraform does not manage are enough.
	removeDefaults := giveDefaultPermissions(t, tenant)
	life.Converge(on, plancheck.ResourceActionUpdate)
	acctest.WantWrites(t, tenant, patch)()

	removeDefaults()
	set(t, tenant, map[string]any{"flags": flags(false)})
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: registration("enabled = false", strict), PostApplyFunc: acctest.WantWrites(t, tenant)},
		{
			Config: defaults + registration("enabled = true", strict), // without a dependency
			PostApplyFunc: func() {
				if writes := tenant.Mutations(); len(writes) != 2 || writes[1] != patch {
					t.Errorf("writes are %q, want default permissions before registration", writes)
				}
			},
		},
	}})
}

// With replication lag, the provider neither refuses what an earlier write allows, nor plans a change that was just
// made.
func TestDynamicClientRegistrationLag(t *testing.T) {
	t.Parallel()
	const lag = 700 * time.Millisecond
	tenant := newTenant(t, acctest.WithLag(lag))

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{ // the plan that follows each apply is empty
				Config:        defaults + registration("enabled = true", strict, after),
				PostApplyFunc: acctest.WantWrites(t, tenant, "POST /api/v2/client-grants", patch),
			},
			{
				Config:        defaults + registration("enabled = false", permissive, after),
				PostApplyFunc: wantPatch(t, tenant, map[string]any{"flags": flags(false), modeName: "permissive"}),
			},
		},
	})
}

// A setting that is as declared is not written, neither on creation nor on destroy.
func TestDynamicClientRegistrationAlreadyAsWanted(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	set(t, tenant, map[string]any{"flags": flags(true), modeName: "strict"})
	life := acctest.NewLifecycle(t, tenant, typeName)
	config := map[string]any{"enabled": true}

	// Enabling is refused without default permissions, adopting is not.
	if mode := life.Plan(config).Planned["security_mode"]; mode != acctest.Unknown {
		t.Errorf("the plan has the mode %v", mode)
	}
	life.Converge(config, plancheck.ResourceActionCreate)
	if mode := life.State()["security_mode"]; mode != "strict" {
		t.Errorf("the state has the mode %v", mode)
	}
	acctest.WantWrites(t, tenant)()

	// Between plan and apply somebody disables it.
	life.Meanwhile(func() { set(t, tenant, map[string]any{"flags": flags(false)}) })
	life.Converge(nil, plancheck.ResourceActionDestroy)
	acctest.WantWrites(t, tenant)()
}

// Values from another resource may be known only after apply. A tenant that never had a mode keeps none.
func TestDynamicClientRegistrationUnknown(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	before := read(t, tenant)
	unknown := func(attribute string) plancheck.PlanCheck {
		return plancheck.ExpectUnknownValue(address, tfjsonpath.New(attribute))
	}

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: `
resource "terraform_data" "policy" {
  input = { enabled = true, override = true }
}
` + registration("enabled = terraform_data.policy.output.enabled",
					"allow_without_default_permissions = terraform_data.policy.output.override"),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{unknown("enabled"), unknown("security_mode"), unknown("allow_without_default_permissions"), unknown("domain")},
				},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("security_mode"), knownvalue.Null()),
				},
				Check:         func(*terraform.State) error { return wantSettings(t, tenant, before, true, "") },
				PostApplyFunc: wantPatch(t, tenant, map[string]any{"flags": flags(true)}),
			},
		},
	})
}

// The identity is one that Terraform itself can import by.
func TestDynamicClientRegistrationImportBlock(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)

	tenant.Test(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: registration("enabled = false"),
			},
			{
				Config:          registration("enabled = false"),
				ResourceName:    address,
				ImportState:     true,
				ImportStateKind: resource.ImportBlockWithResourceIdentity,
			},
		},
	})
}

func TestDynamicClientRegistrationImportOfAnotherTenant(t *testing.T) {
	t.Parallel()
	errors := acctest.NewLifecycle(t, newTenant(t), typeName).Import("another.eu.auth0.com")
	acctest.WantOne(t, "import", errors, []string{"Not the domain of this tenant", `"another.eu.auth0.com"`})
}

func TestDynamicClientRegistrationImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	domain := strings.TrimPrefix(tenant.URL, "http://")
	set(t, tenant, map[string]any{"flags": flags(true)})
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"domain": domain})
	want := map[string]any{"enabled": true, "security_mode": nil, "allow_without_default_permissions": false, "domain": domain, "id": domain}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}
