package emulator

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/api"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/authserver"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

func TestTokenRequests(t *testing.T) {
	t.Parallel()
	const management = "https://example.auth0.com/api/v2/"
	m2m := func(id string, more object.Object) map[string]any {
		client := object.Object{
			"name": id, "client_id": id, "client_secret": "secret+1", "app_type": "non_interactive", "grant_types": []string{"client_credentials"},
		}
		for key, value := range more {
			client[key] = value
		}
		return client
	}
	seed := orders()
	seed.ResourceServers = append(seed.ResourceServers, map[string]any{
		"name": "Closed", "identifier": "https://closed/", "subject_type_authorization": object.Object{"client": object.Object{"policy": "deny_all"}},
	})
	seed.Clients = []map[string]any{
		m2m("post", object.Object{"token_endpoint_auth_method": "client_secret_post"}),
		m2m("basic", object.Object{"token_endpoint_auth_method": "client_secret_basic"}),
		m2m("unset", nil),
		m2m("none", object.Object{"token_endpoint_auth_method": "none"}),
		m2m("web", object.Object{"grant_types": []string{"authorization_code"}}),
		m2m("third", object.Object{"is_first_party": false, "third_party_security_mode": "strict"}),
	}
	seed.ClientGrants = []map[string]any{
		{"client_id": "post", "audience": management, "scope": []string{"read:clients", "update:clients"}},
		{"client_id": "basic", "audience": ordersAPI, "allow_all_scopes": true},
		{"client_id": "unset", "audience": ordersAPI, "subject_type": "user"},
		{"client_id": "web", "audience": ordersAPI},
		{"client_id": "post", "audience": "https://closed/", "allow_all_scopes": true},
		{"default_for": "third_party_clients", "audience": ordersAPI, "scope": []string{"read:orders"}},
	}
	s := serveTenant(t, seed)
	basic := func(id, secret string) func(*http.Request) {
		return func(r *http.Request) { r.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret)) }
	}
	form := func(id, secret, audience string) url.Values {
		return url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}, "audience": {audience}}
	}
	tests := map[string]struct {
		form    url.Values
		prepare func(*http.Request)
		status  int
		scope   string // of a token
		message string // of a refusal
	}{
		"secret in the body":         {form("post", "secret+1", management), nil, 200, "read:clients update:clients", ""},
		"audience as the host":       {form("post", "secret+1", s.http.URL+"/api/v2/"), nil, 200, "read:clients update:clients", ""},
		"audience as the https host": {form("post", "secret+1", strings.Replace(s.http.URL, "http:", "https:", 1)+"/api/v2/"), nil, 200, "read:clients update:clients", ""},
		"basic":                      {url.Values{"grant_type": {"client_credentials"}, "audience": {ordersAPI}}, basic("basic", "secret+1"), 200, "read:orders write:orders delete:orders", ""},
		"default permissions":        {form("third", "secret+1", ordersAPI), nil, 200, "read:orders", ""},
		"wrong secret":               {form("post", "wrong", management), nil, 401, "", "Unauthorized"},
		"unknown application":        {form("nobody", "", ordersAPI), nil, 401, "", "Unauthorized"},
		"wrong method":               {form("basic", "secret+1", ordersAPI), nil, 401, "", "Unauthorized"},
		"no secret":                  {form("post", "", ordersAPI), nil, 401, "", "Unauthorized"},
		"public":                     {form("none", "secret+1", ordersAPI), nil, 403, "", "Grant type 'client_credentials' not allowed for the client."},
		"public, without a secret":   {form("none", "", ordersAPI), nil, 403, "", "Grant type 'client_credentials' not allowed for the client."},
		"grant for users only":       {form("unset", "secret+1", ordersAPI), nil, 403, "", noGrant("unset", ordersAPI)},
		"no grant":                   {form("post", "secret+1", ordersAPI), nil, 403, "", noGrant("post", ordersAPI)},
		"denied by the API":          {form("post", "secret+1", "https://closed/"), nil, 403, "", noGrant("post", "https://closed/")},
		"unknown API":                {form("post", "secret+1", "https://none/"), nil, 403, "", "Service not found: https://none/"},
		"no audience":                {form("post", "secret+1", ""), nil, 403, "", "No audience parameter was provided, and no default audience has been configured"},
		"grant type not allowed":     {form("web", "secret+1", ordersAPI), nil, 403, "", "Grant type 'client_credentials' not allowed for the client."},
		"another flow":               {url.Values{"grant_type": {"password"}}, nil, 403, "", "Unsupported grant type: password"},
		"no flow":                    {url.Values{}, nil, 400, "", "Missing required parameter: grant_type"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, got := s.requestToken(test.form, test.prepare)
			if status != test.status || object.Text(got, "scope") != test.scope || object.Text(got, "error_description") != test.message {
				t.Errorf("status %d, %v", status, without(got, "access_token"))
			}
			if status == 200 && (got["expires_in"] != 86400.0 || got["token_type"] != "Bearer") {
				t.Errorf("%v", without(got, "access_token"))
			}
		})
	}
}

func TestTokenFromJSON(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	id, secret := s.server.ManagementCredentials()
	body, err := json.Marshal(object.Object{"grant_type": "client_credentials", "client_id": id, "client_secret": secret, "audience": s.http.URL + "/api/v2/"})
	if err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, "/oauth/token", strings.NewReader(string(body)))
	req.Host = strings.TrimPrefix(s.http.URL, "http://")
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	recorder := httptest.NewRecorder()
	s.server.ServeHTTP(recorder, req)
	if recorder.Code != 200 {
		t.Error(recorder.Body)
	}
}

// The discovery documents are enough to verify tokens.
func TestTokenVerifies(t *testing.T) {
	t.Parallel()
	seed := orders()
	seed.ResourceServers[0]["token_lifetime"] = 60
	id, secret := "m2m", "secret"
	seed.ManagementApplication = object.Object{"client_id": id, "client_secret": secret}
	seed.ClientGrants = []map[string]any{{"client_id": id, "audience": ordersAPI, "scope": []string{"read:orders"}}}
	s := serveTenant(t, seed)

	read := func(path string, into any) {
		t.Helper()
		req, err := http.NewRequest(http.MethodGet, s.http.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(s.send(req).raw), into); err != nil {
			t.Fatal(err)
		}
	}
	var discovery struct {
		Issuer  string `json:"issuer"`
		JWKSURI string `json:"jwks_uri"`
	}
	read("/.well-known/openid-configuration", &discovery)
	var set jose.JSONWebKeySet
	read(strings.TrimPrefix(discovery.JWKSURI, s.http.URL), &set)

	_, out := s.requestToken(url.Values{"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}, "audience": {ordersAPI}}, nil)
	token, err := jwt.ParseSigned(object.Text(out, "access_token"), []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	var claims jwt.Claims
	var access authserver.AccessClaims
	if err := token.Claims(set.Key(token.Headers[0].KeyID)[0].Key, &claims, &access); err != nil {
		t.Fatal(err)
	}
	if err := claims.Validate(jwt.Expected{Issuer: discovery.Issuer, AnyAudience: jwt.Audience{ordersAPI}, Subject: id + "@clients", Time: time.Now()}); err != nil {
		t.Error(err)
	}
	if lifetime := claims.Expiry.Time().Sub(claims.IssuedAt.Time()); lifetime != time.Minute || out["expires_in"] != 60.0 {
		t.Errorf("lifetime %v, expires_in %v", lifetime, out["expires_in"])
	}
	if access.Scope != "read:orders" || access.AuthorizedParty != id || access.GrantType != "client-credentials" {
		t.Errorf("claims: %+v", access)
	}
	// A token for another API is refused by the Management API.
	s.token = object.Text(out, "access_token")
	wantRefusal(t, s.call("GET", "/clients", nil), 401, "", "Bad audience: "+ordersAPI)
}

func TestAuthentication(t *testing.T) {
	t.Parallel()
	var elapsed atomic.Int64
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	server, err := New(Options{Clock: func() time.Time { return start.Add(time.Duration(elapsed.Load())) }})
	if err != nil {
		t.Fatal(err)
	}
	s := serveServer(t, server)
	signature := s.token[strings.LastIndex(s.token, ".")+1:]
	forged := strings.TrimSuffix(s.token, signature) + strings.Repeat("A", len(signature))
	for _, test := range []struct {
		header        string
		status        int
		code, message string
	}{
		{"", 401, "", "Missing authentication"},
		{s.token, 400, "Bearer", "Bad HTTP authentication header format"},
		{"Basic abc", 400, "Bearer", "Bad HTTP authentication header format"},
		{"Bearer ", 400, "Bearer", "Bad HTTP authentication header format"},
		{"Bearer a b", 400, "Bearer", "Bad HTTP authentication header format"},
		{"Bearer abc", 401, "", "Invalid token"},
		{"Bearer " + forged, 401, "", "Invalid signature received for JSON Web Token validation"},
	} {
		req, err := http.NewRequest(http.MethodGet, s.http.URL+"/api/v2/clients", nil)
		if err != nil {
			t.Fatal(err)
		}
		if test.header != "" {
			req.Header.Set("Authorization", test.header)
		}
		wantRefusal(t, s.send(req), test.status, test.code, test.message)
	}
	elapsed.Store(int64(24 * time.Hour))
	wantRefusal(t, s.call("GET", "/clients", nil), 401, "", "Expired token received for JSON Web Token validation")
}

func TestManagementCredentialsHoldEveryScope(t *testing.T) {
	t.Parallel()
	s := serveTenant(t, nil)
	id, secret := s.server.ManagementCredentials()
	_, out := s.requestToken(url.Values{
		"grant_type": {"client_credentials"}, "client_id": {id}, "client_secret": {secret}, "audience": {s.http.URL + "/api/v2/"},
	}, nil)
	got := strings.Fields(object.Text(out, "scope"))
	for _, e := range api.Endpoints() {
		for _, group := range e.Scopes {
			for _, scope := range group {
				if !slices.Contains(got, scope) {
					t.Errorf("%s is missing", scope)
				}
			}
		}
	}
}
