package auth0_test

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// clientOf returns a client with its own transport, for the given address.
func clientOf(t *testing.T, domain string) *auth0.Client {
	t.Helper()
	client, err := auth0.New(auth0.Config{Domain: domain, APIToken: "the-token"})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestConnectionsAreReused(t *testing.T) {
	t.Parallel()
	acts := []http.HandlerFunc{fine, refuse(404), refuse(500), respond("text/html", strings.Repeat("x", 100_000)), fine}
	server := httptest.NewUnstartedServer(&script{acts: acts})
	var opened atomic.Int32
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	client := clientOf(t, server.URL)
	for range acts {
		_ = calls[http.MethodGet](t.Context(), client)
	}
	if opened.Load() != 1 {
		t.Errorf("%d connections were opened, want 1", opened.Load())
	}
}

func TestHTTP2(t *testing.T) {
	t.Parallel()
	var protocol string
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protocol = r.Proto
		fine(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "the-token", HTTPClient: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	if err := calls[http.MethodPost](t.Context(), client); err != nil || protocol != "HTTP/2.0" {
		t.Errorf("got %v over %s, want HTTP/2.0", err, protocol)
	}
}

// If a network fails before anything is sent, no write has an unknown outcome.
func TestNothingWasSent(t *testing.T) {
	t.Parallel()
	secure := httptest.NewUnstartedServer(http.HandlerFunc(fine))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // it logs each client that does not trust it
	secure.StartTLS()
	t.Cleanup(secure.Close)
	plain := httptest.NewServer(http.HandlerFunc(fine))
	t.Cleanup(plain.Close)
	gone := httptest.NewServer(http.HandlerFunc(fine))
	gone.Close()
	tests := map[string]struct{ domain, want string }{
		"certificate of nobody known": {secure.URL, "cannot be verified"},
		"TLS where there is none":     {strings.Replace(plain.URL, "http://", "https://", 1), "does not speak https"},
		"nobody listens":              {gone.URL, "Nothing answers at 127.0.0.1:"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := calls[http.MethodPost](t.Context(), clientOf(t, test.domain))
			common, ok := errors.AsType[*auth0.CommonError](err)
			if !ok || common.Member != "Domain" || !strings.Contains(err.Error(), test.want) || errors.Is(err, auth0.ErrUnknownOutcome) {
				t.Errorf("error is %v, want %q of every call, and nothing unknown", err, test.want)
			}
		})
	}
}
