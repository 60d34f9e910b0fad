package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/coverage"
	"slices"
	"strings"
)

// module is the path of the provider's module, which coverage puts before each file.
const module = "github.com/auth0access/terraform-provider-auth0access/"

// own is the folder of the provider's packages. Coverage includes this command too, because Go counts nothing
// otherwise.
const own = "internal/"

// entered makes a request and returns the files of which it ran a statement.
func entered(ctx context.Context, request func(context.Context) error) ([]string, error) {
	dir, err := os.MkdirTemp("", "entered-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()

	if err := coverage.ClearCounters(); err != nil {
		return nil, fmt.Errorf("run make entered: %w", err)
	}
	if err := request(ctx); err != nil {
		return nil, err
	}
	if err := coverage.WriteCountersDir(dir); err != nil {
		return nil, err
	}
	if err := coverage.WriteMetaDir(dir); err != nil {
		return nil, err
	}
	profile := filepath.Join(dir, "profile")
	convert := exec.CommandContext(ctx, "go", "tool", "covdata", "textfmt", "-i="+dir, "-o="+profile)
	if output, err := convert.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go tool covdata: %w\n%s", err, output)
	}
	lines, err := os.ReadFile(profile) //nolint:gosec // in a folder of our own
	if err != nil {
		return nil, err
	}
	return filesIn(string(lines)), nil
}

// filesIn returns the files of a coverage profile that have a statement that ran. A line is "file:from,to count runs".
func filesIn(profile string) []string {
	files := map[string]bool{}
	for line := range strings.Lines(profile) {
		file, statements, _ := strings.Cut(strings.TrimSpace(line), ":")
		file = strings.TrimPrefix(file, module)
		if strings.HasPrefix(file, own) && !strings.HasSuffix(statements, " 0") {
			files[file] = true
		}
	}
	return slices.Sorted(maps.Keys(files))
}
