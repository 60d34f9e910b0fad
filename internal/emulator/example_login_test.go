package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// The Go test that the guide on testing modules shows, on the tenant that it describes.
func TestLoginOfTheGuide(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/guides/testing-modules.md")
	if err != nil {
		t.Fatal(err)
	}
	between := func(begin, end string) string {
		_, rest, found := strings.Cut(string(guide), begin)
		part, _, ends := strings.Cut(rest, end)
		if !found || !ends {
			t.Fatalf("the guide has nothing between %q and %q", begin, end)
		}
		return part
	}
	seed := &emulator.Seed{}
	if err := json.Unmarshal([]byte(between("cat >proofs/tenant.json <<'END'\n", "\nEND")), seed); err != nil {
		t.Fatal(err)
	}
	tenant, err := emulator.New(emulator.Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(tenant)
	defer server.Close()
	tenantURL := server.URL

	asked := `{"client_id": "agent", "user": "ada@example.com", "audience": "https://orders.example.com/", "scopes": ["read:orders", "create:orders"]}`
	response, err := http.Post(tenantURL+"/__emulator/login", "application/json", strings.NewReader(asked))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var outcome struct{ Scopes []string }
	if err := json.NewDecoder(response.Body).Decode(&outcome); err != nil || !slices.Equal(outcome.Scopes, []string{"read:orders"}) {
		t.Errorf("the agent got %q (%v)", outcome.Scopes, err)
	}

	source, err := os.ReadFile("example_login_test.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.ReplaceAll("\n"+between("```go\n", "```"), "\n", "\n\t")
	if !strings.Contains(string(source), strings.TrimSpace(shown)) {
		t.Error("the guide shows another test than this one")
	}
}
