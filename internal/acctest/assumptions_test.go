package acctest_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The page about what is known of Auth0 and the comments in the code of provider and client name the same assumptions.
// The emulator's assumptions do not count.
func TestAssumptions(t *testing.T) {
	t.Parallel()
	comment := regexp.MustCompile(`// Assumption:(?: ([a-z-]+):)?`)
	inCode := map[string]string{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if entry != nil && entry.Name() == "emulator" {
				return fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(path)
		for _, found := range comment.FindAllStringSubmatch(string(source), -1) {
			if found[1] == "" {
				t.Errorf("%s: an assumption without a name; write // Assumption: its-name: ...", path)
				continue
			}
			inCode[found[1]] = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../templates/guides/what-is-known.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|(.*)\\|$").FindAllStringSubmatch(string(page), -1)
	onPage := map[string]bool{}
	for _, row := range rows {
		onPage[row[1]] = true
		cells := strings.Split(row[2], "|")
		if len(cells) != 4 || !regexp.MustCompile(`^ (recorded|documented|reported|disputed|not known) $`).MatchString(cells[2]) {
			t.Errorf("%s: want a belief, its evidence, its certainty and what happens if it is wrong: %q", row[1], cells)
		}
		if inCode[row[1]] == "" {
			t.Errorf("the page has %s, which the code lacks", row[1])
		}
	}
	for name, path := range inCode {
		if !onPage[name] {
			t.Errorf("%s assumes %s, which is not on the page", path, name)
		}
	}
}
