package organization_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// seed has organizations with every kind of member that a careless update could change.
const seed = `{
  "organizations": [
    {
      "id": "org_0000000000000001",
      "name": "acme",
      "display_name": "Acme <& sons>",
      "branding": {"logo_url": "https://acme.example/logo.png", "colors": {"primary": "#ff0000", "page_background": "#000000"}},
      "metadata": {"plan": "gold", "empty": ""},
      "token_quota": {"client_credentials": {"enforce": true, "per_day": 100, "per_hour": 10}},
      "is_app_entitlement_active": true
    },
    {"id": "org_0000000000000002", "name": "globex", "metadata": {"plan": "silver"}},
    {"id": "org_0000000000000003", "name": "initech"}
  ]
}`

// Allowing and blocking leave every other member of an organization as it was.
func TestOrganizationThirdPartyAccessChangesNothingElse(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed))
	before := tenant.Whole(t, "/api/v2/organizations")
	var config strings.Builder
	for id := range before {
		config.WriteString(thirdPartyAccessNamed(id, id, "allow"))
	}

	tenant.Test(t, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			if diff := cmp.Diff(before, tenant.Whole(t, "/api/v2/organizations")); diff != "" {
				return fmt.Errorf("organizations after destroy (-before +after):\n%s", diff)
			}
			return nil
		},
		Steps: []resource.TestStep{{
			Config: config.String(),
			Check: func(*terraform.State) error {
				now := tenant.Whole(t, "/api/v2/organizations")
				for id, organization := range now {
					if organization["third_party_client_access"] != "allow" {
						return fmt.Errorf("organization %s does not allow access", id)
					}
					organization["third_party_client_access"] = "block"
				}
				if diff := cmp.Diff(before, now); diff != "" {
					return fmt.Errorf("organizations, access aside (-before +now):\n%s", diff)
				}
				return nil
			},
		}},
	})
}

// Many organizations are read with few calls.
func TestOrganizationThirdPartyAccessReadsInBulk(t *testing.T) {
	t.Parallel()
	const many = 40
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	var config strings.Builder
	for i := range many {
		organization := tenant.Call(t, http.MethodPost, "/api/v2/organizations", map[string]any{"name": fmt.Sprintf("customer-%d", i)})
		id, _ := organization["id"].(string)
		config.WriteString(thirdPartyAccessNamed(id, id, "block"))
	}

	var reads []acctest.Request
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config.String(),
			},
			{
				PreConfig:    tenant.ResetRequests,
				RefreshState: true,
				Check: func(*terraform.State) error {
					reads = tenant.Requests() // those of the destruction, each of which reads for itself, come later
					return nil
				},
			},
		},
	})
	listed := slices.ContainsFunc(reads, func(r acctest.Request) bool { return strings.HasPrefix(r.Path, "/api/v2/organizations?") })
	if !listed || len(reads) >= many {
		t.Errorf("refreshing %d organizations made %d calls, listing them: %v", many, len(reads), listed)
	}
}
