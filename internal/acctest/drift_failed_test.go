package acctest_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// failedPlan stands for a Terraform whose plan ends with the errors in the file errors, and has an update nonetheless.
const failedPlan = `#!/bin/sh
case "$*" in
*-refresh-only*) for last; do :; done; printf PK >"${last#-out=}" ;;
plan*) for last; do :; done; printf PK >"${last#-out=}"; cat errors; exit 1 ;;
show\ -json*) cat plan.json ;;
*) echo "the plan" ;;
esac
`

// If the tenant's state makes a plan fail, that is reported as drift; any other failure is not.
func TestDriftOfFailedPlans(t *testing.T) {
	t.Parallel()
	script, err := filepath.Abs(filepath.Join(examplesDir, "ci", "drift.sh"))
	if err != nil {
		t.Fatal(err)
	}
	diagnostic := func(summary, detail string) string {
		return fmt.Sprintf(`{"type":"diagnostic","diagnostic":{"severity":"error","summary":%q,"detail":%q,"address":"auth0access_x.this"}}`+"\n", summary, detail)
	}
	hosts := diagnostic("Callback host is not trusted", "https://elsewhere.example/cb is not in trusted_callback_hosts.")
	applications := diagnostic("Third-party applications are not declared",
		"The tenant has:\n\n  - Evil (tpc_1)\n  - Worse (tpc_2)\n\nTo have them deleted, set delete_undeclared = true.")
	boundary := diagnostic("Access is beyond the boundary", "access_boundary in the provider block allows of the API a: none. Beyond that is given: b.")
	network := diagnostic("Could not reach the tenant", "No address is known for x.")
	for name, test := range map[string]struct {
		errors string
		status int
		want   []string // texts of the report before its list of what is not watched; with status 1, of the output
	}{
		"callbacks":    {hosts, 2, []string{"### Opened\n", "- `auth0access_x.this`: `https://elsewhere.example/cb is not"}},
		"applications": {applications, 2, []string{"- `Evil` (`tpc_1`) is in the tenant, and nobody declared it.", "- `Worse` (`tpc_2`) is"}},
		"boundary":     {boundary, 2, []string{"### Beyond the boundary\n", "- `auth0access_x.this`: `access_boundary in the provider block allows of the API a: none."}},
		"both, and an update": {applications + hosts, 2, []string{
			"## Somebody opened access", "`Evil` (`tpc_1`)", "elsewhere.example", "users of the connection `github`, which is promoted",
		}},
		"network beside":   {applications + network, 1, []string{"Error: Could not reach the tenant", "No address is known"}},
		"not even in JSON": {"panic: out of memory\n", 1, []string{"panic: out of memory"}},
		"nothing printed":  {"", 1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, content := range map[string]string{
				"terraform": failedPlan, "errors": test.errors,
				"plan.json": `{"format_version":"1.2","errored":true,"resource_changes":[{"address":"auth0access_p.this","type":"auth0access_connection_domain_promotion","change":{"actions":["update"],` +
					`"before":{"promoted":true,"name":"github","connection_id":"con_1"},"after":{"promoted":false,"name":"github","connection_id":"con_1"}}}]}`,
			} {
				writeFile(t, filepath.Join(dir, file), []byte(content))
			}
			if err := os.Chmod(filepath.Join(dir, "terraform"), 0o700); err != nil {
				t.Fatal(err)
			}
			command := exec.CommandContext(t.Context(), "bash", script, "report.md")
			command.Dir, command.Env = dir, append(os.Environ(), "TF=./terraform", "AUTH0ACCESS="+reviewPath(t))
			printed, err := command.CombinedOutput()
			var ended *exec.ExitError
			if !errors.As(err, &ended) || ended.ExitCode() != test.status {
				t.Fatalf("ended with %v, want status %d:\n%s", err, test.status, printed)
			}
			text := string(printed)
			if _, err := os.Stat(filepath.Join(dir, "report.md")); (err == nil) != (test.status == 2) {
				t.Errorf("there is a report: %t", err == nil)
			}
			if test.status == 2 {
				text, _, _ = strings.Cut(readText(t, filepath.Join(dir, "report.md")), "\n### Not watched\n")
			}
			for _, want := range test.want {
				if !strings.Contains(text, want) {
					t.Errorf("it lacks %q:\n%s", want, text)
				}
			}
		})
	}
}
