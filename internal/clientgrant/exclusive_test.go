package clientgrant_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
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
	exclusiveType    = "auth0access_client_grants_exclusive"
	exclusiveAddress = exclusiveType + ".test"
)

// One apply creates an application with its grants. A grant that somebody adds is shown and removed, and nothing else.
// A grant that leaves the configuration is removed once. Destroying removes nothing.
func TestClientGrantsExclusive(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := acctest.API(t, tenant)
	var clientID, added string
	application := fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  name     = %q
  app_type = "regular_web"
}
`, acctest.Name(t, "exclusive"))
	declared := func(name, subjectType string) string {
		return fmt.Sprintf(`
resource "auth0access_client_grant" %q {
  client_id    = auth0access_third_party_application.test.client_id
  audience     = %q
  subject_type = %q
  scopes       = ["read:orders"]
}
`, name, audience, subjectType)
	}
	exclusive := func(grants string) string {
		return exclusiveOf("test", "auth0access_third_party_application.test.client_id", grants)
	}
	both := application + declared("user", "user") + declared("client", "client") +
		exclusive("[auth0access_client_grant.user, auth0access_client_grant.client]")
	userOnly := application + declared("user", "user") + exclusive("[auth0access_client_grant.user]")

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig: tenant.ResetRequests,
				Config:    both,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectUnknownValue(exclusiveAddress, tfjsonpath.New("client_id")),
					plancheck.ExpectKnownValue(exclusiveAddress, tfjsonpath.New("grants"), knownvalue.SetSizeExact(2)),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(exclusiveAddress, tfjsonpath.New("undeclared"), knownvalue.SetSizeExact(0)),
				},
				Check: func(state *terraform.State) error {
					clientID = state.RootModule().Resources["auth0access_third_party_application.test"].Primary.Attributes["client_id"]
					return wantGrants(t, tenant, clientID, 2)
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, "POST /api/v2/clients", "POST /api/v2/client-grants", "POST /api/v2/client-grants"),
			},
			{
				Config:           userOnly,
				ConfigPlanChecks: wantExclusiveUpdate,
				PostApplyFunc:    func() { wantGrantCount(t, tenant, clientID, 1)() },
			},
			{
				PreConfig: func() {
					tenant.ResetRequests()
					added = addGrant(t, tenant, clientID, audience, "client")
				},
				Config: userOnly,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectRemovals(exclusiveAddress, "id", &added),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(exclusiveAddress, tfjsonpath.New("undeclared"), knownvalue.SetSizeExact(0)),
				},
				PostApplyFunc: func() { acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+added)() },
			},
			{
				// What was found undeclared can be declared instead, and then stays.
				PreConfig:        func() { added = addGrant(t, tenant, clientID, audience, "client") },
				Config:           application + declared("user", "user") + exclusive(fmt.Sprintf(`[auth0access_client_grant.user, { audience = %q, subject_type = "client" }]`, audience)),
				ConfigPlanChecks: wantExclusiveUpdate,
				PostApplyFunc:    func() { acctest.WantWrites(t, tenant)() },
			},
			{
				// Once it is no longer declared, it is removed.
				Config:           userOnly,
				ConfigPlanChecks: wantExclusiveUpdate,
				PostApplyFunc:    func() { acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+added)() },
			},
			{
				PreConfig: func() { added = addGrant(t, tenant, clientID, audience, "client") },
				Config:    application + declared("user", "user"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(exclusiveAddress, plancheck.ResourceActionDestroy),
				}},
				PostApplyFunc: func() {
					acctest.WantWrites(t, tenant)()
					wantGrantCount(t, tenant, clientID, 2)()
				},
			},
		},
	})
}

// A warning names grants that exist when the resource is created. They are removed if remove_on_create is true.
func TestClientGrantsExclusiveCreate(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := acctest.API(t, tenant)
	clientID := acctest.Application(t, tenant, nil)
	user := makeGrant(t, tenant, ownGrant(clientID, audience, "user"))
	client := makeGrant(t, tenant, ownGrant(clientID, audience, "client"))
	other := acctest.Application(t, tenant, nil)
	makeGrant(t, tenant, ownGrant(other, audience, "user"))
	tenant.ResetRequests()

	plan := acctest.Plan(t, tenant, exclusiveType, nil, map[string]any{
		"client_id": clientID, "grants": []any{map[string]any{"audience": audience, "subject_type": "user"}}, "remove_on_create": true,
	})
	wantWarning(t, plan, "grants", "Undeclared client grants will be deleted", audience+" (client), "+client)
	if strings.Contains(plan.Warnings[0], user) {
		t.Errorf("the warning names a declared grant: %q", plan.Warnings)
	}

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig:     tenant.ResetRequests,
				Config:        exclusiveOf("test", fmt.Sprintf("%q", clientID), listed(audience, "user")+removeOnCreate),
				PostApplyFunc: acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+client),
			},
			{
				Config:        exclusiveOf("test", fmt.Sprintf("%q", clientID), "[]"),
				PostApplyFunc: acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+user),
			},
			{
				ResourceName:                         exclusiveAddress,
				ImportState:                          true,
				ImportStateId:                        clientID,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "client_id",
			},
			{
				Config: exclusiveOf("test", fmt.Sprintf("%q", other), listed(audience, "user")),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(exclusiveAddress, plancheck.ResourceActionReplace),
				}},
				PostApplyFunc: acctest.WantWrites(t, tenant),
			},
		},
	})
}

func TestClientGrantsExclusiveImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	makeGrant(t, tenant, ownGrant(clientID, audience, "client"))
	state := acctest.ImportByIdentity(t, tenant, exclusiveType, map[string]any{"client_id": clientID})
	want := map[string]any{
		"client_id":        clientID,
		"id":               clientID,
		"grants":           []any{map[string]any{"audience": audience, "subject_type": "client"}},
		"undeclared":       []any{},
		"remove_on_create": false,
	}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// Grants that Auth0 made, and default permissions, do not count as the application's own.
func TestClientGrantsExclusiveLeavesSystemGrants(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{
		"clients": [{"client_id": "tpc_partner", "name": "Partner", "app_type": "regular_web", "is_first_party": false, "third_party_security_mode": "strict"}],
		"resource_servers": [{"identifier": "https://api.example.com/", "scopes": [{"value": "read:orders"}]}],
		"client_grants": [
			{"id": "cgr_system", "client_id": "tpc_partner", "audience": "https://api.example.com/", "subject_type": "client", "is_system": true},
			{"id": "cgr_default", "default_for": "third_party_clients", "audience": "https://api.example.com/", "subject_type": "user"}
		]
	}`))
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	life.Converge(noGrants("tpc_partner"), plancheck.ResourceActionCreate)
	acctest.WantWrites(t, tenant)()
}

// Resources of one configuration that contradict each other are refused, and so are meaningless values.
func TestClientGrantsExclusiveContradictions(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	id := fmt.Sprintf("%q", clientID)
	const omission = `Declared grants are left out|Grant is left out of exclusive set`
	firstParty := acctest.Application(t, tenant, map[string]any{"is_first_party": nil, "third_party_security_mode": nil})
	tenant.ResetRequests()
	_, errors := acctest.PlanConfig(t, tenant, exclusiveType, map[string]any{
		"client_id": clientID, "grants": []any{map[string]any{"audience": audience, "subject_type": "users"}},
	})
	acctest.WantOne(t, "subject type", errors, []string{"Grant has unknown subject type"})
	_, errors = acctest.PlanConfig(t, tenant, exclusiveType, noGrants(firstParty))
	acctest.WantOne(t, "first-party", errors, []string{"Application is first-party"})

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      grant(clientID, audience, "user", `scopes = []`) + exclusiveOf("test", id, listed(audience, "client")),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(omission),
			},
			{
				Config:      exclusiveOf("test", id, "[]") + exclusiveOf("second", id, listed(audience, "client")),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Application has two exclusive resources`),
			},
		},
	})
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("refusals cost %v", got)
	}
}

// If a contradiction shows only once the application's id is known, the apply refuses whichever resource comes second.
// Nothing that the configuration declares is removed.
func TestClientGrantsExclusiveLateContradictions(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	later := func(revision string) string {
		return fmt.Sprintf(`
resource "terraform_data" "later" {
  input            = %q
  triggers_replace = %q
}
`, clientID, revision)
	}
	granted := func(after string) string {
		config := grant(clientID, audience, "user", `scopes = []; depends_on = [`+after+`]`)
		return strings.Replace(config, fmt.Sprintf("%q", clientID), "terraform_data.later.output", 1)
	}
	exclusive := func(after string) string {
		return strings.Replace(exclusiveOf("test", "terraform_data.later.output", "[]"), "[]", "[]\n  depends_on = ["+after+"]", 1)
	}
	tenant.ResetRequests()

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      later("1") + exclusive("") + granted(exclusiveAddress),
				ExpectError: regexp.MustCompile(`Grant is left out of exclusive set`),
			},
			{
				Config:        later("1"),
				PostApplyFunc: acctest.WantWrites(t, tenant),
			},
			{
				Config:      later("2") + exclusive(address) + granted(""),
				ExpectError: regexp.MustCompile(`Declared grants are left out`),
			},
			{
				Config:           later("2") + granted(""),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionNoop),
				PostApplyFunc:    acctest.WantWrites(t, tenant, "POST /api/v2/client-grants"),
			},
		},
	})
}

// removeOnCreate follows the last argument of an exclusive resource.
const removeOnCreate = "\n  remove_on_create = true"

// exclusiveOf is the configuration of an exclusive resource; clientID and grants are expressions.
func exclusiveOf(name, clientID, grants string) string {
	return fmt.Sprintf(`
resource "auth0access_client_grants_exclusive" %q {
  client_id = %s
  grants    = %s
}
`, name, clientID, grants)
}

// listed is the expression of a set with one grant.
func listed(audience, subjectType string) string {
	return fmt.Sprintf(`[{ audience = %q, subject_type = %q }]`, audience, subjectType)
}

func ownGrant(clientID, audience, subjectType string) map[string]any {
	return map[string]any{"client_id": clientID, "audience": audience, "subject_type": subjectType, "scope": []string{"read:orders"}}
}

// addGrant makes a grant behind Terraform's back, which goes with its application.
func addGrant(t *testing.T, tenant *acctest.Tenant, clientID, audience, subjectType string) string {
	t.Helper()
	id, _ := tenant.Call(t, http.MethodPost, "/api/v2/client-grants", ownGrant(clientID, audience, subjectType))["id"].(string)
	return id
}

var wantExclusiveUpdate = resource.ConfigPlanChecks{
	PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(exclusiveAddress, plancheck.ResourceActionUpdate)},
}

// wantWarning checks that planning gave one warning, which names the attribute and contains the texts, and no error.
func wantWarning(t *testing.T, plan acctest.PlanResult, attribute string, texts ...string) {
	t.Helper()
	if len(plan.Warnings) != 1 || len(plan.Errors) > 0 {
		t.Fatalf("got warnings %q and errors %q, want one warning", plan.Warnings, plan.Errors)
	}
	for _, text := range append(texts, attribute) {
		if !strings.Contains(plan.Warnings[0], text) {
			t.Errorf("the warning is %q, want %q in it", plan.Warnings[0], text)
		}
	}
}
