package clientgrant_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// remake deletes the application's grant and makes a wider one for the same API, as a switch in the Dashboard does.
func remake(t *testing.T, tenant *acctest.Tenant, clientID, audience string) (id string) {
	t.Helper()
	tenant.Call(t, http.MethodDelete, "/api/v2/client-grants/"+idOf(t, tenant, clientID), nil)
	return makeGrant(t, tenant, map[string]any{"client_id": clientID, "audience": audience, "subject_type": "user", "allow_all_scopes": true})
}

// Additional scopes of a remade grant show as a change of scopes, and are removed in place. The exclusive resource
// agrees.
func TestClientGrantRemade(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	config := grant(clientID, audience, "user", `scopes = ["read:orders"]`) + `
resource "auth0access_client_grants_exclusive" "test" {
  client_id = auth0access_client_grant.test.client_id
  grants    = [auth0access_client_grant.test]
}
`
	ids := statecheck.CompareValue(compare.ValuesDiffer())
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, ConfigStateChecks: []statecheck.StateCheck{ids.AddStateValue(address, tfjsonpath.New("id"))}},
		{
			PreConfig: func() {
				remake(t, tenant, clientID, audience)
				tenant.ResetRequests()
			},
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(address, tfjsonpath.New("scopes"), acctest.SetOf("read:orders")),
				plancheck.ExpectResourceAction("auth0access_client_grants_exclusive.test", plancheck.ResourceActionNoop),
			}},
			ConfigStateChecks: []statecheck.StateCheck{ids.AddStateValue(address, tfjsonpath.New("id"))},
			PostApplyFunc:     wantRequests(t, tenant, "PATCH", map[string]any{"allow_all_scopes": false, "scope": []any{"read:orders"}}),
		},
		{PreConfig: func() { remake(t, tenant, clientID, audience) }, Config: config, Destroy: true},
	}})
	if err := wantGrants(t, tenant, clientID, 0); err != nil {
		t.Error(err)
	}
}

// Terraform 1.12 and later pass the identity, whose id changes with the grant. Only a grant that is gone is looked for,
// with one call.
func TestClientGrantRemadeIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	config := map[string]any{"client_id": clientID, "audience": audience, "subject_type": "user", "scopes": []string{"read:orders"}}
	life := acctest.NewLifecycle(t, tenant, typeName)
	apply := func(config map[string]any) (listings []string) {
		t.Helper()
		tenant.ResetRequests()
		if errors := life.Apply(config); len(errors) > 0 {
			t.Fatalf("apply fails: %q", errors)
		}
		for _, request := range tenant.Requests() {
			if request.Method == http.MethodGet && strings.HasPrefix(request.Path, "/api/v2/client-grants?") {
				listings = append(listings, request.Path)
			}
		}
		return listings
	}
	apply(config)
	if listings := apply(config); len(listings) > 0 {
		t.Errorf("a grant that is there is looked for: %q", listings)
	}
	id := remake(t, tenant, clientID, audience)
	if listings := apply(config); len(listings) != 1 {
		t.Errorf("the grant is looked for with %q", listings)
	}
	if got := life.State()["id"]; got != id || !slices.Equal(life.State()["scopes"].([]any), []any{"read:orders"}) { //nolint:forcetypeassert // a set
		t.Errorf("state holds %v", life.State())
	}
	apply(nil)
	if err := wantGrants(t, tenant, clientID, 0); err != nil {
		t.Error(err)
	}
}
