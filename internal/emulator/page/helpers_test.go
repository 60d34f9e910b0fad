package page_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// site is a tenant with its page.
type site struct {
	tb     testing.TB
	tenant *emulator.Server
	url    string
	token  string
	stop   func()
}

func newSite(tb testing.TB, seed *emulator.Seed) *site {
	tb.Helper()
	tenant, err := emulator.New(emulator.Options{Seed: seed})
	if err != nil {
		tb.Fatal(err)
	}
	server := httptest.NewServer(tenant)
	tb.Cleanup(server.Close)
	return &site{tb: tb, tenant: tenant, url: server.URL, stop: server.Close}
}

// richTenant is a tenant with objects of every kind.
func richTenant(tb testing.TB) *emulator.Seed {
	tb.Helper()
	seed, err := emulator.LoadSeed("testdata/tenant.json")
	if err != nil {
		tb.Fatal(err)
	}
	return seed
}

// busyTenant is the rich tenant after requests of all kinds, with a fault for later ones.
func busyTenant(tb testing.TB) *site {
	tb.Helper()
	s := newSite(tb, richTenant(tb))
	for _, fault := range []emulator.Fault{
		{Method: "POST", Path: "/api/v2/client-grants", Nth: 1, Kind: emulator.FaultStatus, Status: 503},
		{Path: "/api/v2/connections/{id}", Nth: 1, Kind: emulator.FaultDelay, Delay: 20 * time.Millisecond},
	} {
		if err := s.tenant.AddFault(fault); err != nil {
			tb.Fatal(err)
		}
	}
	s.send("GET", "/api/v2/clients?per_page=100&include_totals=true&is_first_party=false", "")
	s.send("GET", "/api/v2/client-grants?take=100", "")
	s.send("GET", "/api/v2/resource-servers/https%3A%2F%2Forders.example.com%2F", "")
	s.send("PATCH", "/api/v2/connections/con_kB5wRt0ZxQm3HsUi", `{"show_as_button":true}`)
	s.send("GET", "/api/v2/clients/nobody", "")
	s.send("POST", "/api/v2/client-grants", `{"client_id":"tpc_5yLp0HgRw3XkQb8VmSn2Dt","audience":"https://catalog.example.com/","subject_type":"user","scope":["read:products"]}`)
	s.send("POST", "/api/v2/client-grants", `{"client_id":"tpc_5yLp0HgRw3XkQb8VmSn2Dt","audience":"https://catalog.example.com/","subject_type":"user","scope":["read:products"]}`)
	for range 7 {
		s.send("GET", "/api/v2/connections?strategy=okta", "")
	}
	return s
}

// manyApplications is a tenant with so many third-party applications.
func manyApplications(count int) *emulator.Seed {
	seed := &emulator.Seed{
		Tenant: "crowded",
		ResourceServers: []map[string]any{{
			"name": "Orders API", "identifier": "https://orders.example.com/", "scopes": []any{map[string]any{"value": "read:orders"}},
		}},
		ClientGrants: []map[string]any{{
			"default_for": "third_party_clients", "audience": "https://orders.example.com/", "subject_type": "user", "scope": []any{"read:orders"},
		}},
	}
	for i := range count {
		seed.Clients = append(seed.Clients, map[string]any{
			"client_id": fmt.Sprintf("tpc_%05d", i), "name": fmt.Sprintf("Agent %05d", i),
			"is_first_party": false, "third_party_security_mode": "strict", "external_metadata_type": "dcr",
		})
	}
	return seed
}

// send sends a request to the Management API, and returns the status, even of an error.
func (s *site) send(method, path, body string) int {
	s.tb.Helper()
	if s.token == "" {
		s.login()
	}
	req, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.tb.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	response, err := loopback.Client.Do(req)
	if err != nil {
		s.tb.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func (s *site) login() {
	s.tb.Helper()
	id, secret := s.tenant.ManagementCredentials()
	response, err := loopback.Client.PostForm(s.url+"/oauth/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}, "audience": {s.url + "/api/v2/"},
	})
	if err != nil {
		s.tb.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Token == "" {
		s.tb.Fatalf("no token: %v", err)
	}
	s.token = answer.Token
}

// get returns the body and the answer to a GET.
func (s *site) get(path string) (string, *http.Response) {
	s.tb.Helper()
	response, err := loopback.Client.Get(s.url + path)
	if err != nil {
		s.tb.Fatal(err)
	}
	raw, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		s.tb.Fatal(err)
	}
	return string(raw), response
}
