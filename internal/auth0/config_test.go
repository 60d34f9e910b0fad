package auth0_test

import (
	"context"
	"errors"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

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
		"secret with a blank":    {auth0.Config{ClientID: "x", ClientSecret: "x y"}, "ClientSecret"},
		"id with a tab":          {auth0.Config{ClientID: "x\ty", ClientSecret: "x"}, "ClientID"},
		"domain in two lines":    {auth0.Config{APIToken: "x", Domain: "example\n.eu.auth0.com"}, "Domain"},
		"audience with a return": {auth0.Config{APIToken: "x", Audience: "https://example.eu.auth0.com/\rapi/v2/"}, "Audience"},
		"another API's audience": {auth0.Config{APIToken: "x", Audience: "https://orders.example.com/"}, "Audience"},
		"audience without slash": {auth0.Config{APIToken: "x", Audience: "https://example.eu.auth0.com/api/v2"}, "Audience"},
		"expired token":          {auth0.Config{APIToken: expired(t)}, "APIToken"},
		"the Dashboard":          {auth0.Config{APIToken: "x", Domain: "https://manage.auth0.com/dashboard/eu/acme"}, "Domain"},
		"token beyond ASCII":     {auth0.Config{APIToken: "tökén"}, "APIToken"},
		"pace that is no number": {auth0.Config{APIToken: "x", MaxRequestsPerSecond: math.NaN()}, "MaxRequestsPerSecond"},
		"infinite pace":          {auth0.Config{APIToken: "x", MaxRequestsPerSecond: math.Inf(1)}, "MaxRequestsPerSecond"},
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
			problem, ok := errors.AsType[*auth0.ConfigError](err)
			if !ok || problem.Member != test.member {
				t.Errorf("error is %v, want one about %s", err, test.member)
			}
			for _, secret := range []string{test.config.ClientSecret, test.config.APIToken} {
				if len(secret) > 1 && strings.Contains(err.Error(), secret) {
					t.Errorf("the error shows a secret: %v", err)
				}
			}
		})
	}
}

// expired returns an access token that nobody accepts any more.
func expired(t *testing.T) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: testKey()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(jwt.Claims{Expiry: jwt.NewNumericDate(time.Now().Add(-time.Minute))}).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
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
			if client.Domain() != "example.eu.auth0.com" || client.Tenant() != "example.eu.auth0.com" {
				t.Errorf("domain %q, tenant %q", client.Domain(), client.Tenant())
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
