package thirdpartyapplication_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const exclusiveType = "auth0access_third_party_applications_exclusive"

// tenantOfThree has two partners, an application that registered itself, and one of its own.
func tenantOfThree(t *testing.T) *acctest.Tenant {
	t.Helper()
	return acctest.NewTenant(t, acctest.WithSeed(`{"clients": [
		{"client_id": "own", "name": "Back office", "app_type": "regular_web"},
		{"client_id": "tpc_known", "name": "Known", "app_type": "spa", "is_first_party": false, "third_party_security_mode": "strict"},
		{"client_id": "tpc_stranger", "name": "Stranger", "app_type": "spa", "is_first_party": false, "third_party_security_mode": "strict"},
		{"client_id": "tpc_dcr", "name": "Claude", "app_type": "native", "is_first_party": false, "third_party_security_mode": "strict",
			"external_metadata_type": "dcr", "external_metadata_created_by": "client"}
	]}`))
}

// wantExclusive checks that a step ended as it should: without an error, or with one that has the words.
func wantExclusive(t *testing.T, step string, errors []string, want ...string) {
	t.Helper()
	if len(want) == 0 && len(errors) > 0 || len(want) > 0 && len(errors) != 1 {
		t.Fatalf("%s: errors %q, want %q", step, errors, want)
	}
	for _, words := range want {
		if !strings.Contains(errors[0], words) {
			t.Errorf("%s: error lacks %q:\n%s", step, words, errors[0])
		}
	}
}

// Undeclared applications are named and refused. They are deleted only with consent, after a plan has shown them.
// Self-registered and first-party applications do not count.
func TestApplicationsExclusive(t *testing.T) {
	t.Parallel()
	tenant := tenantOfThree(t)
	only := func(arguments map[string]any) map[string]any {
		config := map[string]any{"client_ids": []any{"tpc_known"}}
		maps.Copy(config, arguments)
		return config
	}
	const stranger = `"Stranger" (tpc_stranger)`
	life := acctest.NewLifecycle(t, tenant, exclusiveType)

	errors := life.Apply(only(nil))
	wantExclusive(t, "new", errors, "Third-party applications are not declared", stranger, "set delete_undeclared = true")
	if strings.Contains(errors[0], "Claude") || strings.Contains(errors[0], "Back office") {
		t.Errorf("names what does not count: %s", errors[0])
	}
	wantExclusive(t, "all listed", life.Apply(only(map[string]any{"client_ids": []any{"tpc_known", "tpc_stranger", "tpc_never"}})))
	if calls := tenant.Mutations(); len(calls) > 0 {
		t.Errorf("refusing and watching made the calls %v", calls)
	}

	created := fmt.Sprint(tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{
		"name": "Newcomer", "app_type": "spa", "is_first_party": false, "third_party_security_mode": "strict",
	})["client_id"])
	both := []any{"tpc_known", "tpc_stranger"}
	wantExclusive(t, "newcomer", life.Apply(only(map[string]any{"client_ids": both})), `"Newcomer" (`+created+`)`)
	tenant.ResetRequests()
	wantExclusive(t, "consent", life.Apply(only(map[string]any{"client_ids": both, "delete_undeclared": true})))
	wantDeleted(t, tenant, created)

	// An application that leaves the set may be deleted by its own resource in the same apply, so it needs no consent.
	if plan := life.Plan(only(nil)); len(plan.Errors) > 0 || len(plan.Warnings) != 1 || !strings.Contains(plan.Warnings[0], stranger) {
		t.Errorf("leaving without consent: errors %q, warnings %q", plan.Errors, plan.Warnings)
	}
	wantExclusive(t, "leaving the set", life.Apply(only(map[string]any{"delete_undeclared": true})))
	wantDeleted(t, tenant)
	wantExclusive(t, "shown since", life.Apply(only(map[string]any{"delete_undeclared": true})))
	wantDeleted(t, tenant, "tpc_stranger")

	wantExclusive(t, "self-registered, too", life.Apply(only(map[string]any{"include_self_registered": true})), `"Claude" (tpc_dcr), which registered itself`)
	wantExclusive(t, "self-registered, with consent", life.Apply(only(map[string]any{"include_self_registered": true, "delete_undeclared": true})))
	wantDeleted(t, tenant)
	wantExclusive(t, "not asked for any more", life.Apply(only(map[string]any{"delete_undeclared": true})))
	wantDeleted(t, tenant)
	wantExclusive(t, "asked for again", life.Apply(only(map[string]any{"include_self_registered": true, "delete_undeclared": true})))
	wantExclusive(t, "shown by now", life.Apply(only(map[string]any{"include_self_registered": true, "delete_undeclared": true})))
	wantDeleted(t, tenant, "tpc_dcr")

	gone := fmt.Sprint(tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{
		"name": "Gone", "app_type": "spa", "is_first_party": false, "third_party_security_mode": "strict",
	})["client_id"])
	life.Meanwhile(func() { tenant.Call(t, http.MethodDelete, "/api/v2/clients/"+gone, nil) })
	wantExclusive(t, "deleted between plan and apply", life.Apply(only(map[string]any{"delete_undeclared": true})))
	wantDeleted(t, tenant)

	wantExclusive(t, "destroy", life.Apply(nil))
	wantDeleted(t, tenant)
}

// wantDeleted checks that since the last check exactly these applications were deleted, and nothing else was changed.
func wantDeleted(t *testing.T, tenant *acctest.Tenant, clientIDs ...string) {
	t.Helper()
	var want, got []string
	for _, clientID := range clientIDs {
		want = append(want, "DELETE /api/v2/clients/"+clientID)
	}
	for _, request := range tenant.Writes() {
		got = append(got, request.Method+" "+request.Path)
	}
	tenant.ResetRequests()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls that change something (-want +got):\n%s", diff)
	}
}

// Creating deletes nothing, consent or not.
func TestApplicationsExclusiveCreateDeletesNothing(t *testing.T) {
	t.Parallel()
	tenant := tenantOfThree(t)
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	config := map[string]any{"client_ids": []any{"tpc_known"}, "delete_undeclared": true}
	wantExclusive(t, "create", life.Apply(config), "Undeclared objects were left alone", `"Stranger" (tpc_stranger)`)
	wantDeleted(t, tenant)
}

// If the plan does not know the set, the apply checks it before it creates the resource.
func TestApplicationsExclusiveUnknown(t *testing.T) {
	t.Parallel()
	tenant := tenantOfThree(t)
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: `
resource "terraform_data" "later" {
  input = ["tpc_known"]
}

resource "auth0access_third_party_applications_exclusive" "this" {
  client_ids = terraform_data.later.output
}
`,
		ExpectError: regexp.MustCompile(`(?s)Third-party applications are not declared.*"Stranger"`),
	}}})
	wantDeleted(t, tenant)
}

// An import declares what is there. A configuration that lists less is then refused, as for a new resource.
func TestApplicationsExclusiveImport(t *testing.T) {
	t.Parallel()
	tenant := tenantOfThree(t)
	domain := strings.TrimPrefix(tenant.URL, "http://")
	want := map[string]any{
		"domain": domain, "id": domain, "client_ids": []any{"tpc_known", "tpc_stranger"}, "undeclared": []any{},
		"include_self_registered": nil, "delete_undeclared": nil,
	}
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	life.ImportByIdentity(map[string]any{"domain": domain})
	if diff := cmp.Diff(want, life.State()); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}
	known := map[string]any{"client_ids": []any{"tpc_known"}}
	wantExclusive(t, "narrower", life.Apply(known), "Third-party applications are not declared", "tpc_stranger")
	wantExclusive(t, "as it is", life.Apply(map[string]any{"client_ids": []any{"tpc_stranger", "tpc_known"}}))
	wantDeleted(t, tenant)

	other := acctest.NewLifecycle(t, tenant, exclusiveType)
	wantExclusive(t, "other tenant", other.Import("other.eu.auth0.com"), "Not the domain of this tenant")
}

// Applications of the configuration itself are never undeclared: not while they are made or replaced, nor on their way
// out.
func TestApplicationsExclusiveAndItsOwn(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly(), acctest.WithSeed(`{"clients": []}`))
	partner := func(name, mode string) string {
		return fmt.Sprintf(`
resource "auth0access_third_party_application" %q {
  name          = %[1]q
  app_type      = "spa"
  callbacks     = ["https://%[1]s.example.com/"]
  security_mode = %[2]q
  lifecycle { create_before_destroy = true }
}
`, name, mode)
	}
	only := func(members ...string) string {
		return fmt.Sprintf(`
resource "auth0access_third_party_applications_exclusive" "this" {
  client_ids        = [%s]
  delete_undeclared = true
}
`, strings.Join(members, ", "))
	}
	const first, second = "auth0access_third_party_application.first.client_id", "auth0access_third_party_application.second.client_id"
	wantCalls := func(want ...string) func() {
		return func() {
			var got []string
			for _, request := range tenant.Writes() {
				got = append(got, request.Method)
			}
			tenant.ResetRequests()
			if !slices.Equal(got, want) {
				t.Errorf("calls that change something: %v, want %v", got, want)
			}
		}
	}
	stranger := func() {
		tenant.Call(t, http.MethodPost, "/api/v2/clients", map[string]any{
			"name": "Stranger", "app_type": "spa", "is_first_party": false, "third_party_security_mode": "strict",
		})
		tenant.ResetRequests()
	}
	refused := strings.NewReplacer("delete_undeclared = true", "delete_undeclared = false")
	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{PreConfig: tenant.ResetRequests, Config: partner("first", "strict") + only(first), PostApplyFunc: wantCalls("POST")},
		{Config: partner("first", "strict") + only(), PlanOnly: true, ExpectError: regexp.MustCompile(`left out`)},
		{Config: partner("first", "strict") + partner("second", "strict") + only(first, second), PostApplyFunc: wantCalls("POST")},
		{Config: partner("first", "permissive") + partner("second", "strict") + only(first, second), PostApplyFunc: wantCalls("POST", "DELETE")},
		{Config: partner("first", "permissive") + only(first), PostApplyFunc: wantCalls("DELETE")},
		{
			PreConfig:   stranger,
			Config:      refused.Replace(partner("first", "permissive") + partner("second", "strict") + only(first, second)),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`(?s)Third-party applications are not declared.*"Stranger"`),
		},
		{
			Config: partner("first", "permissive") + only(first),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(exclusiveType+".this", plancheck.ResourceActionUpdate),
			}},
			PostApplyFunc: wantCalls("DELETE"),
		},
	}})
}
