package acctest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// Build builds a command of this module, named by its folder, as the given file.
func Build(target, folder string) error {
	if output, err := exec.Command("go", "build", "-o", target, folder).CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	return nil
}

// BuildProvider builds the provider from a folder two below the module's, and returns the folder given.
func BuildProvider(dir string) (string, error) {
	return dir, Build(filepath.Join(dir, "terraform-provider-auth0access"), "../..")
}

// DevelopmentEnvironment returns an environment in which Terraform uses the provider in the given folder, without init.
func DevelopmentEnvironment(t testing.TB, dir string) []string {
	t.Helper()
	config := filepath.Join(t.TempDir(), "terraformrc")
	// OpenTofu looks for a source without a host in a registry of its own.
	_, name, _ := strings.Cut(provider.Address, "/")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n  direct {}\n}\n",
		provider.Address, dir, "registry.opentofu.org/"+name, dir)
	if err := os.WriteFile(config, []byte(overrides), 0o600); err != nil {
		t.Fatal(err)
	}
	return append(os.Environ(), "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
}
