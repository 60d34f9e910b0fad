package acctest_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Many applications with their grants and redirect protections are created with one changing call each, and refreshed
// with a few reads in all.
func TestBulkReadsThroughTerraform(t *testing.T) {
	t.Parallel()
	const applications = 30
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	config := fmt.Sprintf(`
resource "auth0access_third_party_application" "partner" {
  count     = %d
  name      = "%s-${count.index}"
  app_type  = "regular_web"
  callbacks = ["https://partner.example.com/callback"]
}

resource "auth0access_client_grant" "user" {
  count        = length(auth0access_third_party_application.partner)
  client_id    = auth0access_third_party_application.partner[count.index].client_id
  audience     = %q
  subject_type = "user"
  scopes       = ["read:orders"]
}

resource "auth0access_client_grant" "client" {
  count        = length(auth0access_third_party_application.partner)
  client_id    = auth0access_third_party_application.partner[count.index].client_id
  audience     = %[3]q
  subject_type = "client"
  scopes       = ["write:orders"]
}

resource "auth0access_redirect_protection" "partner" {
  count     = length(auth0access_third_party_application.partner)
  client_id = auth0access_third_party_application.partner[count.index].client_id
}
`, applications, acctest.Name(t, "partner"), acctest.API(t, tenant))
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{
				Config: config,
				Check: func(*terraform.State) error {
					if mutations := len(tenant.Mutations()); mutations != 3*applications {
						return fmt.Errorf("%d changing calls, want one for each application and grant", mutations)
					}
					// One listing tells which applications there were before: a lost creation can then be told from others. Plan and
					// apply list the APIs once each, and each protection rests on a read of its own.
					if reads := len(tenant.Requests()) - len(tenant.Mutations()); reads > 3+applications {
						return fmt.Errorf("%d reads in a walk that knows all it made", reads)
					}
					tenant.ResetRequests()
					return nil
				},
			},
			{
				Config:   config,
				PlanOnly: true,
			},
		},
	})
	// Two plans, each with a page of applications and one of grants, and a single read of either at most; and each
	// application once more right before its protection is destroyed.
	if reads := len(tenant.Requests()) - len(tenant.Mutations()); reads > 2*4+applications {
		t.Errorf("%d reads after the creation: %v", reads, tenant.Requests())
	}
}
