package registration_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// Once Terraform has enabled registration, an application may register itself. The data sources then show it with the
// access that default permissions give it, and its redirects can be protected. After registration is disabled, the next
// application is refused.
func TestRegisteredApplication(t *testing.T) {
	t.Parallel()
	tenant := newTenant(t)
	register := func(want int) {
		t.Helper()
		response, err := loopback.Client.Post(tenant.URL+"/oidc/register", "application/json", strings.NewReader(`{
		  "client_name": "Agent of somebody",
		  "redirect_uris": ["https://agent.example.com/callback"],
		  "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
		  "token_endpoint_auth_method": "none"
		}`))
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != want {
			t.Errorf("a registration is answered with %s, want %d", response.Status, want)
		}
	}
	const seen = `
data "auth0access_third_party_applications" "registered" {
  dynamically_registered = true
}
data "auth0access_third_party_application" "agent" {
  client_id = one(data.auth0access_third_party_applications.registered.client_ids)
}
data "auth0access_effective_access" "agent" {
  client_ids = data.auth0access_third_party_applications.registered.client_ids
}
resource "auth0access_redirect_protection" "agent" {
  client_id              = data.auth0access_third_party_application.agent.client_id
  enabled                = false
  trusted_callback_hosts = ["agent.example.com"]
}
`
	value := statecheck.ExpectKnownValue
	agent := func(attribute string, want knownvalue.Check) statecheck.StateCheck {
		return value("data.auth0access_third_party_application.agent", tfjsonpath.New(attribute), want)
	}
	access := func(attribute string, want knownvalue.Check) statecheck.StateCheck {
		return value("data.auth0access_effective_access.agent", tfjsonpath.New("access").AtSliceIndex(0).AtMapKey(attribute), want)
	}

	tenant.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			for _, client := range tenant.List(t, "/api/v2/clients?is_first_party=false") {
				if client["redirection_policy"] != "open_redirect_protection" {
					t.Errorf("the application is left with the policy %v", client["redirection_policy"])
				}
			}
			return nil
		},
		Steps: []resource.TestStep{
			{
				PreConfig:     func() { register(http.StatusBadRequest) },
				Config:        defaults + registration("enabled = true", strict, after),
				PostApplyFunc: func() { register(http.StatusCreated) },
			},
			{
				Config: defaults + registration("enabled = true", strict, after) + seen,
				ConfigStateChecks: []statecheck.StateCheck{
					agent("client_id", knownvalue.StringRegexp(regexp.MustCompile(`^tpc_`))),
					agent("name", knownvalue.StringExact("Agent of somebody")),
					agent("security_mode", knownvalue.StringExact("strict")),
					agent("dynamically_registered", knownvalue.Bool(true)),
					agent("grant_types", knownvalue.SetExact([]knownvalue.Check{
						knownvalue.StringExact("authorization_code"), knownvalue.StringExact("refresh_token"),
					})),
					value("data.auth0access_effective_access.agent", tfjsonpath.New("access"), knownvalue.ListSizeExact(1)),
					access("audience", knownvalue.StringExact(audience)),
					access("reason", knownvalue.StringExact("default_permissions")),
					access("scopes", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("read:orders")})),
				},
			},
			{
				Config: defaults + registration("enabled = false", strict, after) + seen,
				PostApplyFunc: func() {
					register(http.StatusBadRequest)
					for _, client := range tenant.List(t, "/api/v2/clients?is_first_party=false") {
						if client["redirection_policy"] != "allow_always" {
							t.Errorf("the policy is %v, want the one that Terraform set", client["redirection_policy"])
						}
					}
				},
			},
		},
	})
}
