package acctest_test

import (
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
