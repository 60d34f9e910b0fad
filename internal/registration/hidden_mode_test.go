package registration_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// hiding are the variants of tenants whose reads never show the mode.
var hiding = []string{"registration-mode-omitted", "registration-mode-in-answer"}

// hidden is a tenant that never shows the mode in a read.
func hidden(t *testing.T, variant string) *acctest.Tenant {
	t.Helper()
	return acctest.NewTenant(t, acctest.WithSeed(strings.Replace(seed, "registration-mode-shown", variant, 1)))
}

// On a tenant that takes the mode and never shows it, the mode is written when it is declared and when it changes, and
// again when registration is enabled. Every other plan is empty.
func TestDynamicClientRegistrationHiddenMode(t *testing.T) {
	t.Parallel()
	for _, variant := range hiding {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			tenant := hidden(t, variant)
			giveDefaultPermissions(t, tenant)
			tenant.ResetRequests()
			life := acctest.NewLifecycle(t, tenant, typeName)
			on := func(mode, allowWithoutDefaults any) map[string]any {
				return map[string]any{
					"enabled": true, "security_mode": mode, "allow_without_default_permissions": allowWithoutDefaults,
				}
			}
			wantMode := func(want string) {
				t.Helper()
				if got := life.State()["security_mode"]; got != want {
					t.Errorf("the state has the mode %v, want %s", got, want)
				}
			}

			life.Converge(on("strict", nil), plancheck.ResourceActionCreate)
			wantMode("strict")
			wantPatch(t, tenant, map[string]any{"flags": flags(true), modeName: "strict"})()
			// An argument that exists only in Terraform causes no write.
			life.Converge(on("strict", true), plancheck.ResourceActionUpdate)
			acctest.WantWrites(t, tenant)()
			life.Converge(on("permissive", true), plancheck.ResourceActionUpdate)
			wantMode("permissive")
			wantPatch(t, tenant, map[string]any{modeName: "permissive"})()
			// If the mode is left out, it stays.
			life.Converge(on(nil, true), plancheck.ResourceActionNoop)
			wantMode("permissive")

			life.Converge(map[string]any{"enabled": false, "security_mode": "strict"}, plancheck.ResourceActionUpdate)
			wantPatch(t, tenant, map[string]any{"flags": flags(false), modeName: "strict"})()
			// Enabling again sends the mode too.
			life.Converge(on("strict", nil), plancheck.ResourceActionUpdate)
			wantPatch(t, tenant, map[string]any{"flags": flags(true), modeName: "strict"})()
		})
	}
}

// A mode that nobody declared and no read shows stays unknown to Terraform, without a difference.
func TestDynamicClientRegistrationHiddenModeLeftOut(t *testing.T) {
	t.Parallel()
	tenant := hidden(t, "registration-mode-omitted")
	giveDefaultPermissions(t, tenant)
	tenant.ResetRequests()
	life := acctest.NewLifecycle(t, tenant, typeName)
	life.Converge(map[string]any{"enabled": true}, plancheck.ResourceActionCreate)
	if mode := life.State()["security_mode"]; mode != nil {
		t.Errorf("the state has the mode %v, want none", mode)
	}
	wantPatch(t, tenant, map[string]any{"flags": flags(true)})()
}

// After a write of the mode alone, which no read shows, later plans do not wait for it.
func TestDynamicClientRegistrationHiddenModeIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	for _, variant := range hiding {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			tenant := hidden(t, variant)
			registration := acctest.NewLifecycle(t, tenant, typeName)
			for _, mode := range []string{"strict", "permissive"} {
				if errors := registration.Apply(map[string]any{"enabled": false, "security_mode": mode}); len(errors) > 0 {
					t.Fatal(errors)
				}
			}
			tenant.ResetRequests()
			if errors := registration.Apply(map[string]any{"enabled": false, "security_mode": "permissive"}); len(errors) > 0 {
				t.Fatal(errors)
			}
			if requests := tenant.Requests(); len(requests) != 1 {
				t.Errorf("%d requests, want the one of the refresh: %v", len(requests), requests)
			}
		})
	}
}

// An imported resource does not know the mode. The plan says so, and writes what is declared, once.
func TestDynamicClientRegistrationHiddenModeImport(t *testing.T) {
	t.Parallel()
	tenant := hidden(t, "registration-mode-omitted")
	giveDefaultPermissions(t, tenant)
	set(t, tenant, map[string]any{"flags": flags(true), modeName: "strict"})
	domain := strings.TrimPrefix(tenant.URL, "http://")
	state := acctest.ImportByIdentity(t, tenant, typeName, map[string]any{"domain": domain})
	want := map[string]any{"enabled": true, "security_mode": nil, "allow_without_default_permissions": false, "domain": domain, "id": domain}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
	plan := acctest.Plan(t, tenant, typeName, state, map[string]any{"enabled": true, "security_mode": "strict"})
	if len(plan.Warnings) != 1 || !strings.Contains(plan.Warnings[0], "Tenant does not show its security mode") || !strings.Contains(plan.Warnings[0], `writes "strict" once`) {
		t.Errorf("warnings of the plan after an import: %q", plan.Warnings)
	}
	if len(plan.Errors) > 0 {
		t.Errorf("errors of the plan: %q", plan.Errors)
	}
}
