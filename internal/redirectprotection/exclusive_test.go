package redirectprotection_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	exclusiveType    = "auth0access_redirect_protections_exclusive"
	exclusiveAddress = exclusiveType + ".test"

	listed     = "tpc_1111111111111111111111"
	exposed    = "tpc_2222222222222222222222"
	registered = "tpc_3333333333333333333333"
	permissive = "permissive0000000000000000000001"
)

const exclusiveSeed = `{"clients": [
	{"client_id": "` + listed + `", "name": "Listed", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "regular_web",
	 "callbacks": ["https://listed.example.com/"], "redirection_policy": "allow_always"},
	{"client_id": "` + exposed + `", "name": "Exposed", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "regular_web"},
	{"client_id": "` + registered + `", "name": "Registered", "is_first_party": false, "third_party_security_mode": "strict", "app_type": "native",
	 "token_endpoint_auth_method": "none", "external_metadata_type": "dcr"},
	{"client_id": "` + permissive + `", "name": "Permissive", "is_first_party": false, "third_party_security_mode": "permissive",
	 "redirection_policy": "allow_always"}
]}`

// Protection that somebody turns off shows as drift for every strict application, those that registered themselves
// included, and apply turns it on. What is listed, and what is permissive, stays as it is.
func TestRedirectProtectionsExclusive(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(exclusiveSeed))
	open := func(id string) {
		tenant.Call(t, http.MethodPatch, "/api/v2/clients/"+id, map[string]any{"redirection_policy": "allow_always"})
	}
	config := `
resource "auth0access_redirect_protections_exclusive" "test" {
  client_ids = ["` + listed + `"]
}
`
	opened := []string{exposed, registered}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config, PostApplyFunc: func() { wantOpen(t, tenant, listed, permissive) }},
			{
				PreConfig: func() {
					open(exposed)
					open(registered)
					tenant.ResetRequests()
				},
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectRemovals(exclusiveAddress, "client_id", &opened[0], &opened[1]),
				}},
				PostApplyFunc: func() {
					wantOpen(t, tenant, listed, permissive)
					want := []string{"PATCH /api/v2/clients/" + exposed, "PATCH /api/v2/clients/" + registered}
					if diff := cmp.Diff(want, tenant.Mutations()); diff != "" {
						t.Errorf("writes (-want +got):\n%s", diff)
					}
				},
			},
			{
				PreConfig: func() { open(exposed) },
				Config:    `locals {}`,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(exclusiveAddress, plancheck.ResourceActionDestroy),
				}},
				PostApplyFunc: func() { wantOpen(t, tenant, listed, exposed, permissive) },
			},
		},
	})
}

// A new resource names unprotected applications, and protects them only if the configuration allows that on creation.
// An import declares them.
func TestRedirectProtectionsExclusiveCreateAndImport(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(exclusiveSeed))
	domain := strings.TrimPrefix(tenant.URL, "http://")
	imported := acctest.ImportByIdentity(t, tenant, exclusiveType, map[string]any{"domain": domain})
	want := map[string]any{"domain": domain, "id": domain, "client_ids": []any{listed}, "undeclared": []any{}, "remove_on_create": false}
	if diff := cmp.Diff(want, imported); diff != "" {
		t.Errorf("imported state (-want +got):\n%s", diff)
	}

	none := map[string]any{"client_ids": []any{}}
	if plan := acctest.Plan(t, tenant, exclusiveType, nil, none); len(plan.Warnings) != 1 || !strings.Contains(plan.Warnings[0], "Listed, "+listed) {
		t.Errorf("the plan warns %q, want one that names the application", plan.Warnings)
	}
	life := acctest.NewLifecycle(t, tenant, exclusiveType)
	if errors := life.Apply(none); len(errors) != 1 || !strings.Contains(errors[0], listed) {
		t.Errorf("creating ends with %q, want one error that names the application", errors)
	}
	wantOpen(t, tenant, listed, permissive)
	none["remove_on_create"] = true
	if errors := acctest.NewLifecycle(t, tenant, exclusiveType).Apply(none); len(errors) > 0 {
		t.Errorf("%q", errors)
	}
	wantOpen(t, tenant, permissive)
}

// An application whose protection this configuration turns off must be listed.
func TestRedirectProtectionsExclusiveContradiction(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(exclusiveSeed))
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{{
			Config: `
resource "auth0access_redirect_protection" "test" {
  client_id = "` + exposed + `"
  enabled   = false
}

resource "auth0access_redirect_protections_exclusive" "test" {
  client_ids = ["` + listed + `"]
}
`,
			PlanOnly:    true,
			ExpectError: regexp.MustCompile("Protection is off outside the exclusive set|Declared applications without protection are left out"),
		}},
	})
}

// wantOpen checks which applications redirect after errors.
func wantOpen(t *testing.T, tenant *acctest.Tenant, want ...string) {
	t.Helper()
	got := []string{}
	for _, app := range tenant.List(t, "/api/v2/clients?is_first_party=false") {
		if app["redirection_policy"] == "allow_always" {
			id, _ := app["client_id"].(string)
			got = append(got, id)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("applications that redirect (-want +got):\n%s", diff)
	}
}
