package acctest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// Many applications and their grants take one write each to create. With their redirect protections, they take a few
// reads in all to refresh.
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
					// A listing of applications tells which ones existed before a creation whose answer is lost. Plan and apply each
					// list the APIs once: they are processes of their own, and the apply checks what its plan could not know. Each
					// application is read right before its protection is set, because somebody may have changed it since its creation.
					if diff := cmp.Diff(map[string]int{"clients": 1, "resource-servers": 2, "clients/{id}": applications}, reads(tenant)); diff != "" {
						return fmt.Errorf("reads of the creation (-want +got):\n%s", diff)
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
	// Two plans, the empty one and the one that destroys, each take a page of applications and a page of grants, or a
	// single read before that. Destroying a protection reads its application, and writes only if somebody has turned the
	// protection off since the plan. Applications and grants are destroyed without a read.
	got := reads(tenant)
	if got["clients"] > 2 || got["client-grants"] > 2 || got["client-grants/{id}"] > 2 || got["clients/{id}"] < applications || got["clients/{id}"] > applications+2 || len(got) > 4 {
		t.Errorf("reads after the creation: %v", got)
	}
}

// reads counts the calls that read, by what they read.
func reads(tenant *acctest.Tenant) map[string]int {
	counts := map[string]int{}
	for _, request := range tenant.Requests() {
		path, _, _ := strings.Cut(strings.TrimPrefix(request.Path, "/api/v2/"), "?")
		if collection, _, isSingle := strings.Cut(path, "/"); isSingle {
			path = collection + "/{id}"
		}
		if request.Method == http.MethodGet {
			counts[path]++
		}
	}
	return counts
}
