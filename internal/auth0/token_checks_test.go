package auth0_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// readable returns a token with the given claims.
func readable(claims string) string {
	return "eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2lnbmF0dXJl"
}

// A refusal of the token endpoint is an answer; anything else without a token is an error.
func TestTokenChecks(t *testing.T) {
	t.Parallel()
	granted := func(scopes ...string) auth0.TokenAnswer { return auth0.TokenAnswer{IsGranted: true, Scopes: scopes} }
	refused := func(code, description string) auth0.TokenAnswer {
		return auth0.TokenAnswer{Code: code, Description: description}
	}
	beyond := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Auth0-RateLimit", "client;q=0;t=1;r=0")
		w.Header().Set("Retry-After", "1")
		answer(w, 429, `{"error":"too_many_requests","error_description":"Slow down"}`)
	}
	tests := map[string]struct {
		act  http.HandlerFunc
		want auth0.TokenAnswer
		err  string // none for an answer
	}{
		"scopes in the answer":      {respondStatus(200, "application/json", `{"access_token":"opaque","scope":"b a b"}`), granted("a", "b"), ""},
		"scopes in the token":       {respondStatus(200, "application/json", `{"access_token":"`+readable(`{"scope":"read:orders"}`)+`"}`), granted("read:orders"), ""},
		"no scopes":                 {respondStatus(200, "application/json", `{"access_token":"`+readable(`{}`)+`"}`), auth0.TokenAnswer{IsGranted: true}, ""},
		"those that were asked for": {respondStatus(200, "application/json", `{"access_token":"opaque"}`), granted("read:orders", "write:orders"), ""},
		"refused":                   {respondStatus(403, "application/json", `{"error":"access_denied","error_description":"No grant"}`), refused("access_denied", "No grant"), ""},
		"wrong secret":              {respondStatus(401, "application/json", `{"error":"access_denied","error_description":"Unauthorized"}`), refused("access_denied", "Unauthorized"), ""},
		"without words":             {respondStatus(400, "application/json", `{"error":"invalid_request"}`), refused("invalid_request", ""), ""},
		"beyond its ceiling":        {beyond, refused("too_many_requests", "Slow down"), ""},
		"no token":                  {respondStatus(200, "application/json", `{"scope":"a"}`), auth0.TokenAnswer{}, "the answer holds no access token"},
		"not a tenant":              {respondStatus(404, "text/html", `<h1>Not found</h1>`), auth0.TokenAnswer{}, "404 Not Found"},
		"broken":                    {respondStatus(500, "application/json", `{"error":"server_error","error_description":"Oops"}`), auth0.TokenAnswer{}, "500"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := &script{acts: []http.HandlerFunc{test.act}}
			client := newClient(t, calls)
			got, err := client.CheckToken(t.Context(), auth0.TokenRequest{ClientID: "tpc_1", Scopes: []string{"write:orders", "read:orders"}})
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error %v, want %q", err, test.err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if calls.count() != 1 {
				t.Errorf("asked %d times", calls.count())
			}
		})
	}
}

// The tenant's own limits say nothing about the application, so they are waited for.
func TestTokenChecksWaitForTheTenant(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		calls := &script{acts: []http.HandlerFunc{
			respondStatus(429, "application/json", `{"error":"too_many_requests","error_description":"Global limit has been reached"}`),
			respondStatus(503, "text/plain", ""),
			respondStatus(200, "application/json", `{"access_token":"opaque","scope":""}`),
		}}
		client := newClient(t, calls, func(c *auth0.Config) { c.MaxRetries = 5 })
		if got, err := client.CheckToken(t.Context(), auth0.TokenRequest{ClientID: "tpc_1"}); err != nil || !got.IsGranted {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

// Token requests follow RFC 6749 and RFC 7523: they carry the secret in the form or in the header, or an assertion, and
// never the client's own token.
func TestTokenRequestsOfApplications(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		given auth0.TokenRequest
		basic string
		want  url.Values
	}{
		"post": {
			auth0.TokenRequest{ClientSecret: "s&1", AuthMethod: "client_secret_post", Scopes: []string{"a", "b"}, Organization: "org_1"},
			"", url.Values{"client_id": {"tpc_1"}, "client_secret": {"s&1"}, "scope": {"a b"}, "organization": {"org_1"}},
		},
		"basic":  {auth0.TokenRequest{ClientSecret: "s&1", AuthMethod: "client_secret_basic"}, "tpc_1:s%261", url.Values{}},
		"public": {auth0.TokenRequest{AuthMethod: "none"}, "", url.Values{"client_id": {"tpc_1"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				test.want["grant_type"], test.want["audience"] = []string{"client_credentials"}, []string{"https://api/"}
				var basic string
				if id, secret, is := r.BasicAuth(); is {
					basic = id + ":" + secret
				}
				if err := r.ParseForm(); err != nil || !cmp.Equal(r.PostForm, test.want) || basic != test.basic {
					t.Errorf("sent %v, %q (%v), want %v, %q", r.PostForm, basic, err, test.want, test.basic)
				}
				if bearer := r.Header.Get("Authorization"); strings.Contains(bearer, "the-token") {
					t.Errorf("sent %q", bearer)
				}
				answer(w, 200, `{"access_token":"opaque"}`)
			}))
			test.given.ClientID, test.given.Audience = "tpc_1", "https://api/"
			if _, err := client.CheckToken(t.Context(), test.given); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTokenRequestsWithAKey(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		signed, err := jwt.ParseSigned(r.FormValue("client_assertion"), []jose.SignatureAlgorithm{jose.PS256})
		if err != nil {
			t.Error(err)
			return
		}
		var claims jwt.Claims
		if err := signed.Claims(testKey().Public(), &claims); err != nil || claims.Subject != "tpc_1" || claims.Audience[0] != "http://"+testDomain+"/" {
			t.Errorf("claims %+v (%v)", claims, err)
		}
		answer(w, 200, `{"access_token":"opaque"}`)
	}))
	got, err := client.CheckToken(t.Context(), auth0.TokenRequest{ClientID: "tpc_1", PrivateKey: pkcs1(testKey()), SigningAlg: "PS256"})
	if err != nil || !got.IsGranted {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = client.CheckToken(t.Context(), auth0.TokenRequest{ClientID: "tpc_1", PrivateKey: partnerSecret})
	var unusable *auth0.ConfigError
	if !errors.As(err, &unusable) || strings.Contains(fmt.Sprint(err), partnerSecret) {
		t.Errorf("error %v", err)
	}
}
