package thirdpartyapplication_test

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// fault makes calls go wrong until the test ends.
func fault(t *testing.T, tenant *acctest.Tenant, f emulator.Fault) {
	t.Helper()
	if err := tenant.Emulator.AddFault(f); err != nil {
		t.Fatal(err)
	}
}

func wantApplications(t *testing.T, tenant *acctest.Tenant, name string, want int) {
	t.Helper()
	got := 0
	for _, app := range tenant.List(t, "/api/v2/clients?is_first_party=false&per_page=100") {
		if app["name"] == name {
			got++
		}
	}
	if got != want {
		t.Errorf("there are %d applications named %s, want %d", got, name, want)
	}
}

// However the answer to a creation is lost, one application is there afterwards, and it is in state.
func TestApplicationAnswerLost(t *testing.T) {
	t.Parallel()
	faults := map[string]emulator.Fault{
		"after acting":  {Kind: emulator.FaultResetAfter},
		"before acting": {Kind: emulator.FaultResetBefore},
		"truncated":     {Kind: emulator.FaultTruncated},
		"malformed":     {Kind: emulator.FaultMalformed},
		"bad gateway":   {Kind: emulator.FaultStatus, Status: http.StatusBadGateway, Acts: true},
	}
	for name, lost := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
			lost.Method, lost.Path, lost.First = http.MethodPost, "/api/v2/clients", 1
			application := application("Partner", "spa", `callbacks = ["https://partner.example.com/callback"]`)
			acctest.Application(t, tenant, map[string]any{"name": "Partner", "app_type": "spa", "token_endpoint_auth_method": nil})
			fault(t, tenant, lost)
			tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: application, PostApplyFunc: func() { wantApplications(t, tenant, "Partner", 2) }},
				{Config: application, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
			}})
		})
	}
}

// Where the tenant fails so thoroughly that nobody can tell whether the application was made, the next apply finds it and
// leaves one application behind.
func TestApplicationUndecided(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]emulator.FaultKind{"made": emulator.FaultResetAfter, "not made": emulator.FaultResetBefore} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
			config := application("Partner", "spa", "deletion_protection = true")
			fault(t, tenant, emulator.Fault{Method: http.MethodPost, Path: "/api/v2/clients", Kind: lost})
			fault(t, tenant, emulator.Fault{Method: http.MethodGet, Path: "/api/v2/clients", Every: 2, Kind: emulator.FaultStatus, Status: http.StatusForbidden})
			tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config, ExpectError: regexp.MustCompile(`Application may have been created`)},
				{
					PreConfig:     tenant.Emulator.ClearFaults,
					Config:        config,
					PostApplyFunc: func() { wantApplications(t, tenant, "Partner", 1) },
				},
				{Config: application("Partner", "spa", "")},
			}})
		})
	}
}

// With answers that lag two seconds behind, one apply makes everything and the next plan is empty.
func TestApplicationLag(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly(), acctest.WithLag(2*time.Second))
	config := func(state string) string {
		return `
resource "auth0access_third_party_application" "test" {
  count     = 10
  name      = "Partner"
  app_type  = "regular_web"
  callbacks = ["https://partner.example.com/` + state + `"]
}

resource "auth0access_client_grant" "test" {
  count        = 10
  client_id    = auth0access_third_party_application.test[count.index].client_id
  audience     = "https://api.example.com/"
  subject_type = "user"
  scopes       = ["` + state + `:orders"]
}

resource "auth0access_redirect_protection" "test" {
  count     = 10
  client_id = auth0access_third_party_application.test[count.index].client_id
  enabled   = ` + map[string]string{"read": "false", "write": "true"}[state] + `
}

resource "auth0access_api_default_permissions" "test" {
  audience      = "https://api.example.com/"
  user_access   = { scopes = ["` + state + `:orders"] }
  client_access = { scopes = [] }
}
`
	}
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config("read")},
		{Config: config("read"), ConfigPlanChecks: empty},
		{Config: config("write")},
		{Config: config("write"), ConfigPlanChecks: empty},
	}})
}
