package acctest_test

import (
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// A tenant made by hand is brought under Terraform by terraform query: it finds everything, the configuration that it
// writes imports everything without a change, and nothing is left to plan.
func TestQueryHandMadeTenant(t *testing.T) {
	t.Parallel()
	terraform := terraformPath(t)
	if minor, _ := terraformMinor(t, terraform); minor < 14 {
		t.Skip("terraform query needs Terraform 1.14")
	}
	tenant := acctest.HandMade(t)
	dir := t.TempDir()
	environment := developmentEnvironment(t)
	run := func(arguments ...string) string {
		t.Helper()
		command := exec.CommandContext(t.Context(), terraform, arguments...)
		command.Dir, command.Env = dir, environment
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("terraform %s: %v\n%s", arguments[0], err, output)
		}
		return string(output)
	}
	var query strings.Builder
	for _, name := range slices.Sorted(maps.Keys(handMade)) {
		fmt.Fprintf(&query, "list %q \"all\" {\n  provider = auth0access\n}\n\n", name)
	}
	writeFile(t, filepath.Join(dir, "main.tf"), []byte(header+tenant.Provider()))
	writeFile(t, filepath.Join(dir, "all.tfquery.hcl"), []byte(query.String()))
	run("query", "-no-color", "-generate-config-out=generated.tf")

	total := 0
	for _, count := range handMade {
		total += count
	}
	plan := run("plan", "-no-color", "-out=plan")
	if want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", total); !strings.Contains(plan, want) {
		t.Fatalf("want %q, got\n%s", want, plan)
	}
	run("apply", "-no-color", "plan")
	run("plan", "-no-color", "-detailed-exitcode")
	if changes := tenant.Mutations(); len(changes) > 0 {
		t.Errorf("calls that change something were made: %v", changes)
	}
}

// Terraform passes filters and limits on, and shows identities, names and whole resources.
func TestQuery(t *testing.T) {
	t.Parallel()
	const native, grant = "auth0access_third_party_application.native", "auth0access_client_grant.partner"
	web := map[string]knownvalue.Check{"id": knownvalue.StringExact("cgr_user")}
	acctest.HandMade(t).Test(t, resource.TestCase{
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		Steps: []resource.TestStep{
			{
				Config: `output "nothing" { value = "a step of this kind has to come first" }`,
			},
			{
				Query: true,
				Config: `
list "auth0access_third_party_application" "native" {
  provider = auth0access

  config {
    app_type               = "native"
    dynamically_registered = true
  }
}

list "auth0access_redirect_protection" "two" {
  provider = auth0access
  limit    = 2
}

list "auth0access_client_grant" "partner" {
  provider         = auth0access
  include_resource = true

  config {
    client_id    = "tpc_web"
    subject_type = "user"
  }
}
`,
				QueryResultChecks: []querycheck.QueryResultCheck{
					querycheck.ExpectLength(native, 1),
					querycheck.ExpectIdentity(native, map[string]knownvalue.Check{"client_id": knownvalue.StringExact("tpc_dcr")}),
					querycheck.ExpectLength("auth0access_redirect_protection.two", 2),
					querycheck.ExpectLength(grant, 1),
					querycheck.ExpectResourceDisplayName(grant, queryfilter.ByResourceIdentity(web),
						knownvalue.StringExact(`Partner ${web} "quoted": https://api.example.com/ (user)`)),
					querycheck.ExpectResourceKnownValues(grant, queryfilter.ByResourceIdentity(web), []querycheck.KnownValueCheck{
						{Path: tfjsonpath.New("scopes"), KnownValue: knownvalue.SetSizeExact(2)},
					}),
				},
			},
		},
	})
}
