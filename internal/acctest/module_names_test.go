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

// publishedModule is the source of a module in this repository, of a pinned version.
var publishedModule = regexp.MustCompile(`github\.com/auth0access/terraform-provider-auth0access//(examples/[\w/-]+)\?ref=(v[\d.]+)`)

var terraformBlock = regexp.MustCompile("(?s)```terraform\n(.*?)```")

// readmeConfiguration returns the configuration that the module's README begins with, as it is published, and the moved
// blocks for a partner that has another name.
func readmeConfiguration(t *testing.T) (main, moved string) {
	t.Helper()
	readme := readText(t, filepath.Join(examplesDir, "modules", "tenant-baseline", "README.md"))
	for _, block := range terraformBlock.FindAllStringSubmatch(readme, -1) {
		switch {
		case strings.HasPrefix(block[1], "provider "):
			main = block[1]
		case strings.HasPrefix(block[1], "moved "):
			moved = block[1]
		}
	}
	if main == "" || moved == "" {
		t.Fatal("the README has no configuration, or no moved blocks")
	}
	return main, moved
}

// publish puts the modules of the examples into a Git repository, tags them with the version that main asks for, and
// returns main with that repository in place of the one on GitHub.
func publish(t *testing.T, main string) string {
	t.Helper()
	repository := t.TempDir()
	placeModules(t, filepath.Join(repository, "examples"), configurations(t))
	source := publishedModule.FindStringSubmatch(main)
	if source == nil {
		t.Fatal("the README's configuration has no source with a version")
	}
	for _, args := range [][]string{
		{"init", "--quiet"},
		{"add", "."},
		{"-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "Release"},
		{"tag", source[2]},
		{"rm", "--quiet", "-r", "."}, // a later change, which the pinned version does not have
		{"-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "Later"},
	} {
		command := exec.CommandContext(t.Context(), "git", args...)
		command.Dir = repository
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, output)
		}
	}
	return publishedModule.ReplaceAllString(main, "git::file://"+filepath.ToSlash(repository)+"//$1?ref=$2")
}

// What the module's README shows can be applied as it stands, in the version that it pins. A partner that is renamed or
// left out is not deleted. Moved blocks rename it, and it can be removed once its protection is off. Scopes and
// connections are looked up in the tenant.
func TestModuleNames(t *testing.T) {
	t.Parallel()
	main, moved := readmeConfiguration(t)
	tenant := acctest.NewTenant(t, acctest.WithSeed(readText(t, "../../scripts/demo/seed.json")))
	dir := t.TempDir()
	main = publish(t, main)
	writeFile(t, filepath.Join(dir, "required_providers.tf"), []byte(header))
	environment := slices.Concat(developmentEnvironment(t), tenant.Environment())
	run := func(config string, args ...string) (output string, ok bool) {
		t.Helper()
		writeFile(t, filepath.Join(dir, "main.tf"), []byte(config))
		command := exec.CommandContext(t.Context(), terraformPath(t), append(args, "-no-color")...)
		command.Dir, command.Env = dir, environment
		printed, err := command.CombinedOutput()
		return string(printed), err == nil
	}
	renamed := strings.Replace(main, "    fastlane = {", "    fastlane-logistics = {", 1)
	partner := regexp.MustCompile(`(?s)\n  partners = \{.*?\n  \}\n`)
	forgotten := partner.ReplaceAllString(main, "\n")
	misspelt := strings.Replace(main, `"read:orders"`, `"raed:orders"`, 1)
	byName := strings.Replace(main, `{ id = "con_Xr4uKz81mTqWb0Ld" }`, `{ name = "customers" }`, 1)
	byNoName := strings.Replace(main, `{ id = "con_Xr4uKz81mTqWb0Ld" }`, `{ name = "Acme account" }`, 1)
	unprotected := strings.Replace(main, "    fastlane = {", "    fastlane = {\n      deletion_protection = false", 1)
	for _, step := range []struct {
		name, config string
		args         []string
		ok           bool
		want         []string
	}{
		{"modules", main, []string{"get"}, true, nil},
		{"as it stands", main, []string{"apply", "-auto-approve"}, true, nil},
		{"nothing more to do", main, []string{"plan", "-detailed-exitcode"}, true, []string{"No changes."}},
		{"scope that the API does not define", misspelt, []string{"plan"}, true, []string{"Warning: Scope is not defined by the API", `did you mean "read:orders"?`}},
		{"connection by its name", byName, []string{"plan", "-detailed-exitcode"}, true, []string{"No changes."}},
		{"connection by a name that is none", byNoName, []string{"plan"}, false, []string{"Error: Connection not found"}},
		{"another name", renamed, []string{"plan"}, false, []string{"Error: Application is protected from deletion", `this["fastlane"]`, "moved"}},
		{"forgotten", forgotten, []string{"plan"}, false, []string{"Error: Application is protected from deletion", `this["fastlane"]`}},
		{"moved", renamed + moved, []string{"apply", "-auto-approve"}, true, []string{"Resources: 0 added, 0 changed, 0 destroyed."}},
		{"back", main + regexp.MustCompile(`(?m)from = (.*)\n  to   = (.*)$`).ReplaceAllString(moved, "to   = $1\n  from = $2"), []string{"apply", "-auto-approve"}, true, nil},
		{"not protected", unprotected, []string{"apply", "-auto-approve"}, true, []string{"Resources: 0 added, 1 changed, 0 destroyed."}},
		{"taken out", forgotten, []string{"apply", "-auto-approve"}, true, []string{"5 destroyed."}},
	} {
		output, ok := run(step.config, step.args...)
		if ok != step.ok {
			t.Fatalf("%s: success is %t\n%s", step.name, ok, output)
		}
		for _, want := range step.want {
			if !strings.Contains(output, want) {
				t.Errorf("%s: the output lacks %q:\n%s", step.name, want, output)
			}
		}
	}
	for _, application := range tenant.List(t, "/api/v2/clients?is_first_party=false") {
		if application["name"] == "Fastlane Logistics" {
			t.Error("the partner that was taken out is still there")
		}
	}
}
