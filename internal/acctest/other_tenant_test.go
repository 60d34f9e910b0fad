package acctest_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const otherTenant = "State is of another tenant"

// hostOf is the tenant's domain.
func hostOf(tenant *acctest.Tenant) string { return strings.TrimPrefix(tenant.URL, "http://") }

// underCustomDomain returns the tenant as it is reached under another domain.
func underCustomDomain(tenant *acctest.Tenant) *acctest.Tenant {
	custom := *tenant
	custom.URL = strings.Replace(tenant.URL, "127.0.0.1", "localhost", 1)
	return &custom
}

// Every operation on a resource whose state is of another tenant is refused without a call, even if all ids are the
// same there. A custom domain counts as the same tenant if the provider has the audience.
func TestEveryResourceKnowsItsTenant(t *testing.T) {
	t.Parallel()
	own, other := acctest.HandMade(t), acctest.HandMade(t)
	untold := underCustomDomain(own)
	untold.Audience = untold.URL + "/api/v2/"
	for name := range handMade {
		listed, errors := acctest.List(t, own, name, nil)
		if len(errors) > 0 || len(listed) == 0 {
			t.Fatalf("%s: %d are found with errors %q", name, len(listed), errors)
		}
		life := acctest.NewLifecycle(t, own, name)
		life.ImportByIdentity(listed[0].Identity)
		for call, errors := range life.In(other) {
			if len(errors) != 1 || !strings.Contains(errors[0], otherTenant) ||
				!strings.Contains(errors[0], hostOf(own)) || !strings.Contains(errors[0], hostOf(other)) {
				t.Errorf("%s: %s gives the errors %q", name, call, errors)
			}
		}
		if errors := life.In(underCustomDomain(own))["read"]; len(errors) > 0 {
			t.Errorf("%s: under the custom domain, read gives the errors %q", name, errors)
		}
		if errors := life.In(untold)["read"]; len(errors) != 1 || !strings.Contains(errors[0], `"https://`+hostOf(own)+`/api/v2/"`) {
			t.Errorf("%s: under the custom domain without the audience, read gives the errors %q", name, errors)
		}
	}
	if requests := other.Requests(); len(requests) > 0 {
		t.Errorf("the other tenant is asked %v", requests)
	}
}

// TestOtherTenant runs Terraform with the credentials of another tenant than the state's, and then with a custom
// domain.
func TestOtherTenant(t *testing.T) {
	t.Parallel()
	own, other := acctest.HandMade(t), acctest.HandMade(t)
	w := newWorkspace(t, own)
	config := `
resource "auth0access_third_party_application" "test" {
  count    = 3
  name     = "Partner"
  app_type = "spa"
}

resource "auth0access_third_party_applications_exclusive" "test" {
  client_ids        = concat(auth0access_third_party_application.test[*].client_id, ["` + strings.Join(thirdParties(t, own), `", "`) + `"])
  delete_undeclared = true
}

resource "auth0access_redirect_protections_exclusive" "test" {
  client_ids       = []
  remove_on_create = true
}

resource "auth0access_default_permissions_exclusive" "test" {
  audiences        = []
  remove_on_create = true
}

resource "auth0access_connection_domain_promotions_exclusive" "test" {
  connection_ids   = []
  remove_on_create = true
}
`
	w.configure(config)
	w.run("apply")
	w.configure(strings.Replace(config, `"Partner"`, `"Renamed"`, 1))
	saved := filepath.Join(w.dir, "saved.tfplan")
	w.run("plan", "-out="+saved)
	w.configure(config)

	w.use(other)
	for _, command := range [][]string{
		{"plan"}, {"plan", "-refresh=false"}, {"apply"}, {"apply", "-refresh-only"}, {"apply", saved}, {"destroy"}, {"destroy", "-refresh=false"},
	} {
		w.fail(command, []string{otherTenant, "of the tenant " + hostOf(own), "configured for " + hostOf(other)})
	}
	if output, _ := w.try("plan"); strings.Count(output, otherTenant) != 1 {
		t.Errorf("one cause is reported more than once:\n%s", output)
	}
	if mutations := other.Mutations(); len(mutations) > 0 {
		t.Errorf("the other tenant is changed: %v", mutations)
	}

	w.use(underCustomDomain(own))
	w.fail([]string{"plan"}, []string{otherTenant, `to "https://` + hostOf(own) + `/api/v2/"`})
	w.setenv("AUTH0_AUDIENCE=https://" + hostOf(own) + "/api/v2/")
	w.checkEmptyPlan()
	w.run("destroy")
}

// A state from before states recorded their tenant is recognised by its attribute domain.
func TestTenantInAttribute(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	for typeName, argument := range map[string]string{
		"auth0access_default_permissions_exclusive":          "audiences",
		"auth0access_connection_domain_promotions_exclusive": "connection_ids",
		"auth0access_redirect_protections_exclusive":         "client_ids",
		"auth0access_third_party_applications_exclusive":     "client_ids",
	} {
		for domain, isOther := range map[string]bool{hostOf(tenant): false, "other.eu.auth0.com": true} {
			plan := acctest.Plan(t, tenant, typeName, map[string]any{argument: []string{}, "undeclared": []any{}, "domain": domain}, map[string]any{argument: []string{}})
			if got := len(plan.Errors) == 1 && strings.Contains(plan.Errors[0], otherTenant); got != isOther {
				t.Errorf("%s: state of %s: errors %q", typeName, domain, plan.Errors)
			}
		}
	}
}
