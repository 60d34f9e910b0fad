package acctest_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// unprintable matches what changes a terminal or the direction of writing.
var unprintable = regexp.MustCompile("[\x00-\x08\x0b-\x1f\x7f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

// hostileNames are names that owners of registered applications may choose. Terraform escapes texts of one line, but
// not those of several, nor what is in JSON.
var hostileNames = []string{
	"Helper\x1b[1A\x1b[2K\x1b[32mApply complete!\x1b[0m\x1b]0;pwned\a\u202e",
	"Several\nlines\x1b[2K\u202e\u009b2J\rand one\r\nmore\x7f",
	`["in JSON\n\u001b[2K\u202e", {"and\n\u001b[2K": "deeper\n\u009b2J"}]`,
	"\u2066quoted\" ${jsonencode(1)}\u2069",
}

// Whatever registered applications are called, nothing that Terraform prints has a control character.
func TestHostileNamesInTheTerminal(t *testing.T) {
	t.Parallel()
	var clients, grants []map[string]any
	for i, name := range hostileNames {
		clients = append(clients, map[string]any{
			"client_id": fmt.Sprintf("tpc_%d", i), "name": name, "is_first_party": false, "third_party_security_mode": "strict",
			"app_type": "regular_web", "external_metadata_type": "dcr", "redirection_policy": "allow_always",
			"description": name, "callbacks": []string{"https://agent.example.com/"}, "grant_types": []string{"authorization_code"},
		})
		grants = append(grants, map[string]any{
			"client_id": fmt.Sprintf("tpc_%d", i), "audience": "https://api.example.com/", "subject_type": "user", "scope": []string{},
		})
	}
	seed, err := json.Marshal(map[string]any{
		"clients": clients, "client_grants": grants, "resource_servers": []map[string]any{{"name": "API", "identifier": "https://api.example.com/"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := newWorkspace(t, acctest.NewTenant(t, acctest.WithSeed(string(seed))))
	see := func(wanted string, arguments ...string) {
		t.Helper()
		output, _ := w.try(arguments...)
		if !strings.Contains(output, wanted) {
			t.Errorf("terraform %v does not show %q:\n%s", arguments, wanted, output)
		}
		for line := range strings.Lines(output) {
			if found := unprintable.FindString(line); found != "" {
				t.Errorf("terraform %v prints %q: %q", arguments, found, line)
			}
		}
	}

	const looks = `
data "auth0access_third_party_application" "one" {
  for_each  = toset(["tpc_0", "tpc_1", "tpc_2", "tpc_3"])
  client_id = each.value
}
data "auth0access_third_party_applications" "all" {}
data "auth0access_effective_access" "all" {
  include_none = true
}
output "one" { value = data.auth0access_third_party_application.one }
output "all" { value = data.auth0access_third_party_applications.all }
output "access" { value = data.auth0access_effective_access.all.access }
output "markdown" { value = data.auth0access_effective_access.all.markdown }
output "mermaid" { value = data.auth0access_effective_access.all.mermaid }
output "lines" { value = data.auth0access_third_party_application.one["tpc_1"].name }
`
	w.configure(looks)
	see("[id=tpc_0]", "apply")
	see("Several", "output")
	see("Several", "output", "-raw", "lines")
	see("| Applications |", "output", "-raw", "markdown")
	see("flowchart LR", "output", "-raw", "mermaid")
	see("Several", "show")

	w.configure(`
resource "auth0access_redirect_protections_exclusive" "all" {
  client_ids = []
}
`)
	see("Several", "plan")
	see("Several", "apply")
	see("Several", "plan")

	w.configure(`
resource "auth0access_third_party_applications_exclusive" "all" {
  client_ids              = []
  include_self_registered = true
}
`)
	see("Several", "plan")

	// Two of these imports are renamed. Two are replaced, and thus destroyed.
	var imports strings.Builder
	for i := range hostileNames {
		fmt.Fprintf(&imports, `
import {
  to = auth0access_third_party_application.partner%[1]d
  id = "tpc_%[1]d"
}
resource "auth0access_third_party_application" "partner%[1]d" {
  name          = "Partner %[1]d"
  app_type      = "regular_web"
  security_mode = %[2]q
}
`, i, []string{"strict", "permissive"}[i/2])
	}
	w.configure(imports.String())
	see("Partner 0", "plan")
	see("[id=tpc_0]", "apply")
	see("[id=tpc_0]", "destroy")
}
