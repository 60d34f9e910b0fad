package redirectprotection_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

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

// One application through its life: kept protected, exposed to trusted hosts, switched by somebody else, protected
// again, imported.
func TestRedirectProtection(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	id := acctest.Application(t, tenant, nil)
	patch := "PATCH /api/v2/clients/" + id

	tenant.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			acctest.WantWrites(t, tenant, patch)()
			return wantPolicy(t, tenant, id, protected)
		},
		Steps: []resource.TestStep{
			{
				PreConfig:         tenant.ResetRequests,
				Config:            protection(id, ""),
				ConfigStateChecks: wantState(true, knownvalue.Null()),
				PostApplyFunc:     acctest.WantWrites(t, tenant),
			},
			{
				Config:            protection(id, pinned),
				ConfigPlanChecks:  acctest.WantAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: wantState(false, knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("partner.example.com")})),
				PostApplyFunc: func() {
					wantBody(t, tenant, map[string]any{"redirection_policy": allowed})
					acctest.WantWrites(t, tenant, patch)()
				},
			},
			{
				PreConfig:        func() { change(t, tenant, id, map[string]any{"redirection_policy": protected}) },
				Config:           protection(id, pinned),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    acctest.WantWrites(t, tenant, patch),
			},
			{
				Config:            protection(id, `enabled = false`),
				ConfigPlanChecks:  acctest.WantAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: wantState(false, knownvalue.Null()),
				PostApplyFunc:     acctest.WantWrites(t, tenant),
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
				ConfigPlanChecks:  acctest.WantAction(address, plancheck.ResourceActionUpdate),
				ConfigStateChecks: wantState(true, knownvalue.Null()),
				PostApplyFunc: func() {
					wantBody(t, tenant, map[string]any{"redirection_policy": protected})
					acctest.WantWrites(t, tenant, patch)()
				},
			},
			{
				PreConfig:        func() { change(t, tenant, id, map[string]any{"redirection_policy": allowed}) },
				Config:           protection(id, ""),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
				PostApplyFunc:    acctest.WantWrites(t, tenant, patch),
			},
			{
				Config:        protection(id, pinned),
				PostApplyFunc: acctest.WantWrites(t, tenant, patch),
			},
		},
	})
}

// A callback added on a host that is not trusted fails the plan although the plan changes nothing, but protection can
// still be turned on.
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
				PlanOnly: true, // a new resource, so the application is read
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
				PostApplyFunc: acctest.WantWrites(t, tenant),
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
					PreApply: []plancheck.PlanCheck{acctest.Meanwhile(func() {
						callbacks("https://partner.example.com/callback", "https://evil.example/callback")
					})},
				},
			},
			{
				PreConfig: acctest.WantWrites(t, tenant),
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
	want := map[string]any{"id": id, "client_id": id, "enabled": false, "trusted_callback_hosts": nil}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
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
					PreApply: []plancheck.PlanCheck{acctest.Meanwhile(func() { remove(other) })},
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
				ExpectError: regexp.MustCompile(notTrusted), // by the apply, because the plan does not know it
			},
			{
				PreConfig: func() {
					acctest.WantWrites(t, tenant)()
				},
				Config: config(first, "partner.example.com"),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate)},
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, firstPatch),
			},
			{
				Config:           literal(second, "second.example.com"),
				ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionReplace),
				Check: func(*terraform.State) error {
					if err := wantPolicy(t, tenant, first, protected); err != nil {
						return err
					}
					return wantPolicy(t, tenant, second, allowed)
				},
				PostApplyFunc: acctest.WantWrites(t, tenant, firstPatch, secondPatch),
			},
		},
	})
}
