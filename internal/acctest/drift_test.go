package acctest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

// driftScopes returns the scopes that the guide lists for the job.
func driftScopes(t *testing.T) []string {
	t.Helper()
	_, job, found := strings.Cut(readText(t, filepath.Join(guidesDir, "drift-detection.md")), "\n## Every night\n")
	listed := regexp.MustCompile("(?m)^reads: (.*)$").FindStringSubmatch(job)
	if !found || listed == nil {
		t.Fatal("the guide lists no scopes for the job")
	}
	var scopes []string
	for _, scope := range regexp.MustCompile("`(read:[a-z_]+)`").FindAllStringSubmatch(listed[1], -1) {
		scopes = append(scopes, scope[1])
	}
	workflow := strings.Join(strings.Fields(strings.ReplaceAll(readText(t, filepath.Join(examplesDir, "ci", "drift.yml")), "#", "")), " ")
	if !strings.Contains(workflow, strings.Join(scopes, ", ")+".") {
		t.Errorf("the workflow does not list the scopes of the guide: %v", scopes)
	}
	return scopes
}

// besideComplete is a configuration beside examples/complete, with what its module does not make: keys, an organization,
// and a list of the applications.
const besideComplete = `
resource "auth0access_third_party_application" "reporting" {
  name     = "Nightly reporting"
  app_type = "non_interactive"
  client_authentication_methods = {
    private_key_jwt = { credentials = { main = { pem = %q } } }
  }
}

resource "auth0access_organization_third_party_access" "acme" {
  organization_id = %q
  access          = "block"
}

resource "auth0access_third_party_applications_exclusive" "this" {
  client_ids = concat(values(module.access.client_ids), [auth0access_third_party_application.reporting.client_id])
}

resource "auth0access_redirect_protections_exclusive" "this" {
  client_ids = [module.access.client_ids["fastlane"]]
}

data "auth0access_third_party_applications" "all" {
  depends_on = [module.access, auth0access_third_party_application.reporting]
}

output "applications" {
  value = { for one in data.auth0access_third_party_applications.all.applications : one.client_id => one.name }
}
`

// credentials is another one. OpenTofu refuses it in a plan that only reads, because ephemeral values may not be unknown
// there.
const credentials = `
ephemeral "auth0access_client_credentials" "fastlane" {
  client_id = module.access.client_ids["fastlane"]
}
`

// nightlyJob is the job of the example workflow.
type nightlyJob struct {
	t         *testing.T
	plan, dir string // the step's script, and where it runs
	env       []string
}

// pullRequest tells the step what started the workflow.
const pullRequest = "GITHUB_EVENT_NAME=pull_request"

// run runs the job with files of its own, as GitHub does, and returns its status and report.
func (j nightlyJob) run(more ...string) (status, summary, log string, ok bool) {
	j.t.Helper()
	outputs, summaryFile := filepath.Join(j.t.TempDir(), "output"), filepath.Join(j.t.TempDir(), "summary")
	log, ok = runStep(j.t, j.plan, j.dir, slices.Concat(j.env, []string{
		"RUNNER_TEMP=" + j.t.TempDir(), "GITHUB_OUTPUT=" + outputs, "GITHUB_STEP_SUMMARY=" + summaryFile,
	}, more)...)
	if ok {
		status, summary = readText(j.t, outputs), readText(j.t, summaryFile)
	} else if _, err := os.Stat(outputs); err == nil {
		j.t.Error("a job that failed has a status")
	}
	return status, summary, log, ok
}

// TestDrift runs the nightly job of the example workflow on examples/complete and besideComplete, with credentials that
// may only read.
func TestDrift(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.WithSeed(readText(t, "../../scripts/demo/seed.json")))
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
	place(t, root, []string{"ci/drift.sh", "ci/review.sh", "complete/example.tfvars"})
	writeFile(t, filepath.Join(dir, "beside.tf"), fmt.Appendf(nil, besideComplete, acctest.NewPublicKey(), acctest.Organization(t, tenant)))
	if _, isTerraform := terraformMinor(t, terraform); isTerraform {
		writeFile(t, filepath.Join(dir, "credentials.tf"), []byte(credentials))
	}
	for _, err := range []error{
		os.Chmod(filepath.Join(root, "ci", "drift.sh"), 0o700),
		os.Chmod(filepath.Join(root, "ci", "review.sh"), 0o700),
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

	reader := acctest.ManagementApplication(t, tenant, nil, driftScopes(t)...).Tenant()
	job := nightlyJob{t, driftSteps(t)["plan"], dir, slices.Concat(environment, reader.Environment(), []string{
		"TF=" + terraform, "AUTH0ACCESS=" + reviewPath(t), "GITHUB_WORKSPACE=" + root, "GITHUB_EVENT_NAME=schedule",
	})}
	if _, _, log, ok := job.run("AUTH0_CLIENT_SECRET=wrong"); ok || !strings.Contains(log, "Error: Could not sign in to Auth0") {
		t.Errorf("with a wrong secret, success is %t:\n%s", ok, log)
	}
	status, summary, log, _ := job.run()
	if status != "status=0\n" || !strings.HasPrefix(summary, "## Access is as declared, as far as it is watched\n") || !strings.Contains(summary, "| `Orders API`") {
		t.Errorf("straight after apply: %s\n%s\n%s", status, summary, log)
	}
	for _, want := range []string{
		"- applications that register themselves (`include_self_registered` is false)\n", "- settings of the authorization server (",
		"- further grants of `Inbox assistant`, ", "- further organizations (",
	} {
		if !strings.Contains(summary, want) {
			t.Errorf("it is not said that nobody watches %q:\n%s", want, summary)
		}
	}

	meddle(t, tenant)
	status, summary, log, _ = job.run()
	if status != "status=2\n" {
		t.Fatalf("with much more open: %s\n%s", status, log)
	}
	checkReport(t, summary)

	// The report of a pull request begins with what the change gives. What somebody opened has a heading of its own.
	beside := filepath.Join(dir, "beside.tf")
	writeFile(t, beside, []byte(strings.Replace(readText(t, beside), `"block"`, `"allow"`, 1)+gives))
	status, summary, log, _ = job.run(pullRequest)
	if status != "status=2\n" {
		t.Fatalf("with a change that gives: %s\n%s", status, log)
	}
	checkGives(t, summary)
}

// gives is what a pull request adds.
const gives = `
resource "auth0access_client_grant" "reporting" {
  client_id    = auth0access_third_party_application.reporting.client_id
  audience     = "https://catalog.example.com/"
  subject_type = "user"
  scopes       = ["read:stock"]
}
`

// checkGives checks that the report of a pull request begins with what the change gives.
func checkGives(t *testing.T, report string) {
	t.Helper()
	given, opened, found := strings.Cut(report, "\n## Opened outside Terraform, and not by this change\n")
	gains, loses, _ := strings.Cut(given, "\n### Loses\n")
	_, gains, _ = strings.Cut(gains, "\n### Gains\n")
	opened, _, _ = strings.Cut(opened, "<details>")
	if !found || !strings.HasPrefix(given, "## What this change gives\n") {
		t.Errorf("what is given and what was opened are not told apart:\n%s", report)
	}
	for _, one := range []struct{ part, want string }{
		{gains, "- `Nightly reporting` gains `read:stock` of the API `Catalog API` for its users, by a grant of its own."},
		{gains, " lets every third-party application log in its users. Somebody opened this already, outside Terraform."},
		{loses, "`Nightly reporting` loses `read:products` of the API `Catalog API` for its users, because a grant of its own now replaces"},
		{loses, "`Fastlane Logistics` loses `cancel:orders`"},
		{opened, "- `Fastlane Logistics` gains `cancel:orders` of the API `Orders API` for its users"},
		{opened, "- Every third-party application can log in users of the connection `github`"},
	} {
		if !strings.Contains(one.part, one.want) {
			t.Errorf("the report lacks %q:\n%s", one.want, one.part)
		}
	}
	if strings.Contains(gains, "github") || strings.Contains(opened, "Nightly reporting") {
		t.Errorf("what is given and what was opened are mixed:\n%s", report)
	}
}

// checkReport checks that the report names everything before any detail, and begins with what is more open.
func checkReport(t *testing.T, report string) {
	t.Helper()
	top, details, _ := strings.Cut(report, "<details>")
	last := -1
	for _, want := range []string{
		"## Somebody opened access\n\n- **New applications**: 1: ``Made `in` the Dashboard``\n- **Opened**: ",
		"- **Closed or missing**: ",
		"\n### Opened\n",
		"- ``Made `in` the Dashboard`` (",
		"### Closed or missing\n",
		"### With a new owner\n",
		"### Not watched\n",
	} {
		at := strings.Index(report, want)
		if at < last {
			t.Errorf("%q is missing, or stands too early", want)
		}
		last = max(last, at)
	}
	for _, want := range []string{
		"`Fastlane Logistics` gains `create:orders` of the API `Orders API` as itself, by a grant of its own.",
		"`Fastlane Logistics` gains `cancel:orders` of the API `Orders API` for its users, by a grant of its own.",
		"`Fastlane Logistics` gains `write:products` of the API `Catalog API` as itself, by a grant of its own.",
		"gains `cancel:orders` of the API `Orders API` for its users, by the default permissions.",
		"users of the connection `github`, which is promoted", "users of the connection `okta-staff`, which is promoted",
		"Anybody can register third-party applications",
		"Failed logins of `Basket shopping agent` redirect",
		"`Nightly reporting` authenticates with other keys",
		"`Basket shopping agent` may send users back to `https://elsewhere.example/callback`",
		" lets every third-party application log in its users.",
		"`Fastlane Logistics` loses `update:shipments`",
	} {
		if !strings.Contains(top, want) {
			t.Errorf("before the details, the report lacks %q", want)
		}
	}
	for _, want := range []string{
		"| client | `write:products` | own grant | `Fastlane Logistics`", // who can reach what now
		"| user | `cancel:orders` | default permissions | `Inbox assistant`",
		"```mermaid\nflowchart LR\n",
		"          - {\n                  - audience     = \"https://catalog.example.com/\" -> null\n", // the plan
	} {
		if !strings.Contains(details, want) {
			t.Errorf("the details lack %q", want)
		}
	}
	if t.Failed() {
		t.Logf("the report:\n%s", report)
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
