package acctest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// thirdParties returns the client ids of the tenant's third-party applications, in the order of their creation.
func thirdParties(t *testing.T, tenant *acctest.Tenant) []string {
	t.Helper()
	var ids []string
	for _, app := range tenant.List(t, "/api/v2/clients?is_first_party=false&per_page=100") {
		id, _ := app["client_id"].(string)
		ids = append(ids, id)
	}
	return ids
}

func addFaults(t *testing.T, tenant *acctest.Tenant, faults ...emulator.Fault) {
	t.Helper()
	for _, fault := range faults {
		if err := tenant.Emulator.AddFault(fault); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNamesakeOfLostCreation follows the messages that appear if the answer to a creation is lost and a namesake
// exists. The namesake never changes.
func TestNamesakeOfLostCreation(t *testing.T) {
	t.Parallel()
	const (
		address = "auth0access_third_party_application.test"
		config  = `
resource "auth0access_third_party_application" "test" {
  name      = "Twin"
  app_type  = "spa"
  callbacks = ["https://partner.example.com/callback"]
}
`
	)
	twin := map[string]any{
		"name": "Twin", "app_type": "spa", "token_endpoint_auth_method": nil, "callbacks": []string{"https://partner.example.com/callback"},
	}
	differing := map[string]any{"name": "Twin", "app_type": "spa", "description": "Another team's"}
	otherType := map[string]any{"name": "Twin", "app_type": "native"}
	for name, test := range map[string]struct {
		lost     emulator.FaultKind
		namesake map[string]any // nil for one that its owner registers
		isOpen   bool           // whether Terraform leaves it to a person
	}{
		"the same, ours was made":                    {emulator.FaultResetAfter, twin, true},
		"differing, ours was not made":               {emulator.FaultResetBefore, differing, true},
		"differing, ours was made":                   {emulator.FaultResetAfter, differing, false},
		"of another type, ours was not made":         {emulator.FaultResetBefore, otherType, false},
		"registered by its owner, ours was not made": {emulator.FaultResetBefore, nil, false},
		"registered by its owner, ours was made":     {emulator.FaultResetAfter, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed("{}"))
			w := newWorkspace(t, tenant)
			w.configure(config)
			addFaults(t, tenant,
				emulator.Fault{Method: http.MethodPost, Path: "/api/v2/clients", Kind: test.lost},
				emulator.Fault{Method: http.MethodGet, Path: "/api/v2/clients", Every: 2, Kind: emulator.FaultStatus, Status: http.StatusForbidden})
			w.fail([]string{"apply"}, []string{"Application may have been created", "Run Terraform again once the cause is removed"})
			tenant.Emulator.ClearFaults()
			ours := thirdParties(t, tenant)
			if test.namesake == nil {
				register(t, tenant, "Twin")
			} else {
				acctest.Application(t, tenant, test.namesake)
			}
			theirs := thirdParties(t, tenant)[len(ours):]

			if test.isOpen {
				for _, command := range [][]string{{"plan"}, {"destroy"}, {"destroy", "-refresh=false"}} {
					w.fail(command, []string{"Find out in the Dashboard", "terraform state rm with the address", theirs[0]})
				}
				w.run("state", "rm", address)
				if len(ours) > 0 {
					w.run("import", address, ours[0])
					w.checkEmptyPlan()
				}
			}
			w.run("apply")
			w.checkEmptyPlan()
			if made := thirdParties(t, tenant); len(made) != 2 || !slices.Contains(made, theirs[0]) {
				t.Errorf("there are %q, with %q of somebody else's", made, theirs)
			}
			w.run("destroy")
			if left := thirdParties(t, tenant); !slices.Equal(left, theirs) {
				t.Errorf("destroy has left %q, want %q", left, theirs)
			}
		})
	}
}

// register registers an application of the name as its owner does.
func register(t *testing.T, tenant *acctest.Tenant, name string) {
	t.Helper()
	tenant.Call(t, http.MethodPatch, "/api/v2/tenants/settings", map[string]any{"flags": map[string]any{"enable_dynamic_client_registration": true}})
	body := `{"client_name": "` + name + `", "redirect_uris": ["https://elsewhere.example.com/callback"]}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, tenant.URL+"/oidc/register", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := loopback.Client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // nothing is read
	if resp.StatusCode != http.StatusCreated {
		t.Fatalf("registration is answered with %s", resp.Status)
	}
}

// A destroy is refused while an undeclared application exists, because Terraform plans before it. The message says how
// to destroy all the same, and that harms nobody.
func TestDestroyBesideUndeclared(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(ordersSeed))
	w := newWorkspace(t, tenant)
	w.configure(protectedPartner(false, false, "1") + `
resource "auth0access_third_party_applications_exclusive" "this" {
  client_ids = [` + protectedAddress + `.client_id]
}
`)
	w.run("apply")
	theirs := acctest.Application(t, tenant, map[string]any{"name": "Stranger"})
	w.fail([]string{"destroy"}, []string{"Third-party applications are not declared", theirs, "terraform destroy removes none of them, but needs -refresh=false"})
	w.run("destroy", "-refresh=false")
	if left := thirdParties(t, tenant); !slices.Equal(left, []string{theirs}) {
		t.Errorf("destroy has left %q, want %q alone", left, theirs)
	}
}

// A warning that comes before what it names is known says so.
func TestEndOfWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, acctest.NewTenant(t, acctest.WithSeed(ordersSeed)))
	w.configure(`
resource "terraform_data" "new" {
  input = "https://api.example.com/"
}

resource "auth0access_client_grant" "test" {
  client_id    = terraform_data.new.output
  audience     = terraform_data.new.output
  subject_type = "client"
  scopes       = []
  expires_at   = "2020-01-01T00:00:00Z"
}

resource "auth0access_api_default_permissions" "test" {
  audience    = terraform_data.new.output
  user_access = { scopes = [] }
  expires_at  = "2020-01-01T00:00:00Z"
}
`)
	output := w.run("plan", "-target=auth0access_client_grant.test")
	output += w.run("plan", "-target=auth0access_api_default_permissions.test")
	for _, wanted := range []string{
		"client grant of application (known after apply) for (known after apply) (client) after",
		"default permissions of (known after apply) after",
	} {
		if !strings.Contains(output, wanted) {
			t.Errorf("no %q in %s", wanted, output)
		}
	}
}
