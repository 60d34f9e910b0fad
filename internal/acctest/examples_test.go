package acctest_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

const (
	examplesDir = "../../examples"
	header      = `
terraform {
  required_providers {
    auth0access = {
      source = "auth0access/auth0access"
    }
  }
}
`
)

// TestExamples validates every example with a real Terraform and the provider as it is built. Files that the
// documentation shows one by one (the ways to import) are validated one by one, beside the folder's main file.
func TestExamples(t *testing.T) {
	t.Parallel()
	terraform := terraformPath(t)
	environment := developmentEnvironment(t)
	minor, _ := terraformMinor(t, terraform)

	all := configurations(t)
	for _, configuration := range all {
		t.Run(strings.Join(configuration, "+"), func(t *testing.T) {
			t.Parallel()
			if minor < 12 && strings.Contains(configuration[len(configuration)-1], "identity") {
				t.Skip("import by identity needs Terraform 1.12; with OpenTofu it is not validated here")
			}
			isQuery := strings.HasPrefix(configuration[0], "list-resources")
			if minor < 14 && (isQuery || strings.HasPrefix(configuration[0], "actions")) {
				t.Skip("list resources and actions need Terraform 1.14, and OpenTofu has none")
			}
			root := t.TempDir()
			dir := filepath.Join(root, filepath.Dir(configuration[0]))
			source := place(t, root, configuration)
			if !strings.Contains(source, "required_providers") {
				writeFile(t, filepath.Join(dir, "required_providers.tf"), []byte(header))
			}
			commands := []string{"validate"}
			if strings.Contains(source, "\nmodule ") {
				placeModules(t, root, all)
				commands = []string{"get", "validate"}
			}
			for _, name := range commands {
				arguments := []string{name, "-no-color"}
				if isQuery {
					arguments = append(arguments, "-query")
				}
				command := exec.CommandContext(t.Context(), terraform, arguments...)
				command.Dir, command.Env = dir, environment
				if output, err := command.CombinedOutput(); err != nil {
					t.Errorf("%s: %v\n%s", name, err, output)
				}
			}
		})
	}
}

// place copies files of the examples to their places below root, and returns what is in them.
func place(t *testing.T, root string, files []string) string {
	t.Helper()
	var source strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(examplesDir, file))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(root, filepath.Dir(file)), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(root, file), content)
		source.Write(content)
	}
	return source.String()
}

// placeModules copies the modules that examples refer to.
func placeModules(t *testing.T, root string, all [][]string) {
	t.Helper()
	for _, files := range all {
		if strings.HasPrefix(files[0], "modules"+string(filepath.Separator)) {
			place(t, root, files)
		}
	}
}

// configurations lists sets of files, relative to the examples. Each set must be valid.
func configurations(t *testing.T) [][]string {
	t.Helper()
	folders := map[string][]string{}
	err := filepath.WalkDir(examplesDir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) == ".tf" || strings.HasSuffix(path, ".tfquery.hcl") {
			relative, err := filepath.Rel(examplesDir, path)
			if err != nil {
				return err
			}
			folders[filepath.Dir(relative)] = append(folders[filepath.Dir(relative)], relative)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var sets [][]string
	for _, files := range folders {
		var together []string
		for _, file := range files {
			if !strings.HasPrefix(filepath.Base(file), "import-by-") {
				together = append(together, file)
			}
		}
		sets = append(sets, together)
		for _, file := range files {
			if !slices.Contains(together, file) {
				sets = append(sets, append(slices.Clone(together), file))
			}
		}
	}
	return sets
}

// developmentEnvironment returns an environment in which Terraform uses the provider as it is built, without init.
func developmentEnvironment(t *testing.T) []string {
	t.Helper()
	dir, err := buildProvider()
	if err != nil {
		t.Fatal(err)
	}
	return acctest.DevelopmentEnvironment(t, dir)
}

func terraformPath(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	path, err := exec.LookPath("terraform")
	if err != nil {
		t.Fatal("Terraform is needed on PATH, or named by TF_ACC_TERRAFORM_PATH")
	}
	return path
}

var versionLine = regexp.MustCompile(`(?m)^Terraform v1\.(\d+)\.`)

// terraformMinor returns 11 for Terraform 1.11.4. OpenTofu counts versions of its own, so its minor version is not
// known.
func terraformMinor(t *testing.T, terraform string) (minor int, known bool) {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), terraform, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	match := versionLine.FindSubmatch(output)
	if match == nil {
		return 0, false
	}
	minor, err = strconv.Atoi(string(match[1]))
	if err != nil {
		t.Fatal(err)
	}
	return minor, true
}

func writeFile(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
