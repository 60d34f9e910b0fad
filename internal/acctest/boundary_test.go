package acctest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// moduleOfGrants is a module that a platform team does not write: it grants what its caller names.
const moduleOfGrants = `
terraform {
  required_providers {
    auth0access = { source = "auth0access/auth0access" }
  }
}

variable "client_id" { type = string }

variable "grants" { type = map(set(string)) }

resource "auth0access_client_grant" "this" {
  for_each = var.grants

  client_id    = var.client_id
  audience     = each.key
  subject_type = "user"
  scopes       = each.value
}
`

// newBoundedWorkspace returns a workspace with the module in the folder partner, and an application to grant things to.
func newBoundedWorkspace(t *testing.T) (w *workspace, tenant *acctest.Tenant, clientID, audience string) {
	t.Helper()
	tenant = acctest.NewTenant(t, acctest.EmulatorOnly())
	w = newWorkspace(t, tenant)
	if err := os.Mkdir(filepath.Join(w.dir, "partner"), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(w.dir, "partner", "main.tf"), []byte(moduleOfGrants))
	clientID, audience = acctest.Application(t, tenant, nil), acctest.API(t, tenant)
	tenant.ResetRequests()
	return w, tenant, clientID, audience
}

// partner calls the module; scopes is what it is to grant of the API.
func partner(clientID, audience, scopes string) string {
	return fmt.Sprintf(`
module "partner" {
  source    = "./partner"
  client_id = %q
  grants    = { %q = %s }
}
`, clientID, audience, scopes)
}

func boundedProvider(boundary string) string {
	return fmt.Sprintf(`
provider "auth0access" {
  access_boundary = %s
}
`, boundary)
}

func wantWrites(t *testing.T, tenant *acctest.Tenant, want int) {
	t.Helper()
	if got := tenant.Mutations(); len(got) != want {
		t.Errorf("the provider made the writes %q, want %d", got, want)
	}
	tenant.ResetRequests()
}

// The root module limits what other people's modules grant. A refusal names the address, the audience and the scope. A
// grant beyond the boundary that exists already shows in every plan, even of a move or an import, and can be destroyed.
func TestBoundaryOfModules(t *testing.T) {
	t.Parallel()
	w, tenant, clientID, audience := newBoundedWorkspace(t)
	bounds := boundedProvider(fmt.Sprintf(`{ apis = { %q = ["read:orders"] } }`, audience))
	both := partner(clientID, audience, `["read:orders", "write:orders"]`)
	beyond := []string{"Access is beyond the boundary", `module.partner.auth0access_client_grant.this["` + audience + `"]`, audience, `"write:orders"`, "access_boundary in the provider block"}

	w.configure(bounds + both)
	w.run("get")
	w.fail([]string{"apply"}, beyond)
	wantWrites(t, tenant, 0)

	w.configure(bounds + partner(clientID, audience, `["read:orders"]`))
	w.run("apply")
	wantWrites(t, tenant, 1)
	w.checkEmptyPlan()

	w.configure(both) // as it was before the boundary
	w.run("apply")
	wantWrites(t, tenant, 1)
	w.configure(bounds + both)
	w.fail([]string{"plan", "-detailed-exitcode"}, append(beyond, "has this access already"))
	w.configure(bounds + strings.ReplaceAll(both, `"partner" {`, `"customer" {`) + "\nmoved {\n  from = module.partner\n  to   = module.customer\n}\n")
	w.run("get")
	w.fail([]string{"plan"}, []string{"Access is beyond the boundary", "module.customer", "has this access already"})

	w.configure(bounds + both)
	w.run("get")
	w.run("state", "rm", "module.partner")
	w.configure(bounds + both + fmt.Sprintf("\nimport {\n  to = module.partner.auth0access_client_grant.this[%q]\n  id = %q\n}\n",
		audience, strings.Join([]string{clientID, audience, "user"}, "|")))
	w.fail([]string{"apply"}, append(beyond, "has this access already"))
	wantWrites(t, tenant, 0)

	w.configure(both)
	w.run("import", `module.partner.auth0access_client_grant.this["`+audience+`"]`, strings.Join([]string{clientID, audience, "user"}, "|"))
	w.configure(bounds + both)
	w.fail([]string{"destroy"}, append(beyond, "-refresh=false"))
	w.run("destroy", "-refresh=false")
	wantWrites(t, tenant, 1)
}

// Access beyond the boundary can always be removed: at once, or in steps that each leave less.
func TestBoundaryIsReachedFromBeyond(t *testing.T) {
	t.Parallel()
	w, tenant, clientID, audience := newBoundedWorkspace(t)
	bounds := boundedProvider(fmt.Sprintf(`{ apis = { %q = [] } }`, audience))
	w.configure(partner(clientID, audience, `["read:orders", "write:orders"]`))
	w.run("get")
	w.run("apply")
	w.configure(bounds + partner(clientID, audience, `["write:orders"]`))
	if output := w.run("apply"); !strings.Contains(output, "Warning: Access is beyond the boundary") {
		t.Errorf("the first step gives no warning:\n%s", output)
	}
	w.fail([]string{"plan"}, []string{"Error: Access is beyond the boundary"})
	wantWrites(t, tenant, 2)
	w.configure(bounds) // without the module
	w.run("apply")
	wantWrites(t, tenant, 1)
}

// If another resource decides the boundary in the same run, the apply checks it before anything is sent. From then on
// the boundary is known, and the plan refuses what is beyond it. The same holds if only a part of the boundary or the
// scopes are known late.
func TestBoundaryKnownLater(t *testing.T) {
	t.Parallel()
	for name, boundary := range map[string]string{
		"all of it":     `terraform_data.later.output`,
		"APIs":          `{ apis = terraform_data.later.output.apis }`,
		"scopes":        `{ apis = { AUDIENCE = terraform_data.later.output.apis[AUDIENCE] } }`,
		"mode":          `{ apis = { AUDIENCE = ["read:orders"] }, mode = terraform_data.later.output.mode }`,
		"granted scope": `{ apis = { AUDIENCE = ["read:orders"] } }`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, tenant, clientID, audience := newBoundedWorkspace(t)
			bounds := fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { apis = { %q = ["read:orders"] }, mode = "error", scope = "write:orders" }
}
`, audience) + boundedProvider(strings.ReplaceAll(boundary, "AUDIENCE", fmt.Sprintf("%q", audience)))
			scopes := `["read:orders", "write:orders"]`
			if name == "granted scope" {
				scopes = `["read:orders", terraform_data.later.output.scope]`
			}
			beyond := []string{"Access is beyond the boundary", "module.partner", audience, `"write:orders"`}
			w.configure(bounds + partner(clientID, audience, scopes))
			w.run("get")
			w.run("plan")
			w.fail([]string{"apply"}, beyond)
			w.fail([]string{"plan"}, beyond)
			wantWrites(t, tenant, 0)
			w.configure(bounds + partner(clientID, audience, `["read:orders"]`))
			w.run("apply")
			wantWrites(t, tenant, 1)
		})
	}
}

// A module with a provider block of its own would escape the boundary. Terraform refuses it if its caller passes the
// provider.
func TestBoundaryCannotBeLeft(t *testing.T) {
	t.Parallel()
	w, tenant, clientID, audience := newBoundedWorkspace(t)
	writeFile(t, filepath.Join(w.dir, "partner", "main.tf"), []byte(moduleOfGrants+`provider "auth0access" { read_only = false }`))
	call := strings.Replace(partner(clientID, audience, `["write:orders"]`), "{\n", "{\n  providers = { auth0access = auth0access }\n", 1)
	w.configure(boundedProvider(`{ apis = {} }`) + call)
	output, ok := w.try("get") // newer versions of Terraform refuse it here
	if ok {
		output, ok = w.try("plan")
	}
	if ok || !strings.Contains(output, "Cannot override provider configuration") {
		t.Errorf("the module is accepted:\n%s", output)
	}
	wantWrites(t, tenant, 0)
}

// Each provider block has a boundary of its own, or none. A boundary that only warns refuses nothing.
func TestBoundaryOfEachProviderBlock(t *testing.T) {
	t.Parallel()
	w, tenant, clientID, audience := newBoundedWorkspace(t)
	config := func(mode string) string {
		return boundedProvider(`{ apis = {}, mode = "`+mode+`" }`) + `
provider "auth0access" {
  alias = "unbounded"
}

module "unbounded" {
  source    = "./partner"
  providers = { auth0access = auth0access.unbounded }
  client_id = "` + clientID + `"
  grants    = { "` + audience + `" = ["write:orders"] }
}

resource "auth0access_api_default_permissions" "bounded" {
  audience    = "` + audience + `"
  user_access = { all_scopes = true }
}
`
	}
	w.configure(config("error"))
	w.run("get")
	w.fail([]string{"apply"}, []string{"Access is beyond the boundary", "auth0access_api_default_permissions.bounded", audience, "all scopes"})
	wantWrites(t, tenant, 0)
	w.configure(config("warning"))
	if output := w.run("apply"); !strings.Contains(output, "Warning: Access is beyond the boundary") {
		t.Errorf("apply gives no warning:\n%s", output)
	}
	wantWrites(t, tenant, 2)
}
