package acctest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// TestModules runs the tests of the example modules with a real Terraform, each on a tenant of its own and with the
// scopes that its README lists.
func TestModules(t *testing.T) {
	t.Parallel()
	terraform := terraformPath(t)
	bin := t.TempDir() // for tests that log users in
	if err := acctest.Build(bin, "../emulator/cmd/auth0-emulator"); err != nil {
		t.Fatal(err)
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

// The proofs that the guide on testing modules shows of the baseline module are those that its tests run.
func TestGuideShowsProofsOfTheModule(t *testing.T) {
	t.Parallel()
	const begin, end = "<!-- not run: it is part of the module's own tests -->\n```terraform\n", "```"
	_, rest, found := strings.Cut(readText(t, "../../docs/guides/testing-modules.md"), begin)
	proofs, _, ends := strings.Cut(rest, end)
	if !found || !ends {
		t.Fatal("the guide shows no proofs")
	}
	tests := readText(t, filepath.Join(examplesDir, "modules", "tenant-baseline", "tests", "logins.tftest.hcl"))
	for proof := range strings.SplitSeq(proofs, "\n\n") {
		if !strings.Contains(tests, strings.TrimSpace(proof)) {
			t.Errorf("the module's tests do not have what the guide shows:\n%s", proof)
		}
	}
}
