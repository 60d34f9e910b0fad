package clientgrant_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
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

// Refusals in the plan take no call.
func TestClientGrantRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	const clientID, audience = "tpc_4mVt8sQk2LxWzB7nYdRc1J", "https://api.example.com/"
	config := func(subjectType string, arguments map[string]any) map[string]any {
		config := grantConfig(clientID, audience, subjectType)
		maps.Copy(config, arguments)
		return config
	}
	for _, refusal := range []struct {
		config map[string]any
		want   []string
	}{
		{config("user", nil), []string{"Neither scopes nor all_scopes given"}},
		{
			config("user", map[string]any{"scopes": []any{"a"}, "all_scopes": true}),
			[]string{"Scopes given together with all_scopes"},
		},
		{config("user", map[string]any{"all_scopes": false}), []string{"No scopes given with all_scopes = false"}},
		{config("machine", map[string]any{"all_scopes": true}), []string{"subject_type", "must be one of"}},
		{
			config("user", map[string]any{"all_scopes": true, "organization_usage": "allow"}),
			[]string{"Argument needs subject type client"},
		},
		{
			config("client", map[string]any{"all_scopes": true, "authorization_details_types": []any{"a"}}),
			[]string{"Argument needs subject type user"},
		},
		{
			config("client", map[string]any{"all_scopes": true, "allow_any_organization": true}),
			[]string{"Not available to strict applications"},
		},
		{
			config("user", map[string]any{"all_scopes": true, "client_id": "https://agent.example.com/client.json"}),
			[]string{"Not a client id", "begins with tpc_"},
		},
		{
			config("client", map[string]any{"all_scopes": true, "audience": tenant.URL + "/api/v2/"}),
			[]string{"System API cannot be granted"},
		},
	} {
		_, errors := acctest.PlanConfig(t, tenant, typeName, refusal.config)
		acctest.WantOne(t, refusal.want[0], errors, refusal.want)
	}
	if requests := tenant.Requests(); len(requests) > 0 {
		t.Errorf("refusals cost requests: %v", requests)
	}
}

// An application is read before its grant is made, once by the plan and the creation of one process.
func TestClientGrantPermissiveApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := acctest.API(t, tenant)
	clientID := acctest.Application(t, tenant, map[string]any{"third_party_security_mode": "permissive"})
	tenant.ResetRequests()
	config := grantConfig(clientID, audience, "client")
	config["scopes"], config["organization_usage"], config["allow_any_organization"] = []any{}, "allow", true
	life := acctest.NewLifecycle(t, tenant, typeName)
	if errors := life.Apply(config); len(errors) > 0 {
		t.Fatalf("apply fails: %q", errors)
	}
	wantApplicationReads(t, tenant, clientID, 1)
	wantRequests(t, tenant, "POST", map[string]any{
		"client_id": clientID, "audience": audience, "subject_type": "client", "scope": []any{},
		"organization_usage": "allow", "allow_any_organization": true,
	})()
	life.WantNoChange(config)

	config["organization_usage"] = "deny"
	delete(config, "allow_any_organization")
	tenant.ResetRequests()
	life.Converge(config, plancheck.ResourceActionUpdate)
	wantApplicationReads(t, tenant, clientID, 0)
	wantRequests(t, tenant, "PATCH", map[string]any{"organization_usage": "deny", "allow_any_organization": false})()

	// deny is Auth0's default, which an import cannot tell from nothing.
	imported := acctest.NewLifecycle(t, tenant, typeName)
	id, _ := life.State()["id"].(string)
	if errors := imported.Import(id); len(errors) > 0 {
		t.Fatalf("import fails: %q", errors)
	}
	if diff := cmp.Diff(life.State(), imported.State()); diff != "" {
		t.Errorf("state (-made +imported):\n%s", diff)
	}
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

	config := grantConfig(clientID, audience, "user")
	config["scopes"] = []any{}
	errors := acctest.NewLifecycle(t, tenant, typeName).Apply(config)
	acctest.WantOne(t, "apply", errors, []string{"Application is first-party"})
	for _, attempt := range []struct{ id, want string }{
		{firstParty, "Application is first-party"},
		{clientID + "|" + audience + "|client", "Application is first-party"},
		{defaults, "Grant is an API's default permissions"},
		{clientID + "|" + audience + "|user", "No such client grant"},
		{clientID, "Import id not understood"},
	} {
		errors := acctest.NewLifecycle(t, tenant, typeName).Import(attempt.id)
		acctest.WantOne(t, attempt.id, errors, []string{attempt.want})
	}
	// Terraform itself refuses an import that finds nothing.
	missing := acctest.NewLifecycle(t, tenant, typeName)
	if errors := missing.Import("cgr_0000000000000000"); len(errors) > 0 || missing.State() != nil {
		t.Errorf("importing a missing grant gives %v and the errors %q", missing.State(), errors)
	}
	if got := tenant.Mutations(); len(got) > 0 {
		t.Errorf("the provider changed something: %v", got)
	}
}

// A conflict with nothing that shows has no import as its remedy.
func TestClientGrantConflictWithNothing(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	config := grantConfig(acctest.Application(t, tenant, nil), acctest.API(t, tenant), "user")
	config["scopes"] = []any{}
	if err := tenant.Emulator.AddFault(emulator.Fault{
		Method: http.MethodPost, Path: "/api/v2/client-grants", Kind: emulator.FaultStatus, Status: http.StatusConflict,
	}); err != nil {
		t.Fatal(err)
	}
	errors := acctest.NewLifecycle(t, tenant, typeName).Apply(config)
	acctest.WantOne(t, "apply", errors, []string{"Could not create the client grant", "If it was there until now"})
}

// A grant that somebody else made is not taken over; the error shows the import block that does.
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

// A refusal that only the API can make is shown in its own words, and leaves nothing behind.
func TestClientGrantRefusedByAPI(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithVariants("unknown-scopes-refused"))
	clientID, audience := acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	config := func(scopes ...any) map[string]any {
		config := grantConfig(clientID, audience, "user")
		config["scopes"] = scopes
		return config
	}
	life := acctest.NewLifecycle(t, tenant, typeName)
	acctest.WantOne(t, "create", life.Apply(config("fly:moon")), []string{
		"Could not create the client grant", "POST /api/v2/client-grants: 400",
	})
	if life.State() != nil {
		t.Errorf("a grant that was refused is in the state: %v", life.State())
	}
	life.Converge(config("read:orders"), plancheck.ResourceActionCreate)
	before := life.State()
	id, _ := before["id"].(string)
	acctest.WantOne(t, "update", life.Apply(config("read:orders", "fly:moon")), []string{
		"Could not update the client grant", "PATCH /api/v2/client-grants/" + id + ": 400",
	})
	if diff := cmp.Diff(before, life.State()); diff != "" {
		t.Errorf("state (-before +after the refused update):\n%s", diff)
	}
	life.WantNoChange(config("read:orders"))
}

// grantConfig is the configuration of a grant for a lifecycle, without scopes.
func grantConfig(clientID, audience, subjectType string) map[string]any {
	return map[string]any{"client_id": clientID, "audience": audience, "subject_type": subjectType}
}
