package defaultpermissions_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const (
	exclusiveType    = "auth0access_default_permissions_exclusive"
	exclusiveAddress = exclusiveType + ".test"
)

// Two APIs get their default permissions and the exclusive resource in one apply. What somebody adds elsewhere is shown
// and removed, and nothing else; what leaves the configuration is removed; destroying removes nothing.
func TestDefaultPermissionsExclusive(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly()) // it would remove what other tests make
	first, second, third := ownAPI(t, tenant), ownAPI(t, tenant), ownAPI(t, tenant)
	other := `
resource "auth0access_api_default_permissions" "other" {
  audience      = "` + second + `"
  client_access = { all_scopes = true }
}
`
	both := permissions(first, `user_access = { scopes = ["read:orders"] }`) + other +
		exclusive("test", "[auth0access_api_default_permissions.test.audience, auth0access_api_default_permissions.other.audience]")
	one := permissions(first, `user_access = { scopes = ["read:orders"] }`) +
		exclusive("test", "[auth0access_api_default_permissions.test.audience]")
	var user, client string

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig: tenant.ResetRequests,
				Config:    both,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(exclusiveAddress, tfjsonpath.New("undeclared"), knownvalue.SetSizeExact(0)),
					statecheck.ExpectKnownValue(exclusiveAddress, tfjsonpath.New("domain"), knownvalue.StringExact(strings.TrimPrefix(tenant.URL, "http://"))),
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, "POST /api/v2/client-grants", "POST /api/v2/client-grants"),
			},
			{
				PreConfig: func() {
					user, client = addDefault(t, tenant, third, "user"), addDefault(t, tenant, third, "client")
				},
				Config: both,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectRemovals(exclusiveAddress, "id", &user, &client),
				}},
				PostApplyFunc: func() {
					wantDefaults(t, tenant, third)
					wantDefaults(t, tenant, first, "user")
					wantDefaults(t, tenant, second, "client")
				},
			},
			{
				// What was found undeclared can be declared instead, and then stays.
				PreConfig: func() {
					user = addDefault(t, tenant, third, "user")
					tenant.ResetRequests()
				},
				Config: permissions(first, `user_access = { scopes = ["read:orders"] }`) + other + exclusive("test", fmt.Sprintf("[%q, %q, %q]", first, second, third)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(exclusiveAddress, plancheck.ResourceActionUpdate),
				}},
				PostApplyFunc: acctest.WantWrites(t, tenant),
			},
			{
				// The other API leaves the configuration together with its entry, the third one by its entry alone.
				Config: one,
				PostApplyFunc: func() {
					wantDefaults(t, tenant, first, "user")
					wantDefaults(t, tenant, second)
					wantDefaults(t, tenant, third)
				},
			},
			{
				PreConfig: func() {
					addDefault(t, tenant, third, "client")
					tenant.ResetRequests()
				},
				Config: permissions(first, `user_access = { scopes = ["read:orders"] }`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(exclusiveAddress, plancheck.ResourceActionDestroy),
				}},
				PostApplyFunc: func() {
					acctest.WantWrites(t, tenant)()
					wantDefaults(t, tenant, third, "client")
				},
			},
		},
	})
}

// A warning names default permissions that exist when the resource is created, and those that only an import has
// declared. They are removed if remove_on_create is true.
func TestDefaultPermissionsExclusiveCreateAndImport(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	first, second := ownAPI(t, tenant), ownAPI(t, tenant)
	kept, removed := addDefault(t, tenant, first, "user"), addDefault(t, tenant, second, "client")
	domain := strings.TrimPrefix(tenant.URL, "http://")

	imported := acctest.ImportByIdentity(t, tenant, exclusiveType, map[string]any{"domain": domain})
	audiences, _ := imported["audiences"].([]any)
	slices.SortFunc(audiences, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	all := []string{first, second}
	slices.Sort(all)
	want := map[string]any{"domain": domain, "id": domain, "audiences": []any{all[0], all[1]}, "undeclared": []any{}, "remove_on_create": false}
	if diff := cmp.Diff(want, imported); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}

	plan := acctest.Plan(t, tenant, exclusiveType, nil, map[string]any{"audiences": []any{first}, "remove_on_create": true})
	if len(plan.Warnings) != 1 || !strings.Contains(plan.Warnings[0], second+" (client), "+removed) || strings.Contains(plan.Warnings[0], kept) {
		t.Errorf("got warnings %q, want one that names %s of %s alone", plan.Warnings, removed, second)
	}

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig:     tenant.ResetRequests,
				Config:        exclusive("test", fmt.Sprintf("[%q]", first)+removeOnCreate),
				PostApplyFunc: acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+removed),
			},
			{
				ResourceName:                         exclusiveAddress,
				ImportState:                          true,
				ImportStateId:                        domain,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "domain",
				ImportStateVerifyIgnore:              []string{"remove_on_create"},
			},
			{
				ResourceName:  exclusiveAddress,
				ImportState:   true,
				ImportStateId: "other.eu.auth0.com",
				ExpectError:   regexp.MustCompile(`Not the domain of this tenant`),
			},
			{
				Config:        exclusive("test", "[]"),
				PostApplyFunc: acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+kept),
			},
		},
	})
}

// Resources of one configuration that contradict each other are refused.
func TestDefaultPermissionsExclusiveContradictions(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	first, second := ownAPI(t, tenant), ownAPI(t, tenant)
	granted := permissions(first, `user_access = { scopes = [] }`)
	later := fmt.Sprintf(`
resource "terraform_data" "later" {
  input = %q
}
`, second)
	tenant.ResetRequests()

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      granted + exclusive("test", fmt.Sprintf("[%q]", second)),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Declared APIs are left out|API is left out of exclusive set`),
			},
			{
				Config:      exclusive("test", "[]") + exclusive("second", fmt.Sprintf("[%q]", first)),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Tenant has two exclusive resources`),
			},
			{
				Config:      exclusive("test", `[""]`),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`(?s)audiences.*string length must be between 1 and 600`),
			},
			{
				// Two resources with the same content are refused too.
				Config:      exclusive("test", "[]") + exclusive("second", "[]"),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Tenant has two exclusive resources`),
			},
			{
				Config:        exclusive("test", fmt.Sprintf("[%q]", first)),
				PostApplyFunc: acctest.WantWrites(t, tenant),
			},
			{
				// What is declared is known only when applying, after which the refused resource has granted nothing.
				Config: later + exclusive("test", "[terraform_data.later.output]") +
					permissions(first, `user_access = { scopes = [] }`, `depends_on = [`+exclusiveAddress+`]`),
				ExpectError: regexp.MustCompile(`API is left out of exclusive set`),
			},
		},
	})
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("contradictions cost %v", got)
	}
}

// If one of two halves cannot be removed, the other is, and the next plan shows what is left. If somebody makes default
// permissions anew between plan and apply, the API keeps them until a plan has named them.
func TestDefaultPermissionsExclusivePartly(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	audience := ownAPI(t, tenant)
	config := exclusive("test", "[]")
	var client, remade string

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					addDefault(t, tenant, audience, "user")
					client = addDefault(t, tenant, audience, "client")
					if err := tenant.Emulator.AddFault(emulator.Fault{
						Method: http.MethodDelete, Path: "/api/v2/client-grants/" + client, Kind: emulator.FaultStatus, Status: http.StatusForbidden,
					}); err != nil {
						t.Fatal(err)
					}
				},
				Config:      config,
				ExpectError: regexp.MustCompile(`(?s)Could not delete undeclared default permissions.*\(client\)`),
			},
			{
				PreConfig: func() {
					wantDefaults(t, tenant, audience, "client")
					tenant.Emulator.ClearFaults()
					tenant.ResetRequests()
				},
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						acctest.ExpectRemovals(exclusiveAddress, "id", &client),
						acctest.Meanwhile(func() {
							tenant.Call(t, http.MethodDelete, "/api/v2/client-grants/"+client, nil)
							remade = addDefault(t, tenant, audience, "client")
						}),
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{acctest.ExpectRemovals(exclusiveAddress, "id", &remade)},
				},
				ExpectNonEmptyPlan: true,
				PostApplyFunc:      acctest.WantWrites(t, tenant),
			},
			{
				Config:        config,
				PostApplyFunc: func() { acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+remade)() },
			},
		},
	})
}

// removeOnCreate follows the last argument of an exclusive resource.
const removeOnCreate = "\n  remove_on_create = true"

// exclusive is the configuration of an exclusive resource; audiences is an expression.
func exclusive(name, audiences string) string {
	return fmt.Sprintf(`
resource "auth0access_default_permissions_exclusive" %q {
  audiences = %s
}
`, name, audiences)
}

// addDefault grants access to an API behind Terraform's back, which goes with the API.
func addDefault(t *testing.T, tenant *acctest.Tenant, audience, subjectType string) string {
	t.Helper()
	id, _ := tenant.Call(t, http.MethodPost, "/api/v2/client-grants", newDefault(audience, subjectType, "scope", []any{"read:orders"}))["id"].(string)
	return id
}
