package acctest_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// statesDir has a folder for each version whose schemas were released: a configuration, the state that the version
// left of it, and the tenant. The configuration and the tenant of the next version are in the folder itself.
const statesDir = "testdata/states"

var recordState = flag.String("record-state", "", "version whose state TestRecordState writes")

// This version reads the states of released versions, and finds nothing to change.
func TestStates(t *testing.T) {
	t.Parallel()
	states, err := filepath.Glob(filepath.Join(statesDir, "*", "terraform.tfstate"))
	if err != nil || len(states) == 0 {
		t.Fatal("there are no states", err)
	}
	for _, path := range states {
		folder := filepath.Dir(path)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			tenant := acctest.NewTenant(t, acctest.WithSeed(readText(t, filepath.Join(folder, "tenant.json"))))
			w := newWorkspace(t, tenant)
			state := readText(t, path)
			if _, known := terraformMinor(t, w.terraform); !known {
				state = strings.ReplaceAll(state, "registry.terraform.io", "registry.opentofu.org")
			}
			writeFile(t, filepath.Join(w.dir, "terraform.tfstate"), []byte(state))
			writeFile(t, filepath.Join(w.dir, "main.tf"), []byte(readText(t, filepath.Join(folder, "main.tf"))))
			w.checkEmptyPlan()
			if calls := tenant.Mutations(); len(calls) > 0 {
				t.Errorf("the plan changes the tenant: %q", calls)
			}
		})
	}
}

// TestRecordState applies the configuration for a release, and writes the result for TestStates.
func TestRecordState(t *testing.T) {
	t.Parallel()
	if *recordState == "" {
		t.Skip("run by make state")
	}
	if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(*recordState) {
		t.Fatalf("%q is no version", *recordState)
	}
	publisher := acctest.NewPublisher(t, "agent.example.com")
	publisher.Serve("/client.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"client_id": "https://agent.example.com/client.json", "client_name": "Agent",
			"redirect_uris": ["https://agent.example.com/callback"], "token_endpoint_auth_method": "none"}`))
	})
	seed := readText(t, filepath.Join(statesDir, "tenant.json"))
	tenant := acctest.NewTenant(t, acctest.WithSeed(seed), acctest.WithDocuments(publisher))
	w := newWorkspace(t, tenant)
	config := readText(t, filepath.Join(statesDir, "main.tf"))
	for name := range handMade {
		if !strings.Contains(config, `resource "`+name+`"`) {
			t.Errorf("%s/main.tf has no %s", statesDir, name)
		}
	}
	writeFile(t, filepath.Join(w.dir, "main.tf"), []byte(config))
	w.run("apply")
	w.checkEmptyPlan()
	folder := filepath.Join(statesDir, *recordState)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"main.tf":           config,
		"terraform.tfstate": readText(t, filepath.Join(w.dir, "terraform.tfstate")),
		"tenant.json":       withoutSecrets(t, tenant),
	} {
		writeFile(t, filepath.Join(folder, name), []byte(content))
	}
}

// withoutSecrets exports the tenant without secrets, except that of the management application. The next start makes
// new ones.
func withoutSecrets(t *testing.T, tenant *acctest.Tenant) string {
	t.Helper()
	exported, err := json.Marshal(tenant.Emulator.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	var seed map[string]any
	if err := json.Unmarshal(exported, &seed); err != nil {
		t.Fatal(err)
	}
	for _, members := range seed {
		objects, _ := members.([]any)
		for _, one := range objects {
			if object, ok := one.(map[string]any); ok {
				delete(object, "client_secret")
				delete(object, "signing_secret")
			}
		}
	}
	text, err := json.MarshalIndent(seed, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}
