package acctest_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// gh stands in for GitHub's command line: it records its arguments, and gives prepared answers.
const gh = `#!/bin/sh
echo "$*" >>calls
case "$1 $2" in
"issue list" | "api --paginate") echo "$FOUND" ;;
"api repos/acme/access/issues/7/labels") echo "$LABELS" ;;
esac
`

func TestDriftIsPublished(t *testing.T) {
	t.Parallel()
	steps := driftSteps(t)
	for name, test := range map[string]struct {
		step, status, found string
		fails               bool
		want                []string // the calls of gh that change something
		body                string   // the beginning of the published text
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

// A change that gives access waits for an approval, and a push withdraws the approval.
func TestGate(t *testing.T) {
	t.Parallel()
	steps := driftSteps(t)
	for name, test := range map[string]struct {
		step, plan, status, approval, labels string
		fails                                bool
		want                                 string
		withdrawn                            string // skipped if it is empty
	}{
		"nothing gained":                               {"gate", "success", "0", "skipped", "", false, "Nobody gains access", ""},
		"gained":                                       {"gate", "success", "2", "skipped", "bug", true, "add the label access-approved", ""},
		"gained, with a label like it":                 {"gate", "success", "2", "skipped", "not-access-approved", true, "add the label access-approved", ""},
		"gained, and approved by label":                {"gate", "success", "2", "skipped", "bug\naccess-approved", false, "Approved by label", ""},
		"gained, and approved by people":               {"gate", "success", "2", "success", "", false, "Approved in the environment", ""},
		"gained, and refused by people":                {"gate", "success", "2", "failure", "", true, "add the label access-approved", ""},
		"gained, approved before a push":               {"gate", "success", "2", "skipped", "access-approved", true, "could not be removed", "failure"},
		"gained, approved after a push":                {"gate", "success", "2", "skipped", "access-approved", false, "Approved by label", "success"},
		"gained, approved by people, and an old label": {"gate", "success", "2", "success", "access-approved", false, "Approved in the environment", "failure"},
		"not found out":                                {"gate", "failure", "", "skipped", "access-approved", true, "Could not determine", ""},
		"no plan, as of a fork":                        {"gate", "skipped", "", "skipped", "access-approved", true, "Could not determine", ""},
		"a push after an approval":                     {"withdraw", "", "", "", "access-approved", false, "", ""},
		"a push without an approval":                   {"withdraw", "", "", "", "bug", false, "", ""},
		"a push without a label whatever":              {"withdraw", "", "", "", "", false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			writeFile(t, filepath.Join(dir, "gh"), []byte(gh))
			if err := os.Chmod(filepath.Join(dir, "gh"), 0o700); err != nil {
				t.Fatal(err)
			}
			log, ok := runStep(t, steps[test.step], dir, "PATH="+dir+string(filepath.ListSeparator)+os.Getenv("PATH"), "GH_REPO=acme/access",
				"NUMBER=7", "PLAN="+test.plan, "STATUS="+test.status, "APPROVAL="+test.approval, "LABELS="+test.labels,
				"WITHDRAWN="+cmp.Or(test.withdrawn, "skipped"))
			if ok == test.fails || !strings.Contains(log, test.want) {
				t.Errorf("success is %t, want %q:\n%s", ok, test.want, log)
			}
			if test.step != "withdraw" {
				return
			}
			calls := readText(t, filepath.Join(dir, "calls"))
			isWithdrawn := strings.Contains(calls, "api --method DELETE repos/acme/access/issues/7/labels/access-approved")
			if isWithdrawn != (test.labels == "access-approved") {
				t.Errorf("GitHub is asked:\n%s", calls)
			}
		})
	}
}

// A push removes the label even if the plan fails or another run replaces this one.
func TestWithdrawWaitsForNothing(t *testing.T) {
	t.Parallel()
	workflow := ciFile[struct {
		Concurrency any
		Jobs        map[string]struct{ Needs, Concurrency any }
	}](t, filepath.Join(examplesDir, "ci", "drift.yml"))
	withdraw := workflow.Jobs["withdraw"]
	if workflow.Concurrency != nil || withdraw.Needs != nil || withdraw.Concurrency != nil {
		t.Errorf("withdraw waits: %+v, of a workflow with %v", withdraw, workflow.Concurrency)
	}
	if needs, _ := workflow.Jobs["gate"].Needs.([]any); !slices.Contains(needs, any("withdraw")) {
		t.Errorf("gate needs %v", needs)
	}
}
