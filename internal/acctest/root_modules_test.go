package acctest_test

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The examples that use the module are applied with the scopes that its README lists, and planned with those of them
// that read.
func TestRootModuleScopes(t *testing.T) {
	t.Parallel()
	scopes := scopesListedIn(readText(t, filepath.Join(examplesDir, "modules", "tenant-baseline", "README.md")))
	environment := developmentEnvironment(t)
	for _, folder := range []string{"complete", "many-tenants/tenants/acme", "many-tenants/tenants/globex"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			all := configurations(t)
			placeModules(t, root, all)
			for _, files := range all {
				if filepath.Dir(files[0]) == filepath.FromSlash(folder) {
					place(t, root, files)
				}
			}
			dir := filepath.Join(root, folder)
			main := filepath.Join(dir, "main.tf")
			writeFile(t, main, []byte(strings.Replace(readText(t, main), `backend "pg" {}`, "", 1)))
			if folder == "complete" {
				writeFile(t, filepath.Join(dir, "terraform.tfvars"), []byte(readText(t, filepath.Join(examplesDir, folder, "example.tfvars"))))
			}
			owner := acctest.NewTenant(t, acctest.WithSeed(readText(t, "../../scripts/demo/seed.json")))
			applies := acctest.ManagementApplication(t, owner, nil, scopes...).Tenant()
			reads := acctest.ManagementApplication(t, owner, nil, readingAlone(scopes)...).Tenant()
			for _, step := range []struct {
				args []string
				env  []string
			}{
				{[]string{"get"}, nil},
				{[]string{"apply", "-auto-approve", "-input=false"}, applies.Environment()},
				{[]string{"plan", "-detailed-exitcode", "-input=false"}, append(reads.Environment(), "AUTH0_READ_ONLY=true")},
			} {
				command := exec.CommandContext(t.Context(), terraformPath(t), append(step.args, "-no-color")...)
				command.Dir, command.Env = dir, slices.Concat(environment, step.env)
				if output, err := command.CombinedOutput(); err != nil {
					t.Fatalf("terraform %s: %v\n%s", step.args[0], err, output)
				}
			}
		})
	}
}
