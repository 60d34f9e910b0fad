//go:build unix

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// The script of the GitHub action starts a tenant that later steps can use, or fails with a reason.
func TestGitHubAction(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../../../.github/actions/emulator/action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Runs struct{ Steps []struct{ Run string } }
	}
	if err := yaml.Unmarshal(content, &action); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ flags, refused string }{
		"starts":  {flags: "--rate-limit\nfree\n"},
		"refused": {flags: "--rate-limit\ncheap", refused: `"cheap" is not one of`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			run := action.Runs.Steps[0].Run + "\necho $! >\"$RUNNER_TEMP/pid\"\n"
			step := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", run)
			step.Env = append(os.Environ(), "AUTH0_EMULATOR="+self, "FLAGS=emulator\n"+test.flags,
				"RUNNER_TEMP="+dir, "GITHUB_ENV="+filepath.Join(dir, "env"))
			said, err := step.CombinedOutput()
			if test.refused != "" {
				if err == nil || !strings.Contains(string(said), test.refused) {
					t.Errorf("%v: %s", err, said)
				}
				return
			}
			if err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			reachLater(t, dir)
		})
	}
}

// reachLater reaches the tenant as later steps do, and ends it as the runner does.
func reachLater(t *testing.T, dir string) {
	t.Helper()
	pid, err := os.ReadFile(filepath.Join(dir, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	process, err := strconv.Atoi(strings.TrimSpace(string(pid)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Kill(process, syscall.SIGKILL) }()
	variables, err := os.ReadFile(filepath.Join(dir, "env"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`^AUTH0_DOMAIN=(.+)\nAUTH0_CLIENT_ID=.+\nAUTH0_CLIENT_SECRET=.+\n$`).FindSubmatch(variables)
	if found == nil {
		t.Fatalf("variables %q", variables)
	}
	answer, err := loopback.Client.Get(string(found[1]) + "/.well-known/jwks.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("%d (%v)", answer.StatusCode, err)
	}
}
