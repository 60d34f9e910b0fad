package thirdpartyapplication_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

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

// partners declares as many applications, named Partner 0 and so on.
func partners(count int, arguments string) string {
	return fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  count    = %d
  name     = "Partner ${count.index}"
  app_type = "spa"
  %s
}
`, count, arguments)
}

// wantPartners counts the applications of each of those names.
func wantPartners(t *testing.T, tenant *acctest.Tenant, count, each int) {
	t.Helper()
	got := map[any]int{}
	for _, app := range tenant.List(t, "/api/v2/clients?is_first_party=false&per_page=100") {
		got[app["name"]]++
	}
	for i := range count {
		if name := fmt.Sprintf("Partner %d", i); got[name] != each {
			t.Errorf("there are %d applications named %s, want %d", got[name], name, each)
		}
	}
}

// However the answer to a creation is lost, one application is there afterwards, and it is in state. Each has a
// namesake that Terraform did not make.
func TestApplicationAnswerLost(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	faults := []emulator.Fault{
		{Kind: emulator.FaultResetAfter},
		{Kind: emulator.FaultResetBefore},
		{Kind: emulator.FaultTruncated},
		{Kind: emulator.FaultMalformed},
		{Kind: emulator.FaultStatus, Status: http.StatusBadGateway, Acts: true},
	}
	config := partners(len(faults), `callbacks = ["https://partner.example.com/callback"]`)
	for i := range faults {
		acctest.Application(t, tenant, map[string]any{
			"name": fmt.Sprintf("Partner %d", i), "app_type": "spa", "token_endpoint_auth_method": nil,
		})
	}
	for i, lost := range faults {
		lost.Method, lost.Path, lost.Nth = http.MethodPost, "/api/v2/clients", i+1
		fault(t, tenant, lost)
	}
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: config,
			PostApplyFunc: func() {
				wantPartners(t, tenant, len(faults), 2)
				for _, f := range tenant.Emulator.Faults() {
					if f.Hits != 1 {
						t.Errorf("%s has struck %d times", f.Kind, f.Hits)
					}
				}
			},
		},
	}})
}

// If the tenant fails so thoroughly that nobody can tell whether the application was made, the next apply finds it and
// leaves one application behind. Terraform makes only one application here, because every second listing fails.
func TestApplicationUndecided(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]emulator.FaultKind{"made": emulator.FaultResetAfter, "not made": emulator.FaultResetBefore} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
			config := partners(1, "deletion_protection = true")
			fault(t, tenant, emulator.Fault{Method: http.MethodPost, Path: "/api/v2/clients", Kind: lost})
			fault(t, tenant, emulator.Fault{Method: http.MethodGet, Path: "/api/v2/clients", Every: 2, Kind: emulator.FaultStatus, Status: http.StatusForbidden})
			tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
				{Config: config, ExpectError: regexp.MustCompile(`Application may have been created`)},
				{
					PreConfig:     tenant.Emulator.ClearFaults,
					Config:        config,
					PostApplyFunc: func() { wantPartners(t, tenant, 1, 1) },
				},
				{Config: partners(1, "")},
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
	// The test framework plans anew after each apply, and fails unless that plan is empty.
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{{Config: config("read")}, {Config: config("write")}}})
}
