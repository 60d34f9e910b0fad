package acctest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// scratch is a folder for what tests share.
var scratch string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "acctest-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	return m.Run()
}

// buildProvider builds the provider's binary once and returns its folder.
var buildProvider = sync.OnceValues(func() (string, error) { return acctest.BuildProvider(scratch) })

// buildReview builds auth0access once and returns its path.
var buildReview = sync.OnceValues(func() (string, error) {
	path := filepath.Join(scratch, "auth0access")
	return path, acctest.Build(path, "../review/cmd/auth0access")
})

// reviewPath is the path of auth0access.
func reviewPath(t *testing.T) string {
	t.Helper()
	path, err := buildReview()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
