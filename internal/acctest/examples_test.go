package acctest_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
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

	for _, configuration := range configurations(t) {
		t.Run(strings.Join(configuration, "+"), func(t *testing.T) {
			t.Parallel()
			if minor < 12 && strings.Contains(configuration[len(configuration)-1], "identity") {
				t.Skip("import by identity needs Terraform 1.12, and OpenTofu has none")
			}
			dir := t.TempDir()
			declared := false
			for _, file := range configuration {
				content, err := os.ReadFile(filepath.Join(examplesDir, file))
				if err != nil {
					t.Fatal(err)
				}
				declared = declared || strings.Contains(string(content), "required_providers")
				writeFile(t, filepath.Join(dir, filepath.Base(file)), content)
			}
			if !declared {
				writeFile(t, filepath.Join(dir, "required_providers.tf"), []byte(header))
			}
			command := exec.CommandContext(t.Context(), terraform, "validate", "-no-color")
			command.Dir, command.Env = dir, environment
			if output, err := command.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, output)
			}
		})
	}
}

// configurations lists the sets of files, relative to the examples, of which each must be valid.
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
		if filepath.Ext(path) == ".tf" {
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

// developmentEnvironment builds the provider and returns an environment in which Terraform uses it without init.
func developmentEnvironment(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(dir, "terraform-provider-auth0access"), "../..")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	config := filepath.Join(dir, "terraformrc")
	// OpenTofu looks for a source without a host in a registry of its own.
	_, name, _ := strings.Cut(provider.Address, "/")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n  direct {}\n}\n",
		provider.Address, dir, "registry.opentofu.org/"+name, dir)
	writeFile(t, config, []byte(overrides))
	return append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
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

// terraformMinor returns the 11 of Terraform 1.11.4; OpenTofu counts versions of its own.
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
