package acctest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// machinesVariable is the environment variable with the name of the file that holds the machines' secret.
const machinesVariable = "GUIDE_MACHINES"

// terraformAsMachines stands in for terraform in a guide. If the guide lists scopes, it signs in as an application with
// exactly these. A plan signs in as an application without the scopes that write or read secrets.
const terraformAsMachines = `#!/bin/sh
if [ -f "$` + machinesVariable + `" ]; then
  . "$` + machinesVariable + `"
  export AUTH0_CLIENT_ID=applies AUTH0_CLIENT_SECRET="$MACHINE_SECRET"
  if [ "$1" = plan ]; then
    export AUTH0_CLIENT_ID=reads AUTH0_READ_ONLY=true
  fi
fi
exec %q "$@"
`

var (
	listedScopes = regexp.MustCompile(`(?s)needs these \[?Management API scopes(?:\]\([^)]*\))?:\s(.*?)\.\s`)
	aScope       = regexp.MustCompile(`\b((?:read|create|update|delete):[a-z_]+)\b`)
)

// scopesListedIn returns the scopes that a text says are needed to apply what it shows, none if it does not say.
func scopesListedIn(text string) []string {
	var scopes []string
	if listed := listedScopes.FindStringSubmatch(text); listed != nil {
		for _, scope := range aScope.FindAllStringSubmatch(listed[1], -1) {
			scopes = append(scopes, scope[1])
		}
	}
	return scopes
}

// readingAlone returns the scopes that a read-only plan needs.
func readingAlone(scopes []string) []string {
	return slices.DeleteFunc(slices.Clone(scopes), func(scope string) bool {
		return !strings.HasPrefix(scope, "read:") || scope == "read:client_keys"
	})
}

// addMachines adds to a seed the two applications that terraform signs in as, and returns their secret.
func addMachines(t *testing.T, seed string, scopes []string) (secret string) {
	t.Helper()
	var tenant map[string]any
	if err := json.Unmarshal([]byte(readText(t, seed)), &tenant); err != nil {
		t.Fatal(err)
	}
	secret = strings.Repeat("s3cret-of-machines-", 3)
	clients, _ := tenant["clients"].([]any)
	grants, _ := tenant["client_grants"].([]any)
	for id, scopes := range map[string][]string{"applies": scopes, "reads": readingAlone(scopes)} {
		clients = append(clients, map[string]any{
			"client_id": id, "client_secret": secret, "name": id, "app_type": "non_interactive", "is_first_party": true,
			"grant_types": []string{"client_credentials"}, "token_endpoint_auth_method": "client_secret_post",
		})
		grants = append(grants, map[string]any{"client_id": id, "audience": "https://example.auth0.com/api/v2/", "subject_type": "client", "scope": scopes})
	}
	tenant["clients"], tenant["client_grants"] = clients, grants
	encoded, err := json.Marshal(tenant)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, seed, encoded)
	return secret
}

// checkSeededScopes checks that the applications of a guide about a real tenant have the scopes that the guide lists.
func checkSeededScopes(t *testing.T, seed string, scopes []string) {
	t.Helper()
	var tenant struct {
		Clients []struct {
			ClientID string `json:"client_id"`
			Name     string `json:"name"`
		} `json:"clients"`
		Grants []struct {
			ClientID string   `json:"client_id"`
			Scope    []string `json:"scope"`
		} `json:"client_grants"`
	}
	if err := json.Unmarshal([]byte(readText(t, seed)), &tenant); err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, client := range tenant.Clients {
		for _, grant := range tenant.Grants {
			if grant.ClientID == client.ClientID && strings.HasPrefix(client.Name, "Terraform (") {
				got[client.Name] = slices.Sorted(slices.Values(grant.Scope))
			}
		}
	}
	want := map[string][]string{
		"Terraform (apply)": slices.Sorted(slices.Values(scopes)), "Terraform (plan)": slices.Sorted(slices.Values(readingAlone(scopes))),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the guide does not sign in with the scopes that it lists (-listed +used):\n%s", diff)
	}
}

// checkScopesAreNeeded checks that the calls of some applications need each listed scope.
func checkScopesAreNeeded(t *testing.T, tenant string, scopes []string, clientIDs ...string) {
	t.Helper()
	if len(scopes) == 0 {
		return
	}
	resp, err := loopback.Client.Get(tenant + "/__emulator/requests")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var requests []emulator.Request
	if err := json.NewDecoder(resp.Body).Decode(&requests); err != nil {
		t.Fatal(err)
	}
	var used []string
	for _, request := range requests {
		if !slices.Contains(clientIDs, request.ClientID) {
			continue
		}
		used = append(used, scopesOf(request)...)
		if request.Status == http.StatusForbidden {
			t.Errorf("%s %s was refused; it takes %v", request.Method, request.Path, scopesOf(request))
		}
	}
	for _, scope := range scopes {
		if !slices.Contains(used, scope) {
			t.Errorf("%s is listed, and nothing needs it", scope)
		}
	}
}

var collectionOf = regexp.MustCompile(`^/api/v2/([a-z-]+)(?:/([^/?]+)/([a-z-]+)|/[^/?]+)?`)

// scopesOf returns the scopes that Auth0 asks of a call.
func scopesOf(request emulator.Request) []string {
	verb := map[string]string{
		http.MethodGet: "read", http.MethodPost: "create", http.MethodPatch: "update", http.MethodPut: "update", http.MethodDelete: "delete",
	}[request.Method]
	parts := collectionOf.FindStringSubmatch(request.Path)
	if parts == nil {
		return nil
	}
	body, _ := request.Body.(map[string]any)
	switch {
	case parts[1] == "tenants":
		return []string{verb + ":tenant_settings"}
	case parts[3] == "preview":
		return []string{"read:clients"}
	case parts[3] == "register" && request.Status == http.StatusOK:
		return []string{"update:clients"}
	case parts[3] == "rotate-secret":
		return []string{"update:client_keys"}
	case parts[3] == "credentials":
		return []string{verb + ":client_credentials"}
	case parts[1] == "refresh-tokens" && verb == "create":
		return []string{"delete:refresh_tokens"}
	case parts[1] == "clients" && verb == "read" && strings.Contains(request.Path, "client_secret"):
		return []string{"read:clients", "read:client_keys"}
	case parts[1] == "clients" && body["client_authentication_methods"] != nil:
		return []string{verb + ":clients", verb + ":client_credentials"}
	}
	return []string{verb + ":" + strings.ReplaceAll(parts[1], "-", "_")}
}

// writeTerraform writes the script that stands in for terraform in guides.
func writeTerraform(t *testing.T, path, terraform string) {
	t.Helper()
	writeFile(t, path, fmt.Appendf(nil, terraformAsMachines, terraform))
	if err := os.Chmod(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

// signInAsMachines makes the terraform of this guide sign in with the scopes that the guide lists.
func (r *guideReader) signInAsMachines() {
	r.t.Helper()
	if len(r.scopes) == 0 {
		return
	}
	secret := addMachines(r.t, filepath.Join(r.dir, "tenant.json"), r.scopes)
	writeFile(r.t, r.machines, fmt.Appendf(nil, "MACHINE_SECRET=%s\n", secret))
}
