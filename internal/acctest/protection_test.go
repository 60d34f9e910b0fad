package acctest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	protectedAddress = "auth0access_third_party_application.test"
	isProtected      = "Application is protected from deletion"
)

// protectedPartner is an application with a grant and redirect protection of its own.
func protectedPartner(protected, createsFirst bool, trigger string) string {
	return fmt.Sprintf(`
resource "terraform_data" "trigger" {
  input = %q
}

resource "auth0access_third_party_application" "test" {
  name                = "Partner"
  app_type            = "regular_web"
  callbacks           = ["https://partner.example.com/callback"]
  deletion_protection = %t
  lifecycle {
    create_before_destroy = %t
    replace_triggered_by  = [terraform_data.trigger.output]
  }
}

resource "auth0access_client_grant" "test" {
  client_id    = auth0access_third_party_application.test.client_id
  audience     = "https://api.example.com/"
  subject_type = "user"
  scopes       = ["read:orders"]
}

resource "auth0access_redirect_protection" "test" {
  client_id = auth0access_third_party_application.test.client_id
  enabled   = false
}
`, trigger, protected, createsFirst)
}

// The plan refuses every replacement of a protected application, whatever causes it, before anything is created or
// destroyed. Following the message makes the replacement possible.
func TestProtectedApplicationReplaced(t *testing.T) {
	t.Parallel()
	for _, createsFirst := range []bool{false, true} {
		t.Run(fmt.Sprintf("create_before_destroy = %t", createsFirst), func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(ordersSeed))
			w := newWorkspace(t, tenant)
			w.configure(protectedPartner(true, createsFirst, "1"))
			w.run("apply")
			before := thirdParties(t, tenant)
			tenant.ResetRequests()

			w.fail([]string{"apply", "-replace=" + protectedAddress}, []string{isProtected, "is asked to replace", before[0], "apply that alone first"})
			w.configure(protectedPartner(true, createsFirst, "2"))
			w.fail([]string{"apply"}, []string{isProtected, "is asked to replace"})
			w.configure(protectedPartner(true, createsFirst, "1"))
			w.run("taint", protectedAddress)
			w.fail([]string{"apply"}, []string{isProtected, "as tainted", before[0], "run terraform untaint"})
			w.fail([]string{"destroy"}, []string{isProtected})
			if mutations := tenant.Mutations(); len(mutations) > 0 {
				t.Errorf("something is changed: %v", mutations)
			}

			w.run("untaint", protectedAddress)
			w.checkEmptyPlan()
			w.configure(protectedPartner(false, createsFirst, "1"))
			w.run("apply")
			w.run("apply", "-replace="+protectedAddress)
			w.checkEmptyPlan()
			if after := thirdParties(t, tenant); len(after) != 1 || after[0] == before[0] {
				t.Errorf("there are %q after the replacement of %q", after, before)
			}
		})
	}
}

// A plan without a refresh does not see a taint. The apply does, and following its messages resolves it.
func TestProtectedApplicationTaintedUnseen(t *testing.T) {
	t.Parallel()
	t.Run("create_before_destroy", func(t *testing.T) {
		t.Parallel()
		tenant := acctest.NewTenant(t, acctest.WithSeed(ordersSeed))
		w := newWorkspace(t, tenant)
		w.configure(protectedPartner(true, true, "1"))
		w.run("apply")
		before := thirdParties(t, tenant)
		w.run("taint", protectedAddress)
		w.fail([]string{"apply", "-refresh=false"}, []string{isProtected, before[0], "has been replaced by a new one", "set deletion_protection = false and apply"})
		w.fail([]string{"apply"}, []string{"Protected application has been replaced", isProtected})
		w.configure(protectedPartner(false, true, "1"))
		w.run("apply")
		w.configure(protectedPartner(true, true, "1"))
		w.run("apply")
		w.checkEmptyPlan()
		if after := thirdParties(t, tenant); len(after) != 1 || after[0] == before[0] {
			t.Errorf("there are %q after the replacement of %q", after, before)
		}
	})
	t.Run("destroy first", func(t *testing.T) {
		t.Parallel()
		tenant := acctest.NewTenant(t, acctest.WithSeed(ordersSeed))
		w := newWorkspace(t, tenant)
		w.configure(protectedPartner(true, false, "1"))
		w.run("apply")
		before := thirdParties(t, tenant)
		w.run("taint", protectedAddress)
		w.fail([]string{"apply", "-refresh=false"}, []string{isProtected, before[0], "Run terraform untaint"})
		w.run("untaint", protectedAddress)
		w.run("apply")
		w.checkEmptyPlan()
		if after := thirdParties(t, tenant); !slices.Equal(after, before) {
			t.Errorf("there are %q, where there were %q", after, before)
		}
	})
}

// Names are not unique: a new application with the name of protected ones replaces none of them.
func TestProtectedApplicationHasNamesakes(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(ordersSeed))
	w := newWorkspace(t, tenant)
	for _, count := range []int{5, 15} {
		w.configure(fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  count               = %d
  name                = "Partner"
  app_type            = "regular_web"
  deletion_protection = true
}
`, count))
		w.run("apply")
		if there := thirdParties(t, tenant); len(there) != count {
			t.Errorf("there are %d applications, want %d", len(there), count)
		}
	}
}

// A protected application that was changed by Terraform and is then deleted by hand is created anew.
func TestProtectedApplicationDeletedByHand(t *testing.T) {
	t.Parallel()
	const url = "https://agent.example.com/client.json"
	tenant := acctest.NewTenant(t, acctest.WithSeed(`{"documents": {"`+url+`": {
		"client_id": "`+url+`", "client_name": "Agent", "application_type": "native", "token_endpoint_auth_method": "none",
		"redirect_uris": ["https://agent.example.com/callback"], "grant_types": ["authorization_code"]}}}`))
	w := newWorkspace(t, tenant)
	for _, tier := range []string{"silver", "gold"} {
		w.configure(fmt.Sprintf(`
resource "auth0access_third_party_application" "test" {
  name                = "Partner"
  app_type            = "non_interactive"
  client_metadata     = { tier = %[1]q }
  deletion_protection = true
}

resource "auth0access_cimd_application" "test" {
  metadata_url        = %[2]q
  client_metadata     = { tier = %[1]q }
  deletion_protection = true
}
`, tier, url))
		w.run("apply")
	}
	before := thirdParties(t, tenant)
	for _, id := range before {
		tenant.Call(t, "DELETE", "/api/v2/clients/"+id, nil)
	}
	w.run("apply")
	w.checkEmptyPlan()
	after := thirdParties(t, tenant)
	if len(after) != len(before) || slices.ContainsFunc(after, func(id string) bool { return slices.Contains(before, id) }) {
		t.Errorf("there are %q after the deletion of %q", after, before)
	}
}

// ordersSeed is a tenant with an API, and no application but the provider's.
const ordersSeed = `{"resource_servers": [{"name": "Orders", "identifier": "https://api.example.com/", "scopes": [{"value": "read:orders"}]}]}`
