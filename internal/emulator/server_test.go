package emulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/traffic"
)

// control sends a request to the emulator's own controls.
func control(tb testing.TB, h http.Handler, method, path, body string) (int, string) {
	tb.Helper()
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, httptest.NewRequest(method, "http://127.0.0.1"+path, strings.NewReader(body)))
	raw, err := io.ReadAll(recorder.Result().Body)
	if err != nil {
		tb.Fatal(err)
	}
	return recorder.Code, string(raw)
}

func TestRequestsAreRecorded(t *testing.T) {
	t.Parallel()
	before := time.Now()
	s := serveTenant(t, &Seed{ManagementApplication: object.Object{"client_id": "m2m", "client_secret": "S3CR3T"}})
	id := object.Text(s.mustCall(201, "POST", "/clients", `{"name":"a","addons":{"azure_sb":{"sasKey":"S3CR3T"}}}`).object, "client_id")
	s.mustCall(200, "PATCH", "/clients/"+id, `{"client_secret":"S3CR3T"}`)
	s.call("POST", "/clients", `{"nonsense":true}`)
	s.mustCall(200, "GET", "/clients?is_first_party=false&page=0", nil)
	control(t, s.server, "GET", "/__emulator/state", "")

	status, raw := control(t, s.server, "GET", "/__emulator/requests", "")
	if status != 200 || strings.Contains(raw, "S3CR3T") || strings.Contains(raw, s.token) {
		t.Fatalf("status %d, or a secret: %s", status, raw)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(raw), &got); err != nil {
		t.Fatal(err)
	}
	for _, request := range got {
		if _, timed := request["ms"].(float64); !timed {
			t.Errorf("no duration: %v", request)
		}
		if at, err := time.Parse(time.RFC3339, object.Text(request, "time")); err != nil || at.Before(before) {
			t.Errorf("arrived at %v: %v", at, err)
		}
		delete(request, "ms")
		delete(request, "time")
		delete(object.Child(request, "issued"), "scope") // all there are
	}
	want := []map[string]any{
		{"method": "POST", "path": "/oauth/token", "status": 200.0, "client_id": "m2m", "grant_type": "client_credentials", "issued": object.Object{"audiences": []any{s.http.URL + "/api/v2/"}}},
		{"method": "POST", "path": "/api/v2/clients", "status": 201.0, "client_id": "m2m", "body": object.Object{"name": "a", "addons": object.Object{"azure_sb": object.Object{"sasKey": traffic.Masking}}}},
		{"method": "PATCH", "path": "/api/v2/clients/" + id, "status": 200.0, "client_id": "m2m", "body": object.Object{"client_secret": traffic.Masking}},
		{"method": "POST", "path": "/api/v2/clients", "status": 400.0, "client_id": "m2m", "body": object.Object{"nonsense": true}},
		{"method": "GET", "path": "/api/v2/clients?is_first_party=false&page=0", "status": 200.0, "client_id": "m2m"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if status, _ := control(t, s.server, "DELETE", "/__emulator/requests", ""); status != 204 {
		t.Errorf("delete: status %d", status)
	}
	if _, raw := control(t, s.server, "GET", "/__emulator/requests", ""); raw != "[]" {
		t.Errorf("after delete: %s", raw)
	}
}

func TestReset(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, parties())
	before := s.server.Snapshot()
	s.mustCall(201, "POST", "/clients", `{"name":"new"}`)
	s.mustCall(204, "DELETE", "/clients/strict", nil)
	s.mustCall(200, "PATCH", "/tenants/settings", `{"flags":{"enable_sso":false}}`)
	if status, raw := control(t, s.server, "POST", "/__emulator/reset", ""); status != 204 {
		t.Fatalf("reset: %d %s", status, raw)
	}
	if diff := cmp.Diff(before, s.server.Snapshot()); diff != "" {
		t.Errorf("after reset (-before +after):\n%s", diff)
	}
	s.mustCall(200, "GET", "/clients", nil) // the token stays valid
}

func TestStateIsASeed(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Organizations = []map[string]any{{"id": "org_1", "name": "acme"}}
	seed.ClientGrants = []map[string]any{{"id": "cgr_1", "client_id": "strict", "audience": ordersAPI}}
	seed.OrganizationClientGrants = []OrganizationClientGrant{{OrganizationID: "org_1", GrantID: "cgr_1"}}
	seed.Connections = []map[string]any{{"name": "users", "strategy": "auth0", "options": object.Object{"configuration": object.Object{"a": "b"}}}}
	s := serveTenant(t, seed)
	s.mustCall(200, "PATCH", "/clients/first", `{"refresh_token":null}`)
	s.mustCall(201, "POST", "/clients/strict/credentials", `{"credential_type":"public_key","pem":`+testKey.publicPEM()+`}`)

	_, state := control(t, s.server, "GET", "/__emulator/state", "")
	if _, again := control(t, s.server, "GET", "/__emulator/state", ""); again != state {
		t.Error("the state is not the same twice")
	}
	path := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(path, []byte(state), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded, err := LoadSeed(path)
	if err != nil {
		t.Fatal(err)
	}
	copied, err := New(Options{Seed: loaded})
	if err != nil {
		t.Fatal(err)
	}
	if _, raw := control(t, copied, "GET", "/__emulator/state", ""); raw != state {
		t.Errorf("seeded from the state:\n%s\nwant\n%s", raw, state)
	}
	if status, raw := control(t, s.server, "PUT", "/__emulator/state", state); status != 204 {
		t.Errorf("put: %d %s", status, raw)
	}
	if status, raw := control(t, s.server, "PUT", "/__emulator/state", "{\n\"clients\":[{}]}"); status != 400 || !strings.Contains(raw, "line 2: clients[0].name") {
		t.Errorf("put of a bad seed: %d %s", status, raw)
	}
}

// Secrets may be removed from an export; the management application then gets a new one.
func TestStateWithoutSecrets(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, parties())
	_, state := control(t, s.server, "GET", "/__emulator/state", "")
	seed := &Seed{}
	if err := json.Unmarshal([]byte(state), seed); err != nil {
		t.Fatal(err)
	}
	for _, client := range append(seed.Clients, seed.ManagementApplication) {
		delete(client, "client_secret")
	}
	copied := serveTenant(t, seed) // logs in
	if got := copied.mustCall(200, "GET", "/clients/strict", nil).object; got["client_secret"] != nil {
		t.Error("an application of an exact seed got a secret that it had not")
	}
}

// The answer to a call that is not emulated cannot be mistaken for a missing object or for success.
func TestUnknownPaths(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	for _, test := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/index.html", 404}, {"GET", "/api/v2/keys/signing", 404}, {"GET", "/api/v2/clients/", 404}, {"GET", "/api/v2//clients", 404},
		{"GET", "/oidc/register", 404}, {"GET", "/oauth/token", 404}, {"GET", "/__emulator/none", 404}, {"GET", "/api/v2/resource-servers/https://a/", 404},
		{"PUT", "/", 501}, {"PUT", "/api/v2/clients", 501}, {"POST", "/api/v2/actions/actions", 501}, {"DELETE", "/api/v2/roles/rol_1", 501},
		{"PATCH", "/api/v2/resource-servers/https%3A%2F%2Fa/scopes", 501},
	} {
		req, err := http.NewRequest(test.method, s.http.URL+test.path+"?page=0", nil)
		if err != nil {
			t.Fatal(err)
		}
		wantRefusal(t, s.send(req), test.status, "not_emulated",
			test.method+" "+test.path+" is not emulated: the emulator does not have this call")
	}
}

func TestListen(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"127.0.0.1:0", "localhost:0"} {
		listener, err := Listen(addr, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:80", "[::]:0", "example.com:80", "nonsense"} {
		if _, err := Listen(addr, false); err == nil || !strings.Contains(err.Error(), addr) {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, orders())
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			name := fmt.Sprintf("worker%d", i)
			id := object.Text(s.callBeyond("POST", "/clients", object.Object{"name": name, "is_first_party": false}).object, "client_id")
			grant := s.callBeyond("POST", "/client-grants", object.Object{"client_id": id, "audience": ordersAPI, "scope": object.Array()}).object
			s.callBeyond("PATCH", "/client-grants/"+object.Text(grant, "id"), `{"allow_all_scopes":true}`)
			s.callBeyond("GET", "/clients?include_totals=true", nil)
			s.callBeyond("GET", "/client-grants?audience="+url.QueryEscape(ordersAPI), nil)
			s.server.Snapshot()
			s.server.Requests()
			if got := s.callBeyond("DELETE", "/clients/"+id, nil); got.status != 204 {
				t.Errorf("%s: %s", name, got.raw)
			}
		})
	}
	group.Wait()
	if left := s.mustCall(200, "GET", "/clients?is_first_party=false", nil).array; len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}
