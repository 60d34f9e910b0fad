package acctest_test

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// workspace is a folder in which a test types commands as a person does.
type workspace struct {
	t           *testing.T
	dir         string
	terraform   string
	environment []string
}

// newWorkspace returns an empty folder with the tenant and its credentials in the environment.
func newWorkspace(t *testing.T, tenant *acctest.Tenant) *workspace {
	t.Helper()
	w := &workspace{t: t, dir: t.TempDir(), terraform: terraformPath(t), environment: developmentEnvironment(t)}
	w.use(tenant)
	return w
}

// use puts another tenant into the environment.
func (w *workspace) use(tenant *acctest.Tenant) {
	w.setenv("AUTH0_DOMAIN=" + tenant.URL)
	w.setenv("AUTH0_CLIENT_ID=" + tenant.ClientID)
	w.setenv("AUTH0_CLIENT_SECRET=" + tenant.ClientSecret)
}

func (w *workspace) setenv(assignments ...string) {
	w.environment = append(w.environment, assignments...)
}

// configure writes the configuration.
func (w *workspace) configure(resources string) {
	w.t.Helper()
	writeFile(w.t, filepath.Join(w.dir, "main.tf"), []byte(`
terraform {
  required_providers {
    auth0access = { source = "auth0access/auth0access" }
  }
}
`+resources))
}

var lineBreaks = regexp.MustCompile(`\s*\n[│\s]*`)

// try runs Terraform, and returns what it printed, in one line, and whether it succeeded.
func (w *workspace) try(arguments ...string) (output string, ok bool) {
	w.t.Helper()
	if slices.Contains([]string{"apply", "destroy"}, arguments[0]) {
		arguments = slices.Insert(arguments, 1, "-auto-approve")
	}
	if !slices.Contains([]string{"state", "untaint"}, arguments[0]) {
		arguments = slices.Insert(arguments, 1, "-no-color")
	}
	command := exec.CommandContext(w.t.Context(), w.terraform, arguments...)
	command.Dir, command.Env = w.dir, w.environment
	printed, err := command.CombinedOutput()
	return lineBreaks.ReplaceAllString(string(printed), " "), err == nil
}

// run runs Terraform, which is to succeed.
func (w *workspace) run(arguments ...string) string {
	w.t.Helper()
	output, ok := w.try(arguments...)
	if !ok {
		w.t.Fatalf("terraform %s fails:\n%s", strings.Join(arguments, " "), output)
	}
	return output
}

// fail runs Terraform, which is to fail and to say all of wanted.
func (w *workspace) fail(arguments, wanted []string) {
	w.t.Helper()
	output, ok := w.try(arguments...)
	if ok {
		w.t.Fatalf("terraform %s succeeds:\n%s", strings.Join(arguments, " "), output)
	}
	for _, want := range wanted {
		if !strings.Contains(output, want) {
			w.t.Errorf("terraform %s does not say %q:\n%s", strings.Join(arguments, " "), want, output)
		}
	}
}

// checkEmptyPlan runs terraform plan, which is to change nothing.
func (w *workspace) checkEmptyPlan() {
	w.t.Helper()
	w.run("plan", "-detailed-exitcode")
}
