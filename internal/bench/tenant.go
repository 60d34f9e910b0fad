package main

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// tenant is an emulated tenant in this process, served over HTTP.
type tenant struct {
	*emulator.Server

	http *httptest.Server
	env  []string // points a provider to it
	span span
}

// span is the time from when the first of some calls arrives to when the last of them is answered.
type span struct {
	mu         sync.Mutex
	begin, end time.Time
}

func (s *span) cover(begin, end time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.begin.IsZero() || begin.Before(s.begin) {
		s.begin = begin
	}
	if end.After(s.end) {
		s.end = end
	}
}

func (s *span) length() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.end.Sub(s.begin)
}

// startTenant serves a tenant on a free loopback port. With a caFile it speaks https and writes its certificate there.
func startTenant(seed *emulator.Seed, limits rate, caFile string) (*tenant, error) {
	server, err := emulator.New(emulator.Options{Seed: seed, RateLimit: limits.tier, Latency: limits.latency})
	if err != nil {
		return nil, err
	}
	t := &tenant{Server: server}
	t.http = httptest.NewUnstartedServer(t)
	clientID, clientSecret := server.ManagementCredentials()
	t.env = []string{
		"AUTH0_CLIENT_ID=" + clientID, "AUTH0_CLIENT_SECRET=" + clientSecret,
		// One tenant at several addresses: the state that one run leaves is refreshed by another.
		"AUTH0_AUDIENCE=https://emulator.auth0.com/api/v2/",
	}
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

// ServeHTTP answers, and notes the time that calls of the Management API span.
func (t *tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := time.Now()
	t.Server.ServeHTTP(w, r)
	if strings.HasPrefix(r.URL.Path, management) {
		t.span.cover(begin, time.Now())
	}
}

// management is where the paths of the Management API begin.
const management = "/api/v2/"

// calls counts what a tenant was asked.
type calls struct {
	byEndpoint map[string]int // such as "GET /api/v2/clients/{id}"
	total      int            // of the Management API, as all that follows
	writes     int
	throttled  int // answered 429
	span       time.Duration
}

// calls returns what the tenant was asked since it started.
func (t *tenant) calls() calls {
	c := calls{byEndpoint: map[string]int{}, span: t.span.length()}
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
