package redirectprotection_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
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
	address    = "auth0access_redirect_protection.test"
	protected  = "open_redirect_protection"
	allowed    = "allow_always"
	notTrusted = `Callback host is not trusted`
	pinned     = `
  enabled                = false
  trusted_callback_hosts = ["partner.example.com"]
`
)

// One application through its life: kept protected, exposed to trusted hosts, switched by somebody else, protected again, imported.
func TestRedirectProtection(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	patch := "PATCH /api/v2/clients/" + id

	tenant.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			wantWrites(t, tenant, patch)()
			return wantPolicy(t, tenant, id, protected)
		},
		Steps: []resource.TestStep{
			{
				PreConfig:         tenant.ResetRequests,
				Config:            protection(id, ""),
				ConfigStateChecks: wantState(true, knownvalue.Null()),
				PostApplyFunc:     wantWrites(t, tenant),
			},
			{
				Config:            protection(id, pinned),
				ConfigPlanChecks:  wantAction(plancheck.ResourceActionUpdate),
				ConfigStateChecks: wantState(false, knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("partner.example.com")})),
				PostApplyFunc: func() {
					wantBody(t, tenant, map[string]any{"redirection_policy": allowed})
					wantWrites(t, tenant, patch)()
				},
			},
			{
				PreConfig:        func() { change(t, tenant, id, map[string]any{"redirection_policy": protected}) },
				Config:           protection(id, pinned),
				ConfigPlanChecks: wantAction(plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantWrites(t, tenant, patch),
			},
			{
				Config:            protection(id, `enabled = false`),
				ConfigPlanChecks:  wantAction(plancheck.ResourceActionUpdate),
				ConfigStateChecks: wantState(false, knownvalue.Null()),
				PostApplyFunc:     wantWrites(t, tenant),
			},
			{
				ResourceName:                         address,
				ImportState:                          true,
				ImportStateId:                        id,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "client_id",
			},
			{
				Config:            protection(id, ""),
				ConfigPlanChecks:  wantAction(plancheck.ResourceActionUpdate),
				ConfigStateChecks: wantState(true, knownvalue.Null()),
				PostApplyFunc: func() {
					wantBody(t, tenant, map[string]any{"redirection_policy": protected})
					wantWrites(t, tenant, patch)()
				},
			},
			{
				PreConfig:        func() { change(t, tenant, id, map[string]any{"redirection_policy": allowed}) },
				Config:           protection(id, ""),
				ConfigPlanChecks: wantAction(plancheck.ResourceActionUpdate),
				PostApplyFunc:    wantWrites(t, tenant, patch),
			},
			{
				Config:        protection(id, pinned),
				PostApplyFunc: wantWrites(t, tenant, patch),
			},
		},
	})
}

// A callback added on a host that is not trusted fails the plan although nothing is to change; protection can be
// turned on all the same.
func TestRedirectProtectionUntrustedCallback(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	both := `
  enabled                = false
  trusted_callback_hosts = ["PARTNER.example.com", "partner.example.net"]
`
	callbacks := func(urls ...string) { change(t, tenant, id, map[string]any{"callbacks": urls}) }

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:   protection(id, `enabled = false`+"\n"+`trusted_callback_hosts = ["other.example.com"]`),
				PlanOnly: true, // of a new resource: the application is read for it
				ExpectError: regexp.MustCompile(
					notTrusted + `(?s).*https://partner.example.com/callback`),
			},
			{
				Config: protection(id, pinned),
			},
			{
				PreConfig: func() {
					callbacks("https://partner.example.com/callback", "https://partner.example.net/callback")
					tenant.ResetRequests()
				},
				Config:      protection(id, pinned),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(notTrusted),
			},
			{
				Config:        protection(id, both),
				PostApplyFunc: wantWrites(t, tenant),
			},
			{
				// Between plan and apply somebody adds a callback: nothing is written.
				PreConfig: func() {
					change(t, tenant, id, map[string]any{"redirection_policy": protected})
					tenant.ResetRequests()
				},
				Config:      protection(id, both),
				ExpectError: regexp.MustCompile(notTrusted),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{meanwhile(func() {
						callbacks("https://partner.example.com/callback", "https://evil.example/callback")
					})},
				},
			},
			{
				PreConfig: wantWrites(t, tenant),
				Config:    protection(id, `trusted_callback_hosts = ["partner.example.com"]`),
			},
		},
	})
}

func TestRedirectProtectionImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, map[string]any{"redirection_policy": allowed})
	state := acctest.ImportByIdentity(t, tenant, "auth0access_redirect_protection", map[string]any{"client_id": id})
	want := map[string]any{"client_id": id, "enabled": false, "trusted_callback_hosts": nil}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
}

// Turning protection off is warned of, and less so where the trusted hosts are pinned.
func TestRedirectProtectionWarning(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	tests := map[string]struct {
		config   map[string]any
		warnings int
	}{
		"on":            {map[string]any{"client_id": id}, 0},
		"off":           {map[string]any{"client_id": id, "enabled": false}, 1},
		"off, pinned":   {map[string]any{"client_id": id, "enabled": false, "trusted_callback_hosts": []string{"partner.example.com"}}, 1},
		"gone":          {map[string]any{"client_id": "gone"}, 1},
		"listed but on": {map[string]any{"client_id": id, "trusted_callback_hosts": []string{"other.example.com"}}, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := acctest.Plan(t, tenant, "auth0access_redirect_protection", nil, test.config)
			if len(plan.Warnings) != test.warnings || len(plan.Errors) != 0 {
				t.Errorf("warnings = %q, want %d; errors = %q, want none", plan.Warnings, test.warnings, plan.Errors)
			}
		})
	}
}

// A plan for a new resource reads the application only where there is something to check.
func TestRedirectProtectionPlanReads(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	for _, test := range []struct {
		config map[string]any
		reads  int
	}{
		{map[string]any{"client_id": id}, 0},
		{map[string]any{"client_id": id, "enabled": false}, 0},
		{map[string]any{"client_id": id, "enabled": false, "trusted_callback_hosts": []string{"partner.example.com"}}, 1},
	} {
		tenant.ResetRequests()
		acctest.Plan(t, tenant, "auth0access_redirect_protection", nil, test.config)
		if got := len(tenant.Requests()); got != test.reads {
			t.Errorf("planning %v made %d requests, want %d", test.config, got, test.reads)
		}
	}
}

// Applications that Auth0 does not protect are refused in the plan and by import.
func TestRedirectProtectionRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	firstParty := acctest.Application(t, tenant, map[string]any{"is_first_party": true, "third_party_security_mode": nil})
	permissive := acctest.Application(t, tenant, map[string]any{"third_party_security_mode": "permissive"})
	tenant.ResetRequests()

	refused := func(id, arguments, message string) resource.TestStep {
		return resource.TestStep{Config: protection(id, arguments), PlanOnly: true, ExpectError: regexp.MustCompile(message)}
	}
	notImported := func(id, message string) resource.TestStep {
		return resource.TestStep{
			Config: protection(id, ""), ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(message),
		}
	}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			refused("tpc_x", `trusted_callback_hosts = ["https://partner.example.com"]`, `(?s)Not the name of a host.*is a URL`),
			refused("tpc_x", `trusted_callback_hosts = ["*.example.com"]`, `(?s)Not the name of a host.*has a wildcard`),
			refused("", "", `client_id`),
			refused(firstParty, "", `Application is not third-party`),
			refused(permissive, "", `Application is not in strict mode`),
			notImported(firstParty, `Application is not third-party`),
			notImported(permissive, `Application is not in strict mode`),
		},
	})
	wantWrites(t, tenant)()
}

// An application that disappears takes the resource out of the state; destroying what is gone succeeds.
func TestRedirectProtectionDisappears(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id, other := acctest.Application(t, tenant, nil), acctest.Application(t, tenant, nil)
	remove := func(id string) { tenant.Call(t, http.MethodDelete, "/api/v2/clients/"+id, nil) }

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: protection(id, pinned),
			},
			{
				PreConfig:          func() { remove(id) },
				RefreshState:       true,
				ExpectNonEmptyPlan: true,
				RefreshPlanChecks: resource.RefreshPlanChecks{
					PostRefresh: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate)},
				},
			},
			{
				Config:      protection(id, pinned),
				ExpectError: regexp.MustCompile(`(?s)Application not found.*` + id),
			},
			{
				Config: protection(other, pinned),
			},
			{
				Config:  protection(other, pinned),
				Destroy: true,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{meanwhile(func() { remove(other) })},
				},
			},
		},
	})
}

// Another client_id protects the old application again; everything may be known only after apply.
func TestRedirectProtectionReplace(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	first := acctest.Application(t, tenant, nil)
	second := acctest.Application(t, tenant, map[string]any{"callbacks": []string{"https://second.example.com/callback"}})
	config := func(id, host string) string {
		return fmt.Sprintf(`
resource "terraform_data" "upstream" {
  input            = { id = %[1]q, enabled = false, host = %[2]q }
  triggers_replace = %[1]q
}
`, id, host) + `
resource "auth0access_redirect_protection" "test" {
  client_id              = terraform_data.upstream.output.id
  enabled                = terraform_data.upstream.output.enabled
  trusted_callback_hosts = [terraform_data.upstream.output.host]
}
`
	}
	literal := func(id, host string) string {
		return protection(id, fmt.Sprintf("enabled = false\ntrusted_callback_hosts = [%q]", host))
	}
	firstPatch, secondPatch := "PATCH /api/v2/clients/"+first, "PATCH /api/v2/clients/"+second

	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config:      config(first, "other.example.com"),
				ExpectError: regexp.MustCompile(notTrusted), // by the apply, for the plan does not know it
			},
			{
				PreConfig: func() {
					wantWrites(t, tenant)()
				},
				Config: config(first, "partner.example.com"),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate)},
				},
				PostApplyFunc: wantWrites(t, tenant, firstPatch),
			},
			{
				Config:           literal(second, "second.example.com"),
				ConfigPlanChecks: wantAction(plancheck.ResourceActionReplace),
				Check: func(*terraform.State) error {
					if err := wantPolicy(t, tenant, first, protected); err != nil {
						return err
					}
					return wantPolicy(t, tenant, second, allowed)
				},
				PostApplyFunc: wantWrites(t, tenant, firstPatch, secondPatch),
			},
		},
	})
}

// A tenant that is known only after apply keeps nobody from planning: the hosts are checked by the apply.
func TestRedirectProtectionUnknownTenant(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	id := acctest.Application(t, tenant, nil)
	config := fmt.Sprintf(`
resource "terraform_data" "tenant" {
  input = %q
}

provider "auth0access" {
  domain        = terraform_data.tenant.output
  client_id     = %q
  client_secret = %q
}
`, tenant.URL, tenant.ClientID, tenant.ClientSecret)

	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(nil),
		Steps: []resource.TestStep{{
			Config:        config + protection(id, pinned),
			PostApplyFunc: wantWrites(t, tenant, "PATCH /api/v2/clients/"+id),
		}},
	})
}

func protection(id, arguments string) string {
	return fmt.Sprintf(`
resource "auth0access_redirect_protection" "test" {
  client_id = %q
  %s
}
`, id, arguments)
}

// change changes an application behind Terraform's back.
func change(t *testing.T, tenant *acctest.Tenant, id string, members map[string]any) {
	t.Helper()
	tenant.Call(t, http.MethodPatch, "/api/v2/clients/"+id, members)
}

func wantPolicy(t *testing.T, tenant *acctest.Tenant, id, want string) error {
	t.Helper()
	if got := tenant.Call(t, http.MethodGet, "/api/v2/clients/"+id, nil)["redirection_policy"]; got != want {
		return fmt.Errorf("application %s: redirection_policy = %v, want %s", id, got, want)
	}
	return nil
}

// wantWrites checks which writes the provider made since it was last called.
func wantWrites(t *testing.T, tenant *acctest.Tenant, want ...string) func() {
	t.Helper()
	return func() {
		t.Helper()
		if diff := cmp.Diff(append([]string{}, want...), tenant.Mutations()); diff != "" {
			t.Errorf("writes (-want +got):\n%s", diff)
		}
		tenant.ResetRequests()
	}
}

// wantBody checks the body of the last write.
func wantBody(t *testing.T, tenant *acctest.Tenant, want map[string]any) {
	t.Helper()
	var body map[string]any
	for _, request := range tenant.Requests() {
		if request.Method != http.MethodGet {
			body = request.Body
		}
	}
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("body of the last write (-want +got):\n%s", diff)
	}
}

func wantState(enabled bool, hosts knownvalue.Check) []statecheck.StateCheck {
	return []statecheck.StateCheck{
		statecheck.ExpectKnownValue(address, tfjsonpath.New("enabled"), knownvalue.Bool(enabled)),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("trusted_callback_hosts"), hosts),
	}
}

func wantAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)},
	}
}

// meanwhile does something between a plan and its apply.
type meanwhile func()

func (do meanwhile) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	do()
}
