package auth0_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func TestConfigProblems(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config auth0.Config
		member string
	}{
		"nothing":                {auth0.Config{}, "ClientSecret"},
		"client id alone":        {auth0.Config{ClientID: "x"}, "ClientSecret"},
		"secret alone":           {auth0.Config{ClientSecret: "x"}, "ClientID"},
		"key alone":              {auth0.Config{ClientAssertionPrivateKey: "x"}, "ClientID"},
		"secret and key":         {auth0.Config{ClientID: "x", ClientSecret: "x", ClientAssertionPrivateKey: "x"}, "ClientSecret"},
		"token and secret":       {auth0.Config{ClientID: "x", ClientSecret: "x", APIToken: "x"}, "APIToken"},
		"token and key":          {auth0.Config{ClientID: "x", ClientAssertionPrivateKey: "x", APIToken: "x"}, "APIToken"},
		"token with a newline":   {auth0.Config{APIToken: "x\n"}, "APIToken"},
		"token beyond ASCII":     {auth0.Config{APIToken: "tökén"}, "APIToken"},
		"negative pace":          {auth0.Config{APIToken: "x", MaxRequestsPerSecond: -1}, "MaxRequestsPerSecond"},
		"negative retries":       {auth0.Config{APIToken: "x", MaxRetries: -1}, "MaxRetries"},
		"negative timeout":       {auth0.Config{APIToken: "x", RequestTimeout: -1}, "RequestTimeout"},
		"no domain":              {auth0.Config{APIToken: "x"}, "Domain"},
		"plain http to anywhere": {auth0.Config{APIToken: "x", Domain: "http://example.eu.auth0.com"}, "Domain"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := auth0.New(test.config)
			if problem, ok := errors.AsType[*auth0.ConfigError](err); !ok || problem.Member != test.member {
				t.Errorf("error is %v, want one about %s", err, test.member)
			}
		})
	}
}

func TestNewAccepts(t *testing.T) {
	t.Parallel()
	tests := map[string]auth0.Config{
		"secret": {ClientID: "x", ClientSecret: "x"},
		"key":    {ClientID: "x", ClientAssertionPrivateKey: pkcs1(testKey())},
		"token":  {APIToken: "x"},
	}
	for name, config := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config.Domain = "https://Example.eu.auth0.com/"
			client, err := auth0.New(config)
			if err != nil {
				t.Fatal(err)
			}
			if client.Domain() != "example.eu.auth0.com" || client.Audience() != "https://example.eu.auth0.com/api/v2/" {
				t.Errorf("domain %q, audience %q", client.Domain(), client.Audience())
			}
		})
	}
}

func TestUnavailable(t *testing.T) {
	t.Parallel()
	reason := errors.New("the domain is not known yet")
	client := auth0.NewUnavailable(reason)
	for method, call := range calls {
		if err := call(t.Context(), client); !errors.Is(err, reason) {
			t.Errorf("%s: %v, want the reason", method, err)
		}
	}
	if _, err := client.ListClientGrants(context.Background(), auth0.ClientGrantFilter{}); !errors.Is(err, reason) {
		t.Errorf("list: %v, want the reason", err)
	}
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var agents []string
		server := &authServer{}
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			agents = append(agents, r.UserAgent())
			server.ServeHTTP(w, r)
		}), withSecret, func(c *auth0.Config) { c.UserAgent = "the-agent/1" })
		if err := calls[http.MethodGet](t.Context(), client); err != nil {
			t.Fatal(err)
		}
		if len(agents) != 2 || agents[0] != "the-agent/1" || agents[1] != "the-agent/1" {
			t.Errorf("agents are %q", agents)
		}
	})
}
