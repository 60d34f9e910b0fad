package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/api"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Collections that are not emulated are read as in an empty tenant, with their scopes, and cannot be changed.
func TestEmptyCollections(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	nobody := s.withScopes()
	names := strings.NewReplacer("{trigger}", "post-login", "{template}", "verify_email", "{prompt}", "login", "{language}", "en", "{id}", "one")
	for _, e := range api.EmptyEndpoints() {
		path := names.Replace(e.Path)
		wantRefusal(t, nobody.callBeyond("GET", path, nil), 403, "insufficient_scope", "Insufficient scope, expected any of: "+e.Scopes[0][0])
		if got := s.callBeyond("GET", path, nil); got.status != http.StatusOK && got.status != http.StatusNotFound || got.object["errorCode"] == "not_emulated" {
			t.Errorf("GET %s: %d %s", path, got.status, got.raw)
		}
		wantRefusal(t, s.callBeyond("POST", path, `{}`), 501, "not_emulated", "POST /api/v2"+path+" is not emulated: the emulator does not have this call")
	}
	for path, want := range map[string]string{
		"/roles":                          `[]`,
		"/roles?include_totals=true":      `{"roles":[],"start":0,"limit":50,"total":0}`,
		"/actions/actions?per_page=100":   `{"actions":[],"total":0,"page":0,"per_page":100}`,
		"/token-exchange-profiles?take=2": `{"token_exchange_profiles":[]}`,
		"/log-streams":                    `[]`,
		"/prompts/login/custom-text/en":   `{}`,
	} {
		if got := s.callBeyond("GET", path, nil); got.status != http.StatusOK || got.raw != want {
			t.Errorf("GET %s: %d %s", path, got.status, got.raw)
		}
	}
	if got := s.callBeyond("GET", "/emails/provider", nil); got.status != http.StatusNotFound || object.Text(got.object, "message") != "There is not a configured email provider." {
		t.Errorf("%d %s", got.status, got.raw)
	}
}

// The list of endpoints contains only emulated calls, so that tests of clients know which ones they have not used.
func TestEndpoints(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	status, raw := control(t, s.server, "GET", "/__emulator/endpoints", "")
	var told []struct{ Method, Path string }
	if err := json.Unmarshal([]byte(raw), &told); err != nil || status != http.StatusOK {
		t.Fatalf("status %d, %v: %s", status, err, raw)
	}
	got := map[string]bool{}
	for _, e := range told {
		got[e.Method+" "+e.Path] = true
	}
	if len(got) != len(api.Endpoints()) {
		t.Errorf("%d calls are listed, there are %d", len(got), len(api.Endpoints()))
	}
	for call, want := range map[string]bool{"PATCH /api/v2/clients/{id}": true, "GET /api/v2/roles": false, "POST /oidc/register": false} {
		if got[call] != want {
			t.Errorf("%s: %t, want %t", call, got[call], want)
		}
	}
}
