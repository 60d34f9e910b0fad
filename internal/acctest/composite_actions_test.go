package acctest_test

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// compositeAction holds the members of a composite action that the actions here use.
type compositeAction struct {
	Name        string
	Description string
	Inputs      map[string]struct {
		Description, Default string
		Required             bool
	}
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []struct {
			ID               string
			Shell, Run, Uses string
			WorkingDirectory string `yaml:"working-directory"`
			Env              map[string]string
			With             map[string]string
		}
	}
}

var (
	expression = regexp.MustCompile(`\$\{\{ ([^}]*) \}\}`)
	reference  = regexp.MustCompile(`^(?:inputs\.(\w+)|steps\.(\w+)\.outputs\.(\w+)|github\.(?:action_path|token))$`)
	pinned     = regexp.MustCompile(`^\./|@[0-9a-f]{40}$`)
)

// Composite actions pass the checks that actionlint makes of workflows only.
func TestCompositeActions(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../../.github/actions/*/action.yml")
	if err != nil || len(paths) == 0 {
		t.Fatal("there are no actions", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			t.Parallel()
			text := readText(t, path)
			for _, problem := range problemsOfAction(t, text) {
				t.Error(problem)
			}
		})
	}
}

func TestProblemsOfActions(t *testing.T) {
	t.Parallel()
	const good = `name: a
description: b
inputs:
  version: {description: c, required: true}
outputs:
  status: {description: d, value: "${{ steps.one.outputs.status }}"}
runs:
  using: composite
  steps:
    - id: one
      shell: bash
      env: {VERSION: "${{ inputs.version }}"}
      run: echo "status=$VERSION" >>"$GITHUB_OUTPUT"
`
	for name, test := range map[string]struct{ from, to, want string }{
		"good":                {"", "", ""},
		"misspelt member":     {"using:", "use:", "field use not found"},
		"no shell":            {"      shell: bash\n", "", "has no shell"},
		"another runtime":     {"composite", "node20", "is no composite action"},
		"unknown input":       {"inputs.version", "inputs.versoin", "inputs.versoin is not there"},
		"unused input":        {`"${{ inputs.version }}"`, "1.0.0", "nothing uses the input version"},
		"unknown step":        {"steps.one", "steps.two", "steps.two.outputs.status is not there"},
		"output of no step":   {"echo \"status=$", "echo \"code=$", "steps.one.outputs.status is not there"},
		"input in the script": {"=$VERSION", "=${{ inputs.version }}", "an expression in a script"},
		"broken script":       {"echo \"status", "if \"status", "syntax error"},
		"neither run nor use": {"      run: echo \"status=$VERSION\" >>\"$GITHUB_OUTPUT\"\n", "", "neither runs nor uses"},
		"action of a tag":     {"      shell: bash\n", "      uses: actions/checkout@v4\n", "is not pinned"},
		"no description":      {"description: c", `description: ""`, "has no description"},
	} {
		problems := strings.Join(problemsOfAction(t, strings.Replace(good, test.from, test.to, 1)), "\n")
		if (problems == "") != (test.want == "") || !strings.Contains(problems, test.want) {
			t.Errorf("%s: want %q, got %q", name, test.want, problems)
		}
	}
}

// problemsOfAction returns what is wrong with the file of a composite action.
func problemsOfAction(t *testing.T, text string) (problems []string) {
	t.Helper()
	var action compositeAction
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&action); err != nil {
		return []string{err.Error()}
	}
	if action.Runs.Using != "composite" || action.Name == "" || action.Description == "" {
		problems = append(problems, "it is no composite action with a name and a description")
	}
	isThere := map[string]bool{"github.action_path": true, "github.token": true}
	for name, input := range action.Inputs {
		isThere["inputs."+name] = true
		if input.Description == "" {
			problems = append(problems, "the input "+name+" has no description")
		}
		if !strings.Contains(text, "${{ inputs."+name+" }}") {
			problems = append(problems, "nothing uses the input "+name)
		}
	}
	for _, step := range action.Runs.Steps {
		problems = append(problems, problemsOfStep(t, step.Run, step.Shell, step.Uses)...)
		for _, output := range regexp.MustCompile(`(\w+)=`).FindAllStringSubmatch(step.Run, -1) {
			isThere["steps."+step.ID+".outputs."+output[1]] = true
		}
	}
	for _, used := range expression.FindAllStringSubmatch(text, -1) {
		if !reference.MatchString(used[1]) || !isThere[used[1]] {
			problems = append(problems, used[1]+" is not there")
		}
	}
	return problems
}

func problemsOfStep(t *testing.T, run, shell, uses string) (problems []string) {
	t.Helper()
	switch {
	case uses != "" && !pinned.MatchString(uses):
		problems = append(problems, uses+" is not pinned by a commit")
	case uses == "" && run == "":
		problems = append(problems, "a step neither runs nor uses anything")
	case run != "" && shell != "bash":
		problems = append(problems, "a step has no shell bash")
	}
	if expression.MatchString(run) {
		problems = append(problems, "an expression in a script may become part of it: pass it in env")
	}
	command := exec.CommandContext(t.Context(), "bash", "-n")
	command.Stdin = strings.NewReader(run)
	if printed, err := command.CombinedOutput(); err != nil {
		problems = append(problems, string(printed))
	}
	return problems
}
