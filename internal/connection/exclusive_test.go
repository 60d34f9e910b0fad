package connection_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

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
	exclusiveType    = "auth0access_connection_domain_promotions_exclusive"
	exclusiveAddress = exclusiveType + ".test"

	// Connections of the standard seed.
	customers = "con_customers0000001"
	google    = "con_google0000000001"
	workforce = "con_oktaworkforce001"
)

// A promotion and the exclusive resource are made in one apply. What somebody promotes besides is shown and demoted,
// and nothing else of it changes; what leaves the configuration is demoted; destroying demotes nothing.
func TestConnectionPromotionsExclusive(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly()) // it would demote what other tests promote
	config := promotion(customers, "") + exclusive("test", "[auth0access_connection_domain_promotion.test.connection_id]")
	before := read(t, tenant, workforce)
	added := []string{google, workforce}

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig: tenant.ResetRequests,
				Config:    config,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(exclusiveAddress, tfjsonpath.New("undeclared"), knownvalue.SetSizeExact(0)),
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+customers),
			},
			{
				PreConfig: func() {
					promote(t, tenant, google, true)
					promote(t, tenant, workforce, true)
					tenant.Call(t, http.MethodPatch, "/api/v2/connections/"+workforce, map[string]any{"display_name": before["display_name"]})
					tenant.ResetRequests()
				},
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectRemovals(exclusiveAddress, "connection_id", &added[0], &added[1]),
				}},
				PostApplyFunc: func() {
					acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+google, "PATCH /api/v2/connections/"+workforce)()
					if diff := cmp.Diff(before, read(t, tenant, workforce)); diff != "" {
						t.Errorf("connection promoted and demoted (-before +after):\n%s", diff)
					}
				},
			},
			{
				// What was found undeclared can be declared instead, and then stays.
				PreConfig: func() { promote(t, tenant, google, true) },
				Config:    promotion(customers, "") + exclusive("test", fmt.Sprintf("[%q, %q]", customers, google)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(exclusiveAddress, plancheck.ResourceActionUpdate),
				}},
				PostApplyFunc: acctest.WantWrites(t, tenant),
			},
			{
				// Once it is no longer declared, it is demoted.
				Config:        config,
				PostApplyFunc: acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+google),
			},
			{
				PreConfig: func() { promote(t, tenant, google, true) },
				Config:    promotion(customers, ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(exclusiveAddress, plancheck.ResourceActionDestroy),
				}},
				PostApplyFunc: func() {
					acctest.WantWrites(t, tenant)()
					if err := wantPromoted(t, tenant, google, true); err != nil {
						t.Error(err)
					}
				},
			},
		},
	})
}

// A warning names connections that are promoted when the resource is created. They are demoted if remove_on_create is
// true. An import declares them.
func TestConnectionPromotionsExclusiveCreateAndImport(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	promote(t, tenant, customers, true)
	promote(t, tenant, google, true)
	domain := strings.TrimPrefix(tenant.URL, "http://")

	imported := acctest.ImportByIdentity(t, tenant, exclusiveType, map[string]any{"domain": domain})
	want := map[string]any{"domain": domain, "id": domain, "connection_ids": []any{customers, google}, "undeclared": []any{}, "remove_on_create": false}
	if diff := cmp.Diff(want, imported); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}

	tenant.ResetRequests()
	plan := acctest.Plan(t, tenant, exclusiveType, nil, map[string]any{"connection_ids": []any{customers}, "remove_on_create": true})
	if len(plan.Warnings) != 1 || !strings.Contains(plan.Warnings[0], "google (google-oauth2), "+google) || strings.Contains(plan.Warnings[0], customers) {
		t.Errorf("got warnings %q, want one that names google alone", plan.Warnings)
	}
	if requests := tenant.Requests(); len(requests) != 1 {
		t.Errorf("planning made the requests %v, want one listing", requests)
	}

	tenant.ResetRequests()
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	config := map[string]any{"connection_ids": []any{customers}, "remove_on_create": true}
	life.Converge(config, plancheck.ResourceActionCreate)
	acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+google)()

	other := acctest.NewLifecycle(t, tenant, exclusiveType)
	acctest.WantOne(t, "other tenant", other.Import("other.eu.auth0.com"), []string{"Not the domain of this tenant"})
	if errors := other.Import(domain); len(errors) > 0 {
		t.Errorf("import fails: %q", errors)
	}
	want = life.State()
	want["remove_on_create"] = false
	if diff := cmp.Diff(want, other.State()); diff != "" {
		t.Errorf("state (-made +imported):\n%s", diff)
	}

	life.Converge(map[string]any{"connection_ids": []any{}}, plancheck.ResourceActionUpdate)
	acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+customers)()
}

// Resources of one configuration that contradict each other are refused, and so are meaningless arguments.
func TestConnectionPromotionsExclusiveContradictions(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	_, errors := acctest.PlanConfig(t, tenant, exclusiveType, map[string]any{"connection_ids": []any{"google"}})
	acctest.WantOne(t, "not an id", errors, []string{"Not the id of a connection", `"google"`})
	_, errors = acctest.PlanConfig(t, tenant, exclusiveType, map[string]any{"connection_ids": []any{nil}})
	acctest.WantOne(t, "null", errors, []string{"Element is null"})
	later := fmt.Sprintf(`
resource "terraform_data" "later" {
  input = %q
}
`, google)

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      promotion(customers, "") + exclusive("test", "[]"),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Declared promotions are left out|Promotion is left out of exclusive set`),
			},
			{
				Config:      exclusive("test", "[]") + exclusive("second", fmt.Sprintf("[%q]", google)),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Tenant has two exclusive resources`),
			},
			{
				// A connection that is pinned as demoted contradicts no set.
				Config:        promotion(customers, "promoted = false") + exclusive("test", "[]"),
				PostApplyFunc: acctest.WantWrites(t, tenant),
			},
			{
				// What is declared is known only when applying, before the refused resource has promoted anything.
				Config: later + exclusive("test", "[terraform_data.later.output]") +
					promotion(customers, "depends_on = ["+exclusiveAddress+"]"),
				ExpectError: regexp.MustCompile(`Promotion is left out of exclusive set`),
			},
		},
	})
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("contradictions cost %v", got)
	}
}

// If one of two connections cannot be demoted, the other is, and the next plan shows what is left. What somebody
// demotes or deletes between plan and apply takes no call that changes something.
func TestConnectionPromotionsExclusivePartly(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	gone := acctest.Connection(t, tenant)
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	life.Converge(none, plancheck.ResourceActionCreate)

	promote(t, tenant, google, true)
	promote(t, tenant, workforce, true)
	if err := tenant.Emulator.AddFault(emulator.Fault{
		Method: http.MethodPatch, Path: "/api/v2/connections/" + google, Kind: emulator.FaultStatus, // the first of the two
		Status: http.StatusForbidden,
	}); err != nil {
		t.Fatal(err)
	}
	refused := []string{"Could not demote an undeclared connection", "google-oauth2"}
	acctest.WantOne(t, "one of two", life.Apply(none), refused)
	if left := life.State()["undeclared"]; !strings.Contains(fmt.Sprint(left), google) {
		t.Errorf("the state shows %v as left, want %s", left, google)
	}
	if err := wantPromoted(t, tenant, workforce, false); err != nil {
		t.Error(err)
	}

	tenant.Emulator.ClearFaults()
	promote(t, tenant, gone, true)
	tenant.ResetRequests()
	life.WantRemovals(none, "connection_id", google, gone)
	life.Meanwhile(func() {
		promote(t, tenant, google, false)
		tenant.Call(t, http.MethodDelete, "/api/v2/connections/"+gone, nil)
	})
	life.Converge(none, plancheck.ResourceActionUpdate)
	acctest.WantWrites(t, tenant)()
}

// A listing that still shows a demoted connection as promoted is not believed.
func TestConnectionPromotionsExclusiveLag(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithLag(time.Second))
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	life.Converge(none, plancheck.ResourceActionCreate)
	promote(t, tenant, google, true)
	if err := tenant.Emulator.Load(tenant.Emulator.Snapshot()); err != nil { // a tenant that was just loaded has no lag
		t.Fatal(err)
	}
	tenant.ResetRequests()
	life.Converge(none, plancheck.ResourceActionUpdate)
	acctest.WantWrites(t, tenant, "PATCH /api/v2/connections/"+google)()
}

// none is the configuration of an exclusive resource that declares no connection.
var none = map[string]any{"connection_ids": []any{}}

// exclusive is the configuration of an exclusive resource; connectionIDs is an expression.
func exclusive(name, connectionIDs string) string {
	return fmt.Sprintf(`
resource "auth0access_connection_domain_promotions_exclusive" %q {
  connection_ids = %s
}
`, name, connectionIDs)
}
