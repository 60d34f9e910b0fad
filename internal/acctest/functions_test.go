package acctest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// moduleOfURLs is a module with validations that call functions.
const moduleOfURLs = `
terraform {
  required_providers {
    auth0access = { source = "auth0access/auth0access" }
  }
}

variable "callbacks" {
  type = set(string)

  validation {
    condition     = length(compact([for url in var.callbacks : provider::auth0access::callback_url_problem(url, "strict")])) == 0
    error_message = join("\n", compact([for url in var.callbacks : provider::auth0access::callback_url_problem(url, "strict")]))
  }
}

variable "metadata_url" {
  type    = string
  default = null

  validation {
    condition     = provider::auth0access::metadata_url_problem(var.metadata_url) == null
    error_message = coalesce(provider::auth0access::metadata_url_problem(var.metadata_url), "No problem.")
  }
}
`

// Validations call functions without credentials. They wait for unknown values, and accept null.
func TestFunctionsInValidations(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, acctest.NewTenant(t, acctest.EmulatorOnly()))
	w.setenv("AUTH0_DOMAIN=", "AUTH0_CLIENT_ID=", "AUTH0_CLIENT_SECRET=")
	if err := os.Mkdir(filepath.Join(w.dir, "partner"), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(w.dir, "partner", "main.tf"), []byte(moduleOfURLs))
	call := func(callbacks, metadataURL string) {
		w.configure(fmt.Sprintf(`
resource "terraform_data" "later" {
  input = "https://*.example.com/callback"
}

module "partner" {
  source       = "./partner"
  callbacks    = %s
  metadata_url = %s
}
`, callbacks, metadataURL))
	}
	const wildcard = `"https://*.example.com/callback" matches many URLs`
	call(`["https://app.example.com/callback"]`, "null")
	w.run("get")
	w.run("validate")
	w.run("plan")
	call(`["https://app.example.com/callback", "https://*.example.com/callback"]`, "null")
	w.fail([]string{"plan"}, []string{"Invalid value for variable", wildcard})
	call(`[]`, `"https://agent.example.com/client.json?v=1"`)
	w.fail([]string{"plan"}, []string{"Invalid value for variable", `"https://agent.example.com/client.json?v=1" has a query`})
	call(`["https://app.example.com/callback", terraform_data.later.output]`, "terraform_data.later.id")
	w.run("plan")
	w.fail([]string{"apply"}, []string{wildcard, "is not an https URL"})
}

// Terraform can import by the result of client_grant_import_id.
func TestFunctionMakesImportID(t *testing.T) {
	t.Parallel()
	w, tenant, clientID, audience := newBoundedWorkspace(t)
	grant := partner(clientID, audience, `["read:orders"]`)
	w.configure(grant)
	w.run("get")
	w.run("apply")
	w.run("state", "rm", "module.partner")
	tenant.ResetRequests()
	w.configure(grant + fmt.Sprintf(`
import {
  to = module.partner.auth0access_client_grant.this[%q]
  id = provider::auth0access::client_grant_import_id(%q, %[1]q, "user")
}
`, audience, clientID))
	if output := w.run("apply"); !strings.Contains(output, "1 imported, 0 added, 0 changed") {
		t.Errorf("the grant is not imported:\n%s", output)
	}
	wantWrites(t, tenant, 0)
}
