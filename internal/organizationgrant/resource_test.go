package organizationgrant_test

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
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const (
	typeName = "auth0access_organization_client_grant"
	address  = typeName + ".test"
)

// makeGrant makes a client grant of a new strict application; overrides are members of the request.
func makeGrant(t *testing.T, tenant *acctest.Tenant, overrides map[string]any) map[string]any {
	t.Helper()
	body := map[string]any{
		"audience": acctest.API(t, tenant), "subject_type": "client", "scope": []string{"read:orders"},
		"organization_usage": "allow",
	}
	for name, value := range overrides {
		if body[name] = value; value == nil {
			delete(body, name)
		}
	}
	if body["client_id"] == nil && body["default_for"] == nil {
		body["client_id"] = acctest.Application(t, tenant, map[string]any{"grant_types": []string{"client_credentials"}})
	}
	return tenant.Call(t, http.MethodPost, "/api/v2/client-grants", body)
}

func idOf(t *testing.T, grant map[string]any) string {
	t.Helper()
	id, ok := grant["id"].(string)
	if !ok {
		t.Fatalf("no id in %v", grant)
	}
	return id
}

func pairPath(organization string) string {
	return "/api/v2/organizations/" + organization + "/client-grants"
}

// granted returns the ids of the organization's grants.
func granted(t *testing.T, tenant *acctest.Tenant, organization string) string {
	t.Helper()
	_, answer := tenant.CallStatus(t, http.MethodGet, pairPath(organization)+"?include_totals=true", nil)
	grants, _ := answer["client_grants"].([]any)
	var ids []string
	for _, grant := range grants {
		ids = append(ids, fmt.Sprint(grant.(map[string]any)["id"])) //nolint:forcetypeassert // a grant
	}
	return strings.Join(ids, " ")
}

func config(organization, grant string) string {
	return fmt.Sprintf(`
resource %q "test" {
  organization_id = %q
  grant_id        = %q
}
`, typeName, organization, grant)
}

// A pair through its life: made, taken away by somebody else, made again, imported in every form, replaced, destroyed.
func TestOrganizationClientGrant(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	organization, other := acctest.Organization(t, tenant), acctest.Organization(t, tenant)
	name := tenant.Call(t, http.MethodGet, "/api/v2/organizations/"+organization, nil)["name"]
	grant := makeGrant(t, tenant, nil)
	id := idOf(t, grant)
	imported := func(id string) resource.TestStep {
		return resource.TestStep{ResourceName: address, ImportState: true, ImportStateId: id, ImportStateVerify: true}
	}
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			PreConfig: tenant.ResetRequests,
			Config:    config(organization, id),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(organization+"/"+id)),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("client_id"), knownvalue.StringExact(fmt.Sprint(grant["client_id"]))),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("audience"), knownvalue.StringExact(fmt.Sprint(grant["audience"]))),
			},
			PostApplyFunc: acctest.WantWrites(t, tenant, "POST "+pairPath(organization)),
		},
		{
			PreConfig: func() {
				tenant.CallStatus(t, http.MethodDelete, pairPath(organization)+"/"+id, nil)
				tenant.ResetRequests()
			},
			Config:           config(organization, id),
			ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionCreate),
			PostApplyFunc:    acctest.WantWrites(t, tenant, "POST "+pairPath(organization)),
		},
		imported(organization + "/" + id),
		imported(fmt.Sprintf("name:%s/%s", name, id)),
		imported(fmt.Sprintf("name:%s/%s|%s", name, grant["client_id"], grant["audience"])),
		{
			PreConfig:        tenant.ResetRequests,
			Config:           config(other, id),
			ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionDestroyBeforeCreate),
			PostApplyFunc: acctest.WantWrites(t, tenant,
				"DELETE "+pairPath(organization)+"/"+id, "POST "+pairPath(other)),
		},
		{
			Config:  config(other, id),
			Destroy: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.Meanwhile(func() {
				tenant.CallStatus(t, http.MethodDelete, "/api/v2/organizations/"+other, nil)
			})}},
		},
	}})
	if got := granted(t, tenant, organization); got != "" {
		t.Errorf("the organization has %q after destroy", got)
	}
}

// The plan does not refuse a grant that the same run creates, or opens to organizations.
func TestOrganizationClientGrantBesideItsGrant(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	organization, audience := acctest.Organization(t, tenant), acctest.API(t, tenant)
	clientID := acctest.Application(t, tenant, map[string]any{"grant_types": []string{"client_credentials"}})
	grant := func(usage string) string {
		return fmt.Sprintf(`
resource "auth0access_client_grant" "partner" {
  client_id          = %q
  audience           = %q
  subject_type       = "client"
  scopes             = ["read:orders"]
  organization_usage = %q
}
`, clientID, audience, usage)
	}
	pair := fmt.Sprintf(`
resource %q "test" {
  organization_id = %q
  grant_id        = auth0access_client_grant.partner.id
}
`, typeName, organization)
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: grant("deny")},
		{Config: grant("deny") + pair, ExpectError: regexp.MustCompile(`Grant does not allow organizations`)},
		{Config: grant("require") + pair},
		{Config: grant("require") + pair, PlanOnly: true},
	}})
}

func TestOrganizationClientGrantRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	organization := acctest.Organization(t, tenant)
	firstParty := acctest.Application(t, tenant, map[string]any{
		"is_first_party": true, "third_party_security_mode": nil, "grant_types": []string{"client_credentials"},
	})
	allowed := idOf(t, makeGrant(t, tenant, nil))
	tests := map[string]struct {
		organization, grant string
		want                string
	}{
		"allowed":             {organization, allowed, ""},
		"name of a grant":     {organization, "orders", "Not the id of a client grant"},
		"name":                {"acme", allowed, "Not the id of an organization"},
		"no organization":     {"org_gone000000000001", allowed, "Organization not found"},
		"no grant":            {organization, "cgr_gone000000000001", "Client grant not found"},
		"for users":           {organization, idOf(t, makeGrant(t, tenant, map[string]any{"subject_type": "user", "organization_usage": nil})), "Grant is not for client credentials"},
		"denies":              {organization, idOf(t, makeGrant(t, tenant, map[string]any{"organization_usage": "deny"})), "Grant does not allow organizations"},
		"says nothing":        {organization, idOf(t, makeGrant(t, tenant, map[string]any{"organization_usage": nil})), "Grant does not allow organizations"},
		"requires":            {organization, idOf(t, makeGrant(t, tenant, map[string]any{"organization_usage": "require"})), ""},
		"first-party":         {organization, idOf(t, makeGrant(t, tenant, map[string]any{"client_id": firstParty})), "Application is first-party"},
		"default permissions": {organization, idOf(t, makeGrant(t, tenant, map[string]any{"default_for": "third_party_clients", "organization_usage": nil})), "Grant is an API's default permissions"},
	}
	for name, test := range tests {
		_, errors := acctest.PlanConfig(t, tenant, typeName, map[string]any{"organization_id": test.organization, "grant_id": test.grant})
		if len(errors) > 1 || (len(errors) == 1) != (test.want != "") || !strings.Contains(strings.Join(errors, ""), test.want) {
			t.Errorf("%s: errors %q, want one with %q", name, errors, test.want)
		}
	}
}

// An existing grant of the organization and a full organization have different messages.
func TestOrganizationClientGrantConflicts(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	organization, full := acctest.Organization(t, tenant), acctest.Organization(t, tenant)
	grant := makeGrant(t, tenant, nil)
	id := idOf(t, grant)
	tenant.Call(t, http.MethodPost, pairPath(organization), map[string]any{"grant_id": id})
	for i := range 100 {
		audience := fmt.Sprintf("https://api%d.example.com/", i)
		tenant.Call(t, http.MethodPost, "/api/v2/resource-servers", map[string]any{"identifier": audience})
		other := makeGrant(t, tenant, map[string]any{"client_id": grant["client_id"], "audience": audience, "scope": []string{}})
		tenant.Call(t, http.MethodPost, pairPath(full), map[string]any{"grant_id": idOf(t, other)})
	}
	late := acctest.Organization(t, tenant)
	if err := tenant.Emulator.AddFault(emulator.Fault{
		Method: http.MethodPost, Path: pairPath(late), Kind: emulator.FaultStatus, Status: http.StatusConflict,
	}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ organization, want string }{
		"there already": {organization, "id = \"" + organization + "/" + id + "\""},
		"full":          {full, "Organization has too many grants"},
		"until now":     {late, late + " does not have the grant. If it was there until now"},
	} {
		errors := acctest.NewLifecycle(t, tenant, typeName).Apply(map[string]any{"organization_id": test.organization, "grant_id": id})
		if len(errors) != 1 || !strings.Contains(errors[0], test.want) {
			t.Errorf("%s: errors %q, want one with %q", name, errors, test.want)
		}
	}
}

func TestOrganizationClientGrantImports(t *testing.T) {
	t.Parallel()
	tenant := acctest.HandMade(t)
	for id, want := range map[string]string{
		"org_northwind0000001":                            "does not have two parts",
		"org_northwind0000001/":                           "does not have two parts",
		"northwind/cgr_client":                            "Not the id of an organization",
		"name:nobody/cgr_client":                          "Organization not found",
		"org_northwind0000001/tpc_web":                    "names no grant",
		"org_northwind0000001/tpc_web|urn:nothing":        "No such client grant",
		"org_northwind0000001/cgr_user":                   "Cannot import non-existent remote object",
		"name:northwind/tpc_web|https://api.example.com/": "",
	} {
		errors := acctest.NewLifecycle(t, tenant, typeName).Import(id)
		if want == "Cannot import non-existent remote object" && len(errors) == 0 {
			continue // Terraform's own message if a read finds nothing
		}
		if (len(errors) == 1) != (want != "") || !strings.Contains(strings.Join(errors, ""), want) {
			t.Errorf("%s: errors %q, want one with %q", id, errors, want)
		}
	}
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"organization_id": "org_northwind0000001", "grant_id": "cgr_client"})
	want := map[string]any{
		"id": "org_northwind0000001/cgr_client", "organization_id": "org_northwind0000001", "grant_id": "cgr_client",
		"client_id": "tpc_web", "audience": "https://api.example.com/",
		"expires_at": nil, "review_by": nil, "status": nil,
	}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// A moved block takes over the state of the official provider's resource.
func TestOrganizationClientGrantMove(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	organization, grant := acctest.Organization(t, tenant), makeGrant(t, tenant, nil)
	id := idOf(t, grant)
	tenant.Call(t, http.MethodPost, pairPath(organization), map[string]any{"grant_id": id})
	result := acctest.Move(t, tenant, acctest.Source{
		Type:  "auth0_organization_client_grant",
		State: fmt.Sprintf(`{"id": "%[1]s::%[2]s", "organization_id": %[1]q, "grant_id": %[2]q}`, organization, id),
	}, typeName)
	want := map[string]any{
		"id": organization + "/" + id, "organization_id": organization, "grant_id": id,
		"client_id": grant["client_id"], "audience": grant["audience"],
		"expires_at": nil, "review_by": nil, "status": nil,
	}
	if diff := cmp.Diff(want, result.Read); diff != "" || len(result.Errors) > 0 {
		t.Errorf("errors %q, state (-want +got):\n%s", result.Errors, diff)
	}
}

func TestListOrganizationClientGrants(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), typeName, map[string]acctest.FilterTest{
		"all": {Want: "northwind: Partner ${web} \"quoted\", https://api.example.com/; " +
			"contoso: Partner ${web} \"quoted\", https://api.example.com/; contoso: Old partner, https://files.example.com/"},
		"of an organization": {
			Filters: map[string]any{"organization_id": "org_northwind0000001"},
			Want:    "northwind: Partner ${web} \"quoted\", https://api.example.com/",
		},
		"of an application": {
			Filters: map[string]any{"client_id": "permissive1"}, Want: "contoso: Old partner, https://files.example.com/",
		},
		"limited": {Limit: 1, Want: "northwind: Partner ${web} \"quoted\", https://api.example.com/"},
	})
}
