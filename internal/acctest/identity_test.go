package acctest_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// TestImportByIdentity imports one resource of each kind by an import block with its identity. What the provider makes
// of an identity is also tested beside each resource, without Terraform.
func TestImportByIdentity(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	step := resource.TestStep{Config: fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  name     = %q
  app_type = "regular_web"
}

resource "auth0access_client_grant" "test" {
  client_id    = auth0access_third_party_application.test.client_id
  audience     = %q
  subject_type = "user"
  scopes       = ["read:orders"]
}

resource "auth0access_client_grants_exclusive" "test" {
  client_id = auth0access_client_grant.test.client_id
  grants    = [auth0access_client_grant.test]
}

resource "auth0access_api_default_permissions" "test" {
  audience    = auth0access_client_grant.test.audience
  user_access = { all_scopes = true }
}

resource "auth0access_connection_domain_promotion" "test" {
  connection_id = %q
}

resource "auth0access_redirect_protection" "test" {
  client_id = auth0access_third_party_application.test.client_id
}

resource "auth0access_rate_limit_policy" "test" {
  client_id = auth0access_third_party_application.test.client_id
  action    = "block"
  limit     = 0
}

resource "auth0access_organization_third_party_access" "test" {
  organization_id = %q
  access          = "allow"
}

resource "auth0access_api_access_policy" "test" {
  audience      = auth0access_api_default_permissions.test.audience
  user_access   = "allow_all"
  client_access = "require_client_grant"
}
`, acctest.Name(t, "identity"), acctest.API(t, tenant), acctest.Connection(t, tenant), acctest.Organization(t, tenant))}
	steps := []resource.TestStep{step}
	for _, kind := range []string{
		"third_party_application", "client_grant", "client_grants_exclusive", "api_default_permissions", "connection_domain_promotion", "redirect_protection",
		"organization_third_party_access", "rate_limit_policy", "api_access_policy",
	} {
		steps = append(steps, resource.TestStep{
			Config:          step.Config,
			ResourceName:    "auth0access_" + kind + ".test",
			ImportState:     true,
			ImportStateKind: resource.ImportBlockWithResourceIdentity,
		})
	}
	tenant.Test(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps:                  steps,
	})
}
