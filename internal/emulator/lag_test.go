package emulator

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// clock is a time that passes only if a test advances it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// serveLate starts a tenant whose reads lag a second behind its writes.
func serveLate(t *testing.T, options Options) (*site, *clock) {
	t.Helper()
	time := newClock()
	options.Clock = time.read
	if options.Lag == 0 {
		options.Lag = lagInTests
	}
	server, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return serveServer(t, server), time
}

const lagInTests = time.Second

func TestLagHidesWrites(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method, path, body string
		read               string
		before, after      string // part of the answer to read
	}{
		"created application": {"POST", "/clients", `{"name":"new"}`, "/clients?fields=name", `[{`, `"new"`},
		"changed application": {"PATCH", "/clients/strict", `{"description":"new"}`, "/clients/strict", `"strict"`, `"new"`},
		"deleted application": {"DELETE", "/clients/strict", "", "/clients/strict", `"strict"`, "inexistent_client"},
		"rotated secret":      {"POST", "/clients/known/rotate-secret", "", "/clients/known?fields=client_secret", `"known"`, `{"client_secret":`},
		"created grant":       {"POST", "/client-grants", `{"client_id":"strict","audience":"` + ordersAPI + `","scope":[]}`, "/client-grants?client_id=strict", `[{"id":"cgr_1"`, `subject_type":"client"`},
		"deleted grant":       {"DELETE", "/client-grants/cgr_1", "", "/client-grants?client_id=strict", `cgr_1`, `[]`},
		"a grant cascaded to": {"DELETE", "/clients/strict", "", "/client-grants/cgr_1", `cgr_1`, "inexistent_client_grant"},
		"changed connection":  {"PATCH", "/connections/con_1", `{"is_domain_connection":true}`, "/connections/con_1", `"is_domain_connection":false`, `"is_domain_connection":true`},
		"enabled application": {"PATCH", "/connections/con_1/clients", `[{"client_id":"first","status":true}]`, "/connections/con_1/clients", `[]`, `"first"`},
		"changed API":         {"PATCH", "/resource-servers/api_1", `{"name":"new"}`, "/resource-servers/api_1", `"Orders"`, `"new"`},
		"changed setting":     {"PATCH", "/tenants/settings", `{"flags":{"enable_dynamic_client_registration":true}}`, "/tenants/settings", `"enable_dynamic_client_registration":false`, `"enable_dynamic_client_registration":true`},
		"organization":        {"PATCH", "/organizations/org_1", `{"third_party_client_access":"allow"}`, "/organizations/org_1", `"block"`, `"allow"`},
		"tie to organization": {"POST", "/organizations/org_1/client-grants", `{"grant_id":"cgr_1"}`, "/organizations/org_1/client-grants", `[]`, `cgr_1`},
		"credential":          {"POST", "/clients/strict/credentials", `{"credential_type":"public_key","pem":` + testKey.publicPEM() + `}`, "/clients/strict/credentials", `[]`, `cred_`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := parties()
			seed.ResourceServers[0]["id"] = "api_1"
			seed.Clients = append(seed.Clients, object.Object{"client_id": "known", "name": "known", "client_secret": "known"})
			seed.ClientGrants = []map[string]any{{"id": "cgr_1", "client_id": "strict", "audience": ordersAPI, "subject_type": "user"}}
			seed.Connections = []map[string]any{{"id": "con_1", "name": "users", "strategy": "auth0"}}
			seed.Organizations = []map[string]any{{"id": "org_1", "name": "acme"}}
			s, time := serveLate(t, Options{Seed: seed})

			var body any
			if test.body != "" {
				body = test.body
			}
			before := s.call("GET", test.read, nil).raw
			if !strings.Contains(before, test.before) {
				t.Fatalf("before: %s", before)
			}
			if got := s.call(test.method, test.path, body); got.status >= 300 {
				t.Fatalf("write: %s", got.raw)
			}
			time.pass(lagInTests - 1)
			if got := s.call("GET", test.read, nil).raw; got != before {
				t.Errorf("within the lag: %s\nwant %s", got, before)
			}
			time.pass(1)
			got := s.call("GET", test.read, nil).raw
			if !strings.Contains(got, test.after) || got == before {
				t.Errorf("after the lag: %s", got)
			}
		})
	}
}

// A write that refers to a new object is refused as if the object did not exist. Uniqueness is checked against all
// writes.
func TestLagAndReferences(t *testing.T) {
	t.Parallel()
	s, time := serveLate(t, Options{Seed: orders()})
	client := s.mustCall(201, "POST", "/clients", `{"name":"new","is_first_party":false,"third_party_security_mode":"strict"}`).object
	grant := object.Object{"client_id": client["client_id"], "audience": ordersAPI, "scope": object.Array()}
	wantRefusal(t, s.call("POST", "/client-grants", grant), 404, "", "Client not found")
	s.mustCall(200, "PATCH", "/clients/"+object.Text(client, "client_id"), `{"description":"written to at once"}`)

	s.mustCall(201, "POST", "/resource-servers", `{"name":"New","identifier":"https://new/"}`)
	own := object.Object{"default_for": "third_party_clients", "audience": "https://new/", "scope": object.Array()}
	wantRefusal(t, s.call("POST", "/client-grants", own), 404, "", "No resource with identifier https://new/")
	if got := s.call("POST", "/resource-servers", `{"name":"New","identifier":"https://new/"}`); got.status != 409 {
		t.Errorf("a second API: %d", got.status)
	}

	time.pass(lagInTests)
	s.mustCall(201, "POST", "/client-grants", own)
	s.mustCall(201, "POST", "/client-grants", grant)
	wantRefusal(t, s.call("POST", "/client-grants", grant), 409, "", "client_grant already exists")
	if got := s.mustCall(200, "GET", "/client-grants?audience="+url.QueryEscape(ordersAPI), nil).array; len(got) != 0 {
		t.Errorf("listed at once: %v", got)
	}

	s.mustCall(204, "DELETE", "/clients/"+object.Text(client, "client_id"), nil)
	wantRefusal(t, s.call("POST", "/client-grants", grant), 404, "", "Client not found")
}

func TestLagAndTokens(t *testing.T) {
	t.Parallel()
	s, time := serveLate(t, Options{})
	client := s.mustCall(201, "POST", "/clients", `{"name":"new","app_type":"non_interactive"}`).object
	ask := func() int {
		status, _ := s.requestToken(url.Values{
			"grant_type": {"client_credentials"}, "audience": {s.http.URL + "/api/v2/"},
			"client_id": {object.Text(client, "client_id")}, "client_secret": {object.Text(client, "client_secret")},
		}, nil)
		return status
	}
	if got := ask(); got != http.StatusUnauthorized {
		t.Errorf("within the lag: %d", got)
	}
	time.pass(lagInTests)
	if got := ask(); got != http.StatusForbidden { // the application is known now, but has no grant
		t.Errorf("after the lag: %d", got)
	}
}

// Reads see a reset, and a new tenant, at once.
func TestLagEndsWithTheTenant(t *testing.T) {
	t.Parallel()
	s, _ := serveLate(t, Options{Seed: parties()})
	s.mustCall(204, "DELETE", "/clients/strict", nil)
	if err := s.server.Reset(); err != nil {
		t.Fatal(err)
	}
	s.mustCall(200, "GET", "/clients/strict", nil)
	if err := s.server.Load(&Seed{Clients: []map[string]any{{"client_id": "other", "name": "other"}}}); err != nil {
		t.Fatal(err)
	}
	s.mustCall(200, "GET", "/clients/other", nil)
	s.mustCall(204, "DELETE", "/clients/other", nil)
	s.mustCall(200, "GET", "/clients/other", nil)
}

// With LagSeed, reads see a write or not at random, but reproducibly.
func TestLagByChance(t *testing.T) {
	t.Parallel()
	run := func() []int {
		s, _ := serveLate(t, Options{Seed: parties(), LagSeed: 1})
		s.mustCall(204, "DELETE", "/clients/strict", nil)
		seen := make([]int, 20)
		for i := range seen {
			seen[i] = s.call("GET", "/clients/strict", nil).status
		}
		return seen
	}
	first := run()
	if diff := cmp.Diff(first, run()); diff != "" {
		t.Errorf("not the same twice: %s", diff)
	}
	counts := map[int]int{}
	for _, status := range first {
		counts[status]++
	}
	if counts[200] == 0 || counts[404] == 0 {
		t.Errorf("seen: %v", first)
	}
}

func TestLagFromTheSeed(t *testing.T) {
	t.Parallel()
	seed := parties()
	seed.Lag = "1h"
	s := serveTenant(t, seed)
	s.mustCall(204, "DELETE", "/clients/strict", nil)
	s.mustCall(200, "GET", "/clients/strict", nil)
	if status, raw := control(t, s.server, "PUT", "/__emulator/state", `{"lag":"0s"}`); status != 204 {
		t.Fatalf("put: %s", raw)
	}
	id := object.Text(s.mustCall(201, "POST", "/clients", `{"name":"new"}`).object, "client_id")
	s.mustCall(200, "GET", "/clients/"+id, nil)
	if err := s.server.Reset(); err != nil {
		t.Fatal(err)
	}
	s.mustCall(204, "DELETE", "/clients/strict", nil)
	s.mustCall(200, "GET", "/clients/strict", nil)
}
