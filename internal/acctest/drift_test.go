package acctest_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// driftSteps returns what the steps of the example workflow run, by their names.
func driftSteps(t *testing.T) map[string]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(examplesDir, "ci", "drift.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct{ Name, Run string }
		}
	}
	if err := yaml.Unmarshal(content, &workflow); err != nil {
		t.Fatal(err)
	}
	steps := map[string]string{}
	for _, job := range workflow.Jobs {
		for _, step := range job.Steps {
			if step.Run != "" {
				steps[step.Name] = step.Run
			}
		}
	}
	return steps
}

// runStep runs a step as GitHub does, and returns what it said and whether it succeeded.
func runStep(t *testing.T, script, dir string, env ...string) (string, bool) {
	t.Helper()
	if script == "" {
		t.Fatal("the workflow has no such step")
	}
	command := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	command.Dir, command.Env = dir, append(os.Environ(), env...)
	output, err := command.CombinedOutput()
	return string(output), err == nil
}

// TestDrift plays the nightly job of the example workflow on examples/complete, with credentials that may only look.
func TestDrift(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("jq"); err != nil {
		const absent = "the script of the workflow needs jq, which GitHub's machines have"
		if os.Getenv("CI") != "" {
			t.Fatal(absent)
		}
		t.Skip(absent)
	}
	seed, err := os.ReadFile("../../scripts/demo/seed.json")
	if err != nil {
		t.Fatal(err)
	}
	tenant := acctest.NewTenant(t, acctest.WithSeed(string(seed)))
	terraform, environment := terraformPath(t), developmentEnvironment(t)
	root := t.TempDir()
	dir := filepath.Join(root, "complete")
	all := configurations(t)
	placeModules(t, root, all)
	for _, files := range all {
		if filepath.Dir(files[0]) == "complete" {
			place(t, root, files)
		}
	}
	place(t, root, []string{"ci/drift.sh", "complete/example.tfvars"})
	for _, err := range []error{
		os.Chmod(filepath.Join(root, "ci", "drift.sh"), 0o700),
		os.Rename(filepath.Join(dir, "example.tfvars"), filepath.Join(dir, "terraform.tfvars")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"get"}, {"apply", "-auto-approve", "-input=false"}} {
		command := exec.CommandContext(t.Context(), terraform, args...)
		command.Dir, command.Env = dir, slices.Concat(environment, tenant.Environment())
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("terraform %s: %v\n%s", args[0], err, output)
		}
	}

	reader := acctest.ManagementApplication(t, tenant, nil, "read:clients", "read:client_grants", "read:connections",
		"read:organizations", "read:resource_servers", "read:tenant_settings")
	tenant.ClientID, tenant.ClientSecret = reader.ClientID, reader.ClientSecret
	plan := driftSteps(t)["plan"]
	outputs, summaryFile := filepath.Join(root, "output"), filepath.Join(root, "summary")
	runPlan := func(more ...string) (log string, ok bool) {
		return runStep(t, plan, dir, slices.Concat(environment, tenant.Environment(), []string{
			"TF=" + terraform, "GITHUB_WORKSPACE=" + root, "RUNNER_TEMP=" + t.TempDir(), "GITHUB_OUTPUT=" + outputs, "GITHUB_STEP_SUMMARY=" + summaryFile,
		}, more)...)
	}
	if log, ok := runPlan("AUTH0_CLIENT_SECRET=wrong"); ok || !strings.Contains(log, "Error: ") {
		t.Errorf("with a wrong secret, success is %t:\n%s", ok, log)
	}
	if _, err := os.Stat(outputs); err == nil {
		t.Error("a plan that failed has a status")
	}
	nightly := func() (status, summary string) {
		if log, ok := runPlan(); !ok {
			t.Fatalf("the step failed:\n%s", log)
		}
		status, summary = readText(t, outputs), readText(t, summaryFile)
		for _, file := range []string{outputs, summaryFile} { // GitHub has new ones for each step
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
		return status, summary
	}
	status, summary := nightly()
	if status != "status=0\n" || !strings.HasPrefix(summary, "## Third-party access is as declared\n") || !strings.Contains(summary, "| `Orders API`") {
		t.Errorf("straight after apply: %s\n%s", status, summary)
	}

	clientID := "" // of a declared partner
	for _, application := range tenant.List(t, "/api/v2/clients?is_first_party=false") {
		if application["name"] == "Fastlane Logistics" {
			clientID, _ = application["client_id"].(string)
		}
	}
	tenant.Call(t, http.MethodPost, "/api/v2/client-grants", map[string]any{
		"client_id": clientID, "audience": "https://catalog.example.com/", "subject_type": "client", "scope": []string{"write:products"},
	})
	tenant.Call(t, http.MethodPost, "/api/v2/client-grants", map[string]any{
		"default_for": "third_party_clients", "audience": "https://orders.example.com/", "subject_type": "user", "scope": []string{"cancel:orders"},
	})
	tenant.Call(t, http.MethodPatch, "/api/v2/connections/con_9dLbN2vQxYwEr41k", map[string]any{"is_domain_connection": true})

	status, summary = nightly()
	if status != "status=2\n" {
		t.Errorf("with undeclared access: %s", status)
	}
	for _, want := range []string{
		"## Third-party access differs from the configuration\n",
		"- `module.access.auth0access_client_grants_exclusive.this[\"fastlane\"]`: update\n  - undeclared: `{\"audience\":\"https://catalog.example.com/\",",
		"- `module.access.auth0access_default_permissions_exclusive.this[0]`: update\n  - undeclared: `{\"audience\":\"https://orders.example.com/\",",
		"- `module.access.auth0access_connection_domain_promotions_exclusive.this[0]`: update\n  - undeclared: `{\"connection_id\":\"con_9dLbN2vQxYwEr41k\",\"name\":\"github\",",
		"| client | `write:products` | own grant | `Fastlane Logistics`", // who can reach what now
		"| user | `cancel:orders` | default permissions | `Inbox assistant`",
		"          - {\n                  - audience     = \"https://catalog.example.com/\" -> null\n", // the plan
		"Plan: 0 to add, 3 to change, 0 to destroy.",
	} {
		if !strings.Contains(summary, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if t.Failed() {
		t.Logf("the report:\n%s", summary)
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// gh stands in for GitHub's command line: it writes down what it is asked, and answers what it is told to.
const gh = `#!/bin/sh
echo "$*" >>calls
case "$1 $2" in
"issue list" | "api --paginate") echo "$FOUND" ;;
esac
`

func TestDriftIsPublished(t *testing.T) {
	t.Parallel()
	steps := driftSteps(t)
	for name, test := range map[string]struct {
		step, status, found string
		fails               bool
		want                []string // that GitHub is asked to do, after it was asked what is there
		body                string   // how what is published begins
	}{
		"first comment":    {"comment", "2", "", false, []string{"api --method POST repos/acme/access/issues/7/comments --field body=@body.md --silent"}, "<!-- third-party access -->\n## Report"},
		"next comment":     {"comment", "2", "41", false, []string{"api --method PATCH repos/acme/access/issues/comments/41 --field body=@body.md --silent"}, "<!-- third-party access -->\n## Report"},
		"drift":            {"issue", "2", "", true, []string{"label create drift --description The tenant is not as declared --force", "issue create --title Third-party access differs from the configuration --label drift --body-file body.md"}, "Found by https://github.com/run.\n\n## Report"},
		"drift that stays": {"issue", "2", "9", true, []string{"issue edit 9 --body-file body.md"}, "Found by https://github.com/run.\n\n## Report"},
		"no drift":         {"issue", "0", "", false, nil, ""},
		"no drift anymore": {"issue", "0", "9", false, []string{"issue close 9 --comment The tenant is as declared again: https://github.com/run"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "report.md"), []byte("## Report"+strings.Repeat(" of much", 10000)))
			writeFile(t, filepath.Join(dir, "gh"), []byte(gh))
			if err := os.Chmod(filepath.Join(dir, "gh"), 0o700); err != nil {
				t.Fatal(err)
			}
			log, ok := runStep(t, steps[test.step], dir, "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"),
				"GH_REPO=acme/access", "NUMBER=7", "STATUS="+test.status, "FOUND="+test.found, "RUN=https://github.com/run")
			if ok == test.fails {
				t.Errorf("success is %t:\n%s", ok, log)
			}
			calls := strings.Split(strings.TrimSpace(readText(t, filepath.Join(dir, "calls"))), "\n")
			if !slices.Equal(calls[1:], test.want) {
				t.Errorf("GitHub is asked %q, want %q", calls[1:], test.want)
			}
			if test.body == "" {
				return
			}
			if body := readText(t, filepath.Join(dir, "body.md")); !strings.HasPrefix(body, test.body) || len(body) > 65536 {
				t.Errorf("%d characters that begin with %.100q", len(body), body)
			}
		})
	}
}
