package authorizationserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	typeName = "auth0access_authorization_server"
	address  = typeName + ".this"
	settings = "/api/v2/tenants/settings"
)

func server(arguments ...string) string {
	return fmt.Sprintf("resource %q \"this\" {\n  %s\n}\n", typeName, strings.Join(arguments, "\n  "))
}

// The settings through their life: set one by one, changed by somebody else, imported, and left as they are. Only what
// is set and differs is sent, and nothing else of the tenant changes.
func TestAuthorizationServer(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	before := tenant.Call(t, http.MethodGet, settings, nil)
	const profile, documents, consent = "resource_parameter_profile", "client_id_metadata_document_supported", "use_scope_descriptions_for_consent"
	all := server(profile+` = "compatibility"`, documents+` = true`, consent+` = true`)
	flag := map[string]any{"flags": map[string]any{consent: true}}

	tenant.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{
			PreConfig:     tenant.ResetRequests,
			Config:        server(profile + ` = "compatibility"`),
			PostApplyFunc: acctest.WantBodies(t, tenant, map[string]any{profile: "compatibility"}),
		},
		{ // settings that are not declared may have any value
			PreConfig: func() {
				tenant.Call(t, http.MethodPatch, settings, map[string]any{documents: true})
				tenant.ResetRequests()
			},
			Config:           server(profile + ` = "compatibility"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		{
			Config:           all,
			ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
			PostApplyFunc:    acctest.WantBodies(t, tenant, flag),
		},
		{ // somebody changes two of them
			PreConfig: func() {
				tenant.Call(t, http.MethodPatch, settings, map[string]any{profile: "audience", documents: false})
				tenant.ResetRequests()
			},
			Config:           all,
			ConfigPlanChecks: acctest.WantAction(address, plancheck.ResourceActionUpdate),
			PostApplyFunc:    acctest.WantBodies(t, tenant, map[string]any{profile: "compatibility", documents: true}),
		},
		{
			ResourceName: address, ImportState: true, ImportStateId: strings.TrimPrefix(tenant.URL, "http://"),
			ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "domain",
		},
		{ // taken out of the configuration
			PreConfig:     tenant.ResetRequests,
			Config:        server(consent + ` = true`),
			PostApplyFunc: acctest.WantBodies(t, tenant),
		},
		{Config: all, Destroy: true, PostApplyFunc: acctest.WantBodies(t, tenant)},
	}})
	want := before
	want[profile], want[documents] = "compatibility", true
	want["flags"].(map[string]any)[consent] = true //nolint:forcetypeassert // every tenant has flags
	if diff := cmp.Diff(want, tenant.Call(t, http.MethodGet, settings, nil)); diff != "" {
		t.Errorf("settings after destroy (-want +got):\n%s", diff)
	}
}

// A setting that the tenant never showed has its default, and is not sent if the default is declared.
func TestAuthorizationServerDefaults(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	tenant.ResetRequests()
	l := acctest.NewLifecycle(t, tenant, typeName)
	defaults := map[string]any{
		"resource_parameter_profile": "audience", "client_id_metadata_document_supported": false, "use_scope_descriptions_for_consent": false,
	}
	if errors := l.Apply(defaults); len(errors) > 0 {
		t.Fatal(errors)
	}
	if writes := tenant.Mutations(); len(writes) > 0 {
		t.Errorf("sent %v", writes)
	}
	state := l.State()
	for name, want := range defaults {
		if state[name] != want {
			t.Errorf("%s is %v, want %v", name, state[name], want)
		}
	}
}

// The plan says what stays, and refuses a resource that sets nothing.
func TestPlans(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	domain := strings.TrimPrefix(tenant.URL, "http://")
	prior := map[string]any{"resource_parameter_profile": "compatibility", "client_id_metadata_document_supported": true, "domain": domain, "id": domain}
	tests := map[string]struct {
		prior, config map[string]any
		want          string
	}{
		"destroyed": {prior, nil, "keeps resource_parameter_profile = compatibility, client_id_metadata_document_supported = true."},
		"left out":  {prior, map[string]any{"client_id_metadata_document_supported": true}, `leaves out from now on: resource_parameter_profile = "compatibility".`},
		"changed":   {prior, map[string]any{"resource_parameter_profile": "audience", "client_id_metadata_document_supported": true}, ""},
		"new":       {nil, map[string]any{"client_id_metadata_document_supported": true}, ""},
	}
	for name, test := range tests {
		got := acctest.Plan(t, tenant, typeName, test.prior, test.config)
		if len(got.Errors) > 0 || (len(got.Warnings) == 1) != (test.want != "") || !strings.Contains(strings.Join(got.Warnings, ""), test.want) {
			t.Errorf("%s: errors %q, warnings %q, want one with %q", name, got.Errors, got.Warnings, test.want)
		}
	}
	for want, config := range map[string]map[string]any{
		"No setting given": {},
		"compatibility":    {"resource_parameter_profile": "both"},
	} {
		if _, errors := acctest.PlanConfig(t, tenant, typeName, config); len(errors) != 1 || !strings.Contains(errors[0], want) {
			t.Errorf("%v: %q, want one with %q", config, errors, want)
		}
	}
}
