package acctest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// TestRemediesOfKilled follows "If Terraform was killed" of the troubleshooting page. If Terraform dies before it
// writes its state, the tenant is as after an apply, and there is no state.
func TestRemediesOfKilled(t *testing.T) {
	t.Parallel()
	const (
		application = "auth0access_third_party_application.test"
		config      = `
resource "auth0access_third_party_application" "test" {
  name     = "Partner"
  app_type = "regular_web"
}

resource "auth0access_client_grant" "test" {
  client_id    = auth0access_third_party_application.test.client_id
  audience     = "https://api.example.com/"
  subject_type = "user"
  scopes       = ["read:orders"]
}
`
	)
	killed := func(t *testing.T) (*acctest.Tenant, *workspace, string) {
		t.Helper()
		tenant := acctest.NewTenant(t, acctest.WithSeed(ordersSeed))
		w := newWorkspace(t, tenant)
		w.configure(config)
		w.run("apply")
		if err := os.Remove(filepath.Join(w.dir, "terraform.tfstate")); err != nil {
			t.Fatal(err)
		}
		return tenant, w, thirdParties(t, tenant)[0]
	}
	t.Run("taken over", func(t *testing.T) {
		t.Parallel()
		tenant, w, made := killed(t)
		w.run("import", application, made)
		output, ok := w.try("apply")
		block := regexp.MustCompile(`import \{ to = auth0access_client_grant\.NAME id = "(cgr_\w+)" \}`).FindStringSubmatch(output)
		if ok || block == nil {
			t.Fatalf("apply shows no import block:\n%s", output)
		}
		w.configure(config + `
import {
  to = auth0access_client_grant.test
  id = "` + block[1] + `"
}
`)
		w.run("apply")
		w.checkEmptyPlan()
		if there := thirdParties(t, tenant); !slices.Equal(there, []string{made}) {
			t.Errorf("there are the applications %q, want %q", there, made)
		}
	})
	t.Run("made twice", func(t *testing.T) {
		t.Parallel()
		tenant, w, made := killed(t)
		w.run("apply")
		if there := thirdParties(t, tenant); len(there) != 2 {
			t.Fatalf("there are the applications %q", there)
		}
		tenant.Call(t, "DELETE", "/api/v2/clients/"+made, nil)
		w.checkEmptyPlan()
	})
}
