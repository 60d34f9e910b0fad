package provider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

var allGrantScopes = []string{"read:client_grants", "create:client_grants", "update:client_grants", "delete:client_grants"}

const aGrant = `
resource "auth0access_client_grant" "test" {
  client_id    = %q
  audience     = %q
  subject_type = "user"
  scopes       = ["read:orders"]
}
`

// A provider block whose values depend on a resource must not fail a plan that needs no call.
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

// Each way to authenticate reads and writes a tenant.
func TestWaysToAuthenticate(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	audience := acctest.API(t, tenant)
	private, public := keyPair(t)
	signer := acctest.ManagementApplication(t, tenant, map[string]any{
		"jwt_configuration": map[string]any{"alg": "RS256"},
		"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{
			"credentials": []any{map[string]any{"credential_type": "public_key", "pem": public, "alg": "PS256"}},
		}},
	}, allGrantScopes...)
	secretive := acctest.ManagementApplication(t, tenant, nil, allGrantScopes...)

	for name, arguments := range map[string]string{
		"client secret": fmt.Sprintf("client_id = %q\nclient_secret = %q", secretive.ClientID, secretive.ClientSecret),
		"private key JWT": fmt.Sprintf("client_id = %q\nclient_assertion_private_key = %q\nclient_assertion_signing_alg = \"PS256\"",
			signer.ClientID, private),
		"API token": fmt.Sprintf("api_token = %q", secretive.Token(t)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Factories(nil),
				Steps: []resource.TestStep{{
					Config: block(tenant, arguments) + fmt.Sprintf(aGrant, acctest.Application(t, tenant, nil), audience),
				}},
			})
		})
	}
}

// A scope that the token lacks is named.
func TestMissingScope(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	reader := acctest.ManagementApplication(t, tenant, nil, "read:client_grants")
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(nil),
		Steps: []resource.TestStep{{
			Config: block(tenant, fmt.Sprintf("client_id = %q\nclient_secret = %q", reader.ClientID, reader.ClientSecret)) +
				fmt.Sprintf(aGrant, acctest.Application(t, tenant, nil), acctest.API(t, tenant)),
			ExpectError: regexp.MustCompile(`(?s)POST /api/v2/client-grants: 403.*insufficient_scope.*Grant\s+create:client_grants\s+to`),
		}},
	})
}

// A provider that may only read plans, and refuses to apply.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	grant := fmt.Sprintf(aGrant, acctest.Application(t, tenant, nil), acctest.API(t, tenant))
	arguments := fmt.Sprintf("client_id = %q\nclient_secret = %q\nread_only = true", tenant.ClientID, tenant.ClientSecret)
	tenant.ResetRequests()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(nil),
		Steps: []resource.TestStep{
			{Config: block(tenant, arguments) + grant, PlanOnly: true, ExpectNonEmptyPlan: true},
			{
				Config:      block(tenant, arguments) + grant,
				ExpectError: regexp.MustCompile(`(?s)Provider may only read.*read_only = true.*POST\s+/api/v2/client-grants\s+was\s+not\s+sent`),
			},
		},
	})
	if sent := tenant.Mutations(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

func block(tenant *acctest.Tenant, arguments string) string {
	return fmt.Sprintf("provider \"auth0access\" {\n  domain = %q\n  audience = %q\n%s\n}\n", tenant.URL, tenant.Audience, arguments)
}
