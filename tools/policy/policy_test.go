// Package policy runs the tests of examples/policy with OPA.
package policy

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"
)

const library = "../../examples/policy"

// TestRules runs the tests that are written in Rego.
func TestRules(t *testing.T) {
	modules, store, err := tester.Load([]string{library}, func(_ string, file os.FileInfo, _ int) bool {
		return strings.HasSuffix(file.Name(), ".tf") || strings.HasSuffix(file.Name(), ".sentinel")
	})
	if err != nil {
		t.Fatal(err)
	}
	transaction, err := store.NewTransaction(t.Context(), storage.WriteParams)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Abort(t.Context(), transaction)
	results, err := tester.NewRunner().SetStore(store).SetTimeout(10*time.Second).SetModules(modules).
		RunTests(t.Context(), transaction)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for result := range results {
		count++
		if !result.Pass() {
			t.Error(result)
		}
	}
	if count == 0 {
		t.Error("there are no tests")
	}
}

// TestSpacelift compares the policy for Spacelift, which must be one file, with the library.
func TestSpacelift(t *testing.T) {
	rules, err := os.ReadFile(filepath.Join(library, "access.rego"))
	if err != nil {
		t.Fatal(err)
	}
	policy, err := os.ReadFile(filepath.Join(library, "spacelift.rego"))
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Replace(rules, []byte("\npackage auth0access\n"), []byte("\npackage spacelift\n"), 1)
	if !bytes.Equal(policy, want) {
		t.Error("spacelift.rego differs from access.rego: sed 's/^package .*/package spacelift/' access.rego >spacelift.rego")
	}
}
