package provider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const aGrant = `
resource "auth0access_client_grant" "test" {
  client_id    = %q
  audience     = %q
  subject_type = "user"
  scopes       = ["read:orders"]
}
`

// A provider block that another resource decides must not fail a plan that needs no call.
func TestUnknownArguments(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	application := acctest.Application(t, tenant, nil)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(nil),
		Steps: []resource.TestStep{{
			Config: fmt.Sprintf(`
resource "terraform_data" "domain" {
  input = %q
}

provider "auth0access" {
  domain        = terraform_data.domain.output
  client_id     = %q
  client_secret = %q
}
`, tenant.URL, tenant.ClientID, tenant.ClientSecret) + fmt.Sprintf(aGrant, application, acctest.API(t, tenant)),
		}},
	})
}

func TestWrongSecret(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	application := acctest.Application(t, tenant, nil)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(nil),
		Steps: []resource.TestStep{{
			Config: fmt.Sprintf(`
provider "auth0access" {
  domain        = %q
  client_id     = %q
  client_secret = "wrong"
}
`, tenant.URL, tenant.ClientID) + fmt.Sprintf(aGrant, application, acctest.API(t, tenant)),
			ExpectError: regexp.MustCompile(`(?s)Could not create.*POST /oauth/token.*401.*does not\s+accept`),
		}},
	})
}
