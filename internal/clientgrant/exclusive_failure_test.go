package clientgrant_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// An application that does not exist has no undeclared grants, but must not count as checked. This holds for a misspelt
// one and for one that is deleted later.
func TestClientGrantsExclusiveWithoutApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	clientID := acctest.Application(t, tenant, nil)
	missing := []string{"Application not found", "has no application"}
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	acctest.WantOne(t, "misspelt", life.Apply(noGrants("tpc_misspelt")), missing)
	life.Converge(noGrants(clientID), plancheck.ResourceActionCreate)
	tenant.Call(t, http.MethodDelete, "/api/v2/clients/"+clientID, nil)
	acctest.WantOne(t, "deleted", life.Apply(noGrants(clientID)), missing)
}

func TestClientGrantsExclusiveImportWithoutApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	errors := acctest.NewLifecycle(t, tenant, exclusiveType).Import("tpc_misspelt")
	acctest.WantOne(t, "misspelt", errors, []string{"no application with the client_id"})
}

// noGrants is the configuration of an exclusive resource that declares no grant.
func noGrants(clientID string) map[string]any {
	return map[string]any{"client_id": clientID, "grants": []any{}}
}

// If one of two grants cannot be removed, the other is, and the next plan shows what is left.
func TestClientGrantsExclusivePartialFailure(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	config := exclusiveOf("test", fmt.Sprintf("%q", clientID), "[]"+removeOnCreate)
	var client string
	refuse := func() {
		addGrant(t, tenant, clientID, audience, "user")
		client = addGrant(t, tenant, clientID, audience, "client")
		if err := tenant.Emulator.AddFault(emulator.Fault{
			Method: http.MethodDelete, Path: "/api/v2/client-grants/" + client, Kind: emulator.FaultStatus, Status: http.StatusForbidden,
		}); err != nil {
			t.Fatal(err)
		}
	}
	failure := regexp.MustCompile(`(?s)Could not delete an undeclared client grant.*\(client\), cgr_`)

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{PreConfig: refuse, Config: config, ExpectError: failure},
			{
				PreConfig:     func() { tenant.Emulator.ClearFaults(); tenant.ResetRequests() },
				Config:        config,
				PostApplyFunc: func() { acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+client)() },
			},
			{PreConfig: refuse, Config: config, ExpectError: failure},
			{
				PreConfig: func() { tenant.Emulator.ClearFaults(); tenant.ResetRequests() },
				Config:    config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectRemovals(exclusiveAddress, "id", &client),
				}},
				PostApplyFunc: func() { acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+client)() },
			},
		},
	})
}

// An apply removes only grants that the plan has named. The next plan names a grant that was made meanwhile, even in
// place of a named one. A grant that is gone already takes no call.
func TestClientGrantsExclusiveMeanwhile(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	config := noGrants(clientID)
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	life.Converge(config, plancheck.ResourceActionCreate)
	tenant.ResetRequests()
	added := addGrant(t, tenant, clientID, audience, "user")
	life.WantRemovals(config, "id", added)
	var remade string
	life.Meanwhile(func() {
		tenant.Call(t, http.MethodDelete, "/api/v2/client-grants/"+added, nil)
		remade = addGrant(t, tenant, clientID, audience, "user")
	})
	if errors := life.Apply(config); len(errors) > 0 {
		t.Fatalf("apply fails: %q", errors)
	}
	life.WantRemovals(config, "id", remade)
	acctest.WantWrites(t, tenant)()
	life.Converge(config, plancheck.ResourceActionUpdate)
	acctest.WantWrites(t, tenant, "DELETE /api/v2/client-grants/"+remade)()
}

// A listing that still shows what was just removed is not believed.
func TestClientGrantsExclusiveLag(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithLag(time.Second))
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	settle := func() { // a tenant that is loaded lags behind nothing
		if err := tenant.Emulator.Load(tenant.Emulator.Snapshot()); err != nil {
			t.Fatal(err)
		}
	}
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	settle()
	life.Converge(noGrants(clientID), plancheck.ResourceActionCreate)
	addGrant(t, tenant, clientID, audience, "user")
	settle()
	life.Converge(noGrants(clientID), plancheck.ResourceActionUpdate)
}
