package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// tenant is an emulated tenant in this process, served over HTTP.
type tenant struct {
	*emulator.Server

	http *httptest.Server
	env  []string // points a provider to it
}

// startTenant serves a tenant on a free loopback port. With a caFile it speaks https and writes its certificate there.
func startTenant(seed *emulator.Seed, limits rate, caFile string) (*tenant, error) {
	server, err := emulator.New(emulator.Options{Seed: seed, RateLimit: limits.tier, Latency: limits.latency})
	if err != nil {
		return nil, err
	}
	t := &tenant{Server: server, http: httptest.NewUnstartedServer(server)}
	clientID, clientSecret := server.ManagementCredentials()
	t.env = []string{"AUTH0_CLIENT_ID=" + clientID, "AUTH0_CLIENT_SECRET=" + clientSecret}
	if caFile == "" {
		t.http.Start()
		t.env = append(t.env, "AUTH0_DOMAIN="+t.http.URL)
		return t, nil
	}
	t.http.StartTLS()
	t.env = append(t.env, "AUTH0_DOMAIN="+strings.TrimPrefix(t.http.URL, "https://"), "SSL_CERT_FILE="+caFile)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: t.http.Certificate().Raw})
	if err := os.WriteFile(caFile, certificate, 0o600); err != nil {
		t.stop()
		return nil, err
	}
	return t, nil
}

func (t *tenant) stop() { t.http.Close() }

// management is where the paths of the Management API begin.
const management = "/api/v2/"

// calls counts what a tenant was asked.
type calls struct {
	byEndpoint map[string]int // such as "GET /api/v2/clients/{id}"
	total      int            // of the Management API, as the following two
	writes     int
	throttled  int // answered 429
}

// calls returns what the tenant was asked since it started.
func (t *tenant) calls() calls {
	c := calls{byEndpoint: map[string]int{}}
	for _, endpoint := range t.Stats().Endpoints {
		c.byEndpoint[endpoint.Method+" "+endpoint.Path] = endpoint.Calls
		if !strings.HasPrefix(endpoint.Path, management) {
			continue
		}
		c.total += endpoint.Calls
		c.throttled += endpoint.Throttled
		if endpoint.Method != http.MethodGet {
			c.writes += endpoint.Calls
		}
	}
	return c
}

// count returns how many applications of a name that begins so the tenant holds.
func (t *tenant) count(prefix string) int {
	n := 0
	for _, application := range t.Snapshot().Clients {
		if name, ok := application["name"].(string); ok && strings.HasPrefix(name, prefix) {
			n++
		}
	}
	return n
}
