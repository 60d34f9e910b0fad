package acctest_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// gainsPlan is a plan that gives a partner a scope; driftPlan is one that found that somebody gave it.
const (
	gainsPlan = `{"format_version":"1.2","resource_changes":[{"address":"auth0access_client_grant.a","type":"auth0access_client_grant","change":{"actions":["update"],` +
		`"before":{"client_id":"tpc_a","audience":"orders","subject_type":"user","scopes":["read"]},` +
		`"after":{"client_id":"tpc_a","audience":"orders","subject_type":"user","scopes":["cancel","read"]}}}]}`
	driftPlan = `{"format_version":"1.2","planned_values":{},"resource_drift":[{"address":"auth0access_client_grant.a","type":"auth0access_client_grant","change":{"actions":["update"],` +
		`"before":{"client_id":"tpc_a","audience":"orders","subject_type":"user","scopes":["read"]},` +
		`"after":{"client_id":"tpc_a","audience":"orders","subject_type":"user","scopes":["cancel","read"]}}}]}`
	quietPlan = `{"format_version":"1.2","resource_changes":[]}`
)

// savedPlan stands for a Terraform that saves plans and shows plan.json.
const savedPlan = `#!/bin/sh
for last; do :; done
case "$*" in
plan*) printf PK >"${last#-out=}"; echo '{"type":"version"}' ;;
show\ -json*) cat plan.json ;;
*) echo "the plan" ;;
esac
`

// ciFile decodes a CI file into the given type.
func ciFile[T any](t *testing.T, path string) (file T) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(readText(t, path)), &file); err != nil {
		t.Fatal(err)
	}
	return file
}

// Each CI file's script runs here as its service would run it, with the scripts beside it. It ends with the status that
// the change deserves, and leaves the report where the service expects it.
func TestCIFiles(t *testing.T) {
	t.Parallel()
	ci := func(name string) string { return filepath.Join(examplesDir, "ci", name) }
	scripts, err := filepath.Abs(ci(""))
	if err != nil {
		t.Fatal(err)
	}
	action := ciFile[struct {
		Runs struct{ Steps []struct{ Run string } }
	}](t, "../../.github/actions/review/action.yml").Runs.Steps[0].Run
	gitlab := ciFile[map[string]struct{ Script []string }](t, ci("gitlab-ci.yaml"))
	azure := ciFile[struct {
		Stages []struct {
			Jobs []struct{ Steps []struct{ Bash string } }
		}
	}](t, ci("azure-pipelines.yaml")).Stages[0].Jobs[0].Steps[1].Bash
	atlantis := ciFile[struct {
		Workflows map[string]struct {
			PolicyCheck struct{ Steps []yaml.Node } `yaml:"policy_check"`
		}
	}](t, ci("atlantis.yaml")).Workflows["access"].PolicyCheck.Steps[1].Content[1].Value
	hook := `"$SCRIPTS/../../` + ciFile[[]struct{ Entry string }](t, "../../.pre-commit-hooks.yaml")[0].Entry + `" . `
	_, cron, _ := strings.Cut(readText(t, ci("crontab")), "cd /srv/access && set -a && . /etc/auth0-reader && ")
	cron = strings.ReplaceAll(cron, "/tmp/access-drift.md", "access.md")
	review, drift := strings.Join(gitlab["access"].Script, "\n"), strings.Join(gitlab["drift"].Script, "\n")
	const gains, opened = "## What this change gives", "## Somebody opened access"
	for name, test := range map[string]struct {
		script, plan string
		env          []string
		status       int
		want         map[string]string // how files begin
		printed      string
	}{
		"GitHub":                     {script: action, plan: gainsPlan, env: []string{"FAIL=true"}, status: 2, want: map[string]string{"summary": gains, "output": "status=2\nreport="}},
		"GitHub, told not to fail":   {script: action, plan: gainsPlan, env: []string{"FAIL=false"}, want: map[string]string{"output": "status=2\n"}},
		"GitHub, an allowance":       {script: action, plan: gainsPlan, env: []string{"FAIL=true", "FLAGS=--allow\nallow.yaml"}, want: map[string]string{"output": "status=0\n", "summary": "## This change gives nobody access"}},
		"GitHub, no plan":            {script: action, plan: "{}", env: []string{"FAIL=false"}, status: 1},
		"GitLab":                     {script: review, plan: gainsPlan, status: 2, want: map[string]string{"access.md": gains, "access.json": "[\n  {\n    \"description\": \"\\\"tpc_a\\\" gains"}},
		"GitLab, approved":           {script: review, plan: gainsPlan, env: []string{"CI_MERGE_REQUEST_LABELS=bug,access-approved"}, printed: "Approved by label", want: map[string]string{"access.md": gains}},
		"GitLab, another label":      {script: review, plan: gainsPlan, env: []string{"CI_MERGE_REQUEST_LABELS=not-access-approved"}, status: 2},
		"GitLab, nothing gained":     {script: review, plan: quietPlan, want: map[string]string{"access.md": "## This change gives nobody access", "access.json": "[]"}},
		"GitLab at night":            {script: drift, plan: driftPlan, status: 2, want: map[string]string{"drift.md": opened}},
		"Azure":                      {script: azure, plan: gainsPlan, printed: "variable=status;isOutput=true]2", want: map[string]string{"access.md": gains}},
		"Azure, no plan":             {script: azure, plan: "{}", status: 1},
		"Atlantis":                   {script: atlantis, plan: gainsPlan, status: 2, printed: gains, want: map[string]string{"access.md": gains}},
		"pre-commit":                 {script: hook, plan: gainsPlan, status: 2, printed: `"tpc_a" gains "cancel"`},
		"pre-commit, an allowance":   {script: hook + "--allow allow.yaml", plan: gainsPlan},
		"pre-commit, no plan":        {script: hook, plan: "{}", status: 1},
		"cron":                       {script: cron, plan: driftPlan, printed: opened},
		"cron, a night without news": {script: cron, plan: quietPlan},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, content := range map[string]string{
				"terraform": savedPlan, "plan.json": test.plan, "saved": "PK",
				"allow.yaml": "allow: [{address: auth0access_client_grant.a, until: 2999-01-01}]",
			} {
				writeFile(t, filepath.Join(dir, file), []byte(content))
			}
			for _, err := range []error{os.Chmod(filepath.Join(dir, "terraform"), 0o700), os.Symlink(scripts, filepath.Join(dir, "ci"))} {
				if err != nil {
					t.Fatal(err)
				}
			}
			command := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", test.script)
			command.Dir = dir
			command.Env = append(os.Environ(), "TF="+filepath.Join(dir, "terraform"), "AUTH0ACCESS="+reviewPath(t), "SCRIPTS="+scripts, "CONFIGURATION=.",
				"PATH="+scripts+string(filepath.ListSeparator)+os.Getenv("PATH"), "RUNNER_TEMP="+dir, "GITHUB_OUTPUT="+dir+"/output", "GITHUB_STEP_SUMMARY="+dir+"/summary",
				"CI_PROJECT_DIR="+dir, "BUILD_SOURCESDIRECTORY="+dir, "AGENT_TEMPDIRECTORY="+dir, "PLANFILE="+dir+"/saved", "DIR="+dir)
			command.Env = append(command.Env, test.env...)
			printed, err := command.CombinedOutput()
			status := 0
			if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
				status = ended.ExitCode()
			}
			if status != test.status || !strings.Contains(string(printed), test.printed) {
				t.Fatalf("ended with %d, want %d and %q:\n%s", status, test.status, test.printed, printed)
			}
			for file, want := range test.want {
				if text := readText(t, filepath.Join(dir, file)); !strings.HasPrefix(text, want) {
					t.Errorf("%s is\n%s", file, text)
				}
			}
		})
	}
}

// The API of HCP Terraform serves the plans of runs and, behind a link, those of health assessments.
func TestHCPTerraform(t *testing.T) {
	t.Parallel()
	const token = "token-of-the-test"
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answers := map[string]string{
			"/api/v2/runs/run-1/plan/json-output":                    gainsPlan,
			"/api/v2/runs/run-2/plan/json-output":                    quietPlan,
			"/api/v2/workspaces/ws-1/current-assessment-result":      `{"data":{"links":{"json-output":"/api/v2/assessment-results/a-1/json-output"}}}`,
			"/api/v2/assessment-results/a-1/json-output":             driftPlan,
			"/api/v2/workspaces/ws-none/current-assessment-result":   `{"data":{"links":{}}}`,
			"/api/v2/workspaces/ws-failed/current-assessment-result": `{}`,
		}
		text, isThere := answers[r.URL.Path]
		switch {
		case r.Header.Get("Authorization") != "Bearer "+token:
			w.WriteHeader(http.StatusUnauthorized)
		case !isThere:
			w.WriteHeader(http.StatusNotFound)
		default:
			_, _ = w.Write([]byte(text))
		}
	}))
	t.Cleanup(service.Close)
	for args, test := range map[string]struct {
		status int
		want   string
	}{
		"review run-1":    {2, `"tpc_a" gains "cancel"`},
		"review run-2":    {0, "Nobody gains or loses access."},
		"review run-gone": {1, "404"},
		"drift ws-1":      {2, `"tpc_a" gains "cancel"`},
		"drift ws-none":   {1, ""},
		"look run-1":      {1, "usage"},
	} {
		t.Run(args, func(t *testing.T) {
			t.Parallel()
			command := exec.CommandContext(t.Context(), "bash", append([]string{filepath.Join(examplesDir, "ci", "hcp-terraform.sh")}, strings.Fields(args)...)...)
			command.Env = append(os.Environ(), "TFE_ADDRESS="+service.URL, "TFE_TOKEN="+token, "AUTH0ACCESS="+reviewPath(t))
			printed, err := command.CombinedOutput()
			status := 0
			if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
				status = ended.ExitCode()
			}
			if status != test.status || !strings.Contains(string(printed), test.want) || strings.Contains(string(printed), token) {
				t.Errorf("ended with %d, want %d and %q:\n%s", status, test.status, test.want, printed)
			}
		})
	}
}
