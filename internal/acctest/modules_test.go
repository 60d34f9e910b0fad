package acctest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// TestModules runs the tests of the example modules with a real Terraform, each on a tenant of its own and with the
// scopes that its README lists.
func TestModules(t *testing.T) {
	t.Parallel()
	terraform := terraformPath(t)
	bin := t.TempDir() // for tests that log users in
	build := exec.CommandContext(t.Context(), "go", "build", "-o", bin, "../emulator/cmd/auth0-emulator")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	environment := append(developmentEnvironment(t), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	modules, err := filepath.Glob(filepath.Join(examplesDir, "modules", "*"))
	if err != nil || len(modules) == 0 {
		t.Fatalf("modules %q (%v)", modules, err)
	}
	for _, module := range modules {
		t.Run(filepath.Base(module), func(t *testing.T) {
			t.Parallel()
			seed, err := os.ReadFile(filepath.Join(module, "tests", "tenant.json"))
			if err != nil {
				t.Fatal(err)
			}
			owner := acctest.NewTenant(t, acctest.WithSeed(string(seed)))
			scopes := scopesListedIn(readText(t, filepath.Join(module, "README.md")))
			if len(scopes) == 0 {
				t.Fatal("the README lists no scopes")
			}
			tenant := acctest.ManagementApplication(t, owner, nil, scopes...).Tenant()
			env := slices.Concat(environment, tenant.Environment(), []string{"TF_DATA_DIR=" + t.TempDir()})
			for _, name := range []string{"get", "test"} {
				command := exec.CommandContext(t.Context(), terraform, name, "-no-color")
				command.Dir, command.Env = module, env
				if output, err := command.CombinedOutput(); err != nil {
					t.Fatalf("terraform %s: %v\n%s", name, err, output)
				}
			}
			checkScopesAreNeeded(t, owner.URL, scopes, tenant.ClientID)
		})
	}
}
