package organizationapplication_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

const typeName = "auth0access_organization_application"

func path(organization string) string { return "/api/v2/organizations/" + organization + "/clients" }

// activate makes an organization use its settings of single applications.
func activate(t *testing.T, tenant *acctest.Tenant, members map[string]any) string {
	t.Helper()
	id := acctest.Organization(t, tenant)
	members["is_app_entitlement_active"] = true
	tenant.Call(t, http.MethodPatch, "/api/v2/organizations/"+id, members)
	return id
}

func writes(tenant *acctest.Tenant) string {
	var made []string
	for _, request := range tenant.Writes() {
		made = append(made, fmt.Sprintf("%s %v", request.Method, request.Body))
	}
	tenant.ResetRequests()
	return strings.Join(made, "; ")
}

// An association through its life: made, changed, changed and removed by somebody else, imported in every form,
// destroyed.
func TestOrganizationApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	organization, clientID := activate(t, tenant, map[string]any{}), acctest.Application(t, tenant, nil)
	name := tenant.Call(t, http.MethodGet, "/api/v2/organizations/"+organization, nil)["name"]
	tenant.ResetRequests()
	life := acctest.NewLifecycle(t, tenant, typeName)
	config := func(use bool) map[string]any {
		return map[string]any{"organization_id": organization, "client_id": clientID, "use_for_member_access": use}
	}
	step := func(what string, config map[string]any, want string) {
		t.Helper()
		if errors := life.Apply(config); len(errors) > 0 {
			t.Fatalf("%s: %q", what, errors)
		}
		if got := writes(tenant); got != want {
			t.Errorf("%s: writes %s, want %s", what, got, want)
		}
	}
	made := func(use bool) string {
		return fmt.Sprintf("POST map[clients:[map[client_id:%s use_for_member_access:%t]]]", clientID, use)
	}
	step("create by default", map[string]any{"organization_id": organization, "client_id": clientID}, made(true))
	step("update", config(false), "PATCH map[use_for_member_access:false]")
	step("no change", config(false), "")
	tenant.Call(t, http.MethodPatch, path(organization)+"/"+clientID, map[string]any{"use_for_member_access": true})
	writes(tenant)
	step("drift", config(false), "PATCH map[use_for_member_access:false]")
	tenant.CallStatus(t, http.MethodDelete, path(organization), map[string]any{"clients": []string{clientID}})
	writes(tenant)
	step("removed elsewhere", config(false), made(false))

	want := map[string]any{
		"id": organization + "/" + clientID, "organization_id": organization, "client_id": clientID, "use_for_member_access": false,
	}
	for _, id := range []string{organization + "/" + clientID, fmt.Sprintf("name:%s/%s", name, clientID)} {
		imported := acctest.NewLifecycle(t, tenant, typeName)
		if errors := imported.Import(id); len(errors) > 0 {
			t.Errorf("import %s: %q", id, errors)
		}
		if diff := cmp.Diff(want, imported.State()); diff != "" {
			t.Errorf("imported by %s (-want +got):\n%s", id, diff)
		}
	}
	identity := map[string]any{"organization_id": organization, "client_id": clientID}
	if diff := cmp.Diff(want, acctest.ImportByIdentity(t, tenant, typeName, identity)); diff != "" {
		t.Errorf("imported by identity (-want +got):\n%s", diff)
	}
	moved := acctest.Move(t, tenant, acctest.Source{
		Type:  "auth0_organization_client",
		State: fmt.Sprintf(`{"id": "%[1]s::%[2]s", "organization_id": %[1]q, "client_id": %[2]q}`, organization, clientID),
	}, typeName)
	if diff := cmp.Diff(want, moved.Read); diff != "" || len(moved.Errors) > 0 {
		t.Errorf("moved: errors %q, state (-want +got):\n%s", moved.Errors, diff)
	}
	writes(tenant)
	step("destroy", nil, fmt.Sprintf("DELETE map[clients:[%s]]", clientID))
	if status, _ := tenant.CallStatus(t, http.MethodGet, path(organization)+"/"+clientID, nil); status != http.StatusNotFound {
		t.Errorf("after destroy: %d", status)
	}
}

func TestOrganizationApplicationPlans(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	active, plain := activate(t, tenant, map[string]any{"third_party_client_access": "allow"}), acctest.Organization(t, tenant)
	clientID := acctest.Application(t, tenant, nil)
	firstParty := acctest.Application(t, tenant, map[string]any{"is_first_party": true, "third_party_security_mode": nil})
	for name, test := range map[string]struct{ organization, clientID, warning, err string }{
		"all well":        {active, clientID, "", ""},
		"without effect":  {plain, clientID, "Organization ignores settings of single applications", ""},
		"name":            {"acme", clientID, "", "Not the id of an organization"},
		"no organization": {"org_gone000000000001", clientID, "", "Organization not found"},
		"no application":  {active, "tpc_gone", "", "Application not found"},
		"first-party":     {active, firstParty, "", "Application is first-party"},
	} {
		warnings, errors := acctest.PlanConfig(t, tenant, typeName, map[string]any{"organization_id": test.organization, "client_id": test.clientID})
		if !says(warnings, test.warning) || !says(errors, test.err) {
			t.Errorf("%s: warnings %q, errors %q", name, warnings, errors)
		}
	}
	// Destroying this setting lets in an application that was kept out, if the organization allows all.
	for _, test := range []struct {
		organization string
		use          bool
		warning      string
	}{
		{active, false, "Members will be able to use the application"},
		{active, true, ""},
		{plain, false, ""},
	} {
		state := map[string]any{
			"id": test.organization + "/" + clientID, "organization_id": test.organization, "client_id": clientID, "use_for_member_access": test.use,
		}
		if plan := acctest.Plan(t, tenant, typeName, state, nil); !says(plan.Warnings, test.warning) || len(plan.Errors) > 0 {
			t.Errorf("destroy of %+v: warnings %q, errors %q", test, plan.Warnings, plan.Errors)
		}
	}
}

// says reports whether there is one message, with the text, or no message if the text is empty.
func says(messages []string, text string) bool {
	if text == "" {
		return len(messages) == 0
	}
	return len(messages) == 1 && strings.Contains(messages[0], text)
}

// An existing association, a full organization, and a tenant without the feature have different messages.
func TestOrganizationApplicationRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	organization, full := activate(t, tenant, map[string]any{}), activate(t, tenant, map[string]any{})
	clientID := acctest.Application(t, tenant, nil)
	associate := func(organization, clientID string) {
		config := map[string]any{"organization_id": organization, "client_id": clientID}
		if errors := acctest.NewLifecycle(t, tenant, typeName).Apply(config); len(errors) > 0 {
			t.Fatal(errors)
		}
	}
	associate(organization, clientID)
	for range 100 {
		associate(full, acctest.Application(t, tenant, nil))
	}
	without := acctest.NewTenant(t, acctest.EmulatorOnly(), acctest.WithVariants("application-access-missing"))
	late := activate(t, tenant, map[string]any{})
	if err := tenant.Emulator.AddFault(emulator.Fault{
		Method: http.MethodPost, Path: "/api/v2/organizations/" + late + "/clients", Kind: emulator.FaultStatus, Status: http.StatusConflict,
	}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		tenant                       *acctest.Tenant
		organization, clientID, want string
	}{
		"there already": {tenant, organization, clientID, "id = \"" + organization + "/" + clientID + "\""},
		"full":          {tenant, full, clientID, "Organization has too many applications"},
		"until now":     {tenant, late, clientID, late + " does not have the application. If it was there until now"},
		"not offered":   {without, activate(t, without, map[string]any{}), acctest.Application(t, without, nil), "this tenant seems not to have it"},
	} {
		config := map[string]any{"organization_id": test.organization, "client_id": test.clientID}
		errors := acctest.NewLifecycle(t, test.tenant, typeName).Apply(config)
		if !says(errors, test.want) {
			t.Errorf("%s: errors %q, want one with %q", name, errors, test.want)
		}
	}
}

func TestListOrganizationApplications(t *testing.T) {
	t.Parallel()
	acctest.CheckFilters(t, acctest.HandMade(t), typeName, map[string]acctest.FilterTest{
		"all": {Want: "northwind: Machine (members may use it: true); contoso: Machine (members may use it: false)"},
		"of an organization": {
			Filters: map[string]any{"organization_id": "org_contoso000000001"},
			Want:    "contoso: Machine (members may use it: false)",
		},
		"limited": {Limit: 1, Want: "northwind: Machine (members may use it: true)"},
	})
}
