package faultmatrix

import (
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// scratch is a folder for what tests share.
var scratch string

// TestMain lets more garbage gather than usual, because each case leaves a tenant and some providers behind. It turns
// off their logs, which nobody reads.
func TestMain(m *testing.M) {
	if err := os.Setenv("TF_LOG_PROVIDER", "off"); err != nil {
		panic(err)
	}
	debug.SetGCPercent(400)
	os.Exit(runAll(m))
}

func runAll(m *testing.M) int {
	var err error
	if scratch, err = os.MkdirTemp("", "faultmatrix-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	return m.Run()
}

// buildProvider builds the provider's binary once and returns its folder.
var buildProvider = sync.OnceValues(func() (string, error) { return acctest.BuildProvider(scratch) })
