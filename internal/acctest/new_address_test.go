package acctest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const newAddressSeed = `{
  "resource_servers": [{"name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{"value": "read:orders"}]}],
  "organizations": [{"id": "org_acme000000000001", "name": "acme"}],
  "connections": [{"id": "con_workforce0000001", "name": "workforce", "strategy": "okta"}],
  "clients": [{
    "client_id": "tpc_partner00000000000000000001", "name": "Partner", "app_type": "regular_web", "is_first_party": false,
    "third_party_security_mode": "strict", "callbacks": ["https://partner.example.com/callback"]
  }]
}`

// settingsUnder is the configuration of every setting under a key of for_each.
func settingsUnder(key string, createsFirst bool) string {
	var config strings.Builder
	for typeName, arguments := range map[string]string{
		"connection_domain_promotion":     `connection_id = "con_workforce0000001"`,
		"organization_third_party_access": "organization_id = \"org_acme000000000001\"\n  access = \"allow\"",
		"redirect_protection":             "client_id = \"tpc_partner00000000000000000001\"\n  enabled = false",
		"dynamic_client_registration":     "enabled = true\n  security_mode = \"strict\"\n  allow_without_default_permissions = true",
	} {
		fmt.Fprintf(&config, `
resource "auth0access_%s" "this" {
  for_each = toset([%q])
  %s
  lifecycle {
    create_before_destroy = %t
  }
}
`, typeName, key, arguments, createsFirst)
	}
	return config.String()
}

func grantsUnder(name string) string {
	return fmt.Sprintf(`
resource "auth0access_client_grant" %[1]q {
  client_id    = "tpc_partner00000000000000000001"
  audience     = "https://orders.example.com/"
  subject_type = "user"
  scopes       = ["read:orders"]
}

resource "auth0access_api_default_permissions" %[1]q {
  audience    = "https://orders.example.com/"
  user_access = { scopes = ["read:orders"] }
}
`, name)
}

// A new key of for_each, and a replacement in either order, leave every setting as the configuration says, however many
// things Terraform does at once. The next plan, which reads all of them, is empty.
func TestSettingsAtNewAddress(t *testing.T) {
	t.Parallel()
	for _, parallelism := range []string{"-parallelism=1", "-parallelism=10"} {
		t.Run(parallelism, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, acctest.NewTenant(t, acctest.WithSeed(newAddressSeed), acctest.WithLag(800*time.Millisecond)))
			w.configure(settingsUnder("one", false))
			w.run("apply")
			w.configure(settingsUnder("two", false))
			w.run("apply", parallelism)
			w.checkEmptyPlan()
			w.configure(settingsUnder("two", true))
			w.run("apply", parallelism, `-replace=auth0access_connection_domain_promotion.this["two"]`,
				`-replace=auth0access_redirect_protection.this["two"]`)
			w.checkEmptyPlan()
		})
	}
}

// Grants under a new name are refused by the plan, and the moved blocks that it asks for leave nothing to do.
func TestGrantsAtNewAddress(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(newAddressSeed))
	w := newWorkspace(t, tenant)
	w.configure(grantsUnder("old"))
	w.run("apply")
	tenant.ResetRequests()
	w.configure(grantsUnder("new"))
	w.fail([]string{"apply"}, []string{"Address changed without moved block", "from = auth0access_client_grant.OLD"})
	w.configure(grantsUnder("new") + `
moved {
  from = auth0access_client_grant.old
  to   = auth0access_client_grant.new
}

moved {
  from = auth0access_api_default_permissions.old
  to   = auth0access_api_default_permissions.new
}
`)
	w.run("apply")
	w.checkEmptyPlan()
	if mutations := tenant.Mutations(); len(mutations) > 0 {
		t.Errorf("something is changed: %v", mutations)
	}
}
