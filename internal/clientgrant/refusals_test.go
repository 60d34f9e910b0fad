package clientgrant_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Every refusal at plan time comes without a request.
func TestClientGrantRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	const clientID, audience = "tpc_4mVt8sQk2LxWzB7nYdRc1J", "https://api.example.com/"
	refusals := []struct{ config, want string }{
		{grant(clientID, audience, "user", ``), `Neither scopes nor all_scopes given`},
		{grant(clientID, audience, "user", `scopes = ["a"]; all_scopes = true`), `Scopes given together with all_scopes`},
		{grant(clientID, audience, "user", `all_scopes = false`), `No scopes given with all_scopes = false`},
		{grant(clientID, audience, "machine", `all_scopes = true`), `(?s)subject_type.*must be one of`},
		{grant(clientID, audience, "user", `all_scopes = true; organization_usage = "allow"`), `Argument needs subject type client`},
		{grant(clientID, audience, "client", `all_scopes = true; authorization_details_types = ["a"]`), `Argument needs subject type user`},
		{grant(clientID, audience, "client", `all_scopes = true; allow_any_organization = true`), `Not available to strict applications`},
		{grant("https://agent.example.com/client.json", audience, "user", `all_scopes = true`), `Not a client id(.|\n)*begins with tpc_`},
		{grant(clientID, tenant.URL+"/api/v2/", "client", `all_scopes = true`), `System API cannot be granted`},
	}
	steps := make([]resource.TestStep, 0, len(refusals))
	for _, refusal := range refusals {
		steps = append(steps, resource.TestStep{Config: refusal.config, PlanOnly: true, ExpectError: regexp.MustCompile(refusal.want)})
	}
	tenant.Test(t, resource.TestCase{Steps: steps})
	if requests := tenant.Requests(); len(requests) > 0 {
		t.Errorf("refusals cost requests: %v", requests)
	}
}

// An application whose id does not prove it to be third-party is read, once.
func TestClientGrantPermissiveApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := acctest.API(t, tenant)
	clientID := acctest.Application(t, tenant, map[string]any{"third_party_security_mode": "permissive"})
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				PreConfig: tenant.ResetRequests,
				Config:    grant(clientID, audience, "client", `scopes = []; organization_usage = "allow"; allow_any_organization = true`),
				PostApplyFunc: func() {
					wantApplicationReads(t, tenant, clientID, 1)
					wantRequests(t, tenant, "POST", map[string]any{
						"client_id": clientID, "audience": audience, "subject_type": "client", "scope": []any{},
						"organization_usage": "allow", "allow_any_organization": true,
					})()
				},
			},
			{
				Config: grant(clientID, audience, "client", `scopes = []; organization_usage = "deny"`),
				PostApplyFunc: func() {
					wantApplicationReads(t, tenant, clientID, 0)
					wantRequests(t, tenant, "PATCH", map[string]any{"organization_usage": "deny", "allow_any_organization": false})()
				},
			},
			{
				ResourceName:      address,
				ImportState:       true,
				ImportStateVerify: true,
				// deny is Auth0's default, which an import cannot tell from nothing.
			},
		},
	})
}

// First-party applications, default permissions and grants that do not exist are refused, and nothing is changed.
func TestClientGrantOfOthers(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := acctest.API(t, tenant)
	clientID := acctest.Application(t, tenant, map[string]any{"is_first_party": nil, "third_party_security_mode": nil})
	firstParty := makeGrant(t, tenant, map[string]any{"client_id": clientID, "audience": audience, "scope": []string{}})
	defaults := makeGrant(t, tenant, map[string]any{"default_for": "third_party_clients", "audience": audience, "scope": []string{}})
	tenant.ResetRequests()

	imports := []struct{ id, want string }{
		{firstParty, `Application is first-party`},
		{clientID + "|" + audience + "|client", `Application is first-party`},
		{defaults, `Grant is an API's default permissions`},
		{clientID + "|" + audience + "|user", `No such client grant`},
		{clientID, `Import id not understood`},
		{"cgr_0000000000000000", `Cannot import non-existent remote object`},
	}
	steps := make([]resource.TestStep, 0, 1+len(imports))
	steps = append(steps, resource.TestStep{
		Config:      grant(clientID, audience, "user", `scopes = []`),
		ExpectError: regexp.MustCompile(`Application is first-party`),
	})
	for _, attempt := range imports {
		steps = append(steps, resource.TestStep{
			Config:        grant(clientID, audience, "user", `scopes = []`),
			ResourceName:  address,
			ImportState:   true,
			ImportStateId: attempt.id,
			ExpectError:   regexp.MustCompile(attempt.want),
		})
	}
	tenant.Test(t, resource.TestCase{Steps: steps})
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("the provider changed something: %v", got)
	}
}

// A grant that somebody else made is not taken over; the error shows the block that does.
func TestClientGrantConflict(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	id := makeGrant(t, tenant, map[string]any{"client_id": clientID, "audience": audience, "subject_type": "user", "scope": []string{"read:orders"}})
	config := grant(clientID, audience, "user", `scopes = ["read:orders", "write:orders"]`)
	block := fmt.Sprintf("\nimport {\n  to = auth0access_client_grant.%s\n  id = %q\n}\n", "test", id)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config,
				ExpectError: regexp.MustCompile(`(?s)Client grant exists already.*import \{.*to = auth0access_client_grant\.NAME.*id = ` +
					regexp.QuoteMeta(`"`+id+`"`)),
			},
			{
				PreConfig:        tenant.ResetRequests,
				Config:           config + block,
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantRequests(t, tenant, "PATCH", map[string]any{"scope": []any{"read:orders", "write:orders"}}),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(id)),
				},
			},
		},
	})
}

// What only the API can refuse is shown with its own words, and leaves nothing behind.
func TestClientGrantRefusedByAPI(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("unknown-scopes-refused"))
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      grant(clientID, audience, "user", `scopes = ["fly:moon"]`),
				ExpectError: regexp.MustCompile(`(?s)Could not create the client grant.*POST /api/v2/client-grants:\s400`),
			},
			{
				Config: grant(clientID, audience, "user", `scopes = ["read:orders"]`),
			},
			{
				Config:      grant(clientID, audience, "user", `scopes = ["read:orders", "fly:moon"]`),
				ExpectError: regexp.MustCompile(`(?s)Could not update the client grant.*PATCH /api/v2/client-grants/cgr_\w+:\s400`),
			},
			{
				Config:           grant(clientID, audience, "user", `scopes = ["read:orders"]`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			},
		},
	})
}
